/** What a batch is to learn, by the kind of its head; the loss of it; and how its logits are given. */
import type { Tensor2D } from "@tensorflow/tfjs";
import { type Head, scoresOf } from "../model/parameters.ts";
import type { Loss, Ops, TokenBatch, Tokens } from "../ops/index.ts";

export type Targets =
  | {
      readonly kind: "sequence";
      /** [rows] */
      readonly labels: Int32Array;
    }
  | {
      readonly kind: "token";
      /** [n] row * sequence + the token's position in its row, ascending: the tokens that have a label. */
      readonly positions: Int32Array;
      /** [n] */
      readonly labels: Int32Array;
    }
  | {
      readonly kind: "span";
      /** [rows] The answer's first token, as a position in the row; 0, which is <s>, where there is none. */
      readonly starts: Int32Array;
      /** [rows] Its last token. */
      readonly ends: Int32Array;
    };

export interface Batch extends TokenBatch {
  readonly targets: Targets;
}

/** Which logits are wanted. Every `Targets` says so too. */
export type Asked =
  | { readonly kind: "sequence" }
  | { readonly kind: "token"; readonly positions: Int32Array }
  | { readonly kind: "span" };

export interface Question extends TokenBatch {
  readonly targets: Asked;
}

/** @throws RangeError where what is asked is not of the head's kind, or of tokens that the batch does not have */
export function checkAsked({ targets, lengths, rows, sequence }: Question, head: Head): void {
  if (rows < 1) throw new RangeError("There are no rows. Give the batch at least one.");
  if (targets.kind !== head.kind) {
    throw new RangeError(
      `These are targets for a ${targets.kind} head, but the model has a ${head.kind} head. Take both from one task.`,
    );
  }
  if (targets.kind !== "token") return;
  targets.positions.forEach((position, i) => {
    if (!(position >= 0 && position < rows * sequence)) {
      throw new RangeError(`Position ${position} is outside the batch of ${rows} rows of ${sequence}. Count from 0.`);
    }
    if (position % sequence >= lengths[Math.floor(position / sequence)]!) {
      throw new RangeError(
        `${placeText(position, sequence)} is to have a label, but it is padding. Cut the labels with the text.`,
      );
    }
    if (i > 0 && position <= targets.positions[i - 1]!) {
      throw new RangeError(
        `${placeText(position, sequence)} comes twice, or after a later one. Name each token once, in order.`,
      );
    }
  });
}

function placeText(position: number, sequence: number): string {
  return `Position ${position % sequence} of row ${Math.floor(position / sequence)}`;
}

/** @throws RangeError where the targets are not of the head's kind, or do not fit the batch */
export function checkTargets(batch: Batch, head: Head): void {
  checkAsked(batch, head);
  const { targets, lengths, rows } = batch;
  if (targets.kind === "span") {
    for (const row of checkedRows(targets, rows)) {
      const [start, end] = [targets.starts[row]!, targets.ends[row]!];
      if (start >= 0 && start <= end && end < lengths[row]!) continue;
      throw new RangeError(
        `The answer of row ${row} goes from token ${start} to ${end}, which is not a stretch of the row. ` +
          "Cut the answer with the text, or give 0 and 0 where there is none.",
      );
    }
    return;
  }
  const places = targets.kind === "token" ? targets.positions.length : rows;
  if (targets.labels.length !== places) {
    throw new RangeError(
      `There are ${targets.labels.length} labels for ${places} ${targets.kind === "token" ? "tokens" : "rows"}. ` +
        "Give each one label.",
    );
  }
  const classes = head.kind === "span" ? 0 : head.classes;
  for (const label of targets.labels) {
    if (label < 0 || label >= classes) {
      throw new RangeError(`There is a label ${label}, but the head has ${classes} classes, counted from 0.`);
    }
  }
}

function checkedRows({ starts, ends }: Extract<Targets, { kind: "span" }>, rows: number): Iterable<number> {
  if (starts.length === rows && ends.length === rows) return starts.keys();
  throw new RangeError(
    `There are ${starts.length} starts and ${ends.length} ends of answers for ${rows} rows. Give each row both.`,
  );
}

/**
 * The batch's mean loss: over rows; over the tokens that have a label, 0 if none has; over rows and both ends of their answers.
 *
 * @param logits as the head gives them
 */
export function lossOf(ops: Ops, logits: Tensor2D, batch: Batch, tokens: Tokens): Loss {
  const { targets } = batch;
  switch (targets.kind) {
    case "sequence":
      return ops.crossEntropy(logits, targets.labels);
    case "token": {
      const numbers = tokenNumbers(batch);
      const labels = new Int32Array(tokens.count).fill(-1);
      targets.positions.forEach((position, i) => {
        labels[numbers[position]!] = targets.labels[i]!;
      });
      return ops.crossEntropy(logits, labels);
    }
    case "span": {
      const ends = Int32Array.from({ length: 2 * batch.rows }, (_, i) => {
        return (i % 2 === 0 ? targets.starts : targets.ends)[i >> 1]!;
      });
      return ops.spanCrossEntropy(logits, tokens, ends);
    }
  }
}

/** @param values the head's logits; @returns them as `Engine.logits` promises */
export function givenLogits(values: Float32Array, question: Question, head: Head): Float32Array {
  const { targets } = question;
  if (targets.kind === "sequence") return values;
  const numbers = tokenNumbers(question);
  const asked = targets.kind === "token" ? targets.positions : numbers.keys();
  const scores = scoresOf(head);
  const count = targets.kind === "token" ? targets.positions.length : numbers.length;
  const given = new Float32Array(count * scores).fill(Number.NEGATIVE_INFINITY);
  let at = 0;
  for (const position of asked) {
    const number = numbers[position]!;
    if (number >= 0) given.set(values.subarray(number * scores, (number + 1) * scores), at);
    at += scores;
  }
  return given;
}

/** [rows * sequence] Each place's number among the batch's tokens (see Tokens); -1 for padding. */
function tokenNumbers({ inputIds, sequence, lengths }: TokenBatch): Int32Array {
  let count = 0;
  return inputIds.map((_, place) => (place % sequence < lengths[Math.floor(place / sequence)]! ? count++ : -1));
}
