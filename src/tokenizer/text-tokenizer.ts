import { type AddedToken, AddedTokens } from "./added.ts";
import { type Aligned, identity, TokenList } from "./aligned.ts";
import { wellFormed } from "./characters.ts";
import type { SpecialIds } from "./specials.ts";
import { encodePair, type Template } from "./template.ts";
import type { Encoding, Tokenizer } from "./tokenizer.ts";

/** What the kinds of tokenizer differ in. */
export interface Kind {
  /** Of the model, added tokens aside. */
  readonly vocabularySize: number;
  readonly added: readonly AddedToken[];
  readonly specials: SpecialIds;
  readonly template: Template;
  readonly blank: number | undefined;
  normalize(text: Aligned): Aligned;
  /** Cuts a stretch of normalized text, without added tokens in it, into words and these into pieces. */
  segment(input: Aligned, from: number, to: number, tokens: TokenList): void;
}

/** Added tokens are looked for in the text, then in the normalized text; what lies between is the model's. */
export class TextTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly specials: SpecialIds;
  readonly template: Template;
  readonly blank: number | undefined;
  readonly #kind: Kind;
  readonly #addedToText: AddedTokens;
  readonly #addedToNormalized: AddedTokens;

  constructor(kind: Kind) {
    const { added, vocabularySize, specials, template, blank } = kind;
    this.#kind = kind;
    this.#addedToText = new AddedTokens(
      added.filter((token) => !token.normalized),
      (token) => token,
    );
    this.#addedToNormalized = new AddedTokens(
      added.filter((token) => token.normalized),
      (token) => kind.normalize(identity(token, 0)).text,
    );
    this.vocabSize = added.reduce((size, token) => Math.max(size, token.id + 1), vocabularySize);
    this.specials = specials;
    this.template = template;
    this.blank = blank;
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
    const normalized = this.#kind.normalize(identity(text, base));
    for (const { start, end, id } of this.#addedToNormalized.split(normalized.text)) {
      if (id === undefined) this.#kind.segment(normalized, start, end, tokens);
      else tokens.push(id, normalized, start, end);
    }
  }
}
