import { AddedTokens } from "./added.ts";
import { type Aligned, identity } from "./aligned.ts";
import { isWhitespace, wellFormed } from "./characters.ts";
import { TokenizerError } from "./error.ts";
import { readTokenizerFile, type TokenizerFile } from "./file.ts";
import { Unigram } from "./unigram.ts";

/** `offsets[i]` is the span [start, end) of token i in its text, in code points (not UTF-16 units). */
export interface Encoding {
  ids: number[];
  offsets: [number, number][];
}

export interface SpecialIds {
  bos: number;
  pad: number;
  eos: number;
  unk: number;
  mask: number;
}

export interface Tokenizer {
  readonly vocabSize: number;
  readonly specials: SpecialIds;
  /** The token of a word's mere beginning, "▁"; undefined where the vocabulary has none. */
  readonly blank: number | undefined;
  /** The tokens of a text, without `<s>` and `</s>`. */
  encode(text: string): Encoding;
  /**
   * `<s> A </s>`, or `<s> A </s> </s> B </s>`, at most `maxLength` tokens: the longer text is cut first, then both alike.
   * Special tokens have the offset [0, 0].
   */
  encodePair(a: string, b: string | undefined, maxLength: number): Encoding;
}

/**
 * Reads an XLM-R style `tokenizer.json`; the result agrees with the Rust `tokenizers` library in ids and offsets.
 *
 * @param file what to call the file in messages
 * @throws TokenizerError for a broken file or another kind of tokenizer
 */
export function parseTokenizer(json: string, file: string): Tokenizer {
  return new XlmrTokenizer(readTokenizerFile(json, file), file);
}

class XlmrTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly specials: SpecialIds;
  readonly blank: number | undefined;
  readonly #file: TokenizerFile;
  readonly #model: Unigram;
  readonly #addedToText: AddedTokens;
  readonly #addedToNormalized: AddedTokens;

  constructor(content: TokenizerFile, file: string) {
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
    this.specials = findSpecials(content, file);
    const blank = content.vocabulary.findIndex(([piece]) => piece === content.metaspace.replacement);
    this.blank = blank < 0 ? undefined : blank;
  }

  encode(text: string): Encoding {
    const encoding: Encoding = { ids: [], offsets: [] };
    const original = identity(wellFormed(text), 0);
    for (const { start, end, id } of this.#addedToText.split(original.text)) {
      if (id === undefined) this.#encodeText(original.text.slice(start, end), original.starts[start]!, encoding);
      else push(encoding, id, original, start, end);
    }
    return encoding;
  }

  encodePair(a: string, b: string | undefined, maxLength: number): Encoding {
    const { bos, eos } = this.specials;
    const room = maxLength - (b === undefined ? 2 : 4);
    if (!Number.isInteger(room) || room < 0) {
      throw new RangeError(`maxLength is ${maxLength}: too short for the special tokens alone. Use 4 or more.`);
    }
    const first = this.encode(a);
    const second = b === undefined ? undefined : this.encode(b);
    const [firstLength, secondLength] = shares(first.ids.length, second?.ids.length ?? 0, room);
    const pair: Encoding = { ids: [], offsets: [] };
    special(pair, bos);
    append(pair, first, firstLength);
    special(pair, eos);
    if (second) {
      special(pair, eos);
      append(pair, second, secondLength);
      special(pair, eos);
    }
    return pair;
  }

  /** @param base the code point of the original text at which `text` starts */
  #encodeText(text: string, base: number, encoding: Encoding): void {
    const normalized = this.#file.normalize(identity(text, base));
    for (const { start, end, id } of this.#addedToNormalized.split(normalized.text)) {
      if (id === undefined) this.#encodeNormalized(normalized, start, end, encoding);
      else push(encoding, id, normalized, start, end);
    }
  }

  #encodeNormalized(input: Aligned, from: number, to: number, encoding: Encoding): void {
    if (!this.#file.splitsOnWhitespace) {
      this.#encodeWords(input, from, to, encoding);
      return;
    }
    for (let start = from, at = from; at <= to; at++) {
      if (at < to && !isWhitespace(input.text.charCodeAt(at))) continue;
      if (at > start) this.#encodeWords(input, start, at, encoding);
      start = at + 1;
    }
  }

  /** Puts the "▁" of Metaspace in front and cuts before each: every part is segmented by itself. */
  #encodeWords(input: Aligned, from: number, to: number, encoding: Encoding): void {
    const { replacement, prepend, split } = this.#file.metaspace;
    const text = input.text.slice(from, to).replaceAll(" ", replacement);
    const isPrepended =
      !text.startsWith(replacement) && (prepend === "always" || (prepend === "first" && input.starts[from] === 0));
    const shift = isPrepended ? 1 : 0;
    const spaced = isPrepended ? replacement + text : text;
    for (let start = 0; start < spaced.length; ) {
      const next = split ? spaced.indexOf(replacement, start + 1) : -1;
      const end = next < 0 ? spaced.length : next;
      const { ids, ends } = this.#model.segment(spaced.slice(start, end));
      let pieceStart = start;
      for (let piece = 0; piece < ids.length; piece++) {
        const pieceEnd = start + ends[piece]!;
        // A prepended "▁" has the span of the word's first character.
        const first = Math.max(0, pieceStart - shift);
        push(encoding, ids[piece]!, input, from + first, from + Math.max(first + 1, pieceEnd - shift));
        pieceStart = pieceEnd;
      }
      start = end;
    }
  }
}

/** Adds a token that covers UTF-16 units `start` to `end` of the normalized text. */
function push(encoding: Encoding, id: number, input: Aligned, start: number, end: number): void {
  encoding.ids.push(id);
  encoding.offsets.push([input.starts[start]!, input.ends[end - 1]!]);
}

function special(encoding: Encoding, id: number): void {
  encoding.ids.push(id);
  encoding.offsets.push([0, 0]);
}

function append(encoding: Encoding, part: Encoding, length: number): void {
  for (let token = 0; token < length; token++) {
    encoding.ids.push(part.ids[token]!);
    encoding.offsets.push(part.offsets[token]!);
  }
}

/** How much of each of two texts stays ("longest first" of the Rust library: an odd token goes to the longer, or b). */
function shares(a: number, b: number, room: number): [number, number] {
  if (a + b <= room) return [a, b];
  const short = Math.min(a, b);
  const half = Math.floor(room / 2);
  const [shortShare, longShare] = short + short <= room ? [short, room - short] : [half, room - half];
  return a > b ? [longShare, shortShare] : [shortShare, longShare];
}

function findSpecials(content: TokenizerFile, file: string): SpecialIds {
  const names = { bos: "<s>", pad: "<pad>", eos: "</s>", unk: "<unk>", mask: "<mask>" };
  const ids = new Map<string, number>();
  content.vocabulary.forEach(([piece], id) => {
    if (piece.startsWith("<")) ids.set(piece, id);
  });
  for (const token of content.added) ids.set(token.content, token.id);
  const idOf = (name: string) => {
    const id = ids.get(name);
    if (id === undefined) {
      throw new TokenizerError(`${file}: there is no token "${name}". Is this the tokenizer of another kind of model?`);
    }
    return id;
  };
  return {
    bos: idOf(names.bos),
    pad: idOf(names.pad),
    eos: idOf(names.eos),
    unk: content.unknownId,
    mask: idOf(names.mask),
  };
}
