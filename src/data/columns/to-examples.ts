import { z } from "zod";
import { Unusable } from "../batch.ts";
import { counted, listed, shortened } from "../error.ts";
import type { PairRow, SpanRow, TagRow } from "../examples.ts";
import type { TableRow } from "../formats/table.ts";
import { misplacedAnswer } from "../spans.ts";

/** Examples from any table, by the names of its columns. Labels go by name: a number means what `aliases` says, never a place in a list. */

export interface LabelNames {
  /** The labels that may occur. */
  readonly labels: readonly string[];
  /** What else they may be called in a file, numbers included: {"2": "contradiction"}. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** A table's row as an example, or what is wrong with it. */
export type Converter<Row> = (row: TableRow, place: string) => Row | Unusable;

/** Which columns make a text pair. */
export interface PairColumns extends LabelNames {
  /** Several are joined by a space. */
  readonly textA: string | readonly string[];
  /** Joined by a space; none where there is one text. */
  readonly textB: readonly string[];
  readonly label: string;
}

export function pairOf({ textA, textB, label, ...names }: PairColumns): Converter<PairRow> {
  const first = typeof textA === "string" ? [textA] : textA;
  const columns = [...first, ...textB];
  const joined = (row: TableRow, names: readonly string[]) =>
    names.length === 1
      ? (row[names[0]!] as string)
      : names
          .map((name) => row[name])
          .join(" ")
          .trim();
  return (row) => {
    const missing = missingColumn(row, [...columns, label]);
    if (missing) return missing;
    const wrong = columns.find((name) => typeof row[name] !== "string");
    if (wrong !== undefined) return new Unusable(`has no text in "${wrong}". Correct it, or choose another column.`);
    const given = plainText(row[label]);
    if (given === undefined) return new Unusable(`has no label in "${label}". Correct it, or choose another column.`);
    const found = labelOf(given, names);
    if (found instanceof Unusable) return found;
    return { textA: joined(row, first), textB: textB.length === 0 ? "" : joined(row, textB), label: found };
  };
}

/** Which columns hold a sentence's words and tags: lists of one length. */
export interface TagColumns extends LabelNames {
  readonly words: string;
  readonly tags: string;
}

export function tagsOf({ words, tags, ...names }: TagColumns): Converter<TagRow> {
  return (row) => {
    const missing = missingColumn(row, [words, tags]);
    if (missing) return missing;
    const [wordList, tagList] = listsOf(row[words], row[tags]);
    if (!Array.isArray(wordList) || !Array.isArray(tagList)) {
      return new Unusable(`has no list in "${Array.isArray(wordList) ? tags : words}". Choose another column.`);
    }
    if (wordList.length !== tagList.length || wordList.length === 0) {
      return new Unusable(
        `has ${counted(wordList.length, "word")} and ${counted(tagList.length, "tag")}: each word needs one. Correct it.`,
      );
    }
    const [texts, given] = [wordList.map(plainText), tagList.map(plainText)];
    if (!isComplete(texts)) return new Unusable(`has a word in "${words}" that is no text. Correct it.`);
    if (!isComplete(given)) return new Unusable(`has a tag in "${tags}" that is no name. Correct it.`);
    const found = given.map((tag) => labelOf(tag, names));
    return found.find((tag) => tag instanceof Unusable) ?? { words: texts, tags: found as string[] };
  };
}

/** Lists; of tables without lists, texts whose words are parted by spaces. */
function listsOf(words: unknown, tags: unknown): readonly unknown[] {
  if (typeof words !== "string" || typeof tags !== "string") return [words, tags];
  return [words, tags].map((text) => text.split(/\s+/).filter((word) => word !== ""));
}

/** Which columns make a question. */
export interface SpanColumns {
  /** Questions without one are called by their places. */
  readonly id?: string;
  readonly question: string;
  readonly context: string;
  /** Lists `text` and `answer_start`, as SQuAD on the Hub has them; a list of objects with these; with `start`, one answer's text. */
  readonly answers: string;
  /** Where an answer's text begins, in code points: as a column says, or where it first stands in the context. */
  readonly start?: { readonly column: string } | "first";
}

const startSchema = z
  .union([z.number(), z.bigint(), z.string().regex(/^\d+$/)])
  .transform(Number)
  .pipe(z.int().min(0));
const listsSchema = z
  .object({ text: z.array(z.string()).min(1), answer_start: z.array(startSchema) })
  .refine(({ text, answer_start: starts }) => text.length === starts.length)
  .transform(({ text, answer_start: starts }) => text.map((each, index) => ({ text: each, start: starts[index]! })));
const objectsSchema = z
  .array(z.object({ text: z.string(), answer_start: startSchema }))
  .min(1)
  .transform((answers) => answers.map(({ text, answer_start: start }) => ({ text, start })));
const answersSchema = z.union([listsSchema, objectsSchema]);

export function spanOf(columns: SpanColumns): Converter<SpanRow> {
  const { id, question, context, answers, start } = columns;
  const startColumn = typeof start === "object" ? start.column : undefined;
  const one = (row: TableRow, text: string): SpanRow["answers"] | Unusable => {
    const answer = row[answers] as string;
    if (startColumn === undefined) return [{ text: answer, start: firstPlace(answer, text) }];
    const { data } = startSchema.safeParse(row[startColumn]);
    if (data !== undefined) return [{ text: answer, start: data }];
    return new Unusable(`has no whole number in "${startColumn}", which says where the answer begins. Correct it.`);
  };
  const needed = [id, question, context, answers, startColumn].filter((name) => name !== undefined);
  return (row, place) => {
    const missing = missingColumn(row, needed);
    if (missing) return missing;
    const wrong = [question, context].find((name) => typeof row[name] !== "string");
    if (wrong !== undefined) return new Unusable(`has no text in "${wrong}". Correct it, or choose another column.`);
    const text = row[context] as string;
    const found =
      typeof row[answers] === "string" && start ? one(row, text) : answersSchema.safeParse(row[answers]).data;
    if (found instanceof Unusable) return found;
    if (found === undefined) {
      return new Unusable(`has no lists text and answer_start of one length in "${answers}". Choose another column.`);
    }
    const name = id === undefined ? undefined : plainText(row[id]);
    const example = { id: name || place, question: row[question] as string, context: text, answers: found };
    return misplacedAnswer(example) ?? example;
  };
}

/** In code points; 0 where it is not there, which `misplacedAnswer` finds out. */
function firstPlace(answer: string, text: string): number {
  return Array.from(text.slice(0, Math.max(0, text.indexOf(answer)))).length;
}

/** The label of that alias or name. */
export function labelOf(given: string, { labels, aliases = {} }: LabelNames): string | Unusable {
  const name = Object.hasOwn(aliases, given) ? aliases[given]! : given;
  if (labels.includes(name)) return name;
  return new Unusable(`has the label "${shortened(name)}". The labels are ${labels.join(", ")}.`);
}

function missingColumn(row: TableRow, names: readonly string[]): Unusable | undefined {
  const missing = names.find((name) => !Object.hasOwn(row, name));
  if (missing === undefined) return undefined;
  return new Unusable(`has no "${missing}"; it has ${listed(Object.keys(row))}. Choose the columns again.`);
}

/** What a cell says, where it is a single value; undefined where it is missing, or a list or an object. */
function plainText(value: unknown): string | undefined {
  return ["string", "number", "bigint", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function isComplete(texts: (string | undefined)[]): texts is string[] {
  return !texts.includes(undefined);
}
