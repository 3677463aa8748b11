/** Which backends there are to measure on, and what computes there. */
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../src/cli/backend.ts";
import type { EngineBackend } from "../src/ops/webgpu/backend.ts";
import type { Gpu } from "../src/ops/webgpu/gpu.ts";
import { findChromium } from "../tests/browser/browser.ts";

export type BackendName = "wasm" | "webgpu";

/** A backend that tfjs now computes on. */
export interface Backend {
  readonly name: BackendName;
  /** Resolves when the device has done all that it was given. */
  settle(): Promise<void>;
  /** null on WASM. */
  readonly gpu: Gpu | null;
  /** Computes on the processor. */
  readonly software: boolean;
}

/** What a result was measured with. */
export interface Machine {
  /** The graphics adapter, or the processor where none was used. */
  readonly adapter: string;
  /** As WebGPU names it: vendor, architecture, device, description. */
  readonly driver: string | null;
  readonly processor: string;
  readonly node: string;
}

/** Kept: Dawn crashes when it is collected while a device lives. */
const instances: GPU[] = [];

/** @returns Dawn's WebGPU, with an adapter; null where there is none at all */
export async function findGpu(): Promise<{ gpu: GPU; adapter: GPUAdapter } | null> {
  const dawn = await import("webgpu").catch(() => null);
  if (!dawn) return null;
  Object.assign(globalThis, dawn.globals);
  const tryAdapter = async () => {
    const gpu = dawn.create([]);
    instances.push(gpu);
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    return adapter && { gpu, adapter };
  };
  const found = await tryAdapter();
  if (found) return found;
  const driver = chromiumsVulkanDriver();
  if (!driver) return null;
  // The Vulkan loader reads this whenever an instance is made.
  process.env.VK_ICD_FILENAMES = driver;
  return tryAdapter();
}

/** SwiftShader's description for the Vulkan loader, which lies beside Chromium's own files. */
function chromiumsVulkanDriver(): string | null {
  let program: string;
  try {
    program = findChromium();
  } catch {
    return null;
  }
  const folders = [dirname(program), "/usr/lib/chromium", "/usr/lib/chromium-browser", "/opt/google/chrome"];
  const files = folders.map((folder) => join(folder, "vk_swiftshader_icd.json"));
  return files.find((file) => existsSync(file)) ?? null;
}

export async function openBackend(name: BackendName): Promise<Backend> {
  await selectBackend(name);
  if (name === "wasm") return { name, gpu: null, software: true, settle: async () => {} };
  const { gpu } = tf.backend() as EngineBackend;
  const settle = async () => {
    gpu.flush();
    await gpu.device.queue.onSubmittedWorkDone();
  };
  return { name, gpu, software: gpu.facts.software, settle };
}

export function describeMachine(info: GPUAdapterInfo | null): Machine {
  const [first] = cpus();
  const processor = first?.model.trim() || "unknown processor";
  const words = info ? [info.vendor, info.architecture, info.device, info.description] : [];
  return {
    // Dawn makes a slug of the device's name, which may end in a hyphen.
    adapter: (info?.device || info?.description || info?.vendor)?.replace(/-$/, "") || `${processor} (WASM)`,
    driver: info ? words.filter(Boolean).join(", ") : null,
    processor: `${processor}, ${cpus().length} threads`,
    node: process.version,
  };
}
