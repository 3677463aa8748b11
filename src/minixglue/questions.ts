import type { Noun } from "./concepts.ts";
import type { EventParts, Language, Phrase } from "./grammar.ts";

/** The languages that ask questions: those of QAM and MLQA. */
export const QUESTION_LANGUAGES = [
  "en",
  "ar",
  "de",
  "es",
  "fr",
  "hi",
  "vi",
  "zh",
] as const satisfies readonly Language[];
export type QuestionLanguage = (typeof QUESTION_LANGUAGES)[number];

/** What a question about an event asks for. */
export const ASKED = ["who", "what", "where", "when"] as const;
export type Asked = (typeof ASKED)[number];

/**
 * The event that is asked about; never denied. The part that is asked for is there, too: words may depend on it, but it is not
 * told. The place or time is missing where the question leaves it out.
 */
export interface AskedEvent extends EventParts {
  readonly noun: Noun;
  readonly timeFirst: false;
}

/**
 * How one language asks. Questions begin and end as they are written: capital letter, question mark.
 * As for grammars, the phrases come ready-made, and equal arguments give equal texts.
 */
export interface Questions {
  readonly event: Readonly<Record<Asked, (event: AskedEvent) => string>>;
  /** "Who lives in Paris?" `city` is from `Grammar.inCity`. */
  whoResides(verb: "live" | "work", city: string): string;
  /** "Where does Anna live?" */
  whereResides(subject: Phrase, verb: "live" | "work"): string;
}
