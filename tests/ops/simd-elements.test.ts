import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillFactors, type LayerMask } from "../../src/graddrop/index.ts";
import { type FactorRows, fillFactorRows } from "../../src/ops/portable/dropout.ts";
import { javascriptLoops, type Loops } from "../../src/ops/portable/fused/loops.ts";
import { createSimd } from "../../src/ops/portable/fused/simd/index.ts";
import { segmentsOf } from "../../src/ops/tokens.ts";
import { relativeError } from "../model/support.ts";
import { normals } from "./opsets.ts";
import { expectParity, LIMIT, runSimd, simdLoops } from "./simd.ts";

/** Empty, single, and off every multiple of 4, 8 and 16. */
const SIDES = [
  { rows: 0, features: 5 },
  { rows: 1, features: 1 },
  { rows: 3, features: 2 },
  { rows: 5, features: 7 },
  { rows: 8, features: 12 },
  { rows: 17, features: 33 },
];

test("on WASM all loops are SIMD, products too where there is one thread", async () => {
  const loops = await simdLoops();
  expect(loops.matmul).not.toBeNull();
  for (const [name, loop] of Object.entries(loops)) expect(loop, name).not.toBe(javascriptLoops[name as keyof Loops]);
});

test("where tfjs does not show its memory, or has none, there is no SIMD", () => {
  expect(createSimd({})).toBeNull();
  const emscripten = { _malloc: () => 8, _free: () => {}, tfjs: { getThreadsCount: () => 1 } };
  expect(createSimd(emscripten)).toBeNull();
  const wasmMemory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const unlike = Object.create(wasmMemory, { buffer: { value: new ArrayBuffer(8) } });
  expect(createSimd({ ...emscripten, wasmMemory: unlike })).toBeNull();
});

test("memory that threads share takes the kernels as well, and leaves products to tfjs's threads", () => {
  const wasmMemory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  let next = 1024;
  const _malloc = (bytes: number) => {
    next += bytes;
    return next - bytes;
  };
  const simd = createSimd({ wasmMemory, _malloc, _free: () => {}, tfjs: { getThreadsCount: () => 4 } })!;
  expect(simd.loops.matmul).toBeNull();
  const [a, b] = [0, 1].map(() => new Float32Array(wasmMemory.buffer, _malloc(28), 7));
  a!.set([1, 2, 3, 4, 5, 6, 7]);
  b!.fill(10);
  simd.loops.add(a!, b!);
  expect(Array.from(a!)).toEqual([11, 12, 13, 14, 15, 16, 17]);
});

describe.each(SIDES)("[$rows, $features]", ({ rows, features }) => {
  const size = rows * features;
  const at = Int32Array.from({ length: rows }, (_, row) => (rows - row) % rows);

  test("elements are moved and added as JavaScript does it", async () => {
    const given = {
      x: normals(size),
      y: normals(size),
      bias: normals(features),
      sums: normals(features),
      turned: normals(size),
      product: normals(size),
    };
    await expectParity(given, (loops, { x, y, bias, sums, turned, product }) => {
      loops.multiply(x, y, product);
      loops.addBias(x, bias);
      loops.add(y, x);
      loops.addRows(y, x, at, rows);
      loops.columnSums(y, sums, rows);
      loops.transpose(y, turned, rows, features);
      loops.multiply(x, y, x);
    });
  });

  test("sums of rows and of groups of rows", async () => {
    if (rows === 0) return;
    const segments = segmentsOf(Int32Array.from({ length: rows }, (_, row) => row % 3));
    const given = { x: normals(size), sums: normals(rows), groups: normals(segments.ids.length * features) };
    await expectParity(given, (loops, { x, sums, groups }) => {
      loops.rowSums(x, sums);
      loops.segmentSums(x, groups, segments);
    });
  });

  test("the sum of squares of any stretch", async () => {
    const given = { x: normals(size) };
    let found = 0;
    await runSimd(given, (loops, { x }) => {
      found = loops.sumOfSquares(x, Math.min(1, size), size);
    });
    expect(found).toBeCloseTo(javascriptLoops.sumOfSquares(given.x, Math.min(1, size), size), 9);
  });

  test("the sum of squared changes of any stretch, and how many numbers are not 0", async () => {
    const before = normals(size);
    const given = { before, after: before.map((value, i) => (i % 3 === 0 ? value : value + 1e-7)) };
    given.after.fill(0, Math.ceil(size / 2));
    const start = Math.min(1, size);
    const sums = ({ sumOfSquaredChanges, countNonZero }: Loops, { before, after }: typeof given) => [
      sumOfSquaredChanges(before, after, start, size),
      countNonZero(after),
      countNonZero(after.subarray(start)),
    ];
    let found: number[] = [];
    await runSimd(given, (loops, arrays) => {
      found = sums(loops, arrays);
    });
    const [squares, ...counts] = sums(javascriptLoops, given);
    expect(found[0]! / (squares || 1)).toBeCloseTo(squares === 0 ? 0 : 1, 9);
    expect(found.slice(1)).toEqual(counts);
    expect(counts[0]).toBe(given.after.filter((value) => value !== 0).length);
    // Numbers of JavaScript's own memory are counted too.
    expect((await simdLoops()).countNonZero(given.after)).toBe(counts[0]);
  });

  test("GELU with bias, and its slope", async () => {
    const given = { y: normals(size, 3), bias: normals(features), slope: normals(size) };
    await expectParity(given, (loops, { y, bias, slope }) => loops.biasGelu(y, bias, slope));
  });
});

