import { CITIES, SYNONYM_ADJECTIVES } from "./concepts.ts";
import { kindOfNoun, type Split } from "./meaning.ts";
import {
  areConfusable,
  isCalled,
  isOfferInSplit,
  isSameAdjective,
  kindsWith,
  type Offer,
  type Query,
  sampleOpposites,
  sayOffers,
  type TwoOffers,
} from "./offers.ts";
import type { QueryLanguage } from "./queries.ts";
import type { Random } from "./random.ts";

/** QADSM's labels, as its files name them. */
export const QADSM_LABELS = ["Good", "Bad"] as const;
export type QadsmLabel = (typeof QADSM_LABELS)[number];
/** QADSM's languages, English first. */
export const QADSM_LANGUAGES = ["en", "de", "fr"] as const satisfies readonly QueryLanguage[];
export type QadsmLanguage = (typeof QADSM_LANGUAGES)[number];

export interface QadsmPair {
  readonly query: Query;
  readonly ad: TwoOffers;
  readonly label: QadsmLabel;
}

const STYLES = ["exchanged", "other kind", "other city"] as const;
const STYLE_WEIGHTS = [0.4, 0.45, 0.15];
const HYPERNYM_SHARE = 0.55;
const SYNONYM_SHARE = 0.5;
/** How often a query names both an adjective and a city; else one of them. */
const FULL_SHARE = 0.4;

/** A good ad has an offer that is all that the query asks for; a bad one has none, but hardly fewer of the query's words. */
export function sampleQadsm(random: Random, split: Split, label: QadsmLabel): QadsmPair {
  const style = STYLES[random.weighted(STYLE_WEIGHTS)] ?? "exchanged";
  for (;;) {
    const pair = style === "exchanged" ? exchanged(random, split, label) : otherWord(random, split, label, style);
    if (!pair || isMet(pair.query, pair.ad) !== (label === "Good")) continue;
    const [one, two] = pair.ad;
    return { query: pair.query, ad: random.chance(0.5) ? [one, two] : [two, one], label };
  }
}

type Draft = Omit<QadsmPair, "label">;

/** A bad ad has all the words of a good one, but not together. */
function exchanged(random: Random, split: Split, label: QadsmLabel): Draft | undefined {
  const original = sampleAd(random, split);
  if (!original) return undefined;
  const others = exchanges(original).filter(
    (ad) => ad.every((offer) => isOfferInSplit(offer, split)) && wordsOf(ad) === wordsOf(original),
  );
  if (others.length === 0) return undefined;
  const other = random.pick(others);
  const [ad, twin] = random.chance(0.5) ? [original, other] : [other, original];
  const query = sampleQuery(random, random.pick(ad), HYPERNYM_SHARE);
  return isMet(query, ad) && !isMet(query, twin) ? { query, ad: label === "Good" ? ad : twin } : undefined;
}

/** A bad ad is for a kind of thing that nobody asked for, or from another city; a good one says the kind in other words, too. */
function otherWord(
  random: Random,
  split: Split,
  label: QadsmLabel,
  style: "other kind" | "other city",
): Draft | undefined {
  const ad = sampleAd(random, split);
  if (!ad) return undefined;
  const query = sampleQuery(random, random.pick(ad), style === "other kind" ? 1 : 0);
  if (style === "other city") {
    if (!query.city) return undefined;
    return { query: label === "Good" ? query : { ...query, city: random.pick(CITIES) }, ad };
  }
  const kinds = kindsWith(ad[0].adjective, ad[1].adjective).flatMap(({ hypernym }) => hypernym ?? []);
  const noun = random.pick(kinds);
  const isFar = ad.every((offer) => !areConfusable(offer.noun, noun));
  if (label === "Good") return kinds.includes(query.noun) ? { query, ad } : undefined;
  return isFar ? { query: { ...query, noun }, ad } : undefined;
}

/** The words of an ad in French, where an adjective that goes to another noun may change its form or its word. */
const wordsOf = (ad: TwoOffers): string =>
  sayOffers(ad, "fr")
    .toLowerCase()
    .split(/[ ,.]+/)
    .sort()
    .join(" ");

const isMet = (query: Query, ad: TwoOffers): boolean => ad.some((offer) => meets(offer, query));

const meets = (offer: Offer, { noun, adjective, city }: Query): boolean =>
  isCalled(offer.noun, noun) &&
  (adjective === undefined || isSameAdjective(offer.adjective, adjective)) &&
  (city === undefined || offer.city === city);

/** Tries until a second offer that lies in the split is given up. */
const PATIENCE = 20;

/** Two things, one the opposite of the other, in two cities; both offers lie in the split. */
function sampleAd(random: Random, split: Split): TwoOffers | undefined {
  const [adjective, opposite] = sampleOpposites(random);
  const kinds = kindsWith(adjective, opposite);
  const first = { noun: random.pick(random.pick(kinds).nouns), adjective, city: random.pick(CITIES) };
  if (!isOfferInSplit(first, split)) return undefined;
  for (let tries = 0; tries < PATIENCE; tries++) {
    const noun = random.pick(random.pick(kinds).nouns);
    const second = { noun, adjective: opposite, city: random.pick(CITIES) };
    const isOther = noun !== first.noun && second.city !== first.city && !areConfusable(noun, first.noun);
    if (isOther && isOfferInSplit(second, split)) return [first, second];
  }
  return undefined;
}

/** What else the same words could offer. */
const exchanges = ([one, two]: TwoOffers): TwoOffers[] => [
  [
    { ...one, adjective: two.adjective },
    { ...two, adjective: one.adjective },
  ],
  [
    { ...one, city: two.city },
    { ...two, city: one.city },
  ],
  [
    { ...one, noun: two.noun },
    { ...two, noun: one.noun },
  ],
];

/** Asks for what is offered, and for its adjective or its city or both; in other words at times. */
function sampleQuery(random: Random, { noun, adjective, city }: Offer, hypernyms: number): Query {
  const isFull = random.chance(FULL_SHARE);
  const hasAdjective = isFull || random.chance(0.5);
  const general = random.chance(hypernyms) ? kindOfNoun(noun).hypernym : undefined;
  const synonym = random.chance(SYNONYM_SHARE) ? SYNONYM_ADJECTIVES[adjective] : undefined;
  return {
    noun: general ?? noun,
    adjective: hasAdjective ? (synonym ?? adjective) : undefined,
    city: isFull || !hasAdjective ? city : undefined,
  };
}

/** What advertisements end with. */
const INVITATIONS: Readonly<Record<QadsmLanguage, readonly string[]>> = {
  en: ["Order online today.", "Visit our shop.", "Free delivery.", "This week only."],
  de: ["Jetzt online bestellen.", "Besuchen Sie unseren Laden.", "Kostenlose Lieferung.", "Nur diese Woche."],
  fr: ["Commandez en ligne.", "Visitez notre magasin.", "Livraison gratuite.", "Cette semaine seulement."],
};

/** @param random settles how it ends */
export const sayDescription = (ad: TwoOffers, language: QadsmLanguage, random: Random): string =>
  `${sayOffers(ad, language)} ${random.pick(INVITATIONS[language])}`;
