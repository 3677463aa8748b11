import type { Adjective, Noun } from "./concepts.ts";
import type { Language } from "./grammar.ts";

/** The languages in which things are searched for: those of WPR; QADSM's are among them. */
export const QUERY_LANGUAGES = ["en", "de", "es", "fr", "it", "pt", "zh"] as const satisfies readonly Language[];
export type QueryLanguage = (typeof QUERY_LANGUAGES)[number];

/** How one language names things that are offered and looked for. Without capital letter and stop. */
export interface Queries {
  /** "new cars": a bare plural with an adjective. */
  described(adjective: Adjective, noun: Noun): string;
  /** "new cars in Paris", from the described thing and from `Grammar.city` and `Grammar.inCity`. */
  offer(described: string, city: string, inCity: string): string;
  /** Two offers, one after the other, as in an advertisement. */
  list(first: string, second: string): string;
}
