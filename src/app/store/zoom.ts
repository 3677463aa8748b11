/** A window on a picture that can be enlarged and moved. Free of pixels, so that two windows can share it. Pure. */

/** What a window shows of a picture. */
export interface Zoom {
  /** 1: the whole picture fits into the window. */
  readonly scale: number;
  /** Middle of the window, as a share of the picture's width and height. */
  readonly x: number;
  readonly y: number;
}

/** Where a picture is looked at. */
export interface Frame {
  /** Of the picture, in squares: one for each weight. */
  readonly columns: number;
  readonly rows: number;
  /** Of the window, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** A place in the window, as shares of its width and height from the left and the top. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0.5, y: 0.5 };

/** One push of a button or key. */
export const ZOOM_STEP = 1.5;

/** Squares across the shorter side of the window when it is enlarged most. */
const FEWEST_SQUARES = 8;

/** Pixels from which on a square can be told from its neighbour. */
export const VISIBLE_SQUARE = 7;

/** Pixels of a square. */
export function squareSize(frame: Frame, scale: number): number {
  return Math.min(frame.width / frame.columns, frame.height / frame.rows) * scale;
}

export function mostScale(frame: Frame): number {
  const largest = Math.min(frame.width, frame.height) / FEWEST_SQUARES;
  return Math.max(1, largest / squareSize(frame, 1));
}

/** Shares of the picture that the window covers; above 1 where the picture is smaller than the window. */
function covered(frame: Frame, scale: number): Spot {
  const size = squareSize(frame, scale);
  return { x: frame.width / (size * frame.columns), y: frame.height / (size * frame.rows) };
}

/** Within bounds: the window shows nothing beyond the picture's edges, and a picture that fits stands in the middle. */
export function bounded({ scale, x, y }: Zoom, frame: Frame): Zoom {
  const within = Math.max(1, Math.min(mostScale(frame), scale));
  const share = covered(frame, within);
  const middle = (place: number, covers: number) =>
    covers >= 1 ? 0.5 : Math.max(covers / 2, Math.min(1 - covers / 2, place));
  return { scale: within, x: middle(x, share.x), y: middle(y, share.y) };
}

/** Enlarges by a factor and keeps the square under the spot where it is, as far as the picture's edges allow. */
export function zoomedAt(zoom: Zoom, factor: number, spot: Spot, frame: Frame): Zoom {
  const from = bounded(zoom, frame);
  const scale = Math.max(1, Math.min(mostScale(frame), from.scale * factor));
  const before = covered(frame, from.scale);
  const after = covered(frame, scale);
  return bounded(
    {
      scale,
      x: from.x + (spot.x - 0.5) * (before.x - after.x),
      y: from.y + (spot.y - 0.5) * (before.y - after.y),
    },
    frame,
  );
}

/** @param by what the pointer moved, as shares of the window: the picture follows it */
export function panned(zoom: Zoom, by: Spot, frame: Frame): Zoom {
  const from = bounded(zoom, frame);
  const share = covered(frame, from.scale);
  return bounded({ ...from, x: from.x - by.x * share.x, y: from.y - by.y * share.y }, frame);
}

/** The place in the picture under a spot of the window, as shares of the picture; beyond 0 to 1 where nothing is drawn. */
export function pictureAt(zoom: Zoom, spot: Spot, frame: Frame): Spot {
  const { scale, x, y } = bounded(zoom, frame);
  const share = covered(frame, scale);
  return { x: x + (spot.x - 0.5) * share.x, y: y + (spot.y - 0.5) * share.y };
}

/** Moves the window just as far as it takes to show a square whole. */
export function showing(zoom: Zoom, square: { readonly row: number; readonly column: number }, frame: Frame): Zoom {
  const from = bounded(zoom, frame);
  const share = covered(frame, from.scale);
  const moved = (middle: number, covers: number, index: number, count: number) => {
    const low = (index + 1) / count - covers / 2;
    const high = index / count + covers / 2;
    return Math.max(low, Math.min(high, middle));
  };
  return bounded(
    {
      ...from,
      x: moved(from.x, share.x, square.column, frame.columns),
      y: moved(from.y, share.y, square.row, frame.rows),
    },
    frame,
  );
}

/** Where the picture lies, in pixels from the window's upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function pictureBox(zoom: Zoom, frame: Frame): Box {
  const { scale, x, y } = bounded(zoom, frame);
  const size = squareSize(frame, scale);
  const width = size * frame.columns;
  const height = size * frame.rows;
  return { left: frame.width / 2 - x * width, top: frame.height / 2 - y * height, width, height };
}
