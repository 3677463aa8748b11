/** Matrix products of every kind, tile and epilogue, against sums in double precision. */
import type { DropoutSite } from "../../../../src/ops/ops.ts";
import { fillRowDropout } from "../../../../src/ops/portable/dropout.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { type Epilogue, multiply, type Product } from "../../../../src/ops/webgpu/matmul.ts";
import { TILES, type Tile } from "../../../../src/ops/webgpu/tiles.ts";
import { Buffers } from "./buffers.ts";
import type { Case } from "./case.ts";
import { differing, normals, relativeError, worst } from "./numbers.ts";

const LIMIT = 1e-6;
/** An erf and a tanh of the shader are good to about 2e-7 of 1, and what cancels costs a little. */
const CURVE_LIMIT = 2e-6;

/** One whose threads share and one whose threads do not; epilogues are the same code for every tile of either sort. */
const EPILOGUE_TILES: readonly Tile[] = [smallest(true), smallest(false)];

function smallest(shares: boolean): Tile {
  const sums = ({ rows, columns, shared }: Tile) => rows * columns * (shared ? shared.rows * shared.columns : 1);
  return TILES.filter(({ shared }) => (shared !== null) === shares).reduce((a, b) => (sums(b) < sums(a) ? b : a));
}

const KINDS: readonly Product["kind"][] = ["turnedB", "plain", "turnedA"];

/** [m, n, k]: read by fours, off every tile's multiples; the same by single numbers; the smallest. */
const SIZES = {
  vectors: [
    [4, 4, 4],
    [68, 36, 44],
    [132, 260, 20],
  ],
  single: [
    [1, 1, 1],
    [1, 5, 3],
    [33, 10, 7],
    [67, 129, 18],
  ],
} as const;

const SITE: DropoutSite = { dropout: { rate: 0.3, seed: 3, step: 8 }, site: 6 };

interface Factors {
  readonly a: Float32Array;
  readonly b: Float32Array;
}

function drawFactors({ m, n, k }: Product): Factors {
  return { a: normals(m * k, 1), b: normals(n * k, 2) };
}

function doubles({ m, n, k, kind }: Product, { a, b }: Factors): Float64Array {
  const sums = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let t = 0; t < k; t++) {
        sum += a[kind === "turnedA" ? t * m + i : i * k + t]! * b[kind === "turnedB" ? j * k + t : t * n + j]!;
      }
      sums[i * n + j] = sum;
    }
  }
  return sums;
}

/** What an epilogue is given, as arrays. */
interface Extras {
  readonly bias?: Float32Array;
  readonly tanh?: boolean;
  /** Names of the rows. */
  readonly dropAt?: Int32Array;
  readonly plus?: Float32Array;
  readonly gelu?: boolean;
  readonly rowSums?: boolean;
}

async function product(gpu: Gpu, shape: Product, factors: Factors, tile: Tile, extras: Extras = {}) {
  const buffers = new Buffers(gpu);
  const { m, n } = shape;
  const { bias, tanh = false, dropAt, plus } = extras;
  const before = extras.gelu ? buffers.room(m * n) : undefined;
  const sums = extras.rowSums ? buffers.room(m) : undefined;
  const epilogue: Epilogue = {
    tanh,
    ...(bias && { bias: buffers.put(bias) }),
    ...(dropAt && { dropout: { site: SITE, places: buffers.putIntegers(dropAt) } }),
    ...(plus && { plus: buffers.put(plus) }),
    ...(before && { gelu: before }),
    ...(sums && { rowSums: sums }),
  };
  const out = buffers.room(m * n);
  multiply(gpu, shape, { a: buffers.put(factors.a), b: buffers.put(factors.b), out }, epilogue, tile);
  const found = {
    out: await buffers.take(out),
    before: before && (await buffers.take(before)),
    sums: sums && (await buffers.take(sums)),
  };
  buffers.release();
  return found;
}

/** The normal distribution's Phi, by Simpson's rule from 0. */
function phi(x: number): number {
  const density = (t: number) => Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
  const steps = 200;
  const h = x / steps;
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * h);
  return 0.5 + (sum * h) / 3;
}

/** `sums` become what the epilogue promises, without GELU. */
function finish(sums: Float64Array, { n }: Product, { bias, tanh, dropAt, plus }: Extras): void {
  const dropped = new Float32Array(sums.length).fill(1);
  if (dropAt) fillRowDropout(SITE, dropAt, n, dropped);
  sums.forEach((sum, i) => {
    const biased = sum + (bias?.[i % n] ?? 0);
    sums[i] = (tanh ? Math.tanh(biased) : biased) * dropped[i]! + (plus?.[i] ?? 0);
  });
}

/** Of A as turnedA has it, [k, m]. */
function columnSums({ m, k }: Product, a: Float32Array): Float64Array {
  const sums = new Float64Array(m);
  for (let t = 0; t < k; t++) for (let i = 0; i < m; i++) sums[i]! += a[t * m + i]!;
  return sums;
}

async function epilogueError(gpu: Gpu, shape: Product, tile: Tile, extras: Extras): Promise<number> {
  const factors = drawFactors(shape);
  const found = await product(gpu, shape, factors, tile, extras);
  const wanted = doubles(shape, factors);
  finish(wanted, shape, extras);
  if (found.sums) {
    return worst([relativeError(found.out, wanted), relativeError(found.sums, columnSums(shape, factors.a))]);
  }
  if (!extras.gelu) return relativeError(found.out, wanted);
  return worst([
    relativeError(found.before!, wanted),
    relativeError(
      found.out,
      wanted.map((x) => x * phi(x)),
    ),
  ]);
}

