/** A file whose bytes are made when they are asked for: it may be larger than the memory. */
import { createHash } from "node:crypto";
import type { CheckpointSource } from "../../src/checkpoint/index.ts";
import { missingFile } from "../../src/checkpoint/index.ts";

export interface LazyFile {
  readonly sizeBytes: number;
  /** @param end not included */
  bytes(start: number, end: number): Uint8Array;
}

/** By path. */
export type LazyFiles = Readonly<Record<string, LazyFile>>;

export function fileOf(content: string | Uint8Array | ArrayBuffer): LazyFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  return { sizeBytes: bytes.length, bytes: (start, end) => bytes.subarray(start, end) };
}

export function wholeOf(file: LazyFile): Uint8Array {
  return file.bytes(0, file.sizeBytes);
}

const CHUNK = 2 ** 22;

/** 64 hex digits. */
export function sha256Of(file: LazyFile): string {
  const hash = createHash("sha256");
  for (let at = 0; at < file.sizeBytes; at += CHUNK) hash.update(file.bytes(at, Math.min(at + CHUNK, file.sizeBytes)));
  return hash.digest("hex");
}

/** The files as a source, without a server. */
export function lazySource(files: LazyFiles, describe = "synthetic"): CheckpointSource {
  const find = (file: string) => {
    if (Object.hasOwn(files, file)) return files[file]!;
    throw missingFile(describe, file, Object.keys(files));
  };
  return {
    describe,
    read: async (file) => wholeOf(find(file)).slice(),
    access: async (file) => {
      const found = find(file);
      const { sizeBytes } = found;
      return {
        sizeBytes,
        slice: async (start, end = sizeBytes) => new Uint8Array(found.bytes(start, Math.min(end, sizeBytes))).buffer,
      };
    },
    files: async () => Object.entries(files).map(([path, { sizeBytes }]) => ({ path, sizeBytes })),
  };
}
