import type { Aligned } from "./aligned.ts";
import { endsWithWord, isWhitespace, startsWithWord } from "./characters.ts";

/** A token that is found in the text itself, before anything is cut into words: `<s>`, `<mask>` … */
export interface AddedToken {
  id: number;
  content: string;
  /** Only where no word character stands next to it. */
  single_word: boolean;
  /** Takes the whitespace on its left along. */
  lstrip: boolean;
  rstrip: boolean;
  /** Is looked for in the normalized text, in its own normalized form. */
  normalized: boolean;
}

/** A stretch of text, in UTF-16 units; with `id` it is an added token. */
export interface Stretch {
  start: number;
  end: number;
  id?: number;
}

/** Finds added tokens: leftmost first, of several at one place the longest. */
export class AddedTokens {
  readonly #pattern: RegExp | undefined;
  readonly #byContent = new Map<string, AddedToken>();

  constructor(tokens: readonly AddedToken[], form: (content: string) => string) {
    for (const token of tokens) {
      const content = form(token.content);
      if (content !== "" && !this.#byContent.has(content)) this.#byContent.set(content, token);
    }
    const contents = [...this.#byContent.keys()].sort((a, b) => b.length - a.length);
    if (contents.length > 0) this.#pattern = new RegExp(contents.map(escapePattern).join("|"), "gu");
  }

  /** Cuts the text into stretches that cover all of it. */
  split(text: Aligned["text"]): Stretch[] {
    const stretches: Stretch[] = [];
    let done = 0;
    for (const match of this.#pattern ? text.matchAll(this.#pattern) : []) {
      const token = this.#byContent.get(match[0])!;
      let start = match.index;
      let end = start + match[0].length;
      if (token.single_word && (endsWithWord(text.slice(0, start)) || startsWithWord(text.slice(end)))) continue;
      if (token.lstrip) while (start > done && isWhitespace(text.charCodeAt(start - 1))) start--;
      if (token.rstrip) while (end < text.length && isWhitespace(text.charCodeAt(end))) end++;
      if (start > done) stretches.push({ start: done, end: start });
      stretches.push({ start, end, id: token.id });
      done = end;
    }
    if (done < text.length) stretches.push({ start: done, end: text.length });
    return stretches;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
