/**
 * A point of a run as a file: the arrays one after another, a manifest in JSON that names them with their SHA-256, and at the
 * very end the manifest's place and SHA-256. A write that was cut off anywhere leaves a file that is refused.
 */
import { z } from "zod";
import { type Experiment, experimentSchema } from "../experiment/experiment.ts";
import type { ParameterState } from "../ops/index.ts";
import { tallySchema } from "../train/measures.ts";
import type { RunPoint } from "../train/recovery.ts";
import { epochRecordSchema } from "./protocol.ts";

/** A snapshot that cannot be written or read; the message says which, why, and what follows. */
export class SnapshotError extends Error {
  override name = "SnapshotError";
}

/** Where a file goes, as FileSystemSyncAccessHandle offers it. */
export interface SnapshotSink {
  /** Returns how many bytes were written. */
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
}

/** "GDSNAP1\n" */
const MAGIC = Uint8Array.from([0x47, 0x44, 0x53, 0x4e, 0x41, 0x50, 0x31, 0x0a]);
const DIGEST_BYTES = 32;
/** Magic, the manifest's place and length as float64, its SHA-256. */
const TRAILER_BYTES = MAGIC.length + 2 * 8 + DIGEST_BYTES;
/** A manifest holds the experiment, a hundred epochs at most, and a line for each tensor. */
const MOST_MANIFEST_BYTES = 2 ** 26;

const partSchema = z.object({
  /** Bytes from the start of the file. */
  at: z.int().min(0),
  sizeBytes: z.int().min(0),
  sha256: z.string().length(2 * DIGEST_BYTES),
});
type Part = z.infer<typeof partSchema>;

const manifestSchema = z.object({
  /** 2: with a tally. */
  version: z.literal(2),
  experiment: experimentSchema,
  step: z.int().min(0),
  epochs: z.array(epochRecordSchema),
  epochMs: z.number().min(0),
  tally: tallySchema,
  losses: partSchema,
  tensors: z.array(
    z.object({
      name: z.string(),
      steps: z.int().min(0),
      values: partSchema,
      first: partSchema.nullable(),
      second: partSchema.nullable(),
      counts: partSchema.nullable(),
      seen: partSchema.nullable(),
    }),
  ),
});
type Manifest = z.infer<typeof manifestSchema>;

type Values = Float32Array | Int32Array | Uint8Array;

/** Bytes that the arrays of a point take; the manifest comes on top. */
export function sizeOfPoint({ losses, snapshot }: RunPoint): number {
  const states = Array.from(snapshot.values(), ({ values, moments, counts, seen }) =>
    [values, moments?.first, moments?.second, counts, seen].reduce((sum, list) => sum + (list?.byteLength ?? 0), 0),
  );
  return states.reduce((sum, bytes) => sum + bytes, losses.byteLength);
}

/** Writes from the file's start; the file must have been empty. */
export async function writePoint(sink: SnapshotSink, experiment: Experiment, point: RunPoint): Promise<void> {
  let at = 0;
  const put = (bytes: Uint8Array<ArrayBuffer>) => {
    const written = sink.write(bytes, { at });
    if (written !== bytes.length)
      throw new SnapshotError("The snapshot was cut off: the storage took only a part of it.");
    at += bytes.length;
  };
  const putPart = async (values: Values): Promise<Part> => {
    const bytes = bytesOf(values);
    const part = { at, sizeBytes: bytes.length, sha256: hex(await sha256(bytes)) };
    put(bytes);
    return part;
  };
  const putIfAny = (values: Values | undefined | null) => (values ? putPart(values) : null);
  const tensors: Manifest["tensors"] = [];
  for (const [name, { values, moments, steps, counts, seen }] of point.snapshot) {
    tensors.push({
      name,
      steps,
      values: await putPart(values),
      first: await putIfAny(moments?.first),
      second: await putIfAny(moments?.second),
      counts: await putIfAny(counts),
      seen: await putIfAny(seen),
    });
  }
  const { step, epochs, epochMs, tally } = point;
  const losses = await putPart(point.losses);
  const told = { step, epochs: [...epochs], epochMs, tally };
  const manifest = { version: 2, experiment, ...told, losses, tensors } satisfies Manifest;
  const text = new TextEncoder().encode(JSON.stringify(manifest));
  const place = new Float64Array([at, text.length]);
  put(text);
  put(joined([MAGIC, bytesOf(place), await sha256(text)]));
}

/** What a file says of itself, without its arrays. */
export async function readManifest(file: Blob): Promise<Manifest> {
  const trailer = await bytesAt(file, file.size - TRAILER_BYTES, TRAILER_BYTES);
  if (!MAGIC.every((byte, i) => trailer[i] === byte)) throw tornFile("its end is missing");
  const [at = 0, length = 0] = new Float64Array(trailer.slice(MAGIC.length, MAGIC.length + 16).buffer);
  if (!(length <= MOST_MANIFEST_BYTES)) throw tornFile("its manifest is too large");
  const text = await bytesAt(file, at, length);
  if (hex(await sha256(text)) !== hex(trailer.slice(-DIGEST_BYTES))) throw tornFile("its manifest is damaged");
  const { data, error } = manifestSchema.safeParse(JSON.parse(new TextDecoder().decode(text)));
  if (error) throw tornFile(`its manifest is not this version's (${z.prettifyError(error)})`);
  return data;
}

/** @throws SnapshotError for a file that is not whole */
export async function readPoint(file: Blob): Promise<{ experiment: Experiment; point: RunPoint }> {
  const { experiment, step, epochs, epochMs, tally, losses, tensors } = await readManifest(file);
  const read = async ({ at, sizeBytes, sha256: expected }: Part): Promise<ArrayBuffer> => {
    const bytes = await bytesAt(file, at, sizeBytes);
    if (hex(await sha256(bytes)) !== expected) throw tornFile("an array in it is damaged");
    return bytes.buffer;
  };
  const floats = async (part: Part) => new Float32Array(await read(part));
  const snapshot = new Map<string, ParameterState>();
  for (const { name, steps, values, first, second, counts, seen } of tensors) {
    snapshot.set(name, {
      values: await floats(values),
      moments: first && second ? { first: await floats(first), second: await floats(second) } : null,
      steps,
      counts: counts && new Int32Array(await read(counts)),
      seen: seen && new Uint8Array(await read(seen)),
    });
  }
  const point = { step, epochs, epochMs, tally, losses: await floats(losses), snapshot };
  if (point.losses.length !== step) throw tornFile("it has not one loss for each step");
  return { experiment, point };
}

async function bytesAt(file: Blob, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const isPlace = Number.isSafeInteger(at) && Number.isSafeInteger(length) && at >= 0 && length >= 0;
  if (!isPlace || at + length > file.size) throw tornFile("it is cut off");
  return new Uint8Array(await file.slice(at, at + length).arrayBuffer());
}

function tornFile(fault: string): SnapshotError {
  return new SnapshotError(`The snapshot cannot be read: ${fault}. An older one is taken, or the run begins again.`);
}

/** Storage and digests refuse memory that threads share. */
function bytesOf({ buffer, byteOffset, byteLength }: Values | Float64Array): Uint8Array<ArrayBuffer> {
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(buffer, byteOffset, byteLength).slice();
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
