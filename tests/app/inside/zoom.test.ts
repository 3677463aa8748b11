import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bounded,
  type Frame,
  mostScale,
  panned,
  pictureAt,
  pictureBox,
  type Spot,
  showing,
  squareSize,
  VISIBLE_SQUARE,
  WHOLE,
  type Zoom,
  zoomedAt,
} from "../../../src/app/store/zoom.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const frames: fc.Arbitrary<Frame> = fc.record({
  columns: fc.integer({ min: 1, max: 3072 }),
  rows: fc.integer({ min: 1, max: 3072 }),
  width: fc.integer({ min: 40, max: 1500 }),
  height: fc.integer({ min: 40, max: 1000 }),
});
const spots: fc.Arbitrary<Spot> = fc.record({ x: share, y: share });
const zooms: fc.Arbitrary<Zoom> = fc.record({
  scale: fc.double({ min: 0.1, max: 200, noNaN: true }),
  x: share,
  y: share,
});
const factors = fc.double({ min: 0.2, max: 5, noNaN: true });

/** A matrix that lies on its side in a window of another shape. */
const FRAME: Frame = { columns: 512, rows: 128, width: 280, height: 200 };

function expectWithinBounds(zoom: Zoom, frame: Frame) {
  const { left, top, width, height } = pictureBox(zoom, frame);
  const gap = 1e-6;
  for (const [from, size, room] of [
    [left, width, frame.width],
    [top, height, frame.height],
  ] as const) {
    if (size >= room) {
      // It covers the window.
      expect(from).toBeLessThanOrEqual(gap);
      expect(from + size).toBeGreaterThanOrEqual(room - gap);
    } else {
      // It stands in the middle.
      expect(from).toBeCloseTo((room - size) / 2, 6);
    }
  }
}

describe("zooming into a picture", () => {
  test("keeps the square under the pointer where it is, in every direction in which the picture fills the window", () => {
    fc.assert(
      fc.property(frames, zooms, spots, fc.double({ min: 1, max: 5, noNaN: true }), (frame, zoom, spot, factor) => {
        const before = bounded(zoom, frame);
        const after = zoomedAt(before, factor, spot, frame);
        const [a, b] = [pictureAt(before, spot, frame), pictureAt(after, spot, frame)];
        const size = squareSize(frame, before.scale);
        if (size * frame.columns >= frame.width) expect(b.x).toBeCloseTo(a.x, 9);
        if (size * frame.rows >= frame.height) expect(b.y).toBeCloseTo(a.y, 9);
      }),
    );
  });

  test("and out again leads back", () => {
    fc.assert(
      fc.property(spots, fc.double({ min: 1, max: 4, noNaN: true }), (spot, factor) => {
        const from = { scale: 6, x: 0.5, y: 0.5 };
        const there = zoomedAt(from, factor, spot, FRAME);
        const back = zoomedAt(there, 1 / factor, spot, FRAME);
        expect(back.x).toBeCloseTo(from.x, 9);
        expect(back.y).toBeCloseTo(from.y, 9);
        expect(back.scale).toBeCloseTo(from.scale, 9);
      }),
    );
  });

  test("and moving it never shows what lies beyond an edge, nor leaves the bounds of enlargement", () => {
    fc.assert(
      fc.property(frames, zooms, spots, spots, factors, (frame, zoom, spot, by, factor) => {
        const zoomed = zoomedAt(zoom, factor, spot, frame);
        const moved = panned(zoomed, { x: 8 * (by.x - 0.5), y: 8 * (by.y - 0.5) }, frame);
        for (const result of [bounded(zoom, frame), zoomed, moved]) {
          expect(result.scale).toBeGreaterThanOrEqual(1);
          expect(result.scale).toBeLessThanOrEqual(mostScale(frame) + 1e-9);
          expectWithinBounds(result, frame);
        }
      }),
    );
  });

  test("goes down to single weights that can be told apart", () => {
    for (const [columns, rows] of [
      [128, 128],
      [512, 128],
      [3072, 768],
    ] as const) {
      const frame = { columns, rows, width: 220, height: 165 };
      expect(squareSize(frame, mostScale(frame))).toBeGreaterThan(VISIBLE_SQUARE);
    }
  });
});

describe("a picture in a window", () => {
  test("is whole and in the middle to begin with", () => {
    expect(pictureBox(WHOLE, FRAME)).toEqual({ left: 0, top: 65, width: 280, height: 70 });
    expect(pictureAt(WHOLE, { x: 0.5, y: 0.5 }, FRAME)).toEqual({ x: 0.5, y: 0.5 });
    // Beside it there is nothing.
    expect(pictureAt(WHOLE, { x: 0.5, y: 0 }, FRAME).y).toBeLessThan(0);
  });

  test("follows the pointer that drags it", () => {
    const zoom = { scale: 10, x: 0.5, y: 0.5 };
    const moved = panned(zoom, { x: 0.25, y: -0.1 }, FRAME);
    const before = pictureAt(zoom, { x: 0.3, y: 0.6 }, FRAME);
    const after = pictureAt(moved, { x: 0.55, y: 0.5 }, FRAME);
    expect(after.x).toBeCloseTo(before.x, 9);
    expect(after.y).toBeCloseTo(before.y, 9);
  });

  test("is moved just as far as it takes to show a square", () => {
    fc.assert(
      fc.property(zooms, fc.nat(511), fc.nat(127), (zoom, column, row) => {
        const { left, top, width } = pictureBox(showing(zoom, { row, column }, FRAME), FRAME);
        const side = width / FRAME.columns;
        expect(left + column * side).toBeGreaterThanOrEqual(-1e-6);
        expect(left + (column + 1) * side).toBeLessThanOrEqual(FRAME.width + 1e-6);
        expect(top + row * side).toBeGreaterThanOrEqual(-1e-6);
        expect(top + (row + 1) * side).toBeLessThanOrEqual(FRAME.height + 1e-6);
      }),
    );
    const inView = { scale: 10, x: 0.5, y: 0.5 };
    expect(showing(inView, { row: 64, column: 256 }, FRAME)).toEqual(inView);
  });
});
