import { PARTS, type Part, type PosWords, type Tagged, UPOS, type Upos } from "./language.ts";

export interface Token {
  readonly word: string;
  readonly tag: Upos;
}

const isUpos = (tag: string): tag is Upos => UPOS.some((known) => known === tag);

type FrameItem = Token | { readonly slot: string };
const frames = new Map<string, readonly FrameItem[]>();

/** Reads "I/PRON know/VERB {a} ./PUNCT" as tokens and slots. */
export function parseFrame(frame: string): readonly FrameItem[] {
  const items = frames.get(frame) ?? frame.split(" ").map((item) => parseItem(item, frame));
  frames.set(frame, items);
  return items;
}

function parseItem(item: string, frame: string): FrameItem {
  if (/^\{[a-z]>?\}$/.test(item)) return { slot: item.slice(1, -1) };
  const cut = item.lastIndexOf("/");
  const [word, tag] = [item.slice(0, cut), item.slice(cut + 1)];
  if (!word || !isUpos(tag))
    throw new Error(`"${item}" in "${frame}" is neither word/TAG nor a slot; write it as one.`);
  return { word, tag };
}

/** Each word of a table with its tag; capitals do not matter. A word under two tags is refused. */
export function tableOf(tagged: Tagged | undefined): ReadonlyMap<string, Upos> {
  const table = new Map<string, Upos>();
  for (const [tag, words] of Object.entries(tagged ?? {})) {
    for (const word of words.split(/\s+/).filter(Boolean)) {
      if (!isUpos(tag) || table.has(word))
        throw new Error(`"${word}" is listed twice, or "${tag}" is no tag; leave one.`);
      table.set(word, tag);
    }
  }
  return table;
}

const USUAL: Readonly<Record<Part, Upos>> = {
  name: "PROPN",
  role: "NOUN",
  someone: "PRON",
  object: "NOUN",
  place: "NOUN",
  city: "PROPN",
  time: "NOUN",
  verb: "VERB",
  adjective: "ADJ",
};

/** A language's tables, ready for look-up. */
export interface Tables {
  readonly words: ReadonlyMap<string, Upos>;
  readonly atEnd: ReadonlyMap<string, Upos>;
  readonly endings: readonly (readonly [RegExp, Upos])[];
  readonly inPart: Readonly<Record<Part, ReadonlyMap<string, Upos>>>;
}

const known = new WeakMap<PosWords, Tables>();

export function tablesOf(words: PosWords): Tables {
  const tables = known.get(words) ?? {
    words: tableOf(words.words),
    atEnd: tableOf(words.atEnd),
    endings: words.endings ?? [],
    inPart: Object.fromEntries(PARTS.map((part) => [part, tableOf(words.inPart?.[part])])) as Tables["inPart"],
  };
  known.set(words, tables);
  return tables;
}

const MARKS = /^[,.;:!?،。，।۔]$/u;

/** The tag of a word that stands in one part of a clause. */
export function tagOf(word: string, part: Part, isLast: boolean, tables: Tables): Upos {
  if (MARKS.test(word)) return "PUNCT";
  // Arabic joins a preposition to the number: "لـ3".
  if (/^(لـ)?\d+$/.test(word)) return "NUM";
  const key = word.toLowerCase();
  const listed = (isLast ? tables.atEnd.get(key) : undefined) ?? tables.inPart[part].get(key) ?? tables.words.get(key);
  return listed ?? tables.endings.find(([ending]) => ending.test(key))?.[1] ?? USUAL[part];
}

/** Words and signs of a text that is written with spaces. */
export function splitText(text: string, elides?: RegExp): string[] {
  const spaced = text.replaceAll(/[,.;:!?،]/g, " $& ");
  return (elides ? spaced.replaceAll(elides, "$& ") : spaced).split(" ").filter(Boolean);
}
