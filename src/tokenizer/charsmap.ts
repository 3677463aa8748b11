import { type Aligned, AlignedBuilder } from "./aligned.ts";
import { TokenizerError } from "./error.ts";

/** sentencepiece's rules are tried on a whole grapheme only below this many UTF-8 bytes (as in Rust `tokenizers`). */
const GRAPHEME_BYTES = 6;

// What is known of a code point, found out on first sight.
const KNOWN = 1;
/** The map rewrites it even on its own. */
const REWRITTEN = 2;
/** Two of these next to each other are two graphemes, whatever stands around them. */
const SEPARATE = 4;
const MARK = 8;

/** Letters, numbers, punctuation, symbols and spaces whose Grapheme_Cluster_Break is Other (or a whole Hangul syllable). */
const SEPARATE_CATEGORY = /[\p{L}\p{N}\p{P}\p{S}\p{Zs}]/u;
const SEPARATE_RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x2ff],
  [0x370, 0xd4d],
  [0xd4f, 0xe32], // without Malayalam dot reph (prepended) and Thai sara am (appended)
  [0xe34, 0xeb2],
  [0xeb4, 0xfff],
  [0x1e00, 0x1fff],
  [0x2010, 0x205e],
  [0x20a0, 0x20cf],
  [0x2100, 0x2bff],
  [0x3000, 0x3029],
  [0x3030, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xff01, 0xff9d], // without the half-width voicing marks
];

/**
 * sentencepiece's `precompiled_charsmap`: a Darts double-array trie from UTF-8 byte strings to replacements.
 * Layout: u32 size of the trie in bytes (little endian), the trie as u32 units, then the replacements, each ended by NUL.
 * The file is not trusted: every index is checked.
 */
export class Charsmap {
  readonly #units: Uint32Array;
  readonly #replacements: Uint8Array;
  readonly #file: string;
  readonly #flags = new Uint8Array(0x110000);
  readonly #single = new Map<number, string>();
  readonly #segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(bytes: Uint8Array, file: string) {
    this.#file = file;
    if (bytes.length < 8) this.#fail(`it has ${bytes.length} bytes`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const trieBytes = view.getUint32(0, true);
    if (trieBytes === 0 || trieBytes % 4 !== 0 || trieBytes > bytes.length - 4) {
      this.#fail(`it announces a trie of ${trieBytes} bytes and has ${bytes.length - 4}`);
    }
    this.#units = new Uint32Array(trieBytes / 4);
    for (let unit = 0; unit < this.#units.length; unit++) this.#units[unit] = view.getUint32(4 + 4 * unit, true);
    this.#replacements = bytes.slice(4 + trieBytes);
  }

  /** Rewrites the text; spans follow the Rust library's rules for inserted and removed characters, quirks included. */
  normalize(input: Aligned): Aligned {
    const { text } = input;
    let quiet = true;
    for (let unit = 0; quiet && unit < text.length; unit++) {
      const code = text.charCodeAt(unit);
      quiet = (this.#flagsOf(code) & (SEPARATE | REWRITTEN)) === SEPARATE;
    }
    return quiet ? input : applyChanges(input, this.#changes(text));
  }

  /** The new characters, each with how it changes the length (`Changes`). */
  #changes(text: string): Changes {
    const changes = new Changes();
    let from = 0;
    let previous = 0;
    for (let at = 0; at < text.length; ) {
      const codePoint = text.codePointAt(at)!;
      const flags = this.#flagsOf(codePoint);
      if (at > from && surelyParted(previous, flags, codePoint)) {
        this.#rewriteRegion(text.slice(from, at), changes);
        from = at;
      }
      previous = flags;
      at += codePoint > 0xffff ? 2 : 1;
    }
    if (from < text.length) this.#rewriteRegion(text.slice(from), changes);
    return changes;
  }

  /** A piece of text between two places that are grapheme boundaries for sure. */
  #rewriteRegion(region: string, changes: Changes): void {
    const isOneUnit = region.length === 1;
    // Two characters from U+0800 on have six bytes or more: such graphemes are never tried as a whole.
    if (isOneUnit || !/[\0-\u07ff]/.test(region)) {
      this.#rewriteSingly(region, changes);
      return;
    }
    for (const { segment } of this.#segmenter.segment(region)) {
      const whole = this.#matchWhole(segment);
      if (whole === undefined) this.#rewriteSingly(segment, changes);
      else changes.replace(codePointCount(segment), whole);
    }
  }

  #rewriteSingly(text: string, changes: Changes): void {
    for (const character of text) {
      const codePoint = character.codePointAt(0)!;
      if (this.#flagsOf(codePoint) & REWRITTEN) changes.replace(1, this.#single.get(codePoint)!);
      else changes.keep(character);
    }
  }

