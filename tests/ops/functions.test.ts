import fc from "fast-check";
import { expect, test } from "vitest";
import { biasGelu, expNegative } from "../../src/ops/portable/fused/functions.ts";
import { columnSums, rowSums, transpose } from "../../src/ops/portable/fused/matrices.ts";
import { multiply, multiplyTransposed } from "../../src/ops/portable/fused/products.ts";
import { normals } from "./opsets.ts";

/** The normal distribution's Phi by Simpson's rule from 0: slow, and independent of what is tested. */
function phi(x: number): number {
  const density = (t: number) => Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
  const steps = 400;
  const h = x / steps;
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * h);
  return 0.5 + (sum * h) / 3;
}

test("GELU and its slope are exact to f32 at every scale", () => {
  for (let x = -9; x <= 9; x += 0.0137) {
    const y = Float32Array.of(x);
    const slope = new Float32Array(1);
    biasGelu(y, Float32Array.of(0), slope);
    const at = Math.fround(x);
    const density = Math.exp(-0.5 * at * at) / Math.sqrt(2 * Math.PI);
    expect(Math.abs(y[0]! - at * phi(at))).toBeLessThan(1e-7 * Math.max(1, Math.abs(at)));
    expect(Math.abs(slope[0]! - (phi(at) + at * density))).toBeLessThan(4e-7);
  }
});

test("GELU adds the bias of its feature, and lets NaN and infinity show", () => {
  const y = Float32Array.of(1, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0);
  biasGelu(y, Float32Array.of(1, -2), new Float32Array(6));
  expect(y[0]).toBeCloseTo(2 * phi(2), 6);
  expect(y[1]).toBe(0);
  expect(y[2]).toBeNaN();
  expect(y[3]).toBe(Number.POSITIVE_INFINITY);
  expect(y[4]).toBeCloseTo(0, 7);
});

test("exp of what is not positive is right to 1e-7 of itself, and ends at 0", () => {
  for (let x = 0; x > -103; x -= 0.0371) {
    expect(Math.abs(expNegative(x) / Math.exp(x) - 1)).toBeLessThan(1e-7);
  }
  expect(expNegative(0)).toBe(1);
  expect(expNegative(-1e4)).toBe(0);
  expect(expNegative(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(expNegative(Number.NaN)).toBeNaN();
});

const side = fc.integer({ min: 1, max: 37 });

test("transposing moves every element, whatever the sides", () => {
  fc.assert(
    fc.property(side, side, (rows, columns) => {
      const from = normals(rows * columns);
      const to = new Float32Array(rows * columns);
      transpose(from, to, rows, columns);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) expect(to[j * rows + i]).toBe(from[i * columns + j]);
      }
    }),
    { numRuns: 30 },
  );
});

test("sums of rows and columns miss nothing", () => {
  fc.assert(
    fc.property(side, side, (rows, columns) => {
      const ones = new Float32Array(rows * columns).fill(1);
      const byRow = new Float32Array(rows);
      const byColumn = new Float32Array(columns);
      rowSums(ones, byRow);
      columnSums(ones, byColumn, rows);
      expect(byRow).toEqual(new Float32Array(rows).fill(columns));
      expect(byColumn).toEqual(new Float32Array(columns).fill(rows));
    }),
    { numRuns: 30 },
  );
});

test("small products agree with the definition, plain and transposed", () => {
  const even = fc.integer({ min: 1, max: 6 }).map((half) => 2 * half);
  const fours = fc.integer({ min: 1, max: 4 }).map((quarter) => 4 * quarter);
  fc.assert(
    fc.property(even, side, fours, (rows, inner, columns) => {
      const a = normals(rows * inner);
      const b = normals(inner * columns);
      const out = new Float32Array(rows * columns);
      const turned = new Float32Array(rows * inner);
      transpose(a, turned, rows, inner);
      for (const run of [
        () => multiply(a, b, out, rows, inner, columns),
        () => multiplyTransposed(turned, b, out, rows, inner, columns),
      ]) {
        out.fill(Number.NaN);
        run();
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            for (let p = 0; p < inner; p++) sum += a[i * inner + p]! * b[p * columns + j]!;
            expect(Math.abs(out[i * columns + j]! - sum)).toBeLessThan(1e-5);
          }
        }
      }
    }),
    { numRuns: 20 },
  );
});
