import { AddedTokens } from "./added.ts";
import { type Aligned, identity, TokenList } from "./aligned.ts";
import { bertWords } from "./bert-text.ts";
import { wellFormed } from "./characters.ts";
import type { WordPieceFile } from "./file-wordpiece.ts";
import { findSpecials, type SpecialIds } from "./specials.ts";
import { encodePair, type Template } from "./template.ts";
import type { Encoding, Tokenizer } from "./tokenizer.ts";
import { WordPiece } from "./wordpiece.ts";

export class WordPieceTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly specials: SpecialIds;
  readonly template: Template;
  readonly blank = undefined;
  readonly #file: WordPieceFile;
  readonly #model: WordPiece;
  readonly #addedToText: AddedTokens;
  readonly #addedToNormalized: AddedTokens;

  constructor(content: WordPieceFile, file: string) {
    this.#file = content;
    this.#model = new WordPiece(content.model);
    const { added, model } = content;
    this.#addedToText = new AddedTokens(
      added.filter((token) => !token.normalized),
      (token) => token,
    );
    this.#addedToNormalized = new AddedTokens(
      added.filter((token) => token.normalized),
      (token) => content.normalize(identity(token, 0)).text,
    );
    this.vocabSize = added.reduce((size, token) => Math.max(size, token.id + 1), model.vocabulary.length);
    const names = { bos: "[CLS]", pad: "[PAD]", eos: "[SEP]", unk: content.unknown, mask: "[MASK]" };
    const idOf = (name: string) => {
      const id = added.find((token) => token.content === name)?.id ?? model.vocabulary.indexOf(name);
      return id < 0 ? undefined : id;
    };
    this.specials = findSpecials(names, idOf, file);
    const { bos, eos } = this.specials;
    this.template = { bos, eos, between: 1, secondType: 1 };
  }

  encode(text: string): Encoding {
    return this.#encode(text, Number.POSITIVE_INFINITY);
  }

  /** @param enough see TokenList */
  #encode(text: string, enough: number): Encoding {
    const tokens = new TokenList(enough);
    const original = identity(wellFormed(text), 0);
    for (const { start, end, id } of this.#addedToText.split(original.text)) {
      if (id === undefined) this.#encodeText(original.text.slice(start, end), original.starts[start]!, tokens);
      else tokens.push(id, original, start, end);
    }
    return tokens.finish();
  }

  encodePair(a: string, b: string | undefined, maxLength: number): Encoding {
    return encodePair(
      { template: this.template, encode: (text, enough) => this.#encode(text, enough) },
      a,
      b,
      maxLength,
    );
  }

  /** @param base the code point of the original text at which `text` starts */
  #encodeText(text: string, base: number, tokens: TokenList): void {
    const normalized = this.#file.normalize(identity(text, base));
    for (const { start, end, id } of this.#addedToNormalized.split(normalized.text)) {
      if (id === undefined) this.#encodeWords(normalized, start, end, tokens);
      else tokens.push(id, normalized, start, end);
    }
  }

  #encodeWords(input: Aligned, from: number, to: number, tokens: TokenList): void {
    bertWords(input.text, from, to, (start, end) => {
      if (tokens.isFull) return;
      const { ids, ends } = this.#model.segment(input.text.slice(start, end));
      let pieceStart = start;
      for (let piece = 0; piece < ids.length; piece++) {
        const pieceEnd = start + ends[piece]!;
        tokens.push(ids[piece]!, input, pieceStart, pieceEnd);
        pieceStart = pieceEnd;
      }
    });
  }
}
