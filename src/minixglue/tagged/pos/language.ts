import type { Language } from "../../grammar.ts";

export const UPOS = [
  "ADJ",
  "ADP",
  "ADV",
  "AUX",
  "CCONJ",
  "DET",
  "INTJ",
  "NOUN",
  "NUM",
  "PART",
  "PRON",
  "PROPN",
  "PUNCT",
  "SCONJ",
  "SYM",
  "VERB",
  "X",
] as const;
/** The part-of-speech tags of Universal Dependencies. */
export type Upos = (typeof UPOS)[number];

/** The languages of XGLUE's POS task: all but Swahili. */
export type PosLanguage = Exclude<Language, "sw">;
export const POS_LANGUAGES = [
  "en",
  "ar",
  "bg",
  "de",
  "el",
  "es",
  "fr",
  "hi",
  "it",
  "nl",
  "pl",
  "pt",
  "ru",
  "th",
  "tr",
  "ur",
  "vi",
  "zh",
] as const satisfies readonly PosLanguage[];

/** Words in a row, by their tag: `{ DET: "the a an", AUX: "is did" }`. Capitals do not matter. */
export type Tagged = Readonly<Partial<Record<Upos, string>>>;

/** What a grammar puts together: the part of a clause that a word comes from gives it its usual tag. */
export const PARTS = ["name", "role", "someone", "object", "place", "city", "time", "verb", "adjective"] as const;
export type Part = (typeof PARTS)[number];

/**
 * How clauses are joined. {a} and {b} are clauses, {e} is one that tells of an event, {s} is an aside. `tell` and `ask` are
 * an aside alone; a `link` with another aside follows.
 */
export const JOINTS = [
  "alone",
  "and",
  "but",
  "because",
  "when",
  "say",
  "truth",
  "yes",
  "no",
  "oh",
  "tell",
  "link",
  "ask",
] as const;
export type Joint = (typeof JOINTS)[number];

/** What is said beside a clause, each in six ways, {f}. {n} is a number from 5 to 9. */
export const ASIDES = ["remember", "want", "sleep", "go", "rise", "cost", "call", "facts", "questions"] as const;
export type Aside = (typeof ASIDES)[number];

export type Six = readonly [string, string, string, string, string, string];

/**
 * How one language tags its words, by the guidelines and treebanks of Universal Dependencies. What they split stays whole
 * here, as a reader sees it: a contraction of function words has the tag of the first (German "im": ADP), a word with a
 * clitic or an ending its own (Turkish "Paris'te": PROPN).
 *
 * Joints and asides are written word by word: "I/PRON know/VERB".
 */
export interface PosWords {
  /** Every word of a clause whose tag is not the usual one of its part. */
  readonly words: Tagged;
  /** Words that have yet another tag in one part. */
  readonly inPart?: Readonly<Partial<Record<Part, Tagged>>>;
  /** Words that have yet another tag at the end of their clause. */
  readonly atEnd?: Tagged;
  /** Words that an ending gives their tag, wherever they are. */
  readonly endings?: readonly (readonly [RegExp, Upos])[];
  /** The apostrophes that end a word ("l' | auto"), all of them. */
  readonly elides?: RegExp;
  /** Words of joints that change before a clause that begins with a vowel. */
  readonly beforeVowel?: Readonly<Record<string, string>>;
  /** {a>}, {b>} and {e>} are clauses whose finite verb stands at the end, as German and Dutch subordinate ones. */
  readonly joints: Readonly<Record<Joint, string>>;
  readonly asides: Readonly<Record<Aside, readonly [frame: string, fillers: Six]>>;
}

/** Words of other languages, for `call`; a language whose own word is among them takes another for it. */
export const FOREIGN = [
  "Weltschmerz/X",
  "savoir/X vivre/X",
  "dolce/X vita/X",
  "saudade/X",
  "fair/X play/X",
  "hygge/X",
] as const satisfies Six;
