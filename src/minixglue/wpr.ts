import { type Adjective, CITIES, type City, KINDS, type Kind, type Noun, SYNONYM_ADJECTIVES } from "./concepts.ts";
import type { Split } from "./meaning.ts";
import { isOfferInSplit, kindsWith, type Offer, SOUGHT_OPPOSITES, type TwoOffers } from "./offers.ts";
import type { Random } from "./random.ts";

/**
 * WPR's grades, as its files name them. A page has that of its best offer: 4 where thing, adjective and city are as the query
 * says; 3 where the thing and one of the two is; 2 where only the thing is; 1 where adjective and city are, but of another
 * thing; else 0.
 */
export const WPR_GRADES = ["0", "1", "2", "3", "4"] as const;
export type WprGrade = (typeof WPR_GRADES)[number];

/** "vehicles": a kind of thing, how it should be and where; all three matter. */
export interface WprQuery {
  readonly noun: Noun;
  readonly adjective: Adjective;
  readonly city: City;
}

/** A page tells of two offers. */
export interface WprPage {
  readonly offers: TwoOffers;
  readonly grade: WprGrade;
}

/** Pages that were found for one query: one of each grade, in any order. */
export interface WprGroup {
  readonly query: WprQuery;
  readonly pages: readonly WprPage[];
}

export const PAGES_PER_QUERY = WPR_GRADES.length;

/** Kinds that have a word, of which both opposites are said. "Device" is no word to search by: it fits parts and instruments, too. */
const namedKinds = (one: Adjective, other: Adjective): NamedKind[] =>
  kindsWith(one, other).filter((kind): kind is NamedKind => kind.hypernym !== undefined && kind !== KINDS.device);

type NamedKind = Kind & { readonly hypernym: Noun };

/** Three kinds make a page: one that is looked for and two others. */
const OPPOSITES = SOUGHT_OPPOSITES.filter((opposites) => namedKinds(...opposites).length >= 3);

/** What the pages of one query are made from. */
interface Search {
  readonly kind: NamedKind;
  readonly others: readonly NamedKind[];
  readonly adjective: Adjective;
  readonly opposite: Adjective;
  readonly city: City;
}

const SYNONYM_SHARE = 0.5;
/** How often a page whose first offer is elsewhere does not name the query's city at all. */
const PLAIN_SHARE = 0.3;
/** Tries, with another second city each, until a page is given up: a query may have too few offers in the split. */
const PATIENCE = 8;

/**
 * Nearly every page names the query's adjective and city and their counterparts, and none the word for the kind, whatever its
 * grade.
 * Neighbouring queries name different cities, so that no two groups run together.
 *
 * @param number of the group
 */
export function sampleWpr(random: Random, split: Split, number: number): WprGroup {
  const cities = CITIES.filter((_, index) => index % 2 === number % 2);
  for (;;) {
    const [one, other] = random.pick(OPPOSITES);
    const [adjective, opposite] = random.chance(0.5) ? [one, other] : [other, one];
    const kinds = namedKinds(one, other);
    const kind = random.pick(kinds);
    const search = {
      kind,
      others: kinds.filter((candidate) => candidate !== kind),
      adjective,
      opposite,
      city: random.pick(cities),
    };
    const pages: WprPage[] = [];
    for (const grade of shuffled(random, WPR_GRADES)) {
      const offers = samplePage(random, split, grade, search);
      if (offers) pages.push({ grade, offers });
    }
    if (pages.length < PAGES_PER_QUERY) continue;
    const synonym = random.chance(SYNONYM_SHARE) ? SYNONYM_ADJECTIVES[adjective] : undefined;
    return { query: { noun: kind.hypernym, adjective: synonym ?? adjective, city: search.city }, pages };
  }
}

function samplePage(random: Random, split: Split, grade: WprGrade, search: Search): TwoOffers | undefined {
  const { adjective, opposite, city } = search;
  for (let tries = 0; tries < PATIENCE; tries++) {
    const elsewhere = random.pick(CITIES.filter((other) => other !== city));
    // The one thing is as it is, and where; the other has the opposite and the other city.
    const [isSought, isHere] = ASPECTS[grade][random.below(ASPECTS[grade].length)] ?? [true, true];
    const [one, two] = kindsOf(random, grade, search);
    const first = pickOffer(random, split, one, isSought ? adjective : opposite, isHere ? city : elsewhere);
    const isPlain = !isHere && random.chance(PLAIN_SHARE);
    const second = pickOffer(random, split, two, isSought ? opposite : adjective, isHere || isPlain ? elsewhere : city);
    if (first && second) return random.chance(0.5) ? [first, second] : [second, first];
  }
  return undefined;
}

/** Whether the first thing of a page has the query's adjective, and its city; the first is the kind that is sought from grade 2 on. */
const ASPECTS: Readonly<Record<WprGrade, readonly (readonly [isSought: boolean, isHere: boolean])[]>> = {
  0: [[true, false]],
  1: [[true, true]],
  2: [[false, false]],
  3: [
    [true, false],
    [false, true],
  ],
  4: [[true, true]],
};

function kindsOf(random: Random, grade: WprGrade, { kind, others }: Search): readonly [Kind, Kind] {
  const other = random.pick(others);
  return Number(grade) >= 2 ? [kind, other] : [other, random.pick(others.filter((third) => third !== other))];
}

/** Of the offers that lie in the split, one. */
function pickOffer(random: Random, split: Split, kind: Kind, adjective: Adjective, city: City): Offer | undefined {
  const offers = kind.nouns.map((noun) => ({ noun, adjective, city })).filter((offer) => isOfferInSplit(offer, split));
  return offers.length > 0 ? random.pick(offers) : undefined;
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random.below(rest.length), 1)[0] as T);
}
