/** Writes a picture as a PNG with a palette of 256 colours: a third of the size, and for a page of flat colours as good. */
import { crc32, deflateSync } from "node:zlib";

const COLOURS = 256;
/** Colours that agree in these bits of each channel are taken as one. */
const KEPT = 0xf8;

/** @param pixels RGBA, opaque */
export function palettePng(pixels: Uint8Array, width: number, height: number): Buffer {
  const counts = new Map<number, number>();
  const exact = new Map<number, number>();
  for (let i = 0; i < pixels.length; i += 4) {
    const colour = (pixels[i]! << 16) | (pixels[i + 1]! << 8) | pixels[i + 2]!;
    const key = colour & ((KEPT << 16) | (KEPT << 8) | KEPT);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (!exact.has(key)) exact.set(key, colour);
  }
  const keys = [...counts].sort((a, b) => b[1] - a[1]).map(([key]) => key);
  const palette = keys.slice(0, COLOURS).map((key) => exact.get(key)!);
  const nearest = new Map(keys.map((key, i) => [key, i < COLOURS ? i : nearestTo(palette, exact.get(key)!)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = 4 * (y * width + x);
      const key = ((pixels[i]! & KEPT) << 16) | ((pixels[i + 1]! & KEPT) << 8) | (pixels[i + 2]! & KEPT);
      rows[y * (width + 1) + 1 + x] = nearest.get(key)!;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel, with a palette.
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(rows, { level: 9 });
  const parts = [chunk("IHDR", header), chunk("PLTE", colours), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

function nearestTo(palette: readonly number[], colour: number): number {
  const distance = (other: number) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((other >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0);
  return palette.reduce((best, other, i) => (distance(other) < distance(palette[best]!) ? i : best), 0);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
