import type { Name } from "../../concepts.ts";

export const NER_LANGUAGES = ["en", "de", "es", "nl"] as const;
/** The languages of XGLUE's NER task, that is of CoNLL-2002 and CoNLL-2003. */
export type NerLanguage = (typeof NER_LANGUAGES)[number];

/**
 * Occupations that are surnames, too: the word for one names no one ("the baker"), someone ("Clara Baker"), a company
 * ("Baker & Sons"), in turn.
 */
export const SURNAMES = [
  "baker",
  "miller",
  "smith",
  "fisher",
  "hunter",
  "shepherd",
  "king",
  "cook",
  "carpenter",
  "judge",
  "knight",
  "duke",
] as const;

/** Things that companies are called after, and books: no one's name where an article stands before them. */
export const THINGS = ["lemon", "orange", "peach", "tulip", "rose", "violet", "tower", "castle"] as const;

export const COUNTRIES = ["italy", "france", "germany", "spain", "egypt", "greece", "china", "kenya"] as const;

/** Patron saints of villages, prizes and schools: given names that are parts of other names. */
export const SAINTS = [
  "clara",
  "maria",
  "anna",
  "diana",
  "martin",
  "paul",
  "simon",
  "victor",
] as const satisfies readonly Name[];

export const NER_FRAMES = [
  "livesIn",
  "worksFor",
  "loss",
  "occupationLives",
  "bought",
  "beat",
  "studies",
  "universityIn",
  "wonRace",
  "raceIn",
  "award",
  "saintIn",
  "newHead",
  "shares",
  "nationals",
  "cheap",
  "met",
  "wrote",
  "stands",
  "sold",
  "visited",
  "coach",
  "defeat",
  "bank",
  "named",
  "prize",
] as const;
/** What a sentence says; `english.ts` words them all. */
export type NerFrame = (typeof NER_FRAMES)[number];

/**
 * The words of one language for everything that MiniXGLUE's entity sentences speak of. In frames, words and signs stand
 * between spaces and slots in braces: those that name something ({person}, {company} …) and those that do not
 * ({theOccupation}, {aThing} …) share their words.
 */
export interface NerWords {
  /** As a name, capitalised. */
  readonly surnames: Readonly<Record<(typeof SURNAMES)[number], string>>;
  /** "the baker", as a subject. */
  readonly theOccupations: Readonly<Record<(typeof SURNAMES)[number], string>>;
  /** "a baker", as an object. */
  readonly anOccupation: Readonly<Record<(typeof SURNAMES)[number], string>>;
  /** As a company's name, capitalised. */
  readonly companies: Readonly<Record<(typeof THINGS)[number], string>>;
  /** "the lemon", as a subject. */
  readonly theThings: Readonly<Record<(typeof THINGS)[number], string>>;
  /** "a lemon", as an object. */
  readonly aThing: Readonly<Record<(typeof THINGS)[number], string>>;
  /** "The Lemon", as a book's title. */
  readonly titles: Readonly<Record<(typeof THINGS)[number], string>>;
  readonly countries: Readonly<Record<(typeof COUNTRIES)[number], string>>;
  /** "Italians": the people, without an article. */
  readonly nationals: Readonly<Record<(typeof COUNTRIES)[number], string>>;
  /** Whether the corpora tag a people's name; where it is written with a small letter they do not. */
  readonly nationalsAreNames: boolean;
  /** Names made of names: each takes the word of this language. */
  saint(name: string, isWoman: boolean): string;
  university(city: string): string;
  bank(country: string): string;
  race(city: string): string;
  prize(name: string): string;
  firm(surname: string): string;
  readonly frames: Readonly<Record<NerFrame, string>>;
}
