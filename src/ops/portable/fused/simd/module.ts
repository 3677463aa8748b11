/** The compiled kernels on the memory of tfjs's WASM module. */
import { kernels, sharedMemoryKernels } from "./generated/kernels.ts";

/** An address in the heap, in bytes. */
type Pointer = number;

/** What assembly/ exports; its files say what each does. Strides and sizes count elements; a null pointer is 0. */
export interface KernelExports {
  add(to: Pointer, from: Pointer, size: number): void;
  addBias(x: Pointer, bias: Pointer, rows: number, features: number): void;
  addThree(a: Pointer, b: Pointer, c: Pointer, out: Pointer, size: number): void;
  multiply(a: Pointer, b: Pointer, out: Pointer, size: number): void;
  columnSums(x: Pointer, sums: Pointer, rows: number, features: number): void;
  rowSums(x: Pointer, sums: Pointer, rows: number, features: number): void;
  transpose(from: Pointer, to: Pointer, rows: number, columns: number): void;
  sumOfSquares(x: Pointer, size: number): number;
  sumOfSquaredChanges(from: Pointer, to: Pointer, size: number): number;
  countNonZero(x: Pointer, size: number): number;
  biasGelu(y: Pointer, bias: Pointer, slope: Pointer, rows: number, features: number): void;
  residualSum(y: Pointer, bias: Pointer, factors: Pointer, residual: Pointer, rows: number, features: number): void;
  normaliseRows(
    z: Pointer,
    gain: Pointer,
    shift: Pointer,
    eps: number,
    output: Pointer,
    inverse: Pointer,
    rows: number,
    features: number,
  ): void;
  normBackward(
    gradient: Pointer,
    normalised: Pointer,
    inverse: Pointer,
    gain: Pointer,
    dz: Pointer,
    dGain: Pointer,
    dShift: Pointer,
    rows: number,
    features: number,
  ): void;
  softmaxRows(x: Pointer, rows: number, columns: number, scale: number): void;
  dropProbabilities(probabilities: Pointer, factors: Pointer, used: Pointer, size: number): void;
  softmaxBackward(
    probabilities: Pointer,
    dUsed: Pointer,
    used: Pointer,
    rows: number,
    columns: number,
    kept: number,
    scale: number,
  ): void;
  fillBernoulli(
    out: Pointer,
    rows: number,
    columns: number,
    blocks: number,
    c0: number,
    c1: number,
    c2: number,
    c3: number,
    k0: number,
    k1: number,
    threshold: number,
    kept: number,
  ): void;
  adamW(
    from: Pointer,
    to: Pointer,
    gradient: Pointer,
    first: Pointer,
    second: Pointer,
    factors: Pointer,
    size: number,
    scale: number,
    decay: number,
    rest1: number,
    rest2: number,
    rate: number,
    root: number,
    epsilon: number,
  ): void;
  adamWByWeight(
    from: Pointer,
    to: Pointer,
    gradient: Pointer,
    first: Pointer,
    second: Pointer,
    factors: Pointer,
    rates: Pointer,
    roots: Pointer,
    untouched: boolean,
    size: number,
    scale: number,
    decay: number,
    rest1: number,
    rest2: number,
    epsilon: number,
  ): void;
  sgd(
    from: Pointer,
    to: Pointer,
    gradient: Pointer,
    factors: Pointer,
    untouched: boolean,
    size: number,
    scale: number,
    learningRate: number,
    decay: number,
  ): void;
  shrink(x: Pointer, size: number, share: number): void;
  matmul(
    a: Pointer,
    aStride: number,
    aTurned: boolean,
    b: Pointer,
    bStride: number,
    bTurned: boolean,
    c: Pointer,
    cStride: number,
    rows: number,
    inner: number,
    columns: number,
    workspace: Pointer,
  ): void;
  matmulWorkspaceBytes(): number;
}

/** What Emscripten's module in tfjs 4.22 has: builds with threads name their memory, the others export it. */
interface Emscripten {
  readonly wasmMemory?: WebAssembly.Memory;
  readonly asm?: { readonly memory?: WebAssembly.Memory };
  _malloc(bytes: number): Pointer;
  _free(pointer: Pointer): void;
  readonly tfjs: { getThreadsCount(): number };
}

/** tfjs's heap and the kernels on it. */
export interface SimdModule {
  readonly exports: KernelExports;
  readonly memory: WebAssembly.Memory;
  /** Threads that tfjs multiplies with. */
  readonly threads: number;
  /** Heap memory, which stays where it is; views of the heap may not. */
  allocate(bytes: number): Pointer;
  free(pointer: Pointer): void;
}

function isEmscripten(module: object): module is Emscripten {
  return "_malloc" in module && "_free" in module && "tfjs" in module;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** @returns null where this memory is declared in another way than the kernels expect */
function link(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): KernelExports | null {
  try {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return instance.exports as unknown as KernelExports;
  } catch (error) {
    if (error instanceof WebAssembly.LinkError) return null;
    throw error;
  }
}

/** @returns null where this browser has no SIMD, or this tfjs does not show its memory */
export function instantiate(emscripten: object): SimdModule | null {
  if (!isEmscripten(emscripten)) return null;
  const memory = emscripten.wasmMemory ?? emscripten.asm?.memory;
  if (!(memory instanceof WebAssembly.Memory)) return null;
  const isShared = typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
  const bytes = bytesOf(isShared ? sharedMemoryKernels : kernels);
  if (!WebAssembly.validate(bytes)) return null;
  const exports = link(bytes, memory);
  if (!exports) return null;
  return {
    exports,
    memory,
    threads: Math.max(1, emscripten.tfjs.getThreadsCount()),
    allocate(bytes) {
      // Above 2 GB, tfjs's malloc returns what looks like a negative number.
      const pointer = emscripten._malloc(bytes) >>> 0;
      if (pointer === 0) throw new RangeError(`WebAssembly has no room for ${bytes} more bytes. Try a smaller batch.`);
      return pointer;
    },
    free: (pointer) => emscripten._free(pointer),
  };
}
