import { type Batches, type Located, Unusable } from "../batch.ts";
import type { Bytes } from "../bytes.ts";
import type { Fault } from "../error.ts";
import { readLines } from "../lines.ts";
import { type TableRow, withoutBlanks } from "./table.ts";

/** One JSON object a line. Which names a row needs is for `mapRows` to say: objects need not have the same. */
export async function* readJsonLines(bytes: Bytes, file: string): Batches<TableRow> {
  for await (const lines of withoutBlanks(readLines(bytes, file))) {
    const rows: Located<TableRow>[] = [];
    const faults: Fault[] = [];
    for (const { number, text } of lines) {
      const place = `line ${number}`;
      const row = text instanceof Unusable ? text : objectOf(text);
      if (row instanceof Unusable) faults.push({ file, place, message: row.message });
      else rows.push({ place, row });
    }
    yield { rows, faults };
  }
}

function objectOf(text: string): TableRow | Unusable {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as TableRow;
  } catch {
    return new Unusable('is not JSON. Expected is one object a line, such as {"text": "…", "label": "…"}.');
  }
  return new Unusable(
    'is JSON, but not an object. Expected is one object a line, such as {"text": "…", "label": "…"}.',
  );
}
