/** Tells the user's own models apart, without reading gigabytes. */
import type { CheckpointSource } from "../checkpoint/index.ts";
import { Fingerprint } from "../data/index.ts";

/** What of a large file is looked at: its beginning, which describes its tensors, and as many pieces, evenly spread. */
const PIECES = 64;
const PIECE_BYTES = 4096;
const START_BYTES = 2 ** 17;
const LOOKED_AT = /^(config\.json|tokenizer\.json|.*\.safetensors(\.index\.json)?)$/;

/**
 * 12 hex digits, of the files that a run reads: equal for the same files. Two models of one shape whose weights differ have
 * different ones, unless they differ in few places only.
 *
 * @param source has files()
 */
export async function fingerprintOf(source: CheckpointSource): Promise<string> {
  const files = [...((await source.files?.()) ?? [])].filter(({ path }) => LOOKED_AT.test(path));
  const hash = new Fingerprint();
  for (const { path, sizeBytes } of files.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.addText(`${path} ${sizeBytes}`);
    const { slice } = await source.access(path);
    const add = async (start: number, size: number) =>
      hash.add(wordsOf(await slice(start, Math.min(sizeBytes, start + size))));
    await add(0, START_BYTES);
    const rest = sizeBytes - START_BYTES - PIECE_BYTES;
    if (rest <= 0) {
      await add(START_BYTES, PIECE_BYTES);
      continue;
    }
    for (let i = 1; i <= PIECES; i++) await add(START_BYTES + Math.floor((rest * i) / PIECES), PIECE_BYTES);
  }
  return hash.hex;
}

function wordsOf(bytes: ArrayBuffer): Uint32Array {
  const padded = new Uint8Array(Math.ceil(bytes.byteLength / 4) * 4);
  padded.set(new Uint8Array(bytes));
  return new Uint32Array(padded.buffer);
}
