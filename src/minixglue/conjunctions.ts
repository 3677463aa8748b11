import type { Language } from "./grammar.ts";

/** The languages in which two clauses are joined: those of PAWS-X; QAM's are among them. */
export const JOINING_LANGUAGES = ["en", "de", "es", "fr"] as const satisfies readonly Language[];
export type JoiningLanguage = (typeof JOINING_LANGUAGES)[number];

/** "…, and …" between two main clauses. No clause of ours begins with the sound i, before which Spanish says "e". */
export const AND: Readonly<Record<JoiningLanguage, (first: string, second: string) => string>> = {
  en: (first, second) => `${first}, and ${second}`,
  de: (first, second) => `${first}, und ${second}`,
  es: (first, second) => `${first} y ${second}`,
  fr: (first, second) => `${first}, et ${second}`,
};
