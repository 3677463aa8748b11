/** Reads a .zip file whose entries are stored as they are. */

/** By path. */
export function unzipped(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  let end = bytes.length - 22;
  while (u32(end) !== 0x06054b50) end--;
  const files = new Map<string, Uint8Array>();
  let at = u32(end + 16);
  for (let left = u16(end + 10); left > 0; left--) {
    if (u32(at) !== 0x02014b50 || u16(at + 10) !== 0) throw new Error(`No stored entry at byte ${at}.`);
    const [size, nameBytes, extraBytes, commentBytes] = [u32(at + 24), u16(at + 28), u16(at + 30), u16(at + 32)];
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    const local = u32(at + 42);
    const start = local + 30 + u16(local + 26) + u16(local + 28);
    files.set(path, bytes.slice(start, start + size));
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return files;
}
