/** How the arrow keys move in the grids of layers: the highest layer is the topmost row. */

/** Layers up, and columns to the right; Home and End go further than any row is long. Undefined for other keys. */
export function gridMove(key: string, columns: number): readonly [number, number] | undefined {
  switch (key) {
    case "ArrowUp":
      return [1, 0];
    case "ArrowDown":
      return [-1, 0];
    case "ArrowLeft":
      return [0, -1];
    case "ArrowRight":
      return [0, 1];
    case "Home":
      return [0, -columns];
    case "End":
      return [0, columns];
  }
  return undefined;
}
