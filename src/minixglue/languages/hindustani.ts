import {
  type Adjective,
  type City,
  isWoman,
  KINDS,
  type Name,
  NOUNS,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { type Grammar, type Language, type Phrase, words } from "../grammar.ts";

/** Hindi and Urdu are one grammar in two scripts: the rules are here, the words and their spelling in `hi.ts` and `ur.ts`. */

export type Gender = "m" | "f";
/** Gender and number: the first two letters of a phrase's agreement. */
export type Slot = "ms" | "mp" | "fs" | "fp";

/** [gender, singular, plural, oblique plural]: the last two where `decline` would not give them. */
export type NounRow = readonly [Gender, string, string?, string?];

/**
 * [perfective, what stands before it and before a negation, postposition of the object]. Without a postposition the
 * perfective is masculine singular and agrees with the object; with one it is in its final form.
 */
export type VerbRow = readonly [string, string?, string?];

export interface Lexicon {
  readonly language: Language;
  readonly nouns: Readonly<Record<Noun, NounRow>>;
  readonly verbs: Readonly<Record<Verb, VerbRow>>;
  /** Perfectives that lose their auxiliary verb under negation. */
  readonly negatedVerbs: Readonly<Partial<Record<Verb, string>>>;
  /** What is said instead when the object (or subject of `old`) is an animal, and of eating soup, which one drinks. */
  readonly washAnimal: VerbRow;
  readonly eatSoup: VerbRow;
  readonly oldAnimal: string;
  /** Masculine singular. */
  readonly adjectives: Readonly<Record<Adjective, string>>;
  readonly places: Readonly<Record<Place, string>>;
  readonly times: Readonly<Record<Time, string>>;
  readonly cities: Readonly<Record<City, string>>;
  readonly names: Readonly<Record<Name, string>>;
  /** [direct, oblique where it differs] */
  readonly roles: Readonly<Record<Role, readonly [string, string?]>>;
  /** [direct, oblique] of "some(one), any(one)". */
  readonly some: readonly [string, string];
  /** [masculine, feminine] habitual, and what stands before it. */
  readonly habits: Readonly<Record<"live" | "work", readonly [string, string, string?]>>;
  readonly particles: Readonly<
    Record<"ergative" | "dative" | "inside" | "one" | "not" | "is" | "and" | "did" | "stop", string>
  >;
  /** What the ending tells of a noun's other forms. */
  decline(gender: Gender, singular: string): { plural: string; oblique: string; obliquePlural: string };
  /** A masculine singular perfective in the given gender and number. */
  perfective(masculine: string, slot: Slot): string;
  /** The feminine of a masculine adjective. */
  feminine(masculine: string): string;
}

const ANIMALS: ReadonlySet<Noun> = new Set<Noun>([KINDS.animal.hypernym, ...KINDS.animal.nouns]);

/** The third letter of an agreement: "a" for animals, "l" for liquids, whose verbs differ. */
const trait = (noun: Noun) => (ANIMALS.has(noun) ? "a" : noun === "soup" ? "l" : "");

function slotOf({ agreement }: Phrase): Slot {
  const gender = agreement.startsWith("f") ? "f" : "m";
  return agreement.charAt(1) === "p" ? `${gender}p` : `${gender}s`;
}

export function hindustani(lexicon: Lexicon): Grammar {
  const { nouns, verbs, particles, some } = lexicon;
  const pluralOf = ([gender, singular, plural]: NounRow) => plural ?? lexicon.decline(gender, singular).plural;

  /** From each direct form to the oblique one that postpositions ask for. */
  const obliqueSingular = new Map<string, string>();
  const obliquePlural = new Map<string, string>();
  for (const noun of NOUNS) {
    const row = nouns[noun];
    const [gender, singular, plural, oblique] = row;
    const declined = lexicon.decline(gender, singular);
    // A noun whose plural is listed as unchanged is unchanged before a postposition, too.
    obliqueSingular.set(singular, plural === singular ? singular : declined.oblique);
    obliquePlural.set(pluralOf(row), oblique ?? declined.obliquePlural);
  }

  /** An object before a postposition; one from another language stays as it is. */
  function obliqueObject(object: Phrase): string {
    const [determiner = "", ...rest] = object.text.split(" ");
    const forms = slotOf(object).endsWith("p") ? obliquePlural : obliqueSingular;
    const noun = forms.get(rest.join(" "));
    if (noun === undefined) return object.text;
    return words(determiner === some[0] ? some[1] : determiner, noun);
  }

  function verbRow(verb: Verb, object: Phrase): VerbRow {
    const of = object.agreement.charAt(2);
    if (verb === "wash" && of === "a") return lexicon.washAnimal;
    if (verb === "eat" && of === "l") return lexicon.eatSoup;
    return verbs[verb];
  }

  const bareAdjective = (adjective: Adjective, subject: Phrase) =>
    adjective === "old" && subject.agreement.charAt(2) === "a" ? lexicon.oldAnimal : lexicon.adjectives[adjective];

  return {
    language: lexicon.language,
    // Agents come in the oblique, to which `event` adds the ergative or (for "find", that is "to be met with") the dative.
    subject: (subject, as) => {
      const agent = as === "agent";
      if (subject === "someone") return { text: agent ? some[1] : some[0], agreement: "ms" };
      if ("name" in subject) {
        return { text: lexicon.names[subject.name], agreement: isWoman(subject.name) ? "fs" : "ms" };
      }
      const [direct, oblique = direct] = lexicon.roles[subject.role];
      return { text: agent ? oblique : direct, agreement: subject.role === "nurse" ? "fs" : "ms" };
    },
    object: (noun, count, negated) => {
      const row = nouns[noun];
      const [gender, singular] = row;
      return count === 1
        ? { text: words(negated ? some[0] : particles.one, singular), agreement: `${gender}s${trait(noun)}` }
        : { text: words(String(count), pluralOf(row)), agreement: `${gender}p${trait(noun)}` };
    },
    definite: (noun) => ({ text: nouns[noun][1], agreement: `${nouns[noun][0]}s${trait(noun)}` }),
    plural: (noun) => pluralOf(nouns[noun]),
    place: (place) => lexicon.places[place],
    time: (time) => lexicon.times[time],
    inCity: (city) => words(lexicon.cities[city], particles.inside),
    city: (city) => lexicon.cities[city],
    verb: (verb) => words(verbs[verb][1], verbs[verb][0]),
    adjective: (adjective) => lexicon.adjectives[adjective],
    event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
      // A borrowed verb is made usable by "to do" and takes a plain object: "Anna ne ek ticket buy kiya".
      const [affirmed, before, postposition]: VerbRow =
        foreignVerb === undefined ? verbRow(verb, object) : [particles.did, foreignVerb];
      const perfective = (negated && foreignVerb === undefined && lexicon.negatedVerbs[verb]) || affirmed;
      const agentCase = verb === "find" && foreignVerb === undefined ? particles.dative : particles.ergative;
      return words(
        timeFirst && time,
        subject.text,
        agentCase,
        !timeFirst && time,
        place,
        postposition ? words(obliqueObject(object), postposition) : object.text,
        before,
        negated && particles.not,
        postposition ? perfective : lexicon.perfective(perfective, slotOf(object)),
      );
    },
    state: ({ subject, adjective, foreignAdjective, negated, place }) => {
      const masculine = bareAdjective(adjective, subject);
      const agreeing = slotOf(subject).startsWith("f") ? lexicon.feminine(masculine) : masculine;
      return words(place, subject.text, foreignAdjective ?? agreeing, negated && particles.not, particles.is);
    },
    residence: ({ subject, verb, negated, city }) => {
      const [masculine, feminine, before] = lexicon.habits[verb];
      const habit = slotOf(subject).startsWith("f") ? feminine : masculine;
      return words(subject.text, city, before, negated && particles.not, habit, !negated && particles.is);
    },
    headline: (city, first, second) => `${city}: ${words(first, particles.and, second)}`,
    sentence: (clause) => clause + particles.stop,
  };
}
