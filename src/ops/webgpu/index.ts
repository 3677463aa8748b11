import type { Ops } from "../ops.ts";
import type { Gpu } from "./gpu.ts";
export function createWebgpuOps(_gpu: Gpu): Ops {
  throw new Error("not yet");
}
