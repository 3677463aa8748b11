import { english } from "../languages/en.ts";
import type { Queries } from "../queries.ts";
import { PLAIN } from "./plain.ts";

export const englishQueries: Queries = {
  ...PLAIN,
  described: (adjective, noun) => `${english.adjective(adjective)} ${english.plural(noun)}`,
};
