import { isWhitespace } from "./characters.ts";

/**
 * A text on its way through the normalizers that still knows where each of its parts came from.
 * `starts[i]` and `ends[i]` are the span of UTF-16 unit i in the original text, counted in code points; both halves of
 * a surrogate pair have the same span.
 */
export interface Aligned {
  text: string;
  starts: Int32Array;
  ends: Int32Array;
}

/** The text as it is; its first character is code point `base` of the original. */
export function identity(text: string, base: number): Aligned {
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  let at = base - 1;
  for (let unit = 0; unit < text.length; unit++) {
    const code = text.charCodeAt(unit);
    if (code < 0xdc00 || code > 0xdfff) at++;
    starts[unit] = at;
    ends[unit] = at + 1;
  }
  return { text, starts, ends };
}

/** The tokens of a text, as they come. */
export class TokenList {
  readonly ids: number[] = [];
  readonly offsets: [number, number][] = [];
  readonly #enough: number;

  /** @param enough words after that many tokens are not wanted */
  constructor(enough: number) {
    this.#enough = enough;
  }

  get isFull(): boolean {
    return this.ids.length >= this.#enough;
  }

  /** Adds a token that covers UTF-16 units `start` to `end` of a normalized text. */
  push(id: number, input: Aligned, start: number, end: number): void {
    this.ids.push(id);
    this.offsets.push([input.starts[start]!, input.ends[end - 1]!]);
  }

  finish(): { ids: number[]; offsets: [number, number][] } {
    return { ids: this.ids, offsets: this.offsets };
  }
}

/** Collects characters with their spans. */
export class AlignedBuilder {
  #parts: string[] = [];
  #starts: number[] = [];
  #ends: number[] = [];

  push(character: string, start: number, end: number): void {
    this.#parts.push(character);
    for (let unit = 0; unit < character.length; unit++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  finish(): Aligned {
    return { text: this.#parts.join(""), starts: Int32Array.from(this.#starts), ends: Int32Array.from(this.#ends) };
  }
}

/** Each match becomes `content`; every new character takes the span of the match's last character. */
export function replaceAll(input: Aligned, pattern: RegExp, content: string): Aligned {
  const out = new AlignedBuilder();
  let done = 0;
  const copyUpTo = (end: number) => {
    for (; done < end; done++) out.push(input.text[done]!, input.starts[done]!, input.ends[done]!);
  };
  for (const match of input.text.matchAll(pattern)) {
    if (match[0].length === 0) continue;
    copyUpTo(match.index);
    done = match.index + match[0].length;
    out.push(content, input.starts[done - 1]!, input.ends[done - 1]!);
  }
  if (done === 0) return input;
  copyUpTo(input.text.length);
  return out.finish();
}

export function strip(input: Aligned, sides: { left: boolean; right: boolean }): Aligned {
  let from = 0;
  let to = input.text.length;
  if (sides.left) while (from < to && isWhitespace(input.text.charCodeAt(from))) from++;
  if (sides.right) while (to > from && isWhitespace(input.text.charCodeAt(to - 1))) to--;
  return {
    text: input.text.slice(from, to),
    starts: input.starts.subarray(from, to),
    ends: input.ends.subarray(from, to),
  };
}
