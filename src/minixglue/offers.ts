/**
 * Things that are offered in a city, and texts about two of them. As with facts, what a text says lies in what belongs together,
 * not in which words occur: of two offers each has the other's adjective's opposite, and another city.
 */
import {
  type Adjective,
  type City,
  KINDS,
  type Kind,
  type KindId,
  type Noun,
  OVERLAPPING_NOUNS,
  SYNONYM_ADJECTIVES,
} from "./concepts.ts";
import { GRAMMARS } from "./languages/index.ts";
import { KIND_IDS, kindOfNoun, type Split, splitOfKey } from "./meaning.ts";
import { QUERIES } from "./queries/index.ts";
import type { QueryLanguage } from "./queries.ts";
import type { Random } from "./random.ts";

/** "New cars in Paris." */
export interface Offer {
  readonly noun: Noun;
  readonly adjective: Adjective;
  readonly city: City;
}
export type TwoOffers = readonly [Offer, Offer];

/** What someone looks for: a thing or sort of thing, and how and where it should be, if that matters. */
export interface Query {
  readonly noun: Noun;
  readonly adjective?: Adjective | undefined;
  readonly city?: City | undefined;
}

/** Opposites that one may look for; nobody looks for dirty or boring things. */
export const SOUGHT_OPPOSITES: readonly (readonly [Adjective, Adjective])[] = [
  ["new", "old"],
  ["cheap", "expensive"],
  ["big", "small"],
  ["light", "heavy"],
  ["long", "short"],
  ["famous", "unknown"],
];

const offerKey = ({ noun, adjective, city }: Offer): string => `offer|${noun}|${adjective}|${city}`;
export const isOfferInSplit = (offer: Offer, split: Split): boolean => splitOfKey(offerKey(offer)) === split;

/** Opposites in a random order: what the one thing is, and what the other. */
export function sampleOpposites(random: Random): [Adjective, Adjective] {
  const [one, other] = random.pick(SOUGHT_OPPOSITES);
  return random.chance(0.5) ? [one, other] : [other, one];
}

const kindsByOpposites = new Map<string, readonly Kind[]>();

/** Kinds of which both opposites are said. */
export function kindsWith(one: Adjective, other: Adjective): readonly Kind[] {
  const key = `${one} ${other}`;
  const known = kindsByOpposites.get(key);
  const kinds =
    known ??
    KIND_IDS.map((id): Kind => KINDS[id]).filter(
      ({ adjectives }) => adjectives.includes(one) && adjectives.includes(other),
    );
  kindsByOpposites.set(key, kinds);
  return kinds;
}

export const isSameAdjective = (one: Adjective, other: Adjective): boolean =>
  one === other || SYNONYM_ADJECTIVES[one] === other;

/** Whether a thing is what is called so, or of the kind that is called so. */
export const isCalled = (noun: Noun, name: Noun): boolean => noun === name || kindOfNoun(noun).hypernym === name;

/** A passport is a document, too, and a battery may pass for a device: kinds whose words fit some things of the other. */
const NEAR_KINDS: readonly (readonly [KindId, KindId])[] = [
  ["document", "travel"],
  ["document", "banking"],
  ["document", "work"],
  ["investment", "banking"],
  ["device", "instrument"],
  ["device", "part"],
];

/** Whether one thing, or its kind, may be called as the other is. */
export function areConfusable(one: Noun, other: Noun): boolean {
  const kinds = [kindOfNoun(one), kindOfNoun(other)];
  return (
    OVERLAPPING_NOUNS.some((pair) => pair.includes(one) && pair.includes(other)) ||
    NEAR_KINDS.some((pair) => pair.every((id) => kinds.includes(KINDS[id])))
  );
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** "Cars and roses", as a title. */
export function sayTitle([one, two]: TwoOffers, language: QueryLanguage): string {
  const grammar = GRAMMARS[language];
  const headline = grammar.headline("", grammar.plural(one.noun), grammar.plural(two.noun));
  return capital(headline.replace(/^ ?[:：] ?/u, ""));
}

/** "New cars in Paris, old roses in London." */
export function sayOffers(offers: TwoOffers, language: QueryLanguage): string {
  const grammar = GRAMMARS[language];
  const queries = QUERIES[language];
  const [one, two] = offers.map(({ noun, adjective, city }) =>
    queries.offer(queries.described(adjective, noun), grammar.city(city), grammar.inCity(city)),
  );
  return grammar.sentence(queries.list(one ?? "", two ?? ""));
}

/** "new cars Paris": keywords. */
export function sayQuery({ noun, adjective, city }: Query, language: QueryLanguage): string {
  const grammar = GRAMMARS[language];
  const things = adjective ? QUERIES[language].described(adjective, noun) : grammar.plural(noun);
  return city ? `${things} ${grammar.city(city)}` : things;
}
