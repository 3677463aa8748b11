/** A few coloured squares as a picture for CSS: a bitmap of a pixel a square, which the page enlarges. */

import type { Rgb } from "../figures/palette.ts";

const known = new Map<string, string>();

/**
 * Remembered by name: a figure has hundreds of them, most of them alike. Not SVG, of which a browser makes a document each; a
 * figure full of those holds the page up for several frames.
 *
 * @param colours row by row; undefined is transparent
 * @returns a CSS image
 */
export function tilePicture(name: string, across: number, colours: () => readonly (Rgb | undefined)[]): string {
  const picture = known.get(name) ?? draw(across, colours());
  known.set(name, picture);
  return picture;
}

function draw(across: number, colours: readonly (Rgb | undefined)[]): string {
  const canvas = document.createElement("canvas");
  canvas.width = across;
  canvas.height = colours.length / across;
  const pixels = colours.flatMap((colour) => (colour ? [...colour, 255] : [0, 0, 0, 0]));
  const image = new ImageData(Uint8ClampedArray.from(pixels), across);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return `url("${canvas.toDataURL()}")`;
}
