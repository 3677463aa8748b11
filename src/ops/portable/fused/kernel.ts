/**
 * Kernels of our own for the two backends whose memory JavaScript can reach: loops over Float32Arrays, one pass where core
 * ops would take ten. On WASM the arrays are views of the module's heap; nothing is copied.
 */
import * as tf from "@tensorflow/tfjs";

export const FUSED_BACKENDS = ["wasm", "cpu"] as const;

type Arrays<Name extends string> = { readonly [name in Name]: Float32Array };

/**
 * What a kernel does. `inputs` that were null are missing; a kernel may write to an input where its operation owns it.
 */
export interface KernelBody<Input extends string, Attributes> {
  /** Shapes of the outputs, in order. */
  outputs(attributes: Attributes): number[][];
  /** Must not create tensors: WASM's heap may move. Outputs arrive with whatever was in memory. */
  run(inputs: Partial<Arrays<Input>>, outputs: Float32Array[], attributes: Attributes): void;
}

/** Registers the kernel, to be found in profiles under its name, and returns the function that runs it. */
export function defineKernel<Input extends string, Attributes extends object>(
  name: string,
  body: KernelBody<Input, Attributes>,
): (inputs: Partial<Record<Input, tf.Tensor | null>>, attributes: Attributes) => tf.Tensor[] {
  const kernelName = `GradDrop${name}`;
  for (const backendName of FUSED_BACKENDS) {
    // A module that is loaded again (hot reload, several bundles) brings the same kernels.
    if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, backend, attrs }) => {
        const attributes = attrs as unknown as Attributes;
        const memory = memoryOf(backend);
        const made = body.outputs(attributes).map((shape) => memory.allocate(shape));
        const views: Record<string, Float32Array> = {};
        for (const [key, info] of Object.entries(inputs as tf.NamedTensorInfoMap)) {
          if (info) views[key] = memory.view(info);
        }
        const outputs = made.map((info) => memory.view(info));
        body.run(views as Partial<Arrays<Input>>, outputs, attributes);
        return made;
      },
    });
  }
  return (inputs, attributes) => {
    const given: tf.NamedTensorMap = {};
    for (const [key, tensor] of Object.entries(inputs) as [string, tf.Tensor | null | undefined][]) {
      if (tensor) given[key] = tensor;
    }
    return tf.engine().runKernel(kernelName, given, attributes as unknown as tf.NamedAttrMap) as tf.Tensor[];
  };
}

interface Memory {
  allocate(shape: number[]): tf.TensorInfo;
  view(info: tf.TensorInfo): Float32Array;
}

/** What tfjs 4.22's WASM backend has and its types hide. */
interface WasmInternals {
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
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

function memoryOf(backend: object): Memory {
  if (isWasm(backend)) {
    return {
      allocate: (shape) => backend.makeOutput(shape, "float32"),
      view: (info) => backend.typedArrayFromHeap(info),
    };
  }
  if (isCpu(backend)) {
    return {
      allocate: (shape) => backend.makeTensorInfo(shape, "float32", new Float32Array(tf.util.sizeFromShape(shape))),
      view: (info) => {
        const { values } = backend.data.get(info.dataId);
        if (values instanceof Float32Array) return values;
        throw new TypeError("A tensor's values are not float32. Cast it before it reaches these operations.");
      },
    };
  }
  throw new TypeError("This tfjs backend keeps its memory elsewhere. Use the composed op set.");
}

/** Can kernels of this kind run on the current backend, as this version of tfjs has it? */
export function fusedKernelsFit(): boolean {
  const backend = tf.backend();
  return FUSED_BACKENDS.some((name) => name === tf.getBackend()) && (isWasm(backend) || isCpu(backend));
}
