import { NAMES, type Name } from "../concepts.ts";

/** The given names as languages in Latin script write them. */
export const LATIN_NAMES = Object.fromEntries(
  NAMES.map((name) => [name, name.charAt(0).toUpperCase() + name.slice(1)]),
) as Record<Name, string>;
