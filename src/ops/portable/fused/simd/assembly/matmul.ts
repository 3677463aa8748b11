/**
 * Products of matrices, in AssemblyScript: c = a b, where either factor may be given with its sides exchanged.
 *
 * Both factors are repacked block by block, so that the innermost loop reads two straight streams whatever the layout:
 * `left` in tiles of 4 rows, [tile][inner][4], and `right` in panels of 8 columns, [panel][inner][8]. Eight sums of four
 * lanes, two vectors of the panel and a splat fit into the 16 registers of x64.
 */

/** Inner, row and column lengths of a block: a panel and a tile stay in the first-level cache, a block in the second. */
const INNER: i32 = 256;
const ROWS: i32 = 256;
const COLUMNS: i32 = 256;

/** Bytes that `matmul` wants as its workspace. */
export function matmulWorkspaceBytes(): i32 {
  return 4 * (ROWS * INNER + COLUMNS * INNER + 32);
}

/**
 * c = a b, [rows, columns]. Strides are in elements from one row of what is stored to the next.
 *
 * @param a       [rows, inner], or [inner, rows] where aTurned
 * @param b       [inner, columns], or [columns, inner] where bTurned
 * @param workspace of matmulWorkspaceBytes()
 */
export function matmul(
  a: usize,
  aStride: i32,
  aTurned: bool,
  b: usize,
  bStride: i32,
  bTurned: bool,
  c: usize,
  cStride: i32,
  rows: i32,
  inner: i32,
  columns: i32,
  workspace: usize,
): void {
  const left = workspace;
  const right = left + 4 * ROWS * INNER;
  const edge = right + 4 * COLUMNS * INNER;
  if (inner == 0) {
    for (let i = 0; i < rows; i++) memory.fill(c + 4 * i * cStride, 0, 4 * columns);
  }
  for (let column = 0; column < columns; column += COLUMNS) {
    const width = min(COLUMNS, columns - column);
    for (let depth = 0; depth < inner; depth += INNER) {
      const length = min(INNER, inner - depth);
      if (bTurned) pack8Rows(b + 4 * (column * bStride + depth), bStride, width, length, right);
      else pack8Columns(b + 4 * (depth * bStride + column), bStride, width, length, right);
      for (let row = 0; row < rows; row += ROWS) {
        const height = min(ROWS, rows - row);
        if (aTurned) pack4Columns(a + 4 * (depth * aStride + row), aStride, height, length, left);
        else pack4Rows(a + 4 * (row * aStride + depth), aStride, height, length, left);
        block(left, right, c + 4 * (row * cStride + column), cStride, height, length, width, depth > 0, edge);
      }
    }
  }
}

/** One packed block by another. */
// @ts-expect-error: decorator
@inline
function block(
  left: usize,
  right: usize,
  c: usize,
  cStride: i32,
  rows: i32,
  inner: i32,
  columns: i32,
  adds: bool,
  edge: usize,
): void {
  for (let j = 0; j < columns; j += 8) {
    const panel = right + 4 * j * inner;
    for (let i = 0; i < rows; i += 4) {
      const tile = left + 4 * i * inner;
      const target = c + 4 * (i * cStride + j);
      if (i + 4 <= rows && j + 8 <= columns) {
        product4x8(tile, panel, inner, target, 4 * cStride, adds);
      } else {
        product4x8(tile, panel, inner, edge, 32, false);
        for (let y = 0; y < min(4, rows - i); y++) {
          for (let x = 0; x < min(8, columns - j); x++) {
            const from = load<f32>(edge + 4 * (8 * y + x));
            const to = target + 4 * (y * cStride + x);
            store<f32>(to, adds ? load<f32>(to) + from : from);
          }
        }
      }
    }
  }
}

