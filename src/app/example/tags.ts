/** Words with their tags, as they are drawn: each word by itself, or the words of one entity together. Pure. */

export interface TaggedPart {
  readonly words: readonly string[];
  /** As people read it: "PER" for B-PER and I-PER; undefined for words outside of every entity. */
  readonly tag: string | undefined;
  /** Which of the palette's colours; tags that are akin share one. */
  readonly hue: Hue | undefined;
}

export const HUES = ["thing", "name", "doing", "quality", "link", "sign"] as const;
/** Never alone: the tag's name stands beside it. */
export type Hue = (typeof HUES)[number];

/** UPOS by what the words do in a sentence, and the four kinds of entities. */
const HUE_OF: Readonly<Record<string, Hue>> = {
  NOUN: "thing",
  PRON: "thing",
  PROPN: "name",
  VERB: "doing",
  AUX: "doing",
  ADJ: "quality",
  ADV: "quality",
  NUM: "quality",
  DET: "quality",
  ADP: "link",
  CCONJ: "link",
  SCONJ: "link",
  PART: "link",
  PUNCT: "sign",
  SYM: "sign",
  INTJ: "sign",
  X: "sign",
  PER: "thing",
  LOC: "doing",
  ORG: "name",
  MISC: "quality",
};

const OUTSIDE = "O";

/**
 * Whether tags say where entities begin and go on (`B-PER`, `I-PER`, `O`). A task's labels tell, since a sentence may have none.
 */
export function marksEntities(labels: readonly string[]): boolean {
  return labels.includes(OUTSIDE);
}

/** @param entities as `marksEntities` says; an entity goes on while its kind stays and no `B-` begins another (as in IOB1, too) */
export function taggedParts(words: readonly string[], tags: readonly string[], entities: boolean): TaggedPart[] {
  const parts: { words: string[]; tag: string | undefined; hue: Hue | undefined }[] = [];
  for (const [i, word] of words.entries()) {
    const full = tags[i] ?? OUTSIDE;
    const tag = !entities ? full : full === OUTSIDE ? undefined : full.replace(/^[BI]-/, "");
    const last = parts.at(-1);
    if (entities && last && last.tag === tag && !full.startsWith("B-")) last.words.push(word);
    else parts.push({ words: [word], tag, hue: tag === undefined ? undefined : HUE_OF[tag] });
  }
  return parts;
}
