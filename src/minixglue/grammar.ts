import type { Adjective, City, Name, Noun, Place, Role, Time, Verb } from "./concepts.ts";

/** The fifteen languages of XNLI, English first: the language that fine-tuning sees. */
export const XNLI_LANGUAGES = [
  "en",
  "ar",
  "bg",
  "de",
  "el",
  "es",
  "fr",
  "hi",
  "ru",
  "sw",
  "th",
  "tr",
  "ur",
  "vi",
  "zh",
] as const;
/** XGLUE's nineteen: the last four are those of tasks other than XNLI. */
export const LANGUAGES = [...XNLI_LANGUAGES, "it", "nl", "pl", "pt"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Who acts: a named person, someone known by occupation ("the cook"), or just anyone ("someone"). */
export type Subject = { readonly name: Name } | { readonly role: Role } | "someone";

/** A noun phrase in its final form, with what other words must agree with. */
export interface Phrase {
  readonly text: string;
  /** Gender, noun class or number, in the terms of the language that made it; a grammar treats one it does not know as its default. */
  readonly agreement: string;
}

/** "[On Monday,] Anna bought 3 apples [at the market]." Phrases come ready-made: when languages are mixed, from another grammar. */
export interface EventParts {
  readonly subject: Phrase;
  readonly verb: Verb;
  /** Replaces the verb's own word (its participle, where the tense is compound) in code-switched text. */
  readonly foreignVerb?: string;
  readonly negated: boolean;
  readonly object: Phrase;
  readonly place?: string;
  readonly time?: string;
  /** Whether the time opens the sentence; the meaning stays the same. */
  readonly timeFirst: boolean;
}

/** "The car [in the garage] is (not) new." */
export interface StateParts {
  readonly subject: Phrase;
  readonly adjective: Adjective;
  readonly foreignAdjective?: string;
  readonly negated: boolean;
  readonly place?: string;
}

/** "Anna lives (works) in Paris." */
export interface ResidenceParts {
  readonly subject: Phrase;
  readonly verb: "live" | "work";
  readonly negated: boolean;
  /** From `inCity`. */
  readonly city: string;
}

/**
 * One language: words for every concept and the grammar that joins them. Everything is a pure function; two calls with
 * the same arguments give the same text.
 */
export interface Grammar {
  readonly language: Language;
  /** The subject as the agent of a finished action (ergative where the language has it) or as a resident (nominative). */
  subject(subject: Subject, as: "agent" | "resident"): Phrase;
  /**
   * The object of a verb in the past: indefinite singular for `count` 1 ("an apple"), else digits and noun ("3 apples").
   * @param count 1, or 3 to 9; never 2, so that no language needs a dual
   * @param negated whether the verb is negated ("keinen Apfel", "pas de pomme")
   */
  object(noun: Noun, count: number, negated: boolean): Phrase;
  /** Definite singular, as the subject of `state` ("the apple"). */
  definite(noun: Noun): Phrase;
  /** Bare plural, as in a headline ("apples"). */
  plural(noun: Noun): string;
  /** Where: the whole adverbial ("at the market"). */
  place(place: Place): string;
  /** When: the whole adverbial ("on Monday"). */
  time(time: Time): string;
  /** "in Paris". */
  inCity(city: City): string;
  /** "Paris". */
  city(city: City): string;
  /** The verb's bare past word (or participle), as another language would borrow it. */
  verb(verb: Verb): string;
  /** The adjective's default form, as another language would borrow it. */
  adjective(adjective: Adjective): string;
  event(parts: EventParts): string;
  state(parts: StateParts): string;
  residence(parts: ResidenceParts): string;
  /** "Paris: apples and pears", without a final stop. */
  headline(city: string, first: string, second: string): string;
  /** The clause as a written sentence: capital letter and full stop as the language has them. */
  sentence(clause: string): string;
}

/** Joins the parts that are there with single spaces. */
export function words(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part): part is string => typeof part === "string" && part !== "").join(" ");
}

/** First letter in upper case, full stop at the end: for scripts that have both. */
export function capitalised(clause: string, stop = "."): string {
  const first = String.fromCodePoint(clause.codePointAt(0) ?? 32);
  return first.toLocaleUpperCase() + clause.slice(first.length) + stop;
}
