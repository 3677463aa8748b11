import { beforeAll, describe, expect, test } from "vitest";
import { KINDS, type Kind, SYNONYM_ADJECTIVES } from "../../src/minixglue/concepts.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import type { Split } from "../../src/minixglue/meaning.ts";
import type { Offer } from "../../src/minixglue/offers.ts";
import { QUERY_LANGUAGES } from "../../src/minixglue/queries.ts";
import { wprExample, wprGroup } from "../../src/minixglue/texts.ts";
import { PAGES_PER_QUERY, WPR_GRADES, type WprGroup, type WprQuery } from "../../src/minixglue/wpr.ts";
import { accuracyBy, SHORTCUTS, type TextPair, unevenness } from "./shortcuts.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;
const TRAIN_SIZE = 1500;
const TEST_SIZE = 600;
const DEV_SIZE = 100;

const indices = (size: number) => Array.from({ length: size }, (_, index) => index);
const groupsOf = (split: Split, size: number) =>
  indices(size / PAGES_PER_QUERY).map((number) => wprGroup(split, number));

let train: readonly WprGroup[];
let held: readonly WprGroup[];
beforeAll(() => {
  train = groupsOf("train", TRAIN_SIZE);
  held = groupsOf("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

const members = (name: string): readonly string[] =>
  Object.values<Kind>(KINDS).find(({ hypernym }) => hypernym === name)?.nouns ?? [];

/** The grade by its definition: what the page's best offer has of what is looked for. */
function grade(offers: readonly Offer[], query: WprQuery): string {
  const has = offers.map(({ noun, adjective, city }) => ({
    thing: members(query.noun).includes(noun),
    adjective: adjective === query.adjective || SYNONYM_ADJECTIVES[adjective] === query.adjective,
    city: city === query.city,
  }));
  if (has.some(({ thing, adjective, city }) => thing && adjective && city)) return "4";
  if (has.some(({ thing, adjective, city }) => thing && (adjective || city))) return "3";
  if (has.some(({ thing }) => thing)) return "2";
  return has.some(({ adjective, city }) => adjective && city) ? "1" : "0";
}

test("every grade says how well the page's best offer meets the query", () => {
  for (const { query, pages } of [...train, ...held])
    for (const page of pages) expect(grade(page.offers, query), JSON.stringify({ query, page })).toBe(page.grade);
});

test("the pages of a query follow each other, one of each grade, and the next query is another", () => {
  for (const language of QUERY_LANGUAGES) {
    const examples = indices(40 * PAGES_PER_QUERY).map((index) => wprExample("train", language, index));
    for (let start = 0; start < examples.length; start += PAGES_PER_QUERY) {
      const group = examples.slice(start, start + PAGES_PER_QUERY);
      expect(new Set(group.map(({ query }) => query)).size).toBe(1);
      expect(group.map((example) => example.grade).sort()).toEqual(WPR_GRADES);
      expect(examples[start + PAGES_PER_QUERY]?.query).not.toBe(group[0]?.query);
    }
  }
  expect(unevenness(train.flatMap(({ pages }) => pages.map((page) => page.grade)))).toBeLessThanOrEqual(1);
});

test("no page names the kind that is looked for, whatever its grade", () => {
  for (const index of indices(TEST_SIZE)) {
    const { query } = wprGroup("test", Math.floor(index / PAGES_PER_QUERY));
    const { title, snippet } = wprExample("test", "en", index);
    expect(`${title} ${snippet}`.toLowerCase().split(/[^a-z]+/)).not.toContain(GRAMMARS.en.plural(query.noun));
  }
});

test("grades come at every place among the pages", () => {
  for (const wanted of WPR_GRADES) {
    const places = train.map(({ pages }) => pages.findIndex((page) => page.grade === wanted));
    for (const place of indices(PAGES_PER_QUERY))
      expect(places.filter((at) => at === place).length / places.length).toBeGreaterThan(0.12);
  }
});

test("nothing that the test set's pages offer is offered in training or development", () => {
  const keys = (groups: readonly WprGroup[]) =>
    groups.flatMap(({ pages }) =>
      pages.flatMap(({ offers }) => offers.map((offer) => JSON.stringify(Object.values(offer)))),
    );
  const seen = new Set(keys([...train, ...groupsOf("dev", DEV_SIZE)]));
  expect(keys(held).filter((key) => seen.has(key))).toEqual([]);
});

describe("reading words alone is hardly better than guessing", () => {
  const BAR = 0.3;
  const english = (split: Split, size: number): TextPair[] =>
    indices(size).map((index) => {
      const { query, title, snippet, grade: label } = wprExample(split, "en", index);
      return { first: query, second: `${title} ${snippet}`, label: WPR_GRADES.indexOf(label) };
    });
  let trainTexts: readonly TextPair[];
  let testTexts: readonly TextPair[];
  beforeAll(() => {
    trainTexts = english("train", TRAIN_SIZE);
    testTexts = english("test", TEST_SIZE);
  }, SETUP_TIMEOUT_MS);

  test.each(Object.entries(SHORTCUTS))("%s", (_, shortcut) => {
    expect(accuracyBy(shortcut, trainTexts, testTexts, WPR_GRADES.length)).toBeLessThan(BAR);
  });
});
