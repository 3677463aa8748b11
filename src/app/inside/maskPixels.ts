/** Colours of a mask, weight by weight. */
import type { MaskImage } from "../../worker/mask-image.ts";
import { noiseColour, type Rgb, recencyColour } from "../figures/palette.ts";

export interface MaskLook {
  /** The epoch shown, from 1, of how many. */
  readonly epoch: number;
  readonly epochs: number;
  /** Epochs since the whole layer was turned on, where its weights were turned on together. */
  readonly age: number;
  /** The theme's grey. */
  readonly frozen: Rgb;
}

/** Colour of one weight. */
export function weightColour(image: MaskImage, index: number, look: MaskLook): Rgb {
  const factor = image.factors[index] ?? 0;
  if (image.mask.kind === "gaussian") return noiseColour(factor);
  if (factor === 0) return look.frozen;
  const birth = (image.since ?? image.births)?.[index];
  const age = birth === undefined ? look.age : Math.max(0, look.epoch - birth);
  return recencyColour(age, look.epochs);
}

/** Steps in which noise is drawn: finer than the eye. */
const NOISE_STEPS = 512;
const NOISE_LOW = -1;
const NOISE_HIGH = 2;
let noisePalette: Uint32Array | undefined;

/** RGBA, row by row, or column by column. */
export function maskPixels(image: MaskImage, look: MaskLook, transposed: boolean): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns } = image;
  const colourOf = pixelColours(image, look);
  const pixels = new Uint32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      pixels[transposed ? column * rows + row : index] = colourOf(index);
    }
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** Few colours occur many times: each is worked out once. */
function pixelColours({ births, since, factors, mask }: MaskImage, look: MaskLook): (index: number) => number {
  if (mask.kind === "gaussian") {
    const step = (NOISE_HIGH - NOISE_LOW) / (NOISE_STEPS - 1);
    noisePalette ??= packed(Array.from({ length: NOISE_STEPS }, (_, i) => noiseColour(NOISE_LOW + i * step)));
    const palette = noisePalette;
    return (index) =>
      palette[Math.max(0, Math.min(NOISE_STEPS - 1, Math.round((factors[index]! - NOISE_LOW) / step)))]!;
  }
  const palette = packed([
    look.frozen,
    recencyColour(look.age, look.epochs),
    ...Array.from({ length: look.epochs + 1 }, (_, age) => recencyColour(age, look.epochs)),
  ]);
  const turnedOn = since ?? births;
  return (index) => {
    if (factors[index] === 0) return palette[0]!;
    const birth = turnedOn?.[index];
    return palette[birth === undefined ? 1 : 2 + Math.max(0, look.epoch - birth)]!;
  };
}

/** Opaque colours as the machine's words of four bytes. */
function packed(colours: readonly Rgb[]): Uint32Array {
  return new Uint32Array(Uint8Array.from(colours.flatMap(([r, g, b]) => [r, g, b, 255])).buffer);
}

/** In words, for one weight. */
export function weightText(image: MaskImage, row: number, column: number): string {
  const index = row * image.columns + column;
  const factor = image.factors[index] ?? 0;
  const birth = image.births?.[index];
  const born = birth === undefined ? "" : `; given epoch ${birth}`;
  return `Output ${row + 1}, input ${column + 1}: gradient × ${Number(factor.toFixed(3))}${born}`;
}
