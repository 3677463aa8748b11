/** The losses. */
import type { Tensor2D } from "@tensorflow/tfjs";
import type { Loss } from "../ops.ts";
import { f32, type Slice } from "./call.ts";
import crossEntropyText from "./cross-entropy.wgsl?raw";
import type { Gpu } from "./gpu.ts";
import { GROUPS } from "./sources.ts";
import totalText from "./total.wgsl?raw";

const CROSS_ENTROPY = { name: "cross-entropy", text: crossEntropyText, includes: [GROUPS] };
const TOTAL = { name: "total", text: totalText };

const THREADS = 64;

/** See Ops. A row without a label that counts is one whose label is negative. */
export function crossEntropy(gpu: Gpu, logits: Tensor2D, labels: Int32Array): Loss {
  return lossOver(gpu, logits, labels, null);
}

/** See Ops. @param starts [rows + 1] the rows' first tokens */
export function spanCrossEntropy(gpu: Gpu, logits: Tensor2D, starts: Slice, ends: Int32Array): Loss {
  return lossOver(gpu, logits, ends, starts);
}

function lossOver(gpu: Gpu, logits: Tensor2D, labels: Int32Array, starts: Slice | null): Loss {
  const rows = labels.length;
  const counted = labels.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0);
  const gradient = gpu.matrix(...logits.shape);
  const losses = gpu.matrix(rows, 1);
  const loss = gpu.scalar();
  const onDevice = gpu.upload(labels);
  gpu.run(CROSS_ENTROPY, {
    defines: { SPAN: starts !== null },
    buffers: {
      logits: gpu.slice(logits),
      labels: onDevice,
      losses: gpu.slice(losses),
      gradient: gpu.slice(gradient),
      ...(starts && { starts }),
    },
    params: [rows, logits.shape[1], f32(1 / Math.max(1, counted))],
    groups: Math.ceil(rows / THREADS),
  });
  gpu.run(TOTAL, { buffers: { x: gpu.slice(losses), out: gpu.slice(loss) }, params: [rows], groups: 1 });
  gpu.pool.release(onDevice.buffer);
  losses.dispose();
  return { loss, gradient };
}
