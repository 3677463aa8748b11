import { z } from "zod";
import { type Batches, collectAll, type Located, Unusable } from "../batch.ts";
import type { Bytes } from "../bytes.ts";
import { type LabelNames, labelOf } from "../columns/to-examples.ts";
import { DataError, type Fault } from "../error.ts";
import { readLines } from "../lines.ts";
import { readConll } from "./conll.ts";
import { withoutBlanks } from "./table.ts";

/** What models predicted, in the files that XGLUE's script scores. Every line matters: the first fault is an error. */

/** One label a line, as many as the gold file has examples and in their order. */
export async function readLabelPredictions(bytes: Bytes, file: string, names: LabelNames): Promise<string[]> {
  const rows = await collectAll(labelLines(bytes, file, names), file);
  return rows.map(({ row }) => row);
}

async function* labelLines(bytes: Bytes, file: string, names: LabelNames): Batches<string> {
  for await (const lines of withoutBlanks(readLines(bytes, file))) {
    const rows: Located<string>[] = [];
    const faults: Fault[] = [];
    for (const { number, text } of lines) {
      const place = `line ${number}`;
      const label = text instanceof Unusable ? text : labelOf(text.trim(), names);
      if (label instanceof Unusable) faults.push({ file, place, message: label.message });
      else rows.push({ place, row: label });
    }
    yield { rows, faults };
  }
}

/** One tag a line, a blank line between sentences. `O` says of any task's word that nothing was predicted for it. */
export async function readTagPredictions(
  bytes: Bytes,
  file: string,
  tags: readonly string[],
): Promise<Located<readonly string[]>[]> {
  const known = tags.includes("O") ? tags : [...tags, "O"];
  const rows = await collectAll(readConll(bytes, { file, columns: { count: 1, word: 0, tag: 0 }, tags: known }), file);
  return rows.map(({ place, row }) => ({ place, row: row.tags }));
}

const answersSchema = z.record(z.string(), z.string());

/** A JSON object from question id to answer. */
export async function readAnswerPredictions(bytes: Bytes, file: string): Promise<Map<string, string>> {
  const texts: string[] = [];
  for await (const lines of readLines(bytes, file)) {
    for (const { number, text } of lines) {
      if (text instanceof Unusable) throw new DataError(`${file}: line ${number} ${text.message}`);
      texts.push(text);
    }
  }
  const { data, error } = answersSchema.safeParse(parsed(texts.join("\n"), file));
  if (data) return new Map(Object.entries(data));
  const [issue] = error.issues;
  const id = issue?.path.join(".");
  throw new DataError(
    id
      ? `${file}: the answer to ${id} is not a text. Expected is {"question id": "answer", …}.`
      : `${file}: is JSON, but not an object. Expected is {"question id": "answer", …}.`,
  );
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${file}: is not JSON, or is cut off. Expected is {"question id": "answer", …}.`, { cause });
  }
}
