import { type Batches, type Located, Unusable } from "../batch.ts";
import type { Bytes } from "../bytes.ts";
import { counted, type Fault, shortened } from "../error.ts";
import type { TagRow } from "../examples.ts";
import { type Line, readLines } from "../lines.ts";

export interface ConllOptions {
  /** For messages. */
  readonly file: string;
  /** How many columns a line has, and which of them, from 0, hold word and tag. XGLUE's: two, `word tag`. */
  readonly columns?: { readonly count: number; readonly word: number; readonly tag: number };
  /** The tags that may occur; any when not given. */
  readonly tags?: readonly string[];
  /** Other names for them. */
  readonly aliases?: Readonly<Record<string, string>>;
}

interface Word {
  readonly word: string;
  readonly tag: string;
}

/**
 * One word a line, its columns parted by spaces or tabs; a blank line ends a sentence, and so do the end of the file and
 * CoNLL-2003's `-DOCSTART-`. A sentence with a bad line is left out: without one of its words it would be another sentence.
 */
export function readConll(bytes: Bytes, { file, columns, tags, aliases = {} }: ConllOptions): Batches<TagRow> {
  const { count, word, tag } = columns ?? { count: 2, word: 0, tag: 1 };
  const known = tags && new Set(tags);
  return sentences(readLines(bytes, file), file, (text) => {
    if (text.trim() === "" || text.startsWith("-DOCSTART-")) return "end";
    const cells = conllCells(text);
    if (cells.length !== count) {
      return new Unusable(
        `has ${counted(cells.length, "column")}, not ${count}${COLUMN_NAMES[count] ?? ""}. ` +
          "Add or remove what differs; a blank line ends a sentence.",
      );
    }
    const found = { word: cells[word]!, tag: renamed(cells[tag]!, aliases) };
    if (found.word === "") return new Unusable("has no word before the tag. Add it.");
    if (known && !known.has(found.tag)) return unknownTag(found.tag, tags);
    return found;
  });
}

/**
 * CoNLL-U, as Universal Dependencies are published: word (FORM) and part of speech (UPOS). Multiword ranges such as `1-2` are
 * dropped, since their words follow; empty nodes such as `8.1` are kept, as XGLUE kept them.
 */
export function readConllU(bytes: Bytes, { file, tags, aliases = {} }: Omit<ConllOptions, "columns">): Batches<TagRow> {
  const known = tags && new Set(tags);
  return sentences(readLines(bytes, file), file, (text) => {
    if (text.trim() === "") return "end";
    if (text.startsWith("#")) return "skip";
    const cells = text.split("\t");
    if (cells.length !== 10) {
      return new Unusable(
        `has ${counted(cells.length, "column")}, not the 10 of CoNLL-U, parted by tabs. Is this a CoNLL-U file?`,
      );
    }
    const [id = "", word = "", , given = ""] = cells;
    if (/^\d+-\d+$/.test(id)) return "skip";
    if (!/^\d+(\.\d+)?$/.test(id)) return new Unusable(`begins with "${shortened(id)}", not with a word's number.`);
    if (word === "") return new Unusable("has no word in column 2. Add it.");
    const tag = renamed(given, aliases);
    if (tag === "_" || tag === "") return new Unusable("has no part of speech in column 4 (UPOS). Add it.");
    if (known && !known.has(tag)) return unknownTag(tag, tags);
    return { word, tag };
  });
}

function renamed(tag: string, aliases: Readonly<Record<string, string>>): string {
  return Object.hasOwn(aliases, tag) ? aliases[tag]! : tag;
}

/** Spaces at the end of a line mean nothing. */
export function conllCells(text: string): string[] {
  let end = text.length;
  // A pattern that is bound to the end alone tries every space of a line: minutes, where there are many.
  while (text[end - 1] === " " || text[end - 1] === "\t") end--;
  const line = text.slice(0, end);
  if (line.includes("\t")) return line.split("\t");
  // Most files have one space, and splitting by a pattern takes much longer.
  return line.split(line.includes("  ") ? / +/ : " ");
}

/** What lines of so many columns most often hold. */
const COLUMN_NAMES: Readonly<Record<number, string>> = { 1: " (the tag)", 2: " (word and tag)" };

type LineReader = (text: string) => Word | "end" | "skip" | Unusable;

async function* sentences(batches: AsyncIterable<readonly Line[]>, file: string, read: LineReader): Batches<TagRow> {
  let words: Word[] = [];
  let start = 0;
  let isSpoilt = false;
  const finished = (): Located<TagRow>[] => {
    const row = { words: words.map(({ word }) => word), tags: words.map(({ tag }) => tag) };
    const found = words.length > 0 && !isSpoilt ? [{ place: `line ${start}`, row }] : [];
    words = [];
    start = 0;
    isSpoilt = false;
    return found;
  };
  for await (const batch of batches) {
    const rows: Located<TagRow>[] = [];
    const faults: Fault[] = [];
    for (const { number, text } of batch) {
      const found = text instanceof Unusable ? text : read(text);
      if (found === "skip") continue;
      if (found === "end") {
        rows.push(...finished());
        continue;
      }
      if (start === 0) start = number;
      if (found instanceof Unusable) {
        isSpoilt = true;
        faults.push({ file, place: `line ${number}`, message: found.message });
      } else words.push(found);
    }
    yield { rows, faults };
  }
  yield { rows: finished(), faults: [] };
}

function unknownTag(tag: string, tags: readonly string[]): Unusable {
  return new Unusable(`has the tag "${shortened(tag)}". The tags are ${tags.join(" ")}.`);
}
