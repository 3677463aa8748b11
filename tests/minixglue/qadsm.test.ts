import { beforeAll, describe, expect, test } from "vitest";
import { KINDS, type Kind, SYNONYM_ADJECTIVES } from "../../src/minixglue/concepts.ts";
import type { Split } from "../../src/minixglue/meaning.ts";
import type { Offer, Query } from "../../src/minixglue/offers.ts";
import { QADSM_LABELS, type QadsmPair } from "../../src/minixglue/qadsm.ts";
import { qadsmExample, qadsmPair } from "../../src/minixglue/texts.ts";
import { accuracyBy, SHORTCUTS, type TextPair, unevenness } from "./shortcuts.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;
const TRAIN_SIZE = 1200;
const TEST_SIZE = 600;
const DEV_SIZE = 20;

const indices = (size: number) => Array.from({ length: size }, (_, index) => index);
const pairsOf = (split: Split, size: number) => indices(size).map((index) => qadsmPair(split, index));

let train: readonly QadsmPair[];
let held: readonly QadsmPair[];
beforeAll(() => {
  train = pairsOf("train", TRAIN_SIZE);
  held = pairsOf("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

const isA = (thing: string, name: string) =>
  thing === name ||
  Object.values<Kind>(KINDS).some(({ hypernym, nouns }) => hypernym === name && nouns.some((noun) => noun === thing));
const offers = (offer: Offer, { noun, adjective, city }: Query) =>
  isA(offer.noun, noun) &&
  (!adjective || offer.adjective === adjective || SYNONYM_ADJECTIVES[offer.adjective] === adjective) &&
  (!city || offer.city === city);

test("a good ad offers what is asked for; a bad one offers it nowhere, or not as it should be", () => {
  for (const { query, ad, label } of [...train, ...held])
    expect(
      ad.some((offer) => offers(offer, query)),
      JSON.stringify({ query, ad }),
    ).toBe(label === "Good");
});

test("every query asks for a thing and for at least one more; a bad ad lacks at most one of them", () => {
  for (const { query, ad, label } of train) {
    expect(query.adjective ?? query.city).toBeDefined();
    if (label === "Good") continue;
    const has = [
      ad.some(({ noun }) => isA(noun, query.noun)),
      ad.some((offer) => offers(offer, { noun: offer.noun, adjective: query.adjective })),
      ad.some((offer) => offers(offer, { noun: offer.noun, city: query.city })),
    ];
    expect(has.filter((isThere) => !isThere).length, JSON.stringify({ query, ad })).toBeLessThanOrEqual(1);
  }
});

test("things are asked for by their kind, and adjectives by their synonyms, under both labels", () => {
  for (const label of QADSM_LABELS) {
    const pairs = train.filter((pair) => pair.label === label);
    const share = (isSo: (pair: QadsmPair) => boolean) => pairs.filter(isSo).length / pairs.length;
    expect(share(({ query, ad }) => ad.every(({ noun }) => noun !== query.noun))).toBeGreaterThan(0.3);
    expect(share(({ query }) => query.adjective === "large")).toBeGreaterThan(0.01);
  }
});

test("where a kind is asked for, no offer is of a kind that some would call so, too", () => {
  const things: Readonly<Record<string, readonly string[]>> = {
    document: ["passport", "ticket", "map", "invoice", "account", "loan", "novel", "poem", "song"],
    investment: ["account", "loan", "invoice"],
    device: ["battery", "engine", "brake", "piano", "guitar"],
    part: ["camera", "screen", "microphone", "projector"],
  };
  for (const { query, ad } of [...train, ...held])
    expect(ad.filter(({ noun }) => things[query.noun]?.includes(noun))).toEqual([]);
});

test("every prefix of a set has as many good ads as bad ones, give or take one", () => {
  expect(unevenness(train.map(({ label }) => label))).toBe(1);
});

test("nothing that the test set's ads offer is offered in training or development", () => {
  const keys = (pairs: readonly QadsmPair[]) =>
    pairs.flatMap(({ ad }) => ad).map((offer) => JSON.stringify(Object.values(offer)));
  const seen = new Set(keys([...train, ...pairsOf("dev", DEV_SIZE)]));
  expect(keys(held).filter((key) => seen.has(key))).toEqual([]);
});

describe("reading words alone is hardly better than guessing", () => {
  const BAR = 0.62;
  const english = (split: Split, size: number): TextPair[] =>
    indices(size).map((index) => {
      const { query, title, description, label } = qadsmExample(split, "en", index);
      return { first: query, second: `${title} ${description}`, label: QADSM_LABELS.indexOf(label) };
    });
  let trainTexts: readonly TextPair[];
  let testTexts: readonly TextPair[];
  beforeAll(() => {
    trainTexts = english("train", TRAIN_SIZE);
    testTexts = english("test", TEST_SIZE);
  }, SETUP_TIMEOUT_MS);

  test.each(Object.entries(SHORTCUTS))("%s", (_, shortcut) => {
    expect(accuracyBy(shortcut, trainTexts, testTexts, 2)).toBeLessThan(BAR);
  });
});
