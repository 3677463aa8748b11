/** What learns the tasks without reading: each takes one shortcut, from the same examples as the model. */
import type { Answer } from "../../src/tasks/metrics.ts";
import type { Example, SequenceExample, SpanExample, Task, TokenExample } from "../../src/tasks/types.ts";
import { trainLogistic } from "../support/logistic.ts";
import { SHORTCUTS, wordsOf } from "./shortcuts.ts";
import { gazetteer, type TaggedSentence, wordByWord } from "./tagged.ts";

/** Score of a rival: by language, 0 to 1. */
export interface RivalScore {
  readonly name: string;
  readonly english: number;
  readonly zeroShot: number;
}

type Classifier = (example: Example) => Answer;

/** Every rival's score on the tests that the model is tested on, after learning from the examples that it learns from. */
export function rivalScores(task: Task): RivalScore[] {
  const { trainSize, evalSize } = task.defaults;
  const train = task.examples({ split: "train", language: "en", size: trainSize });
  const tests = task.languages.map((language) => ({
    language,
    examples: task.examples({ split: "test", language, size: evalSize }),
  }));
  return Object.entries(rivalsOf(task, train)).map(([name, classify]) => {
    const scores = tests.map(({ language, examples }) => ({
      language,
      score: task.metric.score(examples.map(classify), task.labels, language).score,
    }));
    const others = scores.filter(({ language }) => language !== "en").map(({ score }) => score);
    return {
      name,
      english: scores.find(({ language }) => language === "en")!.score,
      zeroShot: others.reduce((sum, score) => sum + score, 0) / others.length,
    };
  });
}

function rivalsOf(task: Task, train: readonly Example[]): Record<string, Classifier> {
  switch (task.head.kind) {
    case "sequence":
      return sequenceRivals(task, train as readonly SequenceExample[]);
    case "token":
      return tokenRivals(task, train as readonly TokenExample[]);
    case "span":
      return SPAN_RIVALS;
  }
}

function sequenceRivals(task: Task, train: readonly SequenceExample[]): Record<string, Classifier> {
  const pair = ({ textA, textB, label }: SequenceExample) => ({ first: textA, second: textB, label });
  const rivals = Object.entries(SHORTCUTS).map(([name, featuresOf]): [string, Classifier] => {
    const prepared = train.map((example) => ({ features: featuresOf(pair(example)), label: example.label }));
    const model = trainLogistic(prepared, { classes: task.labels.length, l2: 1e-3, epochs: 15 });
    return [
      name,
      (example) => {
        const own = example as SequenceExample;
        return { kind: "sequence", example: own, label: model.predict(featuresOf(pair(own))) };
      },
    ];
  });
  return Object.fromEntries(rivals);
}

function tokenRivals(task: Task, train: readonly TokenExample[]): Record<string, Classifier> {
  const named = train.map(({ words, tags }): TaggedSentence => ({ words, tags: tags.map((tag) => task.labels[tag]!) }));
  const isNer = task.labels.includes("O");
  const byTable = (predict: (words: readonly string[]) => string[]): Classifier => {
    return (example) => {
      const own = example as TokenExample;
      return { kind: "token", example: own, tags: predict(own.words).map((tag) => task.labels.indexOf(tag)) };
    };
  };
  return {
    "each word's most frequent tag": byTable(wordByWord(named, isNer ? "O" : "NOUN")),
    ...(isNer && { "a list of names": byTable(gazetteer(named)) }),
  };
}

const SPAN_RIVALS: Record<string, Classifier> = Object.fromEntries(
  (["the first sentence", "the last sentence", "the sentence that shares most words"] as const).flatMap((name) => [
    [name, spanBy(name, (sentence) => sentence)],
    [`${name}, of it the longest stretch that is not asked with`, spanBy(name, longestNew)],
  ]),
);

function spanBy(which: string, cut: (sentence: string, asked: ReadonlySet<string>) => string): Classifier {
  return (example) => {
    const own = example as SpanExample;
    const asked = new Set(wordsOf(own.question));
    const sentences = own.context.split(/(?<=[.。।])\s*/u).filter((sentence) => sentence !== "");
    const shared = sentences.map((sentence) => wordsOf(sentence).filter((word) => asked.has(word)).length);
    const most = shared.indexOf(Math.max(...shared));
    const place = which === "the first sentence" ? 0 : which === "the last sentence" ? sentences.length - 1 : most;
    return { kind: "span", example: own, answer: cut(sentences[place]!, asked), candidates: [] };
  };
}

/** The longest run of words of a sentence of which the question has none. */
function longestNew(sentence: string, asked: ReadonlySet<string>): string {
  const runs: string[][] = [[]];
  for (const word of sentence.match(/\p{Script=Han}|[^\s\p{Script=Han}]+/gu) ?? []) {
    if (wordsOf(word).some((part) => asked.has(part))) runs.push([]);
    else runs.at(-1)!.push(word);
  }
  return runs.reduce((best, run) => (run.length > best.length ? run : best)).join(" ");
}