  #matchWhole(grapheme: string): string | undefined {
    if (grapheme.length >= GRAPHEME_BYTES) return undefined;
    const bytes = this.#encoder.encode(grapheme);
    return bytes.length < GRAPHEME_BYTES ? this.#lookUp(bytes) : undefined;
  }

  #flagsOf(codePoint: number): number {
    const known = this.#flags[codePoint]!;
    if (known) return known;
    let flags = KNOWN;
    const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (!isSurrogate) {
      const character = String.fromCodePoint(codePoint);
      const replacement = this.#lookUp(this.#encoder.encode(character));
      if (replacement !== undefined) {
        flags |= REWRITTEN;
        this.#single.set(codePoint, replacement);
      }
      if (/\p{M}/u.test(character)) flags |= MARK;
      const inRange = SEPARATE_RANGES.some(([first, last]) => codePoint >= first && codePoint <= last);
      if (inRange && SEPARATE_CATEGORY.test(character)) flags |= SEPARATE;
    }
    this.#flags[codePoint] = flags;
    return flags;
  }

  /** The replacement of the shortest prefix the trie knows, as the Rust library takes it. */
  #lookUp(key: Uint8Array): string | undefined {
    let node = offsetOf(this.#unit(0));
    for (const byte of key) {
      if (byte === 0) return undefined;
      node ^= byte;
      const unit = this.#unit(node);
      if ((unit & 0x800000ff) >>> 0 !== byte) return undefined;
      node = (node ^ offsetOf(unit)) >>> 0;
      if ((unit >>> 8) & 1) return this.#replacementAt(this.#unit(node) & 0x7fffffff);
    }
    return undefined;
  }

  #unit(index: number): number {
    const unit = this.#units[index];
    if (unit === undefined) this.#fail(`its trie points at unit ${index} of ${this.#units.length}`);
    return unit;
  }

  #replacementAt(index: number): string {
    if (index > this.#replacements.length) {
      this.#fail(`its trie points at replacement byte ${index} of ${this.#replacements.length}`);
    }
    const end = this.#replacements.indexOf(0, index);
    try {
      return this.#decoder.decode(this.#replacements.subarray(index, end < 0 ? undefined : end));
    } catch {
      this.#fail(`the replacement at byte ${index} is not UTF-8`);
    }
  }

  #fail(fault: string): never {
    throw new TokenizerError(`${this.#file}: the normalizer's precompiled_charsmap is broken: ${fault}. Get it again.`);
  }
}

/** A list of characters, each with its change of length: 0 replaces one, 1 is inserted, -n replaces one and drops n. */
class Changes {
  readonly characters: string[] = [];
  readonly deltas: number[] = [];

  keep(character: string): void {
    this.characters.push(character);
    this.deltas.push(0);
  }

  /** `oldCount` characters become `replacement`. A drop is charged to whatever character was written last. */
  replace(oldCount: number, replacement: string): void {
    let written = 0;
    for (const character of replacement) {
      this.characters.push(character);
      this.deltas.push(written++ < oldCount ? 0 : 1);
    }
    const last = this.deltas.length - 1;
    if (written < oldCount && last >= 0) this.deltas[last]! += written - oldCount;
  }
}

/** Gives every new character its span in the original, reading the old characters in order. */
function applyChanges(input: Aligned, changes: Changes): Aligned {
  const first = firstUnits(input.text);
  const out = new AlignedBuilder();
  const base = input.starts[0] ?? 0;
  let old = 0;
  changes.characters.forEach((character, index) => {
    const delta = changes.deltas[index]!;
    const from = first[delta > 0 ? old - 1 : old];
    if (from === undefined) out.push(character, base, base);
    else out.push(character, input.starts[from]!, input.ends[from]!);
    if (delta <= 0) old += 1 - delta;
  });
  return out.finish();
}

/** The UTF-16 position of each character. */
function firstUnits(text: string): number[] {
  const first: number[] = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) first.push(at);
  return first;
}

/**
 * Whether a grapheme boundary lies between two characters for sure (Unicode Standard Annex #29). A mark ends its
 * grapheme too, but below U+0900 only: further up, Indic viramas join it to the next consonant.
 */
function surelyParted(before: number, after: number, codePointAfter: number): boolean {
  if (!(after & SEPARATE)) return false;
  return (before & SEPARATE) !== 0 || ((before & MARK) !== 0 && codePointAfter < 0x900);
}

function offsetOf(unit: number): number {
  return ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;
}

function codePointCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
