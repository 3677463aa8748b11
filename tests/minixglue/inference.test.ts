import { expect, test } from "vitest";
import {
  KINDS,
  type Kind,
  NOUNS,
  OPPOSITE_ADJECTIVES,
  OPPOSITE_VERBS,
  SYNONYM_ADJECTIVES,
  SYNONYM_VERBS,
} from "../../src/minixglue/concepts.ts";
import type { EventMeaning, StateMeaning } from "../../src/minixglue/meaning.ts";
import { judge } from "./inference.ts";

const bought: EventMeaning = {
  kind: "event",
  subject: { name: "anna" },
  verb: "buy",
  negated: false,
  noun: "apple",
  count: 3,
  place: "market",
  time: "monday",
};
const isNew: StateMeaning = { kind: "state", noun: "car", adjective: "new", negated: false, place: "garage" };

test("the checker of labels agrees with a reader on plain cases", () => {
  const denied = { ...bought, negated: true };
  const vague: EventMeaning = { ...bought, place: undefined, noun: "fruit" };
  expect(judge(bought, vague)).toBe("entailment");
  expect(judge(vague, bought)).toBe("neutral");
  expect(judge(bought, { ...vague, negated: true })).toBe("contradiction");
  expect(judge({ ...vague, negated: true }, denied)).toBe("entailment");
  expect(judge(denied, vague)).toBe("neutral");
  expect(judge(bought, { ...bought, time: "friday" })).toBe("contradiction");
  expect(judge(denied, { ...bought, time: "friday" })).toBe("neutral");
  expect(judge(bought, { ...bought, time: "morning" })).toBe("neutral");
  expect(judge(bought, { ...bought, verb: "sell" })).toBe("contradiction");
  expect(judge(bought, { ...bought, subject: { role: "cook" } })).toBe("neutral");
  expect(judge(bought, { ...vague, time: "friday" })).toBe("unclear");
});

test("the checker of labels takes a thing's place as saying which thing is meant", () => {
  const somewhere = { ...isNew, place: undefined };
  expect(judge(isNew, somewhere)).toBe("entailment");
  expect(judge({ ...isNew, negated: true }, somewhere)).toBe("contradiction");
  expect(judge(somewhere, { ...isNew, negated: true })).toBe("neutral");
  expect(judge(isNew, { ...isNew, adjective: "old" })).toBe("contradiction");
  expect(judge({ ...isNew, negated: true }, { ...isNew, adjective: "old" })).toBe("unclear");
});

test("every noun belongs to exactly one kind", () => {
  const members = Object.values<Kind>(KINDS).flatMap(({ nouns, hypernym }) => [
    ...nouns,
    ...(hypernym ? [hypernym] : []),
  ]);
  expect([...members].sort()).toEqual([...NOUNS].sort());
});

test.each([
  ["verbs", SYNONYM_VERBS, OPPOSITE_VERBS],
  ["adjectives", SYNONYM_ADJECTIVES, OPPOSITE_ADJECTIVES],
] as [string, Record<string, string>, Record<string, string[]>][])(
  "%s: synonyms are mutual, opposites are mutual, and synonyms have the same opposites",
  (_, synonyms, opposites) => {
    for (const [word, synonym] of Object.entries(synonyms)) {
      expect(synonyms[synonym], synonym).toBe(word);
      expect(opposites[synonym], synonym).toEqual(opposites[word]);
    }
    for (const [word, excluded] of Object.entries(opposites))
      for (const opposite of excluded) {
        expect(opposites[opposite], `${opposite} is the opposite of ${word}`).toContain(word);
        expect(synonyms[opposite]).not.toBe(word);
      }
  },
);

test("a kind lists nothing twice", () => {
  for (const [id, kind] of Object.entries<Kind>(KINDS))
    for (const words of [kind.nouns, kind.verbs, kind.places, kind.adjectives])
      expect(new Set(words).size, id).toBe(words.length);
});
