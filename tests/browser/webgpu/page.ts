/** Opens the device and runs cases for whoever asks: tests/browser/webgpu.test.ts. */
import * as tf from "@tensorflow/tfjs";
import { useAdapter as openDevice } from "../../../src/ops/webgpu/device.ts";
import type { Gpu } from "../../../src/ops/webgpu/gpu.ts";
import type { Machine, Measurement } from "./cases/case.ts";
import { CASES } from "./cases/index.ts";
import { runCase } from "./cases/run.ts";

declare global {
  interface Window {
    /** What computes, in words. */
    opened: Promise<string>;
    runCase(name: string): Promise<Measurement>;
  }
}

/** Chromium has no adapter yet in the first moments of its life. */
const PATIENCE_MS = 5000;

async function findAdapter(): Promise<GPUAdapter> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const adapter = await navigator.gpu?.requestAdapter();
    if (adapter) return adapter;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("This Chromium offers no WebGPU adapter. Was it started with --enable-unsafe-webgpu?");
}

async function open(): Promise<Gpu> {
  tf.enableProdMode();
  return (await openDevice(await findAdapter())).gpu;
}

let gpu = open();
const machine: Machine = {
  async newDevice() {
    gpu = open();
    await gpu;
  },
};

window.opened = gpu.then(({ facts }) => facts.name);
window.runCase = async (name) => {
  const found = CASES.find((one) => one.name === name);
  if (!found) throw new Error(`There is no case "${name}".`);
  return runCase(await gpu, machine, found);
};
