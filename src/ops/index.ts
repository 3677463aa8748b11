/** The operations, and the op set that fits the current tfjs backend. */

import * as tf from "@tensorflow/tfjs";
import type { Ops } from "./ops.ts";
import { createComposedOps } from "./portable/composed/index.ts";
import { fusedKernelsFit } from "./portable/fused/device.ts";
import { createFusedOps } from "./portable/fused/index.ts";

export { DeviceLostError, isDeviceLost, lossBehind, OutOfMemoryError, shortageBehind, sizeText } from "./error.ts";
export type * from "./ops.ts";
export { HeldGradient, isTableGradient, tensorOf } from "./ops.ts";
export { anyActive } from "./portable/factors.ts";
export { packTokens, type TokenBatch, type TokenLimits, type Tokens } from "./tokens.ts";

/** A backend that has an op set of its own, such as this project's on WebGPU (loaded only where it is used). */
function bringsOps(backend: object): backend is { createOps(): Ops } {
  return "createOps" in backend;
}

/** For the current tfjs backend. */
export function createOps(): Ops {
  const backend = tf.backend();
  if (bringsOps(backend)) return backend.createOps();
  return fusedKernelsFit() ? createFusedOps() : createComposedOps();
}
