import { trainLogistic } from "../support/logistic.ts";

/** A pair of texts and the index of its label. */
export interface TextPair {
  readonly first: string;
  readonly second: string;
  readonly label: number;
}

/** Words of scripts that put spaces between them; of Chinese, its characters. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/\p{Script=Han}|[\p{Script=Latin}\p{M}]+|[\p{L}\p{M}]+|\d+/gu) ?? [];

const pairsOfWords = (text: string): string[] => {
  const all = wordsOf(text);
  return all.slice(1).map((word, index) => `${all[index]} ${word}`);
};

/** How much of the one occurs in the other, in twentieths, both ways, and how many words they share. */
function overlap({ first, second }: TextPair): string[] {
  const [one, other] = [new Set(wordsOf(first)), new Set(wordsOf(second))];
  const shared = [...one].filter((word) => other.has(word)).length;
  const share = (size: number) => Math.round((20 * shared) / size);
  return [`first ${share(one.size)}`, `second ${share(other.size)}`, `shared ${shared}`];
}

/** What a classifier sees that does not read: which words there are, on which side, how many are shared. */
export const SHORTCUTS: Readonly<Record<string, (pair: TextPair) => string[]>> = {
  "how often each word occurs": ({ first, second }) => [...wordsOf(first), ...wordsOf(second)],
  "which words occur": ({ first, second }) => [...new Set([...wordsOf(first), ...wordsOf(second)])],
  "which words occur in which text": ({ first, second }) => [
    ...wordsOf(first).map((word) => `first ${word}`),
    ...wordsOf(second).map((word) => `second ${word}`),
  ],
  "the first text alone, with its pairs of words": ({ first }) => [...wordsOf(first), ...pairsOfWords(first)],
  "the second text alone, with its pairs of words": ({ second }) => [...wordsOf(second), ...pairsOfWords(second)],
  "how many words the two share": overlap,
  "which words the two share": ({ first, second }) => {
    const other = new Set(wordsOf(second));
    return [...new Set(wordsOf(first))].map((word) => (other.has(word) ? `shared ${word}` : `only ${word}`));
  },
};

/** How often a classifier that takes the shortcut is right. */
export function accuracyBy(
  shortcut: (pair: TextPair) => string[],
  train: readonly TextPair[],
  held: readonly TextPair[],
  classes: number,
): number {
  const prepared = (pairs: readonly TextPair[]) =>
    pairs.map((pair) => ({ features: shortcut(pair), label: pair.label }));
  return trainLogistic(prepared(train), { classes, l2: 1e-3, epochs: 15 }).accuracy(prepared(held));
}

/** How often each label occurs in every prefix: the largest difference between two labels. */
export function unevenness(labels: readonly string[]): number {
  const counts = new Map<string, number>(labels.map((label) => [label, 0]));
  let worst = 0;
  for (const label of labels) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    worst = Math.max(worst, Math.max(...counts.values()) - Math.min(...counts.values()));
  }
  return worst;
}
