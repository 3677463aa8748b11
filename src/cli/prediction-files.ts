/** What a run predicted in its last test, and what would have been right, as the command `score` reads them. */
import { type PairFormat, XGLUE } from "../data/index.ts";
import type { LanguageTest } from "../experiment/record.ts";
import { type Answer, predictedTags } from "../tasks/metrics.ts";
import type { SpanExample, Task } from "../tasks/types.ts";

interface PredictionFile {
  readonly name: string;
  readonly content: string;
}

/** For each language `xx.gold.…` in XGLUE's format, `xx.pred.…`, and, where answers are slices of a text, the `xx.nbest.…`. */
export function predictionFiles(task: Task, tests: Readonly<Record<string, LanguageTest>>): PredictionFile[] {
  return Object.entries(tests).flatMap(([language, { answers }]) =>
    filesOf(task, answers).map(({ name, content }) => ({ name: `${language}.${name}`, content })),
  );
}

function filesOf({ id, labels }: Task, answers: readonly Answer[]): PredictionFile[] {
  const format = XGLUE[id];
  switch (format.kind) {
    case "pair": {
      const own = answers.filter((answer) => answer.kind === "sequence");
      return [
        { name: "gold.tsv", content: lines(own.map((answer, i) => goldLine(answer, i, format, labels))) },
        { name: "pred.txt", content: lines(own.map(({ label }) => labels[label]!)) },
      ];
    }
    case "tags": {
      const own = answers.filter((answer) => answer.kind === "token");
      return [
        { name: "gold.txt", content: sentences(own.map(({ example }) => taggedWords(example, labels))) },
        // A sentence without any tag would be none.
        { name: "pred.txt", content: sentences(own.map(({ tags }) => orO(predictedTags(tags, labels)))) },
      ];
    }
    case "span": {
      const own = answers.filter((answer) => answer.kind === "span");
      const predicted = Object.fromEntries(own.map(({ example, answer }) => [example.id, answer]));
      return [
        { name: "gold.json", content: `${JSON.stringify(squad(own.map(({ example }) => example)))}\n` },
        { name: "pred.json", content: `${JSON.stringify(predicted, null, 1)}\n` },
        { name: "nbest.json", content: `${JSON.stringify(candidatesById(own), null, 1)}\n` },
      ];
    }
  }
}

/** The second text goes into the first of its columns: which part of it stood where is no longer known. */
function goldLine(
  { example }: Extract<Answer, { kind: "sequence" }>,
  index: number,
  { columns, textA, textB }: PairFormat,
  labels: readonly string[],
): string {
  const cells: Readonly<Record<string, string>> = {
    id: String(index + 1),
    [textA]: example.textA,
    [textB[0]!]: example.textB,
    [columns.at(-1)!]: labels[example.label]!,
  };
  return columns.map((column) => inOneCell(cells[column] ?? "")).join("\t");
}

function taggedWords(
  { words, tags }: Extract<Answer, { kind: "token" }>["example"],
  labels: readonly string[],
): string[] {
  // Nothing, and -DOCSTART-, would be the end of a sentence.
  return words.map((word, i) => `${inOneCell(word).replace(/^(?=$|-DOCSTART-)/, "_")}\t${labels[tags[i]!]}`);
}

/** As SQuAD's scripts write their n best. */
function candidatesById(answers: readonly Extract<Answer, { kind: "span" }>[]) {
  return Object.fromEntries(answers.map(({ example, candidates }) => [example.id, candidates]));
}

function orO(tags: readonly string[]): readonly string[] {
  return tags.length > 0 ? tags : ["O"];
}

function squad(examples: readonly SpanExample[]) {
  const paragraphs = examples.map(({ id, question, context, answers }) => ({
    context,
    qas: [{ id, question, answers: answers.map(({ text, start }) => ({ text, answer_start: start })) }],
  }));
  return { version: "1.1", data: [{ title: "", paragraphs }] };
}

function inOneCell(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ");
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

function sentences(all: readonly (readonly string[])[]): string {
  return all.map((tags) => `${lines(tags)}\n`).join("");
}
