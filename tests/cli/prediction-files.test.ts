import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { predictionFiles } from "../../src/cli/prediction-files.ts";
import type { Answer } from "../../src/tasks/metrics.ts";
import { taskById } from "../../src/tasks/registry.ts";
import { cli, scratch } from "./support.ts";

/** What `score` says of the files, beside what the task's metric says of the answers. */
async function both(task: string, language: string, answers: readonly Answer[]) {
  const { metric, labels } = taskById(task);
  const { score, companions, counts } = metric.score(answers, labels, language);
  const folder = scratch();
  const test = { answers, score: { score } };
  const files = predictionFiles(taskById(task), { [language]: test }).map(({ name, content }) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  });
  const [gold, pred] = files as [string, string];
  const { stdout, error } = await cli([
    "score",
    "--task",
    task,
    "--language",
    language,
    "--gold",
    gold,
    "--pred",
    pred,
  ]);
  expect(error).toBe("");
  return { said: JSON.parse(stdout) as unknown, expected: { score, ...companions, ...counts } };
}

test("words without a tag count as missing: at a sentence's end, within it, and of a whole sentence", async () => {
  const sentence = (words: string[], tags: (number | undefined)[]): Answer => {
    return { kind: "token", example: { words, tags: words.map((_, i) => i % 3) }, tags };
  };
  const answers = [
    sentence(["Anna", "Berg", "saw", "Rome"], [0, 1, undefined, undefined]),
    sentence(["New York", "\u200b", "it", "is"], [0, undefined, 2, 0]),
    sentence(["Bonn"], [0]),
    sentence(["", "-DOCSTART-", " "], [undefined, 1, 2]),
  ];
  for (const task of ["ner", "pos"]) {
    const { said, expected } = await both(task, "de", answers);
    expect(said).toMatchObject(expected);
    expect(expected).toMatchObject({ sentences: 4, words: 12, missingTags: 2 });
  }
  // A sentence without any tag is written with one O, which scores the same.
  const { said, expected } = await both("ner", "de", [...answers, sentence(["a", "b"], [undefined, undefined])]);
  const { score, tokenAccuracy } = expected as Record<string, number>;
  expect(said).toMatchObject({ score, tokenAccuracy, sentences: 5 });
});

test("texts with tabs and line breaks stay one line, and WPR's queries stay together", async () => {
  const page = (textA: string, textB: string, label: number, predicted: number): Answer => {
    return { kind: "sequence", example: { textA, textB, label }, label: predicted };
  };
  const answers = [
    page("a\tquery", "page\none", 4, 1),
    page("a\tquery", '"quoted" page', 0, 3),
    page("another", "", 2, 2),
    page("another", "x", 3, 0),
    page("alone", "y", 1, 0),
  ];
  const { said, expected } = await both("wpr", "zh", answers);
  expect(said).toMatchObject(expected);
  expect(expected).toMatchObject({ queries: 2, skippedQueries: 1 });
});

test("answers keep every character of theirs", async () => {
  const ask = (id: string, text: string, answer: string): Answer => {
    const answers = [{ text, start: 3 }];
    return {
      kind: "span",
      example: { id, question: "?", context: `😀 ${text} "\\\n`, answers },
      answer,
      candidates: [{ text: answer, probability: 1 }],
    };
  };
  const { said, expected } = await both("mlqa", "zh", [
    ask("a", "北京 “大学”", "北京"),
    ask('"b"\u2028', "𠮷\\", "𠮷\\"),
  ]);
  expect(said).toMatchObject(expected);
  expect(expected).toMatchObject({ questions: 2 });
});
