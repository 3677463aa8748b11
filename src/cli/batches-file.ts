import { z } from "zod";
import { CheckpointError } from "../checkpoint/index.ts";
import { type EncoderConfig, maxTokens } from "../model/config.ts";
import { namesOf } from "../model/names.ts";
import { type Head, tensorSpecs } from "../model/parameters.ts";
import type { Batch, Targets } from "../train/engine.ts";
import type { Checkpoint } from "../train/session.ts";
import { checkTargets } from "../train/targets.ts";
import { UsageError } from "./io.ts";

const id = z.int().min(0);
const rowsOfIds = z.array(z.array(id).min(1)).min(1);
const rowsOfBits = z.array(z.array(z.union([z.literal(0), z.literal(1)])));
/** What a tokenizer of Hugging Face gives. */
const inputs = { input_ids: rowsOfIds, attention_mask: rowsOfBits.optional(), token_type_ids: rowsOfBits.optional() };
/** What PyTorch leaves out of a mean. */
const UNLABELLED = -100;

/** By the head that they are for, with what a file of such batches looks like. */
const FORMATS = {
  sequence: {
    schema: z.array(z.strictObject({ ...inputs, labels: z.array(id) })).min(1),
    shape: '{"input_ids": [[…], …], "labels": […]}',
  },
  token: {
    schema: z.array(z.strictObject({ ...inputs, labels: z.array(z.array(z.literal(UNLABELLED).or(id))) })).min(1),
    shape: `{"input_ids": [[…], …], "labels": [[…], …]}, ${UNLABELLED} for tokens without a label`,
  },
  span: {
    schema: z.array(z.strictObject({ ...inputs, start_positions: z.array(id), end_positions: z.array(id) })).min(1),
    shape: '{"input_ids": [[…], …], "start_positions": […], "end_positions": […]}',
  },
} as const;

type Limits = Pick<EncoderConfig, "vocabSize" | "maxPositions" | "firstPosition" | "typeVocabSize" | "padId">;

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
  return parsed(document, file, head).map(({ input_ids: rows, attention_mask, token_type_ids, targetsOf }, index) => {
    const fail = (fault: string) => new UsageError(`${file}: batch ${index}: ${fault}`);
    const sequence = checkRows(rows, limits, fail);
    const lengths = lengthsOf(rows, attention_mask, limits, fail);
    const seconds = token_type_ids && secondsOf(token_type_ids, lengths, sequence, limits, fail);
    try {
      const batch: Batch = {
        inputIds: Int32Array.from(rows.flat()),
        rows: rows.length,
        sequence,
        lengths,
        ...(seconds && { seconds }),
        targets: targetsOf(sequence),
      };
      checkTargets(batch, head);
      return batch;
    } catch (error) {
      throw error instanceof RangeError ? fail(error.message) : error;
    }
  });
}

type Rows = readonly (readonly number[])[];

interface Inputs {
  readonly input_ids: Rows;
  readonly attention_mask?: Rows | undefined;
  readonly token_type_ids?: Rows | undefined;
}

interface FileBatch extends Inputs {
  readonly targetsOf: (sequence: number) => Targets;
}

function parsed(document: unknown, file: string, head: Head): FileBatch[] {
  switch (head.kind) {
    case "sequence":
      return checked(FORMATS.sequence, document, file).map(({ labels, ...found }) => ({
        ...found,
        targetsOf: () => ({ kind: "sequence", labels: Int32Array.from(labels) }),
      }));
    case "token":
      return checked(FORMATS.token, document, file).map(({ labels, ...found }) => ({
        ...found,
        targetsOf: (sequence) => labelledTokens(labels, found.input_ids.length, sequence),
      }));
    case "span":
      return checked(FORMATS.span, document, file).map(({ start_positions, end_positions, ...found }) => ({
        ...found,
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

/** @returns the length of the rows */
function checkRows(rows: Rows, { vocabSize, padId }: Limits, fail: Fail): number {
  const sequence = rows[0]!.length;
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
  });
  return sequence;
}

/** [rows] Tokens before the padding: by the mask, or without one by the padding at the row's end. */
function lengthsOf(rows: Rows, masks: Rows | undefined, limits: Limits, fail: Fail): Int32Array {
  const most = maxTokens(limits);
  const kept = masks ?? rows.map((row) => row.map((token) => (token === limits.padId ? 0 : 1)));
  checkSides(kept, rows, "attention_mask", fail);
  return Int32Array.from(kept, (row, number) => {
    const thing = `row ${number} of ${masks ? "attention_mask" : "input_ids"}`;
    const tokens = row.lastIndexOf(1) + 1;
    if (row[0] === 0) {
      throw fail(`${thing} starts with padding${masks ? "" : ` (${limits.padId})`}. Pad at the end.`);
    }
    if (masks && row.indexOf(0) >= 0 && row.indexOf(0) < tokens) {
      throw fail(`${thing} has a 0 before its last 1. Pad at the end.`);
    }
    if (tokens > most) throw fail(`${thing} has ${tokens} tokens, but the model takes at most ${most}. Cut the text.`);
    return tokens;
  });
}

/** [rows] Where the tokens of type 1 begin; types of padding are not looked at. */
function secondsOf(types: Rows, lengths: Int32Array, sequence: number, limits: Limits, fail: Fail): Int32Array {
  checkSides(
    types,
    Array.from(lengths, () => ({ length: sequence })),
    "token_type_ids",
    fail,
  );
  return lengths.map((length, number) => {
    const own = types[number]!.slice(0, length);
    const second = own.includes(1) ? own.indexOf(1) : length;
    if (own.includes(0, second)) {
      throw fail(`row ${number} of token_type_ids has a 0 after a 1. Only the second of two texts may be of type 1.`);
    }
    if (second < length && limits.typeVocabSize < 2) {
      throw fail(`row ${number} of token_type_ids has a 1, but the model knows one type of token alone.`);
    }
    return second;
  });
}

function checkSides(found: Rows, wanted: readonly { readonly length: number }[], thing: string, fail: Fail): void {
  const row = wanted.findIndex(({ length }, number) => found[number]?.length !== length);
  if (row < 0 && found.length === wanted.length) return;
  throw fail(`${thing} does not have the shape of input_ids. Give one number for each id.`);
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
  const head = storedHead(stored, config);
  if (!head) {
    const names = Object.values(namesOf(config).outputs).map((name) => `"${name}.weight"`);
    throw new CheckpointError(
      `${file}: has no head (no tensor ${names.join(" or ")}). Use a model that was fine-tuned, for instance by train --save.`,
    );
  }
  for (const { name, shape, owner } of tensorSpecs(config, head)) {
    const found = stored.entries.get(name);
    if (owner.kind !== "head" || found?.shape.join() === shape.join()) continue;
    const fault = found ? `has shape [${found.shape}], but [${shape}] is needed` : "is missing";
    throw new CheckpointError(`${file}: the head's tensor "${name}" ${fault}. Save the model again.`);
  }
  return head;
}

/** BERT's heads of sequences and of tokens have one name: the former's has the pooler below. */
function storedHead({ entries }: Checkpoint["stored"], config: Checkpoint["config"]): Head | undefined {
  const { dense, outputs } = namesOf(config);
  for (const kind of ["sequence", "token", "span"] as const) {
    const classes = entries.get(`${outputs[kind]}.weight`)?.shape[0] ?? 0;
    const isWhole = kind !== "sequence" || outputs.sequence !== outputs.token || entries.has(`${dense}.weight`);
    if (classes > 0 && isWhole) return kind === "span" ? { kind } : { kind, classes };
  }
  return undefined;
}
