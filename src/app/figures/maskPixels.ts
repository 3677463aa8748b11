/** Colours of a mask, weight by weight. */
import type { MaskImage } from "../../worker/mask-image.ts";
import { noiseColour, recencyColour } from "./palette.ts";

type Rgb = readonly [number, number, number];

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
  const birth = image.births?.[index];
  const age = birth === undefined ? look.age : Math.max(0, look.epoch - birth);
  return recencyColour(age, look.epochs);
}

/** RGBA, row by row, or column by column. */
export function maskPixels(image: MaskImage, look: MaskLook, transposed: boolean): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns, births, factors, mask } = image;
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  // Few ages occur many times.
  const byAge = Array.from({ length: look.epochs + 1 }, (_, age) => recencyColour(age, look.epochs));
  const together = recencyColour(look.age, look.epochs);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const factor = factors[index]!;
      const birth = births?.[index];
      const colour =
        mask.kind === "gaussian"
          ? noiseColour(factor)
          : factor === 0
            ? look.frozen
            : birth === undefined
              ? together
              : byAge[Math.max(0, look.epoch - birth)]!;
      pixels.set(colour, (transposed ? column * rows + row : index) * 4);
      pixels[(transposed ? column * rows + row : index) * 4 + 3] = 255;
    }
  }
  return pixels;
}

/** In words, for one weight. */
export function weightText(image: MaskImage, row: number, column: number): string {
  const index = row * image.columns + column;
  const factor = image.factors[index] ?? 0;
  const birth = image.births?.[index];
  const born = birth === undefined ? "" : `; given epoch ${birth}`;
  return `Output ${row + 1}, input ${column + 1}: gradient × ${Number(factor.toFixed(3))}${born}`;
}
