/**
 * The two backends whose memory can be reached, as devices: memory to hold tensors, and the loops that work on it. On WASM
 * the arrays are views of the module's heap; nothing is copied.
 */
import * as tf from "@tensorflow/tfjs";
import { javascriptLoops, type Loops } from "./loops.ts";
import { createSimd } from "./simd/index.ts";

export const FUSED_BACKENDS = ["wasm", "cpu"] as const;

export interface Device {
  readonly loops: Loops;
  allocate(shape: number[]): tf.TensorInfo;
  /** Good until something is allocated or reserved. */
  view(info: tf.TensorInfo): Float32Array;
  /** Makes sure of this much scratch memory, in floats. */
  reserve(floats: number): void;
}

/** What tfjs 4.22's WASM backend has and its types hide. */
interface WasmInternals {
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
  /** Emscripten's module. */
  wasm: object;
}

/** What tfjs 4.22's CPU backend has and its types hide. */
interface CpuInternals {
  makeTensorInfo(shape: number[], dtype: "float32", values: Float32Array): tf.TensorInfo;
  data: { get(dataId: object): { values: ArrayLike<number> } };
}

function isWasm(backend: object): backend is WasmInternals {
  return "makeOutput" in backend && "typedArrayFromHeap" in backend;
}

function isCpu(backend: object): backend is CpuInternals {
  return "makeTensorInfo" in backend && "data" in backend;
}

function wasmDevice(backend: WasmInternals): Device {
  const simd = createSimd(backend.wasm);
  return {
    loops: simd?.loops ?? javascriptLoops,
    allocate: (shape) => backend.makeOutput(shape, "float32"),
    view: (info) => backend.typedArrayFromHeap(info),
    reserve: (floats) => simd?.reserve(floats),
  };
}

function cpuDevice(backend: CpuInternals): Device {
  return {
    loops: javascriptLoops,
    allocate: (shape) => backend.makeTensorInfo(shape, "float32", new Float32Array(tf.util.sizeFromShape(shape))),
    view: (info) => {
      const { values } = backend.data.get(info.dataId);
      if (values instanceof Float32Array) return values;
      throw new TypeError("A tensor's values are not float32. Cast it before it reaches these operations.");
    },
    reserve: () => {},
  };
}

const devices = new WeakMap<object, Device>();

/** One device for each backend, however often it is asked for. */
export function deviceOf(backend: object): Device {
  let device = devices.get(backend);
  if (!device) {
    if (isWasm(backend)) device = wasmDevice(backend);
    else if (isCpu(backend)) device = cpuDevice(backend);
    else throw new TypeError("This tfjs backend keeps its memory elsewhere. Use the composed op set.");
    devices.set(backend, device);
  }
  return device;
}

/** Can kernels of this kind run on the current backend, as this version of tfjs has it? */
export function fusedKernelsFit(): boolean {
  const backend = tf.backend();
  return FUSED_BACKENDS.some((name) => name === tf.getBackend()) && (isWasm(backend) || isCpu(backend));
}
