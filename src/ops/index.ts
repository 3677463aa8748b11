/** The operations, and the op set that fits the current tfjs backend. */

import type { Ops } from "./ops.ts";
import { createComposedOps } from "./portable/composed/index.ts";
import { createFusedOps } from "./portable/fused/index.ts";
import { fusedKernelsFit } from "./portable/fused/kernel.ts";

export type * from "./ops.ts";
export { HeldGradient, isTableGradient } from "./ops.ts";
export { anyActive } from "./portable/factors.ts";
export { packTokens, type TokenBatch, type TokenLimits, type Tokens } from "./tokens.ts";

/** For the current tfjs backend. */
export function createOps(): Ops {
  return fusedKernelsFit() ? createFusedOps() : createComposedOps();
}
