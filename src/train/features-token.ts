import type { TokenExample } from "../tasks/types.ts";
import type { Encoding } from "../tokenizer/index.ts";
import { argmax, type FeatureSettings, type Features } from "./features.ts";

/** In these languages, which write no spaces, XGLUE's features leave out a token that only says that a word begins. */
const WITHOUT_BLANKS = ["th", "zh"];

/**
 * The words between special tokens; each word's tag stands on its first token, and other tokens have none. A sentence that is too long is cut: the
 * words of which no token is left get no tag, as do words without tokens, such as one of invisible characters.
 */
export function tokenFeatures(example: TokenExample, { tokenizer, maxLength, language }: FeatureSettings): Features {
  const { words, tags } = example;
  const { bos, eos } = tokenizer.specials;
  const blank = WITHOUT_BLANKS.includes(language) ? tokenizer.blank : undefined;
  const pieces = piecesOf(words, tokenizer.encode(words.join(" ")), blank);
  const kept = pieces.slice(0, Math.max(0, maxLength - 2));
  // [n] Words with tokens, and the place of the first of them; a special token is before all.
  const firsts = kept.flatMap(({ word }, i) => (word === kept[i - 1]?.word ? [] : [{ word, position: i + 1 }]));
  const seen = new Set(pieces.map(({ word }) => word)).size;
  const target = {
    kind: "token",
    positions: firsts.map(({ position }) => position),
    labels: firsts.map(({ word }) => tags[word]!),
  } as const;
  return {
    rows: firsts.length > 0 ? [{ ids: [bos, ...kept.map(({ id }) => id), eos], target }] : [],
    cutWords: seen - firsts.length,
    answer([logits]) {
      const predicted = Array<number | undefined>(words.length).fill(undefined);
      const classes = (logits?.length ?? 0) / firsts.length;
      for (const [i, { word }] of firsts.entries()) {
        predicted[word] = argmax(logits!.subarray(i * classes, (i + 1) * classes));
      }
      return { kind: "token", example, tags: predicted };
    },
  };
}

interface Piece {
  readonly id: number;
  readonly word: number;
}

/**
 * Which word each token belongs to; of words joined by a space, no token spans two.
 *
 * @param blank is left out where more of its word follows
 */
function piecesOf(words: readonly string[], { ids, offsets }: Encoding, blank: number | undefined): Piece[] {
  const ends: number[] = [];
  for (const word of words) ends.push((ends.at(-1) ?? -1) + 1 + [...word].length);
  let word = 0;
  const pieces = ids.map((id, i): Piece => {
    while (word < words.length - 1 && offsets[i]![0] >= ends[word]!) word++;
    return { id, word };
  });
  if (blank === undefined) return pieces;
  return pieces.filter(({ id, word: own }, i) => id !== blank || pieces[i + 1]?.word !== own);
}
