import { z } from "zod";
import { CheckpointError } from "../checkpoint/index.ts";
import { maxTokens, type XlmrConfig } from "../model/config.ts";
import { type SequenceHead, tensorSpecs } from "../model/parameters.ts";
import type { Batch } from "../train/engine.ts";
import type { Checkpoint } from "../train/session.ts";
import { UsageError } from "./io.ts";

export type ReplayBatch = Batch;

const id = z.int().min(0);
const fileSchema = z
  .array(z.strictObject({ input_ids: z.array(z.array(id).min(1)).min(1), labels: z.array(id) }))
  .min(1);

type Limits = Pick<XlmrConfig, "vocabSize" | "maxPositions" | "padId"> & { classes: number };

/**
 * Reads the batches that `replay` trains on; see its help for the format.
 *
 * @param file what to call it in messages
 * @throws UsageError that names batch, row and fault
 */
export function readBatches(json: string, file: string, limits: Limits): ReplayBatch[] {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${file}: is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  const result = fileSchema.safeParse(document);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    const where = path.length > 0 ? `${pathText(path)}: ` : "";
    throw new UsageError(`${file}: ${where}${message}. It must be a list of {"input_ids": [[…], …], "labels": […]}.`);
  }
  return result.data.map(({ input_ids: rows, labels }, index) => {
    const fail = (fault: string) => new UsageError(`${file}: batch ${index}: ${fault}`);
    checkRows(rows, limits, fail);
    checkLabels(labels, rows.length, limits.classes, fail);
    const inputIds = Int32Array.from(rows.flat());
    return { inputIds, rows: rows.length, sequence: rows[0]!.length, labels: Int32Array.from(labels) };
  });
}

type Fail = (fault: string) => UsageError;

function checkRows(rows: readonly (readonly number[])[], limits: Limits, fail: Fail): void {
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

function checkLabels(labels: readonly number[], rows: number, classes: number, fail: Fail): void {
  if (labels.length !== rows) {
    throw fail(`there are ${labels.length} labels for ${rows} rows of input_ids. Give each row one label.`);
  }
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw fail(`label ${wrong} is ${labels[wrong]}, but the checkpoint's head has ${classes} classes, counted from 0.`);
  }
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
export function checkedHead({ describe, config, stored }: Checkpoint): SequenceHead {
  const file = `${describe}/model.safetensors`;
  const classes = stored.get("classifier.out_proj.weight")?.shape[0] ?? 0;
  if (classes < 1) {
    throw new CheckpointError(
      `${file}: has no classification head (tensor "classifier.out_proj.weight"). Use a model that was fine-tuned for ` +
        "classification, for instance by train --save.",
    );
  }
  const head: SequenceHead = { kind: "sequence", classes };
  for (const { name, shape, owner } of tensorSpecs(config, head)) {
    const found = stored.get(name);
    if (owner.kind !== "head" || found?.shape.join() === shape.join()) continue;
    const fault = found ? `has shape [${found.shape}], but [${shape}] is needed` : "is missing";
    throw new CheckpointError(`${file}: the head's tensor "${name}" ${fault}. Save the model again.`);
  }
  return head;
}
