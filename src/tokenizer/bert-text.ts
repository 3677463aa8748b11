/** How BERT makes words of a text before it looks them up: clean, take apart, cut. As the Rust `tokenizers` library does it. */
import { type Aligned, AlignedBuilder } from "./aligned.ts";
import { ACCENTS, IDEOGRAPHS, PUNCTUATION, UNCLEAN } from "./categories.ts";
import { isWhitespace } from "./characters.ts";

/** As a `tokenizer.json` has them. */
export interface BertNormalizer {
  readonly cleanText: boolean;
  readonly handleChineseChars: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
}

export function bertNormalize(input: Aligned, settings: BertNormalizer): Aligned {
  const { cleanText, handleChineseChars, stripAccents, lowercase } = settings;
  let text = input;
  if (cleanText) text = mapped(text, (character) => (UNCLEAN.has(codeOf(character)) ? "" : spaced(character)));
  if (handleChineseChars) {
    text = mapped(text, (character) => (IDEOGRAPHS.has(codeOf(character)) ? ` ${character} ` : character));
  }
  if (stripAccents) {
    text = mapped(decomposed(text), (character) => (ACCENTS.has(codeOf(character)) ? "" : character));
  }
  // Character by character: a sigma at a word's end is like any other.
  if (lowercase) text = mapped(text, (character) => character.toLowerCase());
  return text;
}

/** Calls `found` for every word, in UTF-16 units: what stands between whitespace, and each punctuation mark by itself. */
export function bertWords(text: string, from: number, to: number, found: (start: number, end: number) => void): void {
  let start = from;
  const close = (end: number) => {
    if (end > start) found(start, end);
  };
  for (let at = from; at < to; ) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    const isBreak = isWhitespace(code);
    if (isBreak || PUNCTUATION.has(code)) {
      close(at);
      if (!isBreak) found(at, next);
      start = next;
    }
    at = next;
  }
  close(to);
}

function codeOf(character: string): number {
  return character.codePointAt(0)!;
}

function spaced(character: string): string {
  return isWhitespace(character.charCodeAt(0)) ? " " : character;
}

/** Each character becomes other ones, all of which have its span. */
function mapped(input: Aligned, change: (character: string) => string): Aligned {
  let isChanged = false;
  const out = new AlignedBuilder();
  let unit = 0;
  for (const character of input.text) {
    const changed = change(character);
    isChanged ||= changed !== character;
    if (changed !== "") out.push(changed, input.starts[unit]!, input.ends[unit]!);
    unit += character.length;
  }
  return isChanged ? out.finish() : input;
}

/** A character of a decomposition: the first that its source became, or a further one. */
interface Part {
  readonly character: string;
  readonly isFirst: boolean;
}

/**
 * Unicode's NFD. Where it puts marks in order, the Rust library counts spans off: each first part takes the span of the next
 * character of the input, and each further part that of the latest.
 */
function decomposed(input: Aligned): Aligned {
  const whole = input.text.normalize("NFD");
  if (whole === input.text) return input;
  const parts: Part[] = [];
  const spans: (readonly [number, number])[] = [];
  let unit = 0;
  for (const character of input.text) {
    spans.push([input.starts[unit]!, input.ends[unit]!]);
    unit += character.length;
    let isFirst = true;
    for (const part of character.normalize("NFD")) {
      parts.push({ character: part, isFirst });
      isFirst = false;
    }
  }
  const out = new AlignedBuilder();
  let source = -1;
  for (const { character, isFirst } of inOrder(parts, whole)) {
    if (isFirst) source++;
    out.push(character, ...spans[Math.max(0, source)]!);
  }
  return out.finish();
}

/** The same parts in the order of `whole`, equal ones as they stood. */
function inOrder(parts: readonly Part[], whole: string): Part[] {
  const waiting: Part[] = [];
  let next = 0;
  return Array.from(whole, (character) => {
    let place = waiting.findIndex((part) => part.character === character);
    while (place < 0) {
      waiting.push(parts[next++]!);
      if (waiting.at(-1)!.character === character) place = waiting.length - 1;
    }
    return waiting.splice(place, 1)[0]!;
  });
}
