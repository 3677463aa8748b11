/** Weights that are in memory, as a checkpoint's files give them; works in a browser too. */
import {
  type CheckpointSource,
  missingFile,
  openWeights,
  type StoredTensors,
  type WrittenTensor,
  type WrittenType,
  writeSafetensors,
} from "../../src/checkpoint/index.ts";
import { bytesAccess } from "../../src/hub/index.ts";

export function bytesSource(files: Readonly<Record<string, Uint8Array>>, describe = "memory"): CheckpointSource {
  const source: CheckpointSource = {
    describe,
    async read(file) {
      const bytes = files[file];
      if (!bytes) throw missingFile(describe, file, Object.keys(files));
      return bytes;
    },
    access: async (file) => bytesAccess(await source.read(file)),
  };
  return source;
}

/** @param bytes of a `model.safetensors` */
export function openBytes(bytes: Uint8Array): Promise<StoredTensors> {
  return openWeights(bytesSource({ "model.safetensors": bytes }));
}

export function storedOf(
  tensors: Iterable<readonly [string, WrittenTensor]>,
  dtype: WrittenType = "F32",
): Promise<StoredTensors> {
  return openBytes(writeSafetensors(tensors, dtype));
}

/** Every tensor of a `model.safetensors`, with its values. */
export async function readSafetensors(bytes: Uint8Array) {
  const stored = await openBytes(bytes);
  const tensors = new Map<string, { shape: readonly number[]; dtype: string; values: Float32Array }>();
  for (const [name, { shape, dtype }] of stored.entries) {
    tensors.set(name, { shape, dtype, values: await stored.read(name) });
  }
  return tensors;
}
