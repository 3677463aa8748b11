import { chunksOf } from "../../src/metrics/index.ts";

/** What `posExample` and `nerExample` give. */
export interface TaggedSentence {
  readonly words: readonly string[];
  readonly tags: readonly string[];
}

const folded = (word: string) => word.toLowerCase();
const mostOften = (counts: ReadonlyMap<string, number>): string =>
  [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];

function count(counts: Map<string, Map<string, number>>, key: string, tag: string): void {
  const tags = counts.get(key) ?? new Map<string, number>();
  counts.set(key, tags.set(tag, (tags.get(tag) ?? 0) + 1));
}

/** The tag that each word (capitals aside) has most often in `train`; `unknown` for a word that is not there. */
export function wordByWord(train: readonly TaggedSentence[], unknown: string): (words: readonly string[]) => string[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { words, tags } of train) {
    for (const [index, word] of words.entries()) count(counts, folded(word), tags[index]!);
  }
  const best = new Map([...counts].map(([word, tags]) => [word, mostOften(tags)]));
  return (words) => words.map((word) => best.get(folded(word)) ?? unknown);
}

const LONGEST_NAME = 4;

/**
 * A list of the names in `train`, each with the type that it has most often there ("O" if it is mostly no name). The longest
 * name that fits is taken, from left to right.
 */
export function gazetteer(train: readonly TaggedSentence[]): (words: readonly string[]) => string[] {
  const phrase = (words: readonly string[], start: number, end: number) =>
    words.slice(start, end).map(folded).join(" ");
  const counts = new Map<string, Map<string, number>>();
  for (const { words, tags } of train) {
    for (const { start, end, type } of chunksOf(tags)) {
      if (type !== "O") count(counts, phrase(words, start, end + 1), type);
    }
  }
  for (const { words, tags } of train) {
    for (let start = 0; start < words.length; start++) {
      for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_NAME); end++) {
        const key = phrase(words, start, end);
        if (counts.has(key) && tags.slice(start, end).every((tag) => tag === "O")) count(counts, key, "O");
      }
    }
  }
  const best = new Map([...counts].map(([name, types]) => [name, mostOften(types)]));
  return (words) => {
    const tags: string[] = words.map(() => "O");
    for (let start = 0; start < words.length; ) {
      let end = Math.min(words.length, start + LONGEST_NAME);
      while (end > start && !best.has(phrase(words, start, end))) end--;
      const type = best.get(phrase(words, start, end)) ?? "O";
      for (let index = start; index < end; index++)
        tags[index] = type === "O" ? "O" : `${index === start ? "B" : "I"}-${type}`;
      start = Math.max(end, start + 1);
    }
    return tags;
  };
}
