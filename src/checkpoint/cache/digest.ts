import type { IHasher } from "hash-wasm";

/**
 * 18 kB that only who keeps files loads. (The browser's crypto.subtle cannot hash in parts; hash-wasm 4.13 does 120 MB/s where
 * @noble/hashes 2.4 does 57, measured 2026-11.)
 */
async function newHasher(): Promise<IHasher> {
  const { createSHA256 } = await import("hash-wasm");
  return createSHA256();
}

let small: Promise<IHasher> | undefined;

export async function sha256Of(parts: Iterable<Uint8Array>): Promise<Uint8Array> {
  small ??= newHasher();
  // From here to the digest nobody else runs.
  const hasher = (await small).init();
  for (const part of parts) hasher.update(part);
  return hasher.digest("binary");
}

/** @returns 64 hex digits */
export async function sha256OfStream(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const hasher = (await newHasher()).init();
  for await (const part of parts) hasher.update(part);
  return hasher.digest("hex");
}
