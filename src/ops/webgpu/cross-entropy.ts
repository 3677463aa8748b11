/** The loss. */
import type { Scalar, Tensor2D } from "@tensorflow/tfjs";
import { f32 } from "./call.ts";
import crossEntropyText from "./cross-entropy.wgsl?raw";
import type { Gpu } from "./gpu.ts";
import { GROUPS } from "./sources.ts";
import totalText from "./total.wgsl?raw";

const CROSS_ENTROPY = { name: "cross-entropy", text: crossEntropyText, includes: [GROUPS] };
const TOTAL = { name: "total", text: totalText };

const THREADS = 64;

/**
 * Mean cross-entropy over the rows whose label counts (is not negative), and its gradient by the logits [rows, classes].
 * For spans a row's classes are the tokens of a text.
 */
export function crossEntropy(gpu: Gpu, logits: Tensor2D, labels: Int32Array): { loss: Scalar; gradient: Tensor2D } {
  const [rows, classes] = logits.shape;
  const counted = labels.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0);
  const gradient = gpu.matrix(rows, classes);
  const losses = gpu.matrix(rows, 1);
  const loss = gpu.scalar();
  const onDevice = gpu.upload(labels);
  gpu.run(CROSS_ENTROPY, {
    buffers: { logits: gpu.slice(logits), labels: onDevice, losses: gpu.slice(losses), gradient: gpu.slice(gradient) },
    params: [rows, classes, f32(1 / Math.max(1, counted))],
    groups: Math.ceil(rows / THREADS),
  });
  gpu.run(TOTAL, { buffers: { x: gpu.slice(losses), out: gpu.slice(loss) }, params: [rows], groups: 1 });
  gpu.pool.release(onDevice.buffer);
  losses.dispose();
  return { loss, gradient };
}
