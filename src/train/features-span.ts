import { unitOf } from "../data/spans.ts";
import type { SpanExample } from "../tasks/types.ts";
import { join, specialCount } from "../tokenizer/index.ts";
import type { Row, Target } from "./batches.ts";
import type { FeatureSettings, Features } from "./features.ts";

/** Tokens of a question that are looked at, as in SQuAD's scripts; never more than half of the room. */
const LONGEST_QUESTION = 64;
/** A window begins so many tokens after the one before, for each token that the model takes: 128 where it takes 384 (XGLUE). */
const STRIDE_SHARE = 1 / 3;
/** Tokens of an answer, as in SQuAD's scripts. */
export const LONGEST_ANSWER = 30;
/** Candidates that are kept, as in SQuAD's scripts (`n_best_size`). */
export const MOST_CANDIDATES = 20;

type Offset = readonly [start: number, end: number];

/** Tokens `from` to `to` of the context, the last excluded. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * The question and a part of the context between special tokens, for overlapping parts of a context that is too long for one. A
 * window that does not hold the whole answer is to point at the first token: no answer here. The answer is the best stretch of
 * all windows, a slice of the context.
 */
export function spanFeatures(example: SpanExample, { tokenizer, maxLength }: FeatureSettings): Features {
  const { question, context, answers } = example;
  const { template } = tokenizer;
  const room = maxLength - specialCount(template, 2);
  const asked = tokenizer.encode(question).ids.slice(0, Math.min(LONGEST_QUESTION, Math.floor(room / 2)));
  const { ids, offsets } = tokenizer.encode(context);
  const stride = Math.max(1, Math.floor(maxLength * STRIDE_SHARE));
  const windows = windowsOf(ids.length, room - asked.length, stride);
  const shift = join(template, asked, []).startOfB!;
  const gold = answers[0] && tokensOf(answers[0], offsets);
  const rows = windows.map((window): Row => {
    const { ids: joined, second } = join(template, asked, ids.slice(window.from, window.to));
    return { ids: joined, ...(second !== undefined && { second }), target: targetOf(gold, window, shift) };
  });
  return {
    rows,
    cutWords: 0,
    answer(logits) {
      const best = bestSpans(windows, logits, shift);
      const highest = best[0]?.score ?? 0;
      const total = best.reduce((sum, { score }) => sum + Math.exp(score - highest), 0);
      const candidates = best.map((span) => ({
        text: slice(context, span, offsets),
        probability: Math.exp(span.score - highest) / total,
      }));
      return { kind: "span", example, answer: candidates[0]?.text ?? "", candidates };
    },
  };
}

/** The words that tokens cover, with the marks on the last letter: where letter and mark become one, the token has the letter's place. */
function slice(context: string, { first, last }: Span, offsets: readonly Offset[]): string {
  const end = unitOf(context, offsets[last]![1]);
  const next = offsets[last + 1]?.[0];
  const uncovered = context.slice(end, next === undefined ? undefined : unitOf(context, next));
  const marks = /^\p{M}+/u.exec(uncovered)?.[0].length ?? 0;
  return context.slice(unitOf(context, offsets[first]![0]), end + marks);
}

/** One at least, the last one reaching the end. */
function windowsOf(tokens: number, room: number, stride: number): Window[] {
  const windows: Window[] = [];
  for (let from = 0; ; from += Math.min(stride, room)) {
    windows.push({ from, to: Math.min(tokens, from + room) });
    if (from + room >= tokens) return windows;
  }
}

interface Span {
  /** Of the context's tokens. */
  readonly first: number;
  /** Included. */
  readonly last: number;
}

/** The tokens that cover an answer; undefined where none does. */
function tokensOf({ text, start }: SpanExample["answers"][number], offsets: readonly Offset[]): Span | undefined {
  const end = start + [...text].length;
  const first = offsets.findIndex((offset) => offset[1] > start);
  const last = offsets.findLastIndex((offset) => offset[0] < end);
  return first >= 0 && first <= last ? { first, last } : undefined;
}

function targetOf(gold: Span | undefined, { from, to }: Window, shift: number): Target {
  if (!gold || gold.first < from || gold.last >= to) return { kind: "span", start: 0, end: 0 };
  return { kind: "span", start: gold.first - from + shift, end: gold.last - from + shift };
}

interface ScoredSpan extends Span {
  readonly score: number;
}

/**
 * The stretches with the highest sums of their ends' logits, best first; of equal ones the first in the text. All are compared,
 * where SQuAD's scripts pair the 20 best starts with the 20 best ends; as there, an answer begins only in the window in which
 * its first token has the most context around it.
 *
 * @param logits of each window, of each token as start and end
 * @param shift tokens of a row before its part of the context
 */
function bestSpans(windows: readonly Window[], logits: readonly Float32Array[], shift: number): ScoredSpan[] {
  const best: ScoredSpan[] = [];
  for (const [i, { from, to }] of windows.entries()) {
    const scores = logits[i]!;
    for (let first = from; first < to; first++) {
      if (homeOf(first, windows) !== i) continue;
      const asStart = scores[2 * (first - from + shift)]!;
      for (let last = first; last < Math.min(to, first + LONGEST_ANSWER); last++) {
        const score = asStart + scores[2 * (last - from + shift) + 1]!;
        const isFull = best.length === MOST_CANDIDATES;
        if (isFull && score <= best.at(-1)!.score) continue;
        const place = best.findIndex((other) => other.score < score);
        best.splice(place < 0 ? best.length : place, 0, { first, last, score });
        if (isFull) best.pop();
      }
    }
  }
  return best;
}

/** The window in which a token has the most context on its poorer side; of equal ones the longest, then the first. */
function homeOf(token: number, windows: readonly Window[]): number {
  let home = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const [i, { from, to }] of windows.entries()) {
    if (token < from || token >= to) continue;
    // SQuAD's weighting of the two.
    const context = Math.min(token - from, to - 1 - token) + 0.01 * (to - from);
    if (context <= most) continue;
    most = context;
    home = i;
  }
  return home;
}
