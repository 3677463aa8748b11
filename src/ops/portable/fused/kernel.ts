/** Kernels of our own for the two backends whose memory we can reach: one pass where core ops would take ten. */
import * as tf from "@tensorflow/tfjs";
import { deviceOf, FUSED_BACKENDS } from "./device.ts";
import type { Loops } from "./loops.ts";

type Arrays<Name extends string> = { readonly [name in Name]: Float32Array };

/**
 * What a kernel does. `inputs` that were null are missing; a kernel may write to an input where its operation owns it.
 */
export interface KernelBody<Input extends string, Attributes> {
  /** Shapes of the outputs, in order. */
  outputs(attributes: Attributes): number[][];
  /** Floats of scratch memory that the loops need; absent: none. */
  workspace?(attributes: Attributes): number;
  /** Must not create tensors: WASM's heap may move. Outputs arrive with whatever was in memory. */
  run(inputs: Partial<Arrays<Input>>, outputs: Float32Array[], attributes: Attributes, loops: Loops): void;
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
        const device = deviceOf(backend);
        const made = body.outputs(attributes).map((shape) => device.allocate(shape));
        if (body.workspace) device.reserve(body.workspace(attributes));
        const views: Record<string, Float32Array> = {};
        for (const [key, info] of Object.entries(inputs as tf.NamedTensorInfoMap)) {
          if (info) views[key] = device.view(info);
        }
        const outputs = made.map((info) => device.view(info));
        body.run(views as Partial<Arrays<Input>>, outputs, attributes, device.loops);
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
