import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { taskById } from "../../src/tasks/registry.ts";
import type { SpanExample } from "../../src/tasks/types.ts";
import { parseTokenizer } from "../../src/tokenizer/index.ts";
import type { Row } from "../../src/train/batches.ts";
import type { Features } from "../../src/train/features.ts";
import { LONGEST_ANSWER, MOST_CANDIDATES, spanFeatures } from "../../src/train/features-span.ts";
import { TOKENIZER_JSON } from "../support/tiny-checkpoint.ts";

const tokenizer = parseTokenizer(TOKENIZER_JSON, "tokenizer.json");
const { bos, eos } = tokenizer.specials;
const QUESTION = "Who was it?";
const asked = tokenizer.encode(QUESTION).ids;
/** Tokens of a row before its part of the context. */
const SHIFT = asked.length + 3;

function example(context: string, answer: string, nth = 0): SpanExample {
  let unit = -1;
  for (let i = 0; i <= nth; i++) unit = context.indexOf(answer, unit + 1);
  if (unit < 0) throw new Error(`"${answer}" is not in the text.`);
  const start = [...context.slice(0, unit)].length;
  return { id: "1", question: QUESTION, context, answers: [{ text: answer, start }] };
}

const featuresOf = (of: SpanExample, maxLength = 128) => spanFeatures(of, { tokenizer, maxLength, language: "en" });

function targetOf({ target }: Row) {
  if (target.kind !== "span") throw new Error("The row has no span.");
  return target;
}

/** What a model would say that is sure of these places: [row, place in it, logit] as start and as end. */
function logits(features: Features, starts: [number, number, number][], ends: [number, number, number][]) {
  const all = features.rows.map(({ ids }) => new Float32Array(2 * ids.length));
  for (const [row, place, value] of starts) all[row]![2 * place] = value;
  for (const [row, place, value] of ends) all[row]![2 * place + 1] = value;
  return all;
}

/** The answer of a model that has learnt the targets by heart. */
function learnt(features: Features): string {
  const known = features.rows.flatMap((row, i): [number, number, number, number][] => {
    const { start, end } = targetOf(row);
    return start === 0 ? [] : [[i, start, end, 5]];
  });
  const starts = known.map(([row, start, , value]): [number, number, number] => [row, start, value]);
  const ends = known.map(([row, , end, value]): [number, number, number] => [row, end, value]);
  return said(features, logits(features, starts, ends));
}

function said(features: Features, values: readonly Float32Array[]): string {
  const answer = features.answer(values);
  return answer.kind === "span" ? answer.answer : "";
}

