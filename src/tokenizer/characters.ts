/** Questions about single characters, answered as the Rust `tokenizers` library answers them. */

/**
 * Unicode White_Space, by UTF-16 unit (all of it lies in the basic plane). JavaScript's \s differs: it has U+FEFF and
 * lacks U+0085.
 */
export function isWhitespace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** The Rust regex crate's Unicode \w. */
const WORD = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

export function endsWithWord(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  const start = last >= 0xdc00 && last <= 0xdfff ? text.length - 2 : text.length - 1;
  return text.length > 0 && WORD.test(text.slice(start));
}

export function startsWithWord(text: string): boolean {
  const first = text.codePointAt(0);
  return first !== undefined && WORD.test(String.fromCodePoint(first));
}

/** Lone surrogates have no UTF-8 form; like any encoder, read them as U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
