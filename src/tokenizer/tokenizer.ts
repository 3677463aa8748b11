import { readTokenizerFile } from "./file.ts";
import type { SpecialIds } from "./specials.ts";
import type { Template } from "./template.ts";
import { unigramTokenizer } from "./unigram-tokenizer.ts";
import { wordPieceTokenizer } from "./wordpiece-tokenizer.ts";

/** `offsets[i]` is the span [start, end) of token i in its text, in code points (not UTF-16 units). */
export interface Encoding {
  ids: number[];
  offsets: [number, number][];
  /** Of a pair: the first token of type 1, which all that follow share; absent: all are of type 0. */
  second?: number;
}

export interface Tokenizer {
  readonly vocabSize: number;
  readonly specials: SpecialIds;
  /** How texts are joined; see `join`. */
  readonly template: Template;
  /** The token of a word's mere beginning, "▁"; undefined where the vocabulary has none. */
  readonly blank: number | undefined;
  /** The tokens of a text, without special tokens around them. */
  encode(text: string): Encoding;
  /**
   * `<s> A </s>`, or `<s> A </s> </s> B </s>`; of a BERT `[CLS] A [SEP]`, or `[CLS] A [SEP] B [SEP]`. At most `maxLength` tokens:
   * the longer text is cut first, then both alike. Special tokens have the offset [0, 0].
   */
  encodePair(a: string, b: string | undefined, maxLength: number): Encoding;
}

/**
 * Reads a `tokenizer.json` of XLM-R's or BERT's kind; the result agrees with the Rust `tokenizers` library in ids, offsets and types.
 *
 * @param file what to call the file in messages
 * @throws TokenizerError for a broken file or another kind of tokenizer
 */
export function parseTokenizer(json: string, file: string): Tokenizer {
  const content = readTokenizerFile(json, file);
  return content.kind === "unigram" ? unigramTokenizer(content, file) : wordPieceTokenizer(content, file);
}