/** Some sums end far beyond where exp overflows, so that tanh has to be held in. */
const farBias = (n: number) => normals(n, 3).map((value, i) => (i % 3 === 0 ? 200 * value : value));

/** Names of rows, in runs and with gaps. */
const placesFor = (m: number) => Int32Array.from({ length: m }, (_, i) => i + 3 * Math.floor(i / 5));

const EPILOGUES: readonly { name: string; limit: number; of(shape: Product): Extras }[] = [
  { name: "a bias", limit: LIMIT, of: ({ n }) => ({ bias: normals(n, 3) }) },
  { name: "a bias and a residual", limit: LIMIT, of: ({ m, n }) => ({ bias: normals(n, 3), plus: normals(m * n, 4) }) },
  { name: "a bias and tanh", limit: CURVE_LIMIT, of: ({ n }) => ({ bias: farBias(n), tanh: true }) },
  { name: "a bias and GELU", limit: CURVE_LIMIT, of: ({ n }) => ({ bias: normals(n, 3), gelu: true }) },
  {
    name: "a bias, dropout and a residual",
    limit: LIMIT,
    of: ({ m, n }) => ({ bias: normals(n, 3), dropAt: placesFor(m), plus: normals(m * n, 4) }),
  },
];

const EPILOGUE_SHAPES: readonly Product[] = [
  { m: 37, n: 36, k: 12, kind: "turnedB" },
  { m: 37, n: 10, k: 7, kind: "turnedB" },
];

const shapeCases: Case[] = KINDS.flatMap((kind) =>
  TILES.map((tile) => ({
    name: `product, ${kind}${kind === "turnedA" ? " with sums" : ""}, tile ${tile.name}, at sizes off its multiples`,
    async run(gpu) {
      const errors: number[] = [];
      // Large tiles take long to compile; reading single numbers is the same code for every tile.
      const sizes = [...SIZES.vectors, ...(EPILOGUE_TILES.includes(tile) ? SIZES.single : [])];
      for (const [m, n, k] of sizes) {
        errors.push(await epilogueError(gpu, { m, n, k, kind }, tile, { rowSums: kind === "turnedA" }));
      }
      return { measured: worst(errors), limit: LIMIT };
    },
  })),
);

const epilogueCases: Case[] = EPILOGUES.flatMap(({ name, limit, of }) =>
  EPILOGUE_SHAPES.map((shape) => ({
    name: `product with ${name}, ${shape.n % 4 === 0 ? "by fours" : "by single numbers"}`,
    async run(gpu) {
      const errors: number[] = [];
      for (const tile of EPILOGUE_TILES) errors.push(await epilogueError(gpu, shape, tile, of(shape)));
      return { measured: worst(errors), limit };
    },
  })),
);

/** The gradient by a layer's input, with what reaches it by another way. */
const plainWithResidual: Case = {
  name: "product, plain, with a residual",
  async run(gpu) {
    const errors: number[] = [];
    for (const n of [24, 9]) {
      const shape: Product = { m: 20, n, k: 12, kind: "plain" };
      for (const tile of EPILOGUE_TILES)
        errors.push(await epilogueError(gpu, shape, tile, { plus: normals(20 * n, 4) }));
    }
    return { measured: worst(errors), limit: LIMIT };
  },
};

/** Products that are 1 everywhere: what comes out are the factors themselves. */
const dropoutCases: Case[] = [12, 10].map((n) => ({
  name: `a product drops what the portable op set drops, bit for bit, ${n} features`,
  async run(gpu) {
    const shape: Product = { m: 41, n, k: 4, kind: "turnedB" };
    const first = (size: number) => Float32Array.from({ length: size }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const dropAt = placesFor(41);
    const wanted = new Float32Array(41 * n);
    fillRowDropout(SITE, dropAt, n, wanted);
    let measured = 0;
    for (const tile of EPILOGUE_TILES) {
      const { out } = await product(gpu, shape, { a: first(41 * 4), b: first(n * 4) }, tile, { dropAt });
      measured += differing(out, wanted);
    }
    return { measured, limit: 0 };
  },
}));

/** Four rows a workgroup of one thread: so many workgroups that they spread over two dimensions, with one too many. */
const TINY_TILE: Tile = { name: "shared 4x4", rows: 4, columns: 4, shared: { rows: 1, columns: 1, depth: 4 } };

const manyGroups: Case = {
  name: "a product of more than 65,535 workgroups",
  async run(gpu) {
    const errors: number[] = [];
    for (const n of [4, 1]) {
      const shape: Product = { m: 4 * 65_537 - 3, n, k: n, kind: "turnedB" };
      const factors = {
        a: Float32Array.from({ length: shape.m * n }, (_, i) => (i % 8191) - 4000),
        b: normals(n * n, 2),
      };
      const { out } = await product(gpu, shape, factors, TINY_TILE);
      const wanted = doubles(shape, factors);
      const lastRows = -4 * n;
      errors.push(relativeError(out, wanted), relativeError(out.slice(lastRows), wanted.slice(lastRows)));
    }
    return { measured: worst(errors), limit: LIMIT };
  },
};

const repeatable: Case = {
  name: "a product has the same bits every time",
  async run(gpu) {
    const shape: Product = { m: 68, n: 36, k: 200, kind: "turnedB" };
    let measured = 0;
    for (const tile of TILES) {
      const factors = drawFactors(shape);
      const first = await product(gpu, shape, factors, tile);
      measured += differing((await product(gpu, shape, factors, tile)).out, first.out);
    }
    return { measured, limit: 0 };
  },
};

export const matmulCases: readonly Case[] = [
  ...shapeCases,
  ...epilogueCases,
  plainWithResidual,
  ...dropoutCases,
  manyGroups,
  repeatable,
];
