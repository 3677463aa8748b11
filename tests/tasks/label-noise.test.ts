import { describe, expect, test } from "vitest";
import { withLabelNoise } from "../../src/tasks/label-noise.ts";
import type { Example } from "../../src/tasks/types.ts";

const CLASSES = 4;
const pairs: readonly Example[] = Array.from({ length: 4000 }, (_, i) => ({
  textA: "a",
  textB: "b",
  label: i % CLASSES,
}));
/** Sentences of five words. */
const sentences: readonly Example[] = Array.from({ length: 800 }, (_, i) => ({
  words: ["a", "b", "c", "d", "e"],
  tags: Array.from({ length: 5 }, (_, word) => (i + word) % CLASSES),
}));
const labelsOf = (examples: readonly Example[]) =>
  examples.flatMap((example) => ("tags" in example ? example.tags : "label" in example ? [example.label] : []));

describe.each([
  ["of text pairs", pairs],
  ["of words", sentences],
])("label noise %s", (_, clean) => {
  const right = labelsOf(clean);
  const noisy = (share: number, seed = 1) => labelsOf(withLabelNoise(clean, { share, classes: CLASSES, seed }));
  const changed = (share: number, seed = 1) =>
    noisy(share, seed).flatMap((label, index) => (label === right[index] ? [] : [index]));

  test("spoils the share that was asked for", () => {
    expect(withLabelNoise(clean, { share: 0, classes: CLASSES, seed: 1 })).toEqual(clean);
    // Four standard deviations of a binomial.
    expect(Math.abs(changed(0.2).length / right.length - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / right.length));
  });

  test("gives a wrong label, any of the others alike", () => {
    const shifts = Array<number>(CLASSES).fill(0);
    noisy(0.9).forEach((label, index) => {
      shifts[(label - right[index]! + CLASSES) % CLASSES]!++;
    });
    const [kept, ...wrong] = shifts as [number, ...number[]];
    expect(kept / right.length).toBeCloseTo(0.1, 1);
    for (const count of wrong) expect(count / right.length).toBeCloseTo(0.3, 1);
  });

  test("depends on the seed, and more of it spoils the same labels and others", () => {
    expect(changed(0.2)).toEqual(changed(0.2));
    expect(changed(0.2, 2)).not.toEqual(changed(0.2));
    const more = new Set(changed(0.4));
    expect(changed(0.2).every((index) => more.has(index))).toBe(true);
  });

  test("leaves prefixes prefixes", () => {
    const noise = { share: 0.5, classes: CLASSES, seed: 3 };
    expect(withLabelNoise(clean, noise).slice(0, 20)).toEqual(withLabelNoise(clean.slice(0, 20), noise));
  });
});

test("an answer that is a span has no others to be replaced by", () => {
  const question = { id: "1", question: "Who?", context: "Anna won.", answers: [{ text: "Anna", start: 0 }] };
  expect(withLabelNoise([question], { share: 0.9, classes: 0, seed: 1 })).toEqual([question]);
});
