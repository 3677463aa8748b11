import { listed } from "../error.ts";
import { type PairFormat, XGLUE, type XglueTask } from "../xglue/xglue.ts";
import type { PairColumns, SpanColumns, TagColumns } from "./to-examples.ts";

/**
 * Which column of a table holds what: field -> column, several columns of one field joined by "+". Fields are called as XGLUE's
 * columns are (`fieldsOf`); `text`, `text1`, `text2` and `label` stand for those of any task.
 */
export type ColumnChoice = Readonly<Record<string, string>>;

/** Something that an example needs, or may have. */
export interface Field {
  readonly id: string;
  readonly required: boolean;
  /** Names under which data sets have it, in small letters, the likeliest first. */
  readonly names: readonly string[];
}

/** The columns of a table that make examples. */
export type Chosen = (
  | { readonly kind: "pair"; readonly columns: Pick<PairColumns, "textA" | "textB" | "label"> }
  | { readonly kind: "tags"; readonly columns: Pick<TagColumns, "words" | "tags"> }
  | { readonly kind: "span"; readonly columns: SpanColumns }
) & {
  /** The column that names each row's language. */
  readonly language?: string;
};

const LANGUAGE: Field = { id: "language", required: false, names: ["language", "lang", "lg"] };

/** What else the fields of XGLUE are called, above all in Hugging Face's version of it. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  premise: ["sentence1", "text1"],
  hypothesis: ["sentence2", "text2"],
  sentence1: ["text1"],
  sentence2: ["text2"],
  title: ["news_title", "ad_title", "web_page_title", "headline", "text"],
  body: ["news_body"],
  category: ["news_category", "label", "topic"],
  question: ["text1"],
  passage: ["answer", "context", "text2"],
  query: ["text1"],
  description: ["ad_description"],
  snippet: ["web_page_snippet"],
  // Hugging Face's XGLUE writes "relavance".
  label: ["relevance_label", "relavance_label", "gold_label", "grade"],
  words: ["tokens"],
  id: ["qid", "question_id"],
};

/** What the task's examples are made of, in the order in which people are asked. */
export function fieldsOf(task: XglueTask): readonly Field[] {
  const format = XGLUE[task];
  const field = (id: string, required = true, names: readonly string[] = OTHER_NAMES[id] ?? []): Field => ({
    id,
    required,
    names: [id, ...names],
  });
  switch (format.kind) {
    case "pair": {
      const [first, ...others] = format.textB;
      const second = first === undefined ? [] : [field(first, task !== "nc")];
      const more = others.map((id) => field(id, false));
      return [field(format.textA), ...second, ...more, field(labelColumnOf(format)), LANGUAGE];
    }
    case "tags":
      return [
        field("words"),
        field("tags", true, task === "ner" ? ["ner_tags", "ner"] : ["upos", "pos_tags", "pos"]),
        LANGUAGE,
      ];
    case "span":
      return [
        field("id", false),
        field("question", true, []),
        field("context", true, ["passage"]),
        field("answers", true, ["answer", "answer_text"]),
        field("start", false, ["answer_start"]),
        LANGUAGE,
      ];
  }
}

/**
 * The columns that hold the task's fields: those chosen, and for the other fields those of a known name.
 *
 * @param available names of the table's columns
 * @returns what is wrong, with the remedy, where a field cannot be found
 */
export function chooseColumns(
  task: XglueTask,
  available: readonly string[],
  choice: ColumnChoice = {},
): Chosen | string {
  const fields = fieldsOf(task);
  const found = new Map<string, readonly string[]>();
  for (const [name, columns] of Object.entries(choice)) {
    const field = fieldNamed(task, name);
    if (field === undefined) {
      return `there is no field "${name}" in ${task}. Its fields are ${fields.map(({ id }) => id).join(", ")}.`;
    }
    // A column's own name may have a plus in it.
    const parts = available.includes(columns) ? [columns] : columns.split("+");
    const missing = parts.find((part) => !available.includes(part));
    if (missing !== undefined)
      return `has no column "${missing}"; it has ${listed(available)}. Choose the columns again.`;
    found.set(field.id, parts);
  }
  const taken = new Set([...found.values()].flat());
  for (const { id, names, required } of fields) {
    if (found.has(id)) continue;
    const column = names
      .map((name) => available.find((candidate) => candidate.toLowerCase() === name && !taken.has(candidate)))
      .find((candidate) => candidate !== undefined);
    if (column !== undefined) {
      found.set(id, [column]);
      taken.add(column);
    } else if (required) {
      return `has no column that is known to hold the ${id}; it has ${listed(available)}. Say which: ${id}=COLUMN.`;
    }
  }
  return chosen(task, found);
}

function chosen(task: XglueTask, found: ReadonlyMap<string, readonly string[]>): Chosen {
  const format = XGLUE[task];
  const one = (id: string): string => found.get(id)?.[0] ?? "";
  const language = found.has("language") ? { language: one("language") } : {};
  switch (format.kind) {
    case "pair": {
      const textA = found.get(format.textA) ?? [];
      const textB = format.textB.flatMap((id) => found.get(id) ?? []);
      return { kind: "pair", columns: { textA, textB, label: one(labelColumnOf(format)) }, ...language };
    }
    case "tags":
      return { kind: "tags", columns: { words: one("words"), tags: one("tags") }, ...language };
    case "span": {
      const start = found.has("start") ? { column: one("start") } : ("first" as const);
      const id = found.has("id") ? { id: one("id") } : {};
      const columns = { ...id, question: one("question"), context: one("context"), answers: one("answers"), start };
      return { kind: "span", columns, ...language };
    }
  }
}

function fieldNamed(task: XglueTask, name: string): Field | undefined {
  const fields = fieldsOf(task);
  const known = fields.find(({ id }) => id === name);
  const format = XGLUE[task];
  if (known || format.kind !== "pair") return known;
  const general: Readonly<Record<string, string | undefined>> = {
    text: format.textA,
    text1: format.textA,
    text2: format.textB[0],
    label: labelColumnOf(format),
  };
  return fields.find(({ id }) => Object.hasOwn(general, name) && id === general[name]);
}

function labelColumnOf(format: PairFormat): string {
  return format.columns.at(-1)!;
}
