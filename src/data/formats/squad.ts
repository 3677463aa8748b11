import { JSONParser } from "@streamparser/json";
import { z } from "zod";
import { type Batches, type Located, Unusable } from "../batch.ts";
import type { Bytes } from "../bytes.ts";
import { DataError, type Fault } from "../error.ts";
import type { SpanRow } from "../examples.ts";
import { emptyFile } from "../lines.ts";
import { misplacedAnswer } from "../spans.ts";

/** Looser than SQuAD where that does no harm: files have further fields. */
const questionSchema = z.object({
  id: z.string().min(1),
  question: z.string(),
  answers: z.array(z.object({ text: z.string(), answer_start: z.int().min(0) })).min(1),
});
const paragraphSchema = z.object({ context: z.string(), qas: z.array(z.unknown()) });

/** No text is longer; what is, is held no further. */
const MOST_PARAGRAPH_BYTES = 32 * 2 ** 20;

export interface SquadOptions {
  /** For messages. */
  readonly file: string;
  /**
   * `slices`: an answer must stand in the context where it says, as training needs it. `texts`: only what it says matters, as
   * in scoring.
   */
  readonly answers: "slices" | "texts";
}

/**
 * Questions of a file in SQuAD 1.1's JSON, `data[].paragraphs[].qas[]`, read paragraph by paragraph.
 *
 * @throws DataError where the file is no JSON, not UTF-8, or has no such questions
 */
export async function* readSquad(bytes: Bytes, { file, answers }: SquadOptions): Batches<SpanRow> {
  let paragraphs: unknown[] = [];
  let paragraph = 0;
  let question = 0;
  const parser = new JSONParser({ paths: ["$.data.*.paragraphs.*"], keepStack: false });
  parser.onValue = ({ value }) => paragraphs.push(value);
  const pending = () => {
    const rows: Located<SpanRow>[] = [];
    const faults: Fault[] = [];
    for (const value of paragraphs) {
      paragraph++;
      const { data } = paragraphSchema.safeParse(value);
      if (!data) {
        const message = "has no context or no list of questions (qas). Expected is SQuAD 1.1's format.";
        faults.push({ file, place: `paragraph ${paragraph}`, message });
        continue;
      }
      for (const item of data.qas) {
        question++;
        const place = `question ${question}`;
        const row = spanRow(item, data.context, answers);
        if (row instanceof Unusable) faults.push({ file, place, message: row.message });
        else rows.push({ place, row });
      }
    }
    paragraphs = [];
    return { rows, faults };
  };
  let waitingBytes = 0;
  for await (const chunk of checkedText(bytes, file)) {
    parse(() => parser.write(chunk), file);
    waitingBytes = paragraphs.length > 0 ? 0 : waitingBytes + chunk.length;
    if (waitingBytes > MOST_PARAGRAPH_BYTES) {
      throw new DataError(
        `${file}: has ${MOST_PARAGRAPH_BYTES / 2 ** 20} MB without the end of a paragraph. Expected is SQuAD 1.1's format.`,
      );
    }
    if (paragraphs.length > 0) yield pending();
  }
  parse(() => {
    if (!parser.isEnded) parser.end();
  }, file);
  if (paragraph === 0) {
    throw new DataError(`${file}: has no questions in data[].paragraphs[].qas[]. Expected is SQuAD 1.1's format.`);
  }
}

function spanRow(item: unknown, context: string, need: SquadOptions["answers"]): SpanRow | Unusable {
  const { data, error } = questionSchema.safeParse(item);
  if (!data) {
    const [issue] = error.issues;
    return new Unusable(
      `cannot be used: ${issue?.path.join(".") || "it"}: ${issue?.message}. Expected is SQuAD 1.1's format.`,
    );
  }
  const answers = data.answers.map(({ text, answer_start: start }) => ({ text, start }));
  const row = { id: data.id, question: data.question, context, answers };
  return (need === "slices" ? misplacedAnswer(row) : undefined) ?? row;
}

/** The same chunks. The parser drops a byte order mark, but would take bytes that are not UTF-8 for U+FFFD. */
async function* checkedText(bytes: Bytes, file: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let isEmpty = true;
  const check = (chunk?: Uint8Array) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new DataError(`${file}: is not UTF-8. Save the file in UTF-8.`, { cause });
    }
  };
  for await (const chunk of bytes) {
    if (chunk.length === 0) continue;
    isEmpty = false;
    check(chunk);
    yield chunk;
  }
  check();
  if (isEmpty) throw emptyFile(file);
}

function parse(step: () => void, file: string): void {
  try {
    step();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.replace(/\s+/g, " ").slice(0, 200) : "";
    throw new DataError(`${file}: is not complete JSON (${detail}). Is the file completely copied?`, { cause });
  }
}