/** c (+)= tile panel, [4, 8]; strideBytes lie between rows of c. */
function product4x8(tile: usize, panel: usize, inner: i32, c: usize, strideBytes: usize, adds: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = tile + 16 * inner;
  // Not unrolled: twice as long, V8 runs out of registers and it is a quarter slower (36 against 27 GFLOP/s, 2026-11).
  while (tile < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const x0 = v128.load_splat<f32>(tile);
    c00 = f32x4.add(c00, f32x4.mul(x0, b0));
    c01 = f32x4.add(c01, f32x4.mul(x0, b1));
    const x1 = v128.load_splat<f32>(tile, 4);
    c10 = f32x4.add(c10, f32x4.mul(x1, b0));
    c11 = f32x4.add(c11, f32x4.mul(x1, b1));
    const x2 = v128.load_splat<f32>(tile, 8);
    c20 = f32x4.add(c20, f32x4.mul(x2, b0));
    c21 = f32x4.add(c21, f32x4.mul(x2, b1));
    const x3 = v128.load_splat<f32>(tile, 12);
    c30 = f32x4.add(c30, f32x4.mul(x3, b0));
    c31 = f32x4.add(c31, f32x4.mul(x3, b1));
    tile += 16;
    panel += 32;
  }
  const c1 = c + strideBytes;
  const c2 = c1 + strideBytes;
  const c3 = c2 + strideBytes;
  if (adds) {
    c00 = f32x4.add(c00, v128.load(c));
    c01 = f32x4.add(c01, v128.load(c, 16));
    c10 = f32x4.add(c10, v128.load(c1));
    c11 = f32x4.add(c11, v128.load(c1, 16));
    c20 = f32x4.add(c20, v128.load(c2));
    c21 = f32x4.add(c21, v128.load(c2, 16));
    c30 = f32x4.add(c30, v128.load(c3));
    c31 = f32x4.add(c31, v128.load(c3, 16));
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c1, c10);
  v128.store(c1, c11, 16);
  v128.store(c2, c20);
  v128.store(c2, c21, 16);
  v128.store(c3, c30);
  v128.store(c3, c31, 16);
}

/** [inner, columns] -> panels [inner, 8], the last filled up with zeros. */
function pack8Columns(from: usize, stride: i32, columns: i32, inner: i32, to: usize): void {
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    let source = from + 4 * j;
    for (let p = 0; p < inner; p++) {
      v128.store(to, v128.load(source));
      v128.store(to, v128.load(source, 16), 16);
      source += 4 * stride;
      to += 32;
    }
  }
  if (j < columns) packEdge(from + 4 * j, 4, 4 * stride, columns - j, 8, inner, to);
}

/** [columns, inner] -> panels [inner, 8], the last filled up with zeros. */
function pack8Rows(from: usize, stride: i32, columns: i32, inner: i32, to: usize): void {
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    const source = from + 4 * j * stride;
    turn4(source, stride, inner, to, 32);
    turn4(source + 16 * stride, stride, inner, to + 16, 32);
    to += 32 * inner;
  }
  if (j < columns) packEdge(from + 4 * j * stride, 4 * stride, 4, columns - j, 8, inner, to);
}

/** [inner, rows] -> tiles [inner, 4], the last filled up with zeros. */
function pack4Columns(from: usize, stride: i32, rows: i32, inner: i32, to: usize): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    let source = from + 4 * i;
    for (let p = 0; p < inner; p++) {
      v128.store(to, v128.load(source));
      source += 4 * stride;
      to += 16;
    }
  }
  if (i < rows) packEdge(from + 4 * i, 4, 4 * stride, rows - i, 4, inner, to);
}

/** [rows, inner] -> tiles [inner, 4], the last filled up with zeros. */
function pack4Rows(from: usize, stride: i32, rows: i32, inner: i32, to: usize): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    turn4(from + 4 * i * stride, stride, inner, to, 16);
    to += 16 * inner;
  }
  if (i < rows) packEdge(from + 4 * i * stride, 4 * stride, 4, rows - i, 4, inner, to);
}

/** Four rows of `inner` elements become `inner` groups of four, toBytes apart. */
export function turn4(from: usize, stride: i32, inner: i32, to: usize, toBytes: usize): void {
  let r0 = from;
  let r1 = r0 + 4 * stride;
  let r2 = r1 + 4 * stride;
  let r3 = r2 + 4 * stride;
  let p = 0;
  for (; p + 4 <= inner; p += 4) {
    const x0 = v128.load(r0);
    const x1 = v128.load(r1);
    const x2 = v128.load(r2);
    const x3 = v128.load(r3);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    to += toBytes;
    v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3));
    to += toBytes;
    v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2));
    to += toBytes;
    v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3));
    to += toBytes;
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
  for (; p < inner; p++) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    store<f32>(to, load<f32>(r2), 8);
    store<f32>(to, load<f32>(r3), 12);
    to += toBytes;
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
  }
}

/** What is left over: `lines` of the `width` that a tile or panel has, and zeros. Steps are in bytes. */
function packEdge(
  from: usize,
  lineStep: usize,
  innerStep: usize,
  lines: i32,
  width: i32,
  inner: i32,
  to: usize,
): void {
  for (let p = 0; p < inner; p++) {
    let source = from;
    for (let line = 0; line < width; line++) {
      store<f32>(to, line < lines ? load<f32>(source) : 0);
      source += lineStep;
      to += 4;
    }
    from += innerStep;
  }
}
