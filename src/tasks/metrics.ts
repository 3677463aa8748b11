/** How the tasks are scored: XGLUE's official scores over what the model answered. */
import {
  ANSWER_LANGUAGES,
  answerScore,
  entityScore,
  gradeScore,
  labelScore,
  type OfficialScore,
  posScore,
  ScoreError,
} from "../metrics/index.ts";
import type { SequenceExample, SpanExample, TokenExample } from "./types.ts";

/** An example with what the model says of it. */
export type Answer =
  | { readonly kind: "sequence"; readonly example: SequenceExample; readonly label: number }
  | {
      readonly kind: "token";
      readonly example: TokenExample;
      /** One for each word; undefined where the model has not seen it. */
      readonly tags: readonly (number | undefined)[];
    }
  | {
      readonly kind: "span";
      readonly example: SpanExample;
      /** A slice of the context. */
      readonly answer: string;
      /** The n best, the answer first; empty where no token is left to choose from. */
      readonly candidates: readonly Candidate[];
    };

/** A stretch of the context that may be the answer. */
export interface Candidate {
  readonly text: string;
  /** 0 to 1, over the candidates that are listed: softmax of their scores, as in SQuAD's scripts. */
  readonly probability: number;
}

export interface Metric {
  readonly id: "accuracy" | "ndcg" | "entity-f1" | "pos-precision" | "answer-f1";
  /** As in a sentence: "accuracy", "F1". */
  readonly name: string;
  /** What it measures, in a few words. */
  readonly summary: string;
  /** Those whose answers it can compare; absent: any. */
  readonly languages?: readonly string[];
  /**
   * @param labels of the task
   * @throws ScoreError where there is nothing to score
   */
  score(answers: readonly Answer[], labels: readonly string[], language: string): OfficialScore;
}

/** XNLI, NC, PAWS-X, QAM, QADSM. */
export const ACCURACY: Metric = {
  id: "accuracy",
  name: "accuracy",
  summary: "share of examples with the right label",
  score(answers, labels) {
    const own = ofKind(answers, "sequence");
    return labelScore(
      labels,
      own.map(({ example }) => labels[example.label]!),
      own.map(({ label }) => labels[label]!),
    );
  },
};

/** WPR. Labels are grades. */
export const NDCG: Metric = {
  id: "ndcg",
  name: "nDCG",
  summary: "how close the order of each query's pages comes to the best one",
  score(answers, labels) {
    const own = ofKind(answers, "sequence");
    return gradeScore(
      labels,
      own.map(({ example }) => ({ query: example.textA, grade: labels[example.label]! })),
      own.map(({ label }) => labels[label]!),
    );
  },
};

/** NER. */
export const ENTITY_F1: Metric = {
  id: "entity-f1",
  name: "F1",
  summary: "harmonic mean of the shares of found and of right entities",
  score: (answers, labels) => entityScore(labels, ...tagsOf(answers, labels)),
};

/** POS. */
export const POS_PRECISION: Metric = {
  id: "pos-precision",
  name: "precision",
  summary: "share of predicted tags that are right, where neighbours with one tag count once",
  score: (answers, labels) => posScore(labels, ...tagsOf(answers, labels)),
};

/** MLQA. */
export const ANSWER_F1: Metric = {
  id: "answer-f1",
  name: "F1",
  summary: "overlap of the answer's words with those of the right answer",
  languages: ANSWER_LANGUAGES,
  score(answers, _labels, language) {
    const own = ofKind(answers, "span");
    const rules = ANSWER_LANGUAGES.find((known) => known === language);
    if (!rules) throw new ScoreError(`MLQA has no rules to compare answers in "${language}".`);
    const questions = own.map(({ example }) => ({
      id: example.id,
      answers: example.answers.map(({ text }) => text),
    }));
    return answerScore(questions, new Map(own.map(({ example, answer }) => [example.id, answer])), rules);
  },
};

/** Names of the tags that were predicted, `O` for a word without one; left out at the end of a sentence, as it counts the same. */
export function predictedTags(tags: readonly (number | undefined)[], labels: readonly string[]): string[] {
  const last = tags.findLastIndex((tag) => tag !== undefined);
  return tags.slice(0, last + 1).map((tag) => (tag === undefined ? "O" : labels[tag]!));
}

function tagsOf(answers: readonly Answer[], labels: readonly string[]): [gold: string[][], predicted: string[][]] {
  const own = ofKind(answers, "token");
  return [
    own.map(({ example }) => example.tags.map((tag) => labels[tag]!)),
    own.map(({ tags }) => predictedTags(tags, labels)),
  ];
}

function ofKind<Kind extends Answer["kind"]>(
  answers: readonly Answer[],
  kind: Kind,
): readonly Extract<Answer, { kind: Kind }>[] {
  return answers.map((answer) => {
    if (isKind(answer, kind)) return answer;
    throw new TypeError(`A ${answer.kind} answer came to a metric of ${kind} answers.`);
  });
}

function isKind<Kind extends Answer["kind"]>(answer: Answer, kind: Kind): answer is Extract<Answer, { kind: Kind }> {
  return answer.kind === kind;
}
