import { z } from "zod";
import { CheckpointError } from "../checkpoint/index.ts";
import { maxTokens, type XlmrConfig } from "../model/config.ts";
import { type Head, OUTPUTS, tensorSpecs } from "../model/parameters.ts";
import type { Batch, Targets } from "../train/engine.ts";
import type { Checkpoint } from "../train/session.ts";
import { checkTargets } from "../train/targets.ts";
import { UsageError } from "./io.ts";

const id = z.int().min(0);
const rowsOfIds = z.array(z.array(id).min(1)).min(1);
/** What PyTorch leaves out of a mean. */
const UNLABELLED = -100;

/** By the head that they are for, with what a file of such batches looks like. */
const FORMATS = {
  sequence: {
    schema: z.array(z.strictObject({ input_ids: rowsOfIds, labels: z.array(id) })).min(1),
    shape: '{"input_ids": [[…], …], "labels": […]}',
  },
  token: {
    schema: z
      .array(z.strictObject({ input_ids: rowsOfIds, labels: z.array(z.array(z.literal(UNLABELLED).or(id))) }))
      .min(1),
    shape: `{"input_ids": [[…], …], "labels": [[…], …]}, ${UNLABELLED} for tokens without a label`,
  },
  span: {
    schema: z
      .array(z.strictObject({ input_ids: rowsOfIds, start_positions: z.array(id), end_positions: z.array(id) }))
      .min(1),
    shape: '{"input_ids": [[…], …], "start_positions": […], "end_positions": […]}',
  },
} as const;

type Limits = Pick<XlmrConfig, "vocabSize" | "maxPositions" | "padId">;

/**
 * Reads the batches that `replay` trains on; see its help for the format.
 *
 * @param file what to call it in messages
 * @throws UsageError that names batch, row and fault
 */
export function readBatches(json: string, file: string, head: Head, limits: Limits): Batch[] {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${file}: is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  return parsed(document, file, head).map(({ rows, targetsOf }, index) => {
    const fail = (fault: string) => new UsageError(`${file}: batch ${index}: ${fault}`);
    checkRows(rows, limits, fail);
    const sequence = rows[0]!.length;
    try {
      const batch: Batch = {
        inputIds: Int32Array.from(rows.flat()),
        rows: rows.length,
        sequence,
        targets: targetsOf(sequence),
      };
      checkTargets(batch, head, limits.padId);
      return batch;
    } catch (error) {
      throw error instanceof RangeError ? fail(error.message) : error;
    }
  });
}

type Rows = readonly (readonly number[])[];

interface FileBatch {
  readonly rows: Rows;
  readonly targetsOf: (sequence: number) => Targets;
}

function parsed(document: unknown, file: string, head: Head): FileBatch[] {
  switch (head.kind) {
    case "sequence":
      return checked(FORMATS.sequence, document, file).map(({ input_ids: rows, labels }) => ({
        rows,
        targetsOf: () => ({ kind: "sequence", labels: Int32Array.from(labels) }),
      }));
    case "token":
      return checked(FORMATS.token, document, file).map(({ input_ids: rows, labels }) => ({
        rows,
        targetsOf: (sequence) => labelledTokens(labels, rows.length, sequence),
      }));
    case "span":
      return checked(FORMATS.span, document, file).map(({ input_ids: rows, start_positions, end_positions }) => ({
        rows,
        targetsOf: () => ({
          kind: "span",
          starts: Int32Array.from(start_positions),
          ends: Int32Array.from(end_positions),
        }),
      }));
  }
}

function checked<Content>(
  { schema, shape }: { schema: z.ZodType<Content>; shape: string },
  document: unknown,
  file: string,
): Content {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  const where = path.length > 0 ? `${pathText(path)}: ` : "";
  throw new UsageError(`${file}: ${where}${message}. For this model's head it must be a list of ${shape}.`);
}

function labelledTokens(labels: Rows, rows: number, sequence: number): Targets {
  if (labels.length !== rows)
    throw new RangeError(`There are ${labels.length} rows of labels for ${rows} rows of ids.`);
  labels.forEach((row, number) => {
    if (row.length === sequence) return;
    throw new RangeError(
      `Row ${number} has ${row.length} labels for ${sequence} ids. Give ${UNLABELLED} to tokens without a label and to padding.`,
    );
  });
  const all = labels.flat();
  const positions = Int32Array.from(all.keys()).filter((position) => all[position] !== UNLABELLED);
  return { kind: "token", positions, labels: positions.map((position) => all[position]!) };
}

type Fail = (fault: string) => UsageError;

function checkRows(rows: Rows, limits: Limits, fail: Fail): void {
  const { vocabSize, padId } = limits;
  const sequence = rows[0]!.length;
  const most = maxTokens(limits);
  rows.forEach((row, number) => {
    const thing = `row ${number} of input_ids`;
    if (row.length !== sequence) {
      throw fail(
        `${thing} has ${row.length} ids, but row 0 has ${sequence}. Pad all rows with ${padId} to one length.`,
      );
    }
    const unknown = row.find((token) => token >= vocabSize);
    if (unknown !== undefined) {
      throw fail(`${thing} has the id ${unknown}, but the model's vocabulary ends at ${vocabSize - 1}.`);
    }
    if (row[0] === padId) throw fail(`${thing} starts with padding (${padId}). Pad at the end.`);
    const tokens = row.filter((token) => token !== padId).length;
    if (tokens > most) throw fail(`${thing} has ${tokens} tokens, but the model takes at most ${most}. Cut the text.`);
  });
}

/** [0, "input_ids", 2] -> "[0].input_ids[2]" */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) => (typeof part === "number" ? `[${part}]` : `${at > 0 ? "." : ""}${String(part)}`))
    .join("");
}

/**
 * The checkpoint's own head.
 *
 * @throws CheckpointError if it has none, or one that does not fit: what is replayed must not begin with random weights
 */
export function checkedHead({ describe, config, stored }: Checkpoint): Head {
  const file = `${describe}/model.safetensors`;
  const head = storedHead(stored);
  if (!head) {
    const names = Object.values(OUTPUTS).map((name) => `"${name}.weight"`);
    throw new CheckpointError(
      `${file}: has no head (no tensor ${names.join(" or ")}). Use a model that was fine-tuned, for instance by train --save.`,
    );
  }
  for (const { name, shape, owner } of tensorSpecs(config, head)) {
    const found = stored.get(name);
    if (owner.kind !== "head" || found?.shape.join() === shape.join()) continue;
    const fault = found ? `has shape [${found.shape}], but [${shape}] is needed` : "is missing";
    throw new CheckpointError(`${file}: the head's tensor "${name}" ${fault}. Save the model again.`);
  }
  return head;
}

function storedHead(stored: Checkpoint["stored"]): Head | undefined {
  for (const kind of ["sequence", "token", "span"] as const) {
    const classes = stored.get(`${OUTPUTS[kind]}.weight`)?.shape[0] ?? 0;
    if (classes > 0) return kind === "span" ? { kind } : { kind, classes };
  }
  return undefined;
}