const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`);

describe("a question about a short text", () => {
  test("is one row of question and text, which points at the answer's first and last token", () => {
    const context = "Anna Berg saw Rome in May.";
    const features = featuresOf(example(context, "Rome in May"));
    expect(features.rows).toHaveLength(1);
    const [row] = features.rows;
    const inner = tokenizer.encode(context);
    expect(row!.ids).toEqual([bos, ...asked, eos, eos, ...inner.ids, eos]);
    const { start, end } = targetOf(row!);
    expect(inner.offsets[start - SHIFT]![0]).toBe(context.indexOf("Rome"));
    expect(inner.offsets[end - SHIFT]![1]).toBe(context.indexOf("May") + 3);
  });

  test.each([
    ["Chinese", "安娜在北京买了一本书。", "北京", "一本书"],
    ["Thai", "แอนนาซื้อน้ำที่กรุงเทพฯ เมื่อวาน", "กรุงเทพฯ", "น้ำ"],
    ["Arabic", "زارت آنّا القاهِرة يوم الأحد.", "القاهِرة", "الأحد"],
    ["Hindi", "अन्ना ने दिल्ली में किताब ख़रीदी।", "दिल्ली", "किताब"],
    ["emoji before and in it", "👩‍🚀👍🏽 saw 🇫🇷 Paris 😀 and Rome", "🇫🇷 Paris 😀", "Rome"],
    ["letters beyond UTF-16's first plane", "𝔄nna 𠀋 saw 𠮷野家 today", "𠮷野家", "today"],
    ["combining marks", "Ane\u0301 sang Ca\u0301fe\u0301 del Mar", "Ca\u0301fe\u0301", "del Mar"],
    ["what normalisation changes", "It weighs ½ ㎏ — the ﬁne tea", "½ ㎏", "ﬁne tea"],
  ])("can be answered by the very words of the text: %s", (_, context, ...answers) => {
    for (const answer of answers) {
      const found = learnt(featuresOf(example(context, answer)));
      expect(context).toContain(found);
      // Where a token begins or ends within a word, the answer may be a little longer, but has all of it.
      expect(found).toContain(answer);
    }
  });

  test("points at the place that is meant where the words stand more than once", () => {
    const context = "Rome, Rome and Rome";
    const { start } = targetOf(featuresOf(example(context, "Rome", 1)).rows[0]!);
    expect(tokenizer.encode(context).offsets[start - SHIFT]![0]).toBe(6);
  });

  test("covers every bundled answer", () => {
    const task = taskById("mlqa");
    for (const language of task.languages) {
      for (const item of task.examples({ split: "test", language, size: 20 })) {
        if (!("context" in item)) throw new Error("This is no question.");
        const features = spanFeatures(item, { tokenizer, maxLength: 512, language });
        const known = learnt(features);
        expect(item.context).toContain(known);
        expect(known).toContain(item.answers[0]!.text);
      }
    }
  });
});

describe("a text that is too long for one row", () => {
  const context = words(300).join(" ");
  const count = tokenizer.encode(context).ids.length;
  const tokenOf = (word: number) => tokenizer.encode(words(word).join(" ")).ids.length;

  test("is seen through overlapping windows, which together have every token and none more than fits", () => {
    const features = featuresOf(example(context, "w299"));
    const { ids } = tokenizer.encode(context);
    const seen = new Set<number>();
    const stride = Math.floor(128 / 3);
    for (const [i, row] of features.rows.entries()) {
      expect(row.ids.length).toBeLessThanOrEqual(128);
      expect(row.ids.slice(0, SHIFT)).toEqual([bos, ...asked, eos, eos]);
      expect(row.ids.at(-1)).toBe(eos);
      const part = row.ids.slice(SHIFT, -1);
      expect(part).toEqual(ids.slice(i * stride, i * stride + part.length));
      for (let j = 0; j < part.length; j++) seen.add(i * stride + j);
    }
    expect(seen.size).toBe(count);
    expect(features.rows.length).toBeGreaterThan(3);
  });

  test("has the answer in the windows that hold all of it, and says of others that it is not there", () => {
    const room = 128 - 4 - asked.length;
    // An answer that begins before the first window's end and ends after it.
    const before = words(300).findIndex((_, word) => tokenOf(word + 2) > room);
    const answer = `w${before} w${before + 1} w${before + 2}`;
    const features = featuresOf(example(context, answer));
    const targets = features.rows.map(targetOf);
    expect(targets[0]).toEqual({ kind: "span", start: 0, end: 0 });
    const holding = targets.filter(({ start }) => start > 0);
    expect(holding.length).toBeGreaterThan(0);
    for (const { start, end } of holding) {
      expect(start).toBeGreaterThanOrEqual(SHIFT);
      expect(end).toBeGreaterThan(start);
    }
    expect(learnt(features)).toBe(answer);
  });

  test("has the answer nowhere when it is longer than any window, and is answered all the same", () => {
    const features = featuresOf(example(context, words(280).slice(5).join(" ")));
    for (const row of features.rows) expect(targetOf(row)).toEqual({ kind: "span", start: 0, end: 0 });
    expect(context).toContain(said(features, logits(features, [], [])));
  });

  test("is answered from the window that is most sure", () => {
    const features = featuresOf(example(context, "w1"));
    const last = features.rows.length - 1;
    const end = features.rows[last]!.ids.length - 2;
    const both: [number, number, number][] = [
      [0, SHIFT, 3],
      [last, end, 4],
    ];
    expect(context.endsWith(said(features, logits(features, both, both)))).toBe(true);
  });

  test("a long question leaves half of the row to the text", () => {
    const question = words(200).join(" ");
    const features = spanFeatures(
      { ...example(context, "w1"), question },
      { tokenizer, maxLength: 128, language: "en" },
    );
    const [row] = features.rows;
    expect(row!.ids).toHaveLength(128);
    expect(row!.ids.indexOf(eos)).toBe(1 + 62);
  });
});

describe("the answer", () => {
  const context = words(60).join(" ");
  const features = featuresOf(example(context, "w1"));
  const { offsets } = tokenizer.encode(context);

  test("never ends before it begins", () => {
    // The best start and the best end are no stretch; this start with a later end is.
    const values = logits(features, [[0, SHIFT + 9, 5]], [[0, SHIFT + 3, 5]]);
    values[0]![2 * (SHIFT + 20)] = 3;
    values[0]![2 * (SHIFT + 21) + 1] = 3;
    expect(said(features, values)).toBe(context.slice(offsets[9]![0], offsets[21]![1]));
  });

  test("is never longer than 30 tokens", () => {
    const far = logits(features, [[0, SHIFT, 5]], [[0, SHIFT + LONGEST_ANSWER, 5]]);
    expect(said(features, far)).not.toBe(context.slice(0, offsets[LONGEST_ANSWER]![1]));
    const near = logits(features, [[0, SHIFT, 5]], [[0, SHIFT + LONGEST_ANSWER - 1, 5]]);
    expect(said(features, near)).toBe(context.slice(0, offsets[LONGEST_ANSWER - 1]![1]));
    expect(LONGEST_ANSWER).toBe(30);
  });

  test("is of the text, however sure the model is of <s>, of the question or of the end", () => {
    const elsewhere = [0, 1, 2, asked.length + 1, asked.length + 2, features.rows[0]!.ids.length - 1];
    const places = elsewhere.map((place): [number, number, number] => [0, place, 50]);
    const values = logits(features, [...places, [0, SHIFT + 4, 1]], [...places, [0, SHIFT + 4, 1]]);
    expect(said(features, values)).toBe(context.slice(...offsets[4]!));
  });

  test("is empty where the text is", () => {
    const empty = featuresOf({ id: "1", question: QUESTION, context: "", answers: [] });
    expect(empty.rows).toHaveLength(1);
    expect(said(empty, logits(empty, [], []))).toBe("");
  });

  test("is an exact slice of the text, whatever the text and the logits", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 16, max: 60 }), fc.integer(), (context, maxLength, seed) => {
        const features = spanFeatures(
          { id: "1", question: "?", context, answers: [] },
          { tokenizer, maxLength, language: "en" },
        );
        const values = features.rows.map(({ ids }, row) =>
          Float32Array.from({ length: 2 * ids.length }, (_, i) => Math.sin(seed + row * 31.7 + i * 1.3)),
        );
        const answer = said(features, values);
        expect(context.includes(answer)).toBe(true);
        expect(answer === "").toBe(tokenizer.encode(context).ids.length === 0);
        for (const { ids } of features.rows) expect(ids.length).toBeLessThanOrEqual(maxLength);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the n best", () => {
  const context = "Anna Berg saw Rome in May.";
  const features = featuresOf(example(context, "Rome"));
  const { start, end } = targetOf(features.rows[0]!);
  const candidatesOf = (values: readonly Float32Array[]) => {
    const answer = features.answer(values);
    return answer.kind === "span" ? answer.candidates : [];
  };

  test("are different stretches, most probable first, whose probabilities sum to 1; the first is the answer", () => {
    const values = logits(
      features,
      [
        [0, start, 5],
        [0, SHIFT, 3],
      ],
      [[0, end, 5]],
    );
    const candidates = candidatesOf(values);
    expect(candidates).toHaveLength(MOST_CANDIDATES);
    expect(candidates[0]!.text).toBe("Rome");
    const probabilities = candidates.map(({ probability }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
    // Softmax over sums of logits: 10 for the best, 8 for the next, which ends where the best does.
    expect(candidates[1]!.text).toBe("Anna Berg saw Rome");
    expect(Math.log(probabilities[0]! / probabilities[1]!)).toBeCloseTo(2, 5);
    expect(said(features, values)).toBe("Rome");
  });

  test("are finite however large the logits, and fewer where the text has fewer stretches", () => {
    const values = logits(features, [[0, start, 4e4]], [[0, end, 4e4]]);
    expect(candidatesOf(values).map(({ probability }) => probability)).toEqual([
      1,
      ...new Array(MOST_CANDIDATES - 1).fill(0),
    ]);
    const short = featuresOf(example("Rome", "Rome"));
    const answer = short.answer(logits(short, [], []));
    const pieces = tokenizer.encode("Rome").ids.length;
    expect(answer.kind === "span" && answer.candidates.length).toBe(
      Math.min((pieces * (pieces + 1)) / 2, MOST_CANDIDATES),
    );
  });
});
