import { expect, test } from "vitest";
import { kindOfNoun, type Meaning, meaningKey } from "../../src/minixglue/meaning.ts";
import { random } from "../../src/minixglue/random.ts";
import { sampleAlteredPair } from "../../tools/pretrain/altered.ts";

const PAIRS = Array.from({ length: 5000 }, (_, index) => sampleAlteredPair(random(1, "altered pairs", index)));

const slots = (meaning: Meaning) => ({ place: undefined, time: undefined, ...meaning });

test("the agreeing statement says what the first says, or less, or its kind", () => {
  for (const { first, agreeing } of PAIRS) {
    const noun = "noun" in first && "noun" in agreeing && agreeing.noun !== first.noun ? first.noun : undefined;
    if (noun) expect(agreeing).toMatchObject({ noun: kindOfNoun(noun).hypernym });
    const [said, kept] = [slots(first), slots(agreeing)];
    for (const [slot, value] of Object.entries(kept)) {
      if (slot === "noun" || value === undefined) continue;
      expect(value).toEqual(said[slot as keyof typeof said]);
    }
  }
});

test("whatever the second says otherwise than the agreeing statement, the first does not say", () => {
  for (const { first, second, agreeing } of PAIRS) {
    const [said, kept, put] = [slots(first), slots(agreeing), slots(second)];
    for (const [slot, value] of Object.entries(put)) {
      const key = slot as keyof typeof said;
      if (JSON.stringify(value) === JSON.stringify(kept[key])) continue;
      expect(value, `${slot} of ${meaningKey(second)}`).not.toEqual(said[key]);
    }
  }
});

test("every kind of word gets altered, and some pairs are left alone", () => {
  const altered = new Set<string>();
  let alone = 0;
  for (const { second, agreeing } of PAIRS) {
    const [kept, put] = [slots(agreeing), slots(second)];
    const changes = Object.keys(put).filter(
      (slot) => JSON.stringify(put[slot as keyof typeof put]) !== JSON.stringify(kept[slot as keyof typeof kept]),
    );
    for (const slot of changes) altered.add(slot);
    if (changes.length === 0) alone++;
  }
  expect([...altered].sort()).toEqual(
    ["adjective", "city", "count", "negated", "noun", "place", "subject", "time", "verb"].sort(),
  );
  expect(alone / PAIRS.length).toBeGreaterThan(0.15);
  expect(alone / PAIRS.length).toBeLessThan(0.4);
});
