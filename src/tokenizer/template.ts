/** The special tokens around texts, as `[CLS] A [SEP] B [SEP]` and `<s> A </s> </s> B </s>`. */
import type { Encoding } from "./tokenizer.ts";

export interface Template {
  readonly bos: number;
  readonly eos: number;
  /** `eos` between two texts. */
  readonly between: 1 | 2;
  /** Type of the tokens of a second text and of the `eos` after it; all others are of type 0. */
  readonly secondType: 0 | 1;
}

/** Tokens that `join` adds. */
export function specialCount({ between }: Template, texts: 1 | 2): number {
  return texts === 1 ? 2 : 2 + between;
}

/** @returns ids; the place of the second text's first token, if there is one; and of the first token of type 1, if there is one */
export function join(
  { bos, eos, between, secondType }: Template,
  a: readonly number[],
  b?: readonly number[],
): { ids: number[]; startOfB: number | undefined; second?: number } {
  const ids = [bos, ...a, eos];
  if (!b) return { ids, startOfB: undefined };
  if (between === 2) ids.push(eos);
  const startOfB = ids.length;
  ids.push(...b, eos);
  return { ids, startOfB, ...(secondType === 1 && { second: startOfB }) };
}

/**
 * `Tokenizer.encodePair` by a tokenizer's own `encode`, which is told when it has tokens enough: from then on it looks at no
 * further word. The Rust library (0.23) does so too, and finds by those lengths which text is the longer.
 */
export function encodePair(
  { template, encode }: { readonly template: Template; encode(text: string, enough: number): Encoding },
  a: string,
  b: string | undefined,
  maxLength: number,
): Encoding {
  const specials = specialCount(template, b === undefined ? 1 : 2);
  const room = maxLength - specials;
  if (!Number.isInteger(room) || room < 0) {
    throw new RangeError(
      `maxLength is ${maxLength}: too short for the special tokens alone. Use ${specialCount(template, 2)} or more.`,
    );
  }
  const first = encode(a, maxLength);
  const second = b === undefined ? undefined : encode(b, maxLength);
  const [firstLength, secondLength] = shares(first.ids.length, second?.ids.length ?? 0, room);
  const { ids, startOfB, ...types } = join(
    template,
    first.ids.slice(0, firstLength),
    second?.ids.slice(0, secondLength),
  );
  const offsets = ids.map((): [number, number] => [0, 0]);
  for (let token = 0; token < firstLength; token++) offsets[1 + token] = first.offsets[token]!;
  if (second && startOfB !== undefined) {
    for (let token = 0; token < secondLength; token++) offsets[startOfB + token] = second.offsets[token]!;
  }
  return { ids, offsets, ...types };
}

/** How much of each of two texts stays ("longest first" of the Rust library: an odd token goes to the longer, or b). */
function shares(a: number, b: number, room: number): [number, number] {
  if (a + b <= room) return [a, b];
  const short = Math.min(a, b);
  const half = Math.floor(room / 2);
  const [shortShare, longShare] = short + short <= room ? [short, room - short] : [half, room - half];
  return a > b ? [longShare, shortShare] : [shortShare, longShare];
}
