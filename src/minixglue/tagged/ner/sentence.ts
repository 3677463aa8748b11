import { CITIES, type City, isWoman, NAMES, type Name } from "../../concepts.ts";
import { GRAMMARS } from "../../languages/index.ts";
import type { Random } from "../../random.ts";
import { NER_WORDS } from "./index.ts";
import { COUNTRIES, NER_FRAMES, type NerFrame, type NerLanguage, SAINTS, SURNAMES, THINGS } from "./language.ts";

export const NER_LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC"] as const;
/** Every entity begins with B-, as in CoNLL-2002. */
export type NerLabel = (typeof NER_LABELS)[number];
type EntityType = "PER" | "LOC" | "ORG" | "MISC";

/** Given names that are also those of awards. */
const AWARDS = ["oscar", "leo", "felix"] as const satisfies readonly Name[];
/** A third of the sentences are in capitals, as headlines are: there, only the context tells a name from a word. */
const HEADLINE_SHARE = 0.35;

/** What a company is called after: a thing ("Violet"), its founder's surname ("Baker") or given name ("Felix"). */
const COMPANY_KINDS = ["thing", "surname", "first"] as const;

/** What a sentence says, in no language; each frame uses a part of it. */
export interface NerMeaning {
  readonly frame: NerFrame;
  readonly first: Name;
  readonly surname: (typeof SURNAMES)[number];
  /** Neither that of `surname` nor each other's: "the baker" is never called Baker. */
  readonly occupation: (typeof SURNAMES)[number];
  readonly otherOccupation: (typeof SURNAMES)[number];
  readonly thing: (typeof THINGS)[number];
  readonly companyKind: (typeof COMPANY_KINDS)[number];
  readonly companyThing: (typeof THINGS)[number];
  readonly companySurname: (typeof SURNAMES)[number];
  /** Not `first`. */
  readonly otherFirst: Name;
  readonly city: City;
  readonly otherCity: City;
  readonly country: (typeof COUNTRIES)[number];
  readonly saint: (typeof SAINTS)[number];
  readonly award: (typeof AWARDS)[number];
  readonly n: number;
  readonly m: number;
  readonly headline: boolean;
}

function pickOther<T>(random: Random, items: readonly T[], taken: T): T {
  return random.pick(items.filter((item) => item !== taken));
}

/** @param frame so that frames can go round, and every prefix of a data set has them all */
export function sampleNerMeaning(random: Random, frame: NerFrame): NerMeaning {
  const first = random.pick(NAMES);
  const surname = random.pick(SURNAMES);
  const occupation = pickOther(random, SURNAMES, surname);
  const city = random.pick(CITIES);
  return {
    frame,
    first,
    surname,
    occupation,
    otherOccupation: random.pick(SURNAMES.filter((word) => word !== occupation && word !== surname)),
    thing: random.pick(THINGS),
    companyKind: random.pick(COMPANY_KINDS),
    companyThing: random.pick(THINGS),
    companySurname: pickOther(random, SURNAMES, surname),
    otherFirst: pickOther(random, NAMES, first),
    city,
    otherCity: pickOther(random, CITIES, city),
    country: random.pick(COUNTRIES),
    saint: random.pick(SAINTS),
    award: random.pick(AWARDS),
    n: 3 + random.below(7),
    m: random.below(3),
    headline: random.chance(HEADLINE_SHARE),
  };
}

/** Equal for meanings that are worded alike but for capitals, and only for them: a frame leaves most of its meaning unsaid. */
export const nerKey = (meaning: NerMeaning): string =>
  `ner|${nerSentence(meaning, "en").words.join(" ").toLowerCase()}`;

export const frameAt = (index: number): NerFrame => NER_FRAMES[index % NER_FRAMES.length] ?? "livesIn";

interface Slot {
  readonly text: string;
  readonly type?: EntityType;
}

function slots(meaning: NerMeaning, language: NerLanguage): Readonly<Record<string, Slot>> {
  const words = NER_WORDS[language];
  const grammar = GRAMMARS[language];
  const given = (name: Name) => grammar.subject({ name }, "resident").text;
  const city = grammar.city(meaning.city);
  const otherCity = grammar.city(meaning.otherCity);
  const first = given(meaning.first);
  const surname = words.surnames[meaning.surname];
  const company = {
    thing: words.companies[meaning.companyThing],
    surname: words.surnames[meaning.companySurname],
    first: given(meaning.otherFirst),
  }[meaning.companyKind];
  const country = words.countries[meaning.country];
  const saint = given(meaning.saint);
  return {
    first: { text: first, type: "PER" },
    otherFirst: { text: given(meaning.otherFirst), type: "PER" },
    surname: { text: surname, type: "PER" },
    person: { text: `${first} ${surname}`, type: "PER" },
    cityPerson: { text: `${first} ${otherCity}`, type: "PER" },
    city: { text: city, type: "LOC" },
    country: { text: country, type: "LOC" },
    saint: { text: words.saint(saint, isWoman(meaning.saint)), type: "LOC" },
    company: { text: company, type: "ORG" },
    club: { text: city, type: "ORG" },
    otherClub: { text: otherCity, type: "ORG" },
    university: { text: words.university(city), type: "ORG" },
    bank: { text: words.bank(country), type: "ORG" },
    firm: { text: words.firm(words.surnames[meaning.companySurname]), type: "ORG" },
    race: { text: words.race(city), type: "MISC" },
    prize: { text: words.prize(saint), type: "MISC" },
    award: { text: given(meaning.award), type: "MISC" },
    title: { text: words.titles[meaning.thing], type: "MISC" },
    nationals: {
      text: words.nationals[meaning.country],
      ...(words.nationalsAreNames && { type: "MISC" }),
    },
    theOccupation: { text: words.theOccupations[meaning.occupation] },
    anOccupation: { text: words.anOccupation[meaning.otherOccupation] },
    theThing: { text: words.theThings[meaning.thing] },
    aThing: { text: words.aThing[meaning.thing] },
    n: { text: String(meaning.n) },
    m: { text: String(meaning.m) },
  };
}

/** The sentence as words, each with its label; words contain no spaces. */
export function nerSentence(meaning: NerMeaning, language: NerLanguage): { words: string[]; tags: NerLabel[] } {
  const known = slots(meaning, language);
  const words: string[] = [];
  const tags: NerLabel[] = [];
  for (const part of NER_WORDS[language].frames[meaning.frame].split(" ")) {
    const name = part.match(/^\{(.*)\}$/)?.[1];
    const slot = name === undefined ? { text: part } : known[name];
    if (!slot) throw new Error(`${language}: frame "${meaning.frame}" asks for {${name}}, which is no slot.`);
    for (const [index, word] of slot.text.split(" ").entries()) {
      words.push(words.length === 0 ? capital(word) : word);
      tags.push(slot.type ? `${index === 0 ? "B" : "I"}-${slot.type}` : "O");
    }
  }
  return { words: meaning.headline ? words.map((word) => word.toLocaleUpperCase(language)) : words, tags };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
