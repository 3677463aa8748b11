import { z } from "zod";
import { type Batch, type Batches, mapRows, Unusable } from "./batch.ts";
import { counted } from "./error.ts";
import type { PairRow, SpanRow, TagRow } from "./examples.ts";
import { misplacedAnswer } from "./spans.ts";
import type { TableRow } from "./table.ts";

/** Examples from any table, by the names of its columns. Labels go by name: a number means what `aliases` says, never a place in a list. */

export interface LabelNames {
  /** The labels that may occur. */
  readonly labels: readonly string[];
  /** What else they may be called in a file, numbers included: {"2": "contradiction"}. */
  readonly aliases?: Readonly<Record<string, string>>;
}

type Table = AsyncIterable<Batch<TableRow>>;

/** Which columns make a text pair. */
export interface PairColumns extends LabelNames {
  readonly textA: string;
  /** Joined by a space; none where there is one text. */
  readonly textB: readonly string[];
  readonly label: string;
}

/** @param file for messages */
export function pairRows(table: Table, file: string, { textA, textB, label, ...names }: PairColumns): Batches<PairRow> {
  const columns = [textA, ...textB];
  return mapRows(table, file, (row) => {
    const missing = missingColumn(row, [...columns, label]);
    if (missing) return missing;
    const wrong = columns.find((name) => typeof row[name] !== "string");
    if (wrong !== undefined) return new Unusable(`has no text in "${wrong}". Correct it, or choose another column.`);
    const found = labelOf(textOf(row[label]), names);
    if (found instanceof Unusable) return found;
    const [first = "", ...others] = columns.map((name) => row[name] as string);
    return { textA: first, textB: others.join(" ").trim(), label: found };
  });
}

/** Which columns hold a sentence's words and tags: lists of one length. */
export interface TagColumns extends LabelNames {
  readonly words: string;
  readonly tags: string;
}

/** @param file for messages */
export function tagRows(table: Table, file: string, { words, tags, ...names }: TagColumns): Batches<TagRow> {
  return mapRows(table, file, (row) => {
    const missing = missingColumn(row, [words, tags]);
    if (missing) return missing;
    const [wordList, tagList] = [row[words], row[tags]];
    if (!Array.isArray(wordList) || !Array.isArray(tagList)) {
      return new Unusable(`has no list in "${Array.isArray(wordList) ? tags : words}". Choose another column.`);
    }
    if (wordList.length !== tagList.length || wordList.length === 0) {
      return new Unusable(
        `has ${counted(wordList.length, "word")} and ${counted(tagList.length, "tag")}: each word needs one. Correct it.`,
      );
    }
    const found = tagList.map((tag) => labelOf(textOf(tag), names));
    return found.find((tag) => tag instanceof Unusable) ?? { words: wordList.map(textOf), tags: found as string[] };
  });
}

/** Which columns make a question; `answers` holds lists `text` and `answer_start`, as SQuAD on the Hub has them. */
export interface SpanColumns {
  readonly id: string;
  readonly question: string;
  readonly context: string;
  readonly answers: string;
}

const answersSchema = z.object({
  text: z.array(z.string()).min(1),
  answer_start: z.array(z.union([z.number(), z.bigint()]).transform(Number).pipe(z.int().min(0))),
});

/** @param file for messages */
export function spanRows(table: Table, file: string, columns: SpanColumns): Batches<SpanRow> {
  return mapRows(table, file, (row) => {
    const missing = missingColumn(row, Object.values(columns));
    if (missing) return missing;
    const { data } = answersSchema.safeParse(row[columns.answers]);
    if (!data || data.text.length !== data.answer_start.length) {
      return new Unusable(
        `has no lists text and answer_start of one length in "${columns.answers}". Choose another column.`,
      );
    }
    const context = textOf(row[columns.context]);
    const answers = data.text.map((text, index) => ({ text, start: data.answer_start[index]! }));
    const example = { id: textOf(row[columns.id]), question: textOf(row[columns.question]), context, answers };
    return misplacedAnswer(example) ?? example;
  });
}

/** The label of that name or alias. */
export function labelOf(given: string, { labels, aliases = {} }: LabelNames): string | Unusable {
  if (labels.includes(given)) return given;
  if (Object.hasOwn(aliases, given)) return aliases[given]!;
  const shown = given.length > 40 ? `${given.slice(0, 40)}…` : given;
  return new Unusable(`has the label "${shown}". The labels are ${labels.join(", ")}.`);
}

function missingColumn(row: TableRow, names: readonly string[]): Unusable | undefined {
  const missing = names.find((name) => !Object.hasOwn(row, name));
  if (missing === undefined) return undefined;
  return new Unusable(`has no "${missing}"; it has ${Object.keys(row).join(", ")}. Choose the columns again.`);
}

function textOf(value: unknown): string {
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
}
