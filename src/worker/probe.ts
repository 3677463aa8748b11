/** Finds out what the browser offers to compute on. */
import { isSoftware } from "../ops/webgpu/software.ts";
import type { MachineFacts } from "./backend.ts";

/** Chrome answers null in a page's first moments (facts: retry); a browser without a GPU costs this much once. */
const ADAPTER_TRIES = 2;
const ADAPTER_RETRY_MS = 120;

export async function probeMachine(): Promise<MachineFacts> {
  return {
    adapter: await probeAdapter(),
    wasm: typeof WebAssembly === "object",
    wasmThreads: hasWasmThreads(),
    isolated: globalThis.crossOriginIsolated === true,
    processors: navigator.hardwareConcurrency || 1,
  };
}

async function probeAdapter(): Promise<MachineFacts["adapter"]> {
  const adapter = await requestAdapter(ADAPTER_TRIES, ADAPTER_RETRY_MS);
  return adapter && describeAdapter(adapter);
}

/** The fastest adapter, if there is any. */
export async function requestAdapter(tries: number, retryMs: number): Promise<GPUAdapter | undefined> {
  const gpu: GPU | undefined = navigator.gpu;
  if (!gpu) return undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, retryMs));
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
    if (adapter) return adapter;
  }
  return undefined;
}

export function describeAdapter({ info }: GPUAdapter): NonNullable<MachineFacts["adapter"]> {
  const { vendor, architecture, device, description } = info;
  const words = description || [vendor, architecture, device].filter(Boolean).join(" ") || "GPU without a name";
  return { description: words, software: isSoftware(info) };
}

/** Can this browser run WASM with threads and SIMD? tfjs ships no threaded build without SIMD. */
function hasWasmThreads(): boolean {
  if (typeof SharedArrayBuffer === "undefined" || typeof WebAssembly !== "object") return false;
  // A module with a shared memory, and one that splats a vector.
  const shared = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1]);
  const simd = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ]);
  return WebAssembly.validate(shared) && WebAssembly.validate(simd);
}