test("GELU and its slope are right to 2e-7 at every scale, and let NaN and infinity show", async () => {
  const x = Float32Array.from({ length: 3001 }, (_, i) => (i - 1500) / 200);
  const special = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 6, -6, 0);
  const y = Float32Array.of(...x, ...special);
  const given = { y, bias: Float32Array.of(0), slope: new Float32Array(y.length) };
  const found = await runSimd(given, (loops, arrays) => loops.biasGelu(arrays.y, arrays.bias, arrays.slope));
  const wanted = { y: y.slice(), slope: new Float32Array(y.length) };
  javascriptLoops.biasGelu(wanted.y, given.bias, wanted.slope);
  for (let i = 0; i < x.length; i++) {
    expect(Math.abs(found.y[i]! - wanted.y[i]!)).toBeLessThan(2e-7 * Math.max(1, Math.abs(x[i]!)));
    expect(Math.abs(found.slope[i]! - wanted.slope[i]!)).toBeLessThan(4e-7);
  }
  expect(found.y.slice(x.length)).toEqual(wanted.y.slice(x.length));
  expect(found.slope.slice(x.length)[0]).toBeNaN();
});

/** In doubles, by definition. */
function product(a: number[][], b: number[][], rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return a[i]!.reduce((sum, value, p) => sum + value * b[p]![j]!, 0);
  });
}

const matrixOf = (values: Float32Array, rows: number, columns: number, turned: boolean) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => values[turned ? j * rows + i : i * columns + j]!),
  );

test.for([
  { rows: 1, inner: 1, columns: 1 },
  { rows: 3, inner: 0, columns: 5 },
  { rows: 0, inner: 4, columns: 8 },
  { rows: 5, inner: 7, columns: 9 },
  { rows: 4, inner: 16, columns: 8 },
  { rows: 13, inner: 300, columns: 11 },
  { rows: 259, inner: 5, columns: 261 },
  { rows: 6, inner: 515, columns: 270 },
])("products of [$rows, $inner] by [$inner, $columns], whichever way they are stored", async (sides) => {
  const { rows, inner, columns } = sides;
  for (const turned of ["a", "b", "both", "neither"]) {
    const [a, b] = [turned === "a" || turned === "both", turned === "b" || turned === "both"];
    const given = { a: normals(rows * inner), b: normals(inner * columns), c: normals(rows * columns) };
    const found = await runSimd(given, (loops, arrays) =>
      loops.matmul!({ values: arrays.a, turned: a }, { values: arrays.b, turned: b }, arrays.c, sides),
    );
    const wanted = product(matrixOf(given.a, rows, inner, a), matrixOf(given.b, inner, columns, b), rows, columns);
    expect(relativeError(found.c, wanted), turned).toBeLessThan(LIMIT);
  }
});

test("dropout drops exactly what graddrop's generator says, at any place, rate and width", async () => {
  const rows = fc.record({
    source: fc.record({
      seed: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.maxSafeNat()),
      stream: fc.constant("dropout" as const),
      site: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      time: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    }),
    dropRate: fc.oneof(fc.constantFrom(0, 1, 0.1, 0.5), fc.double({ min: 0, max: 1, noNaN: true })),
    // To the end of the counter and past it.
    first: fc.oneof(fc.nat(1000), fc.constant(2 ** 32 - 3)).map((block) => 4 * block),
    stride: fc.nat(20).map((blocks) => 4 * blocks),
    columns: fc.integer({ min: 1, max: 70 }),
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.nat(5), async (task: FactorRows, count) => {
      const given = { out: normals(count * task.columns) };
      const found = await runSimd(given, (loops, { out }) => loops.fillFactorRows(task, out));
      const wanted = given.out.slice();
      fillFactorRows(task, wanted);
      expect(found.out).toEqual(wanted);
    }),
  );
});

test.for<LayerMask>([
  { kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" },
  { kind: "bernoulli", dropRate: 0.7, rescale: false, period: "epoch" },
  { kind: "gaussian", sigma: 0.5 },
  { kind: "partition", epoch: 2, epochs: 3, mode: "cumulative" },
])("a mask's factors are graddrop's, bit by bit: $kind", async (mask) => {
  const { room, fill } = (await simdLoops()).stretchMaker();
  const key = { seed: 2 ** 40 + 3, tensor: 9, epoch: 2, step: 70_000 };
  for (const [first, size] of [
    [0, 1024],
    [2048, 1],
    [4, 1023],
  ] as const) {
    const out = room.subarray(0, size);
    fill(mask, key, 5000, out, first);
    const wanted = new Float32Array(size);
    fillFactors(mask, key, 5000, wanted, first);
    expect(Float32Array.from(out)).toEqual(wanted);
  }
});
