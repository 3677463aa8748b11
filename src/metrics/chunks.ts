/** A run of tags that belong together: an entity, or in POS a run of one part of speech. */
export interface Chunk {
  /** What follows the tag's last "-": `LOC` of `B-LOC`, all of `NOUN`. */
  readonly type: string;
  /** First token. */
  readonly start: number;
  /** Last token, included. */
  readonly end: number;
}

/** Before the first tag and after the last. */
const OUTSIDE = "O";

/**
 * The chunks of one sentence by the rules of seqeval 0.0.12 (`get_entities`), which are those of conlleval: they read IOB1,
 * IOB2 and IOBES alike. A chunk ends where the type changes, so that `B-LOC I-ORG` are two, and `I-LOC I-LOC` is one.
 */
export function chunksOf(tags: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let before: Tag = { prefix: OUTSIDE, type: "" };
  let start = 0;
  for (let index = 0; index <= tags.length; index++) {
    const tag = tagOf(tags[index] ?? OUTSIDE);
    if (endsBetween(before, tag)) chunks.push({ type: before.type, start, end: index - 1 });
    if (startsBetween(before, tag)) start = index;
    before = tag;
  }
  return chunks;
}

interface Tag {
  /** The first character. */
  readonly prefix: string;
  readonly type: string;
}

/** Bare tags have a prefix too: `SCONJ` and `SYM` begin with S and so stand alone, each a chunk. */
function tagOf(tag: string): Tag {
  return { prefix: tag.charAt(0), type: tag.slice(tag.lastIndexOf("-") + 1) };
}

function isInside({ prefix }: Tag): boolean {
  return prefix !== "O" && prefix !== ".";
}

function endsBetween(before: Tag, tag: Tag): boolean {
  if (before.prefix === "E" || before.prefix === "S") return true;
  if ((before.prefix === "B" || before.prefix === "I") && "BSO".includes(tag.prefix)) return true;
  return isInside(before) && before.type !== tag.type;
}

function startsBetween(before: Tag, tag: Tag): boolean {
  if (tag.prefix === "B" || tag.prefix === "S") return true;
  if ((tag.prefix === "E" || tag.prefix === "I") && "ESO".includes(before.prefix)) return true;
  return isInside(tag) && before.type !== tag.type;
}
