/** SIMD kernels for arrays on the heap of tfjs's WASM backend: what its own kernels lack. */
import type { Loops } from "../loops.ts";
import { createSimdLoops } from "./loops.ts";
import { instantiate } from "./module.ts";
import { Workspace } from "./workspace.ts";

export interface Simd {
  readonly loops: Loops;
  /** Makes sure of scratch memory, in floats. */
  reserve(floats: number): void;
}

/**
 * @param emscripten the `wasm` of tfjs's backend
 * @returns null where there is no SIMD: then JavaScript's loops do the work
 */
export function createSimd(emscripten: object): Simd | null {
  const module = instantiate(emscripten);
  if (!module) return null;
  const workspace = new Workspace(module);
  return {
    loops: createSimdLoops(module, workspace),
    reserve: (floats) => workspace.reserve(floats),
  };
}
