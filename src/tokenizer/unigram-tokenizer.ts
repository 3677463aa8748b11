import { AddedTokens } from "./added.ts";
import { type Aligned, identity, TokenList } from "./aligned.ts";
import { isWhitespace, wellFormed } from "./characters.ts";
import type { UnigramFile } from "./file-unigram.ts";
import { findSpecials, type SpecialIds } from "./specials.ts";
import { encodePair, type Template } from "./template.ts";
import type { Encoding, Tokenizer } from "./tokenizer.ts";
import { Unigram } from "./unigram.ts";

export class UnigramTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly specials: SpecialIds;
  readonly template: Template;
  readonly blank: number | undefined;
  readonly #file: UnigramFile;
  readonly #model: Unigram;
  readonly #addedToText: AddedTokens;
  readonly #addedToNormalized: AddedTokens;

  constructor(content: UnigramFile, file: string) {
    this.#file = content;
    this.#model = new Unigram(content.vocabulary, content.unknownId);
    const { added } = content;
    this.#addedToText = new AddedTokens(
      added.filter((token) => !token.normalized),
      (token) => token,
    );
    this.#addedToNormalized = new AddedTokens(
      added.filter((token) => token.normalized),
      (token) => content.normalize(identity(token, 0)).text,
    );
    this.vocabSize = added.reduce((size, token) => Math.max(size, token.id + 1), content.vocabulary.length);
    this.specials = specialsOf(content, file);
    const { bos, eos } = this.specials;
    this.template = { bos, eos, between: 2, secondType: 0 };
    const blank = content.vocabulary.findIndex(([piece]) => piece === content.metaspace.replacement);
    this.blank = blank < 0 ? undefined : blank;
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
      if (id === undefined) this.#encodeNormalized(normalized, start, end, tokens);
      else tokens.push(id, normalized, start, end);
    }
  }

  #encodeNormalized(input: Aligned, from: number, to: number, tokens: TokenList): void {
    if (!this.#file.splitsOnWhitespace) {
      this.#encodeWords(input, from, to, tokens);
      return;
    }
    for (let start = from, at = from; at <= to; at++) {
      if (at < to && !isWhitespace(input.text.charCodeAt(at))) continue;
      if (at > start) this.#encodeWords(input, start, at, tokens);
      start = at + 1;
    }
  }

  /** Puts the "▁" of Metaspace in front and cuts before each: every part is segmented by itself. */
  #encodeWords(input: Aligned, from: number, to: number, tokens: TokenList): void {
    const { replacement, prepend, split } = this.#file.metaspace;
    const text = input.text.slice(from, to).replaceAll(" ", replacement);
    const isPrepended =
      !text.startsWith(replacement) && (prepend === "always" || (prepend === "first" && input.starts[from] === 0));
    const shift = isPrepended ? 1 : 0;
    const spaced = isPrepended ? replacement + text : text;
    for (let start = 0; start < spaced.length && !tokens.isFull; ) {
      const next = split ? spaced.indexOf(replacement, start + 1) : -1;
      const end = next < 0 ? spaced.length : next;
      const { ids, ends } = this.#model.segment(spaced.slice(start, end));
      let pieceStart = start;
      for (let piece = 0; piece < ids.length; piece++) {
        const pieceEnd = start + ends[piece]!;
        // A prepended "▁" has the span of the word's first character.
        const first = Math.max(0, pieceStart - shift);
        tokens.push(ids[piece]!, input, from + first, from + Math.max(first + 1, pieceEnd - shift));
        pieceStart = pieceEnd;
      }
      start = end;
    }
  }
}

function specialsOf({ vocabulary, added, unknownId }: UnigramFile, file: string): SpecialIds {
  const names = { bos: "<s>", pad: "<pad>", eos: "</s>", unk: "<unk>", mask: "<mask>" };
  const ids = new Map<string, number>();
  vocabulary.forEach(([piece], id) => {
    if (piece.startsWith("<")) ids.set(piece, id);
  });
  for (const token of added) ids.set(token.content, token.id);
  ids.set(names.unk, unknownId);
  return findSpecials(names, (name) => ids.get(name), file);
}
