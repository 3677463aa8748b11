import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import { taskById } from "../../src/tasks/registry.ts";
import type { Example, TaskData, TaskId } from "../../src/tasks/types.ts";
import { makeBatch } from "../../src/train/batches.ts";
import { type Evaluation, evaluate } from "../../src/train/evaluate.ts";
import { exampleSet } from "../../src/train/examples.ts";
import { featuresOf } from "../../src/train/features.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import type { Bundle } from "../../src/train/trainer.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

let model: OpenModel;
const open: Bundle[] = [];

beforeAll(async () => {
  await useBackend("wasm");
  model = await openModel(memorySource(tinyFiles()));
});

afterEach(() => {
  for (const { engine } of open.splice(0)) engine.dispose();
});

const held = (examples: readonly Example[]): TaskData => ({ languages: ["en"], load: async () => examples });

async function evaluationOf(task: TaskId, examples: readonly Example[], language = "en", maxLength = 64) {
  const bundle = await createBundle(model, { ...TINY_EXPERIMENT, task }, held(examples));
  open.push(bundle);
  const query = { split: "test", language, size: examples.length } as const;
  const set = await exampleSet(bundle.data, query, { tokenizer: bundle.tokenizer, maxLength });
  const padding = { maxLength };
  return { engine: bundle.engine, task: taskById(task), tests: new Map([[language, set]]), padding, ahead: 0 };
}

async function outcome(evaluation: Evaluation) {
  const slices: number[] = [];
  const running = evaluate(evaluation);
  let next = await running.next();
  for (; !next.done; next = await running.next()) {
    expect(next.value.finite).toBe(true);
    slices.push(next.value.examples);
  }
  return { slices, tests: next.value };
}

/** What the model says when it sees one row at a time, without any padding. */
async function oneByOne({ engine, padding }: Evaluation, examples: readonly Example[], language = "en") {
  const settings = { tokenizer: model.tokenizer, maxLength: padding.maxLength, language };
  const answers = [];
  for (const example of examples) {
    const features = featuresOf(example, settings);
    const logits = [];
    for (const row of features.rows) {
      const batch = makeBatch([row], { ...padding, maxLength: row.ids.length });
      logits.push(await engine.logits(batch));
    }
    answers.push(features.answer(logits));
  }
  return answers;
}

const words = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `w${from + i}`);

describe("an evaluation says of every example what the model says of it alone", () => {
  test.each(["xnli", "wpr", "ner", "pos", "mlqa"] as const)("%s, in its languages", async (id) => {
    const task = taskById(id);
    for (const language of task.languages.slice(0, 4)) {
      const examples = task.examples({ split: "test", language, size: 25 });
      const evaluation = await evaluationOf(id, examples, language);
      const { slices, tests } = await outcome(evaluation);
      const { answers, confusion } = tests[language]!;
      expect(answers).toEqual(await oneByOne(evaluation, examples, language));
      expect(answers.map(({ example }) => example)).toEqual(examples);
      expect(slices.reduce((sum, count) => sum + count, 0)).toBe(25);
      const counted = confusion?.counts.flat().reduce((sum, count) => sum + count, 0);
      const labels = examples.flatMap((example) => ("tags" in example ? example.tags : [0])).length;
      expect(counted).toBe(id === "mlqa" ? undefined : labels);
    }
  });

  test("sentences that are cut, and words without tokens: their words are counted, and wrong", async () => {
    const tags = (count: number) => Array<number>(count).fill(1);
    const examples = [
      { words: words(90), tags: tags(90) },
      { words: ["\u200b", "\u200b"], tags: tags(2) },
      { words: ["a", "\u200b", "b"], tags: tags(3) },
    ];
    const evaluation = await evaluationOf("pos", examples);
    const { tests } = await outcome(evaluation);
    const { answers, confusion, score } = tests.en!;
    const { cutWords = 0 } = score;
    expect(answers).toEqual(await oneByOne(evaluation, examples));
    expect(cutWords).toBeGreaterThan(10);
    expect(confusion!.labels.at(-1)).toBe("O");
    // Three words are without tokens.
    expect(confusion!.counts[1]!.at(-1)).toBe(cutWords + 3);
    expect(score.companions!.tokenAccuracy).toBeLessThanOrEqual((95 - cutWords - 3) / 95);
  });

  test("long texts seen through many windows, more than a slice has room for", async () => {
    const examples = Array.from({ length: 6 }, (_, i) => ({
      id: String(i),
      question: "Which?",
      context: words(60 + 30 * i, i).join(" "),
      answers: [{ text: `w${i}`, start: 0 }],
    }));
    const evaluation = await evaluationOf("mlqa", examples);
    const { slices, tests } = await outcome(evaluation);
    expect(slices.length).toBeGreaterThan(1);
    expect(slices.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(tests.en!.answers).toEqual(await oneByOne(evaluation, examples));
    expect(tests.en!.confusion).toBeUndefined();
  });
});

test("what cannot be scored names the task, the language and the fault", async () => {
  const pages = ["a", "b"].map((textA) => ({ textA, textB: "page", label: 1 }));
  await expect(outcome(await evaluationOf("wpr", pages))).rejects.toThrow(
    /^WPR.*test in "en": No query has two documents/,
  );
});
