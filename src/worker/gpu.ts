/** The GPU that the training worker computes on: taken, watched, and taken anew when it is lost. */
import type { Gpu } from "../ops/webgpu/gpu.ts";
import type { DeviceRoom } from "../train/fit.ts";
import { describeAdapter, requestAdapter } from "./probe.ts";

/** A driver that was reset, or a machine that wakes up, offers no adapter for some seconds. */
const ADAPTER_TRIES = 12;
const ADAPTER_RETRY_MS = 500;

export class WorkerGpu {
  readonly #mayEmulate: boolean;
  #device: GPUDevice | undefined;
  #gpu: Gpu | undefined;
  #isLost = true;
  #heapBytes: number | undefined;

  /** @param mayEmulate whether an adapter that computes on the processor will do */
  constructor({ mayEmulate }: { mayEmulate: boolean }) {
    this.#mayEmulate = mayEmulate;
  }

  /** What it held is gone, and it answers no more: take it again. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** It is lost, or had no room for something: whatever is computed on it from now on fails. */
  get isSpent(): boolean {
    return this.#isLost || this.#gpu?.isShort === true;
  }

  /** Gives back what nobody uses. */
  trim(): void {
    if (!this.isSpent) this.#gpu?.trim();
  }

  /** What it says that it has. */
  get room(): Pick<DeviceRoom, "largestBindingBytes" | "largestBufferBytes" | "mostBytes" | "mostIs"> {
    const limits = this.#device?.limits;
    return {
      ...(limits && {
        largestBindingBytes: limits.maxStorageBufferBindingSize,
        largestBufferBytes: limits.maxBufferSize,
      }),
      ...(this.#heapBytes !== undefined && { mostBytes: this.#heapBytes, mostIs: "driver" }),
    };
  }

  /** Makes a new device tfjs's backend, with nothing on it. */
  async take(): Promise<void> {
    const adapter = await requestAdapter(ADAPTER_TRIES, ADAPTER_RETRY_MS);
    if (!adapter) throw new Error("The browser offers no GPU through WebGPU.");
    if (!this.#mayEmulate && describeAdapter(adapter).software) {
      throw new Error("The browser offers only a GPU that the processor emulates, which would be slow.");
    }
    const { useAdapter: computeOn } = await import("../ops/webgpu/device.ts");
    const before = this.#device;
    const { gpu } = await computeOn(adapter);
    const { device } = gpu;
    this.#gpu = gpu;
    this.#device = device;
    this.#isLost = false;
    this.#heapBytes = deviceHeapBytes(adapter);
    // What is left on the old one must not take the new one's room.
    before?.destroy();
    void device.lost.then(() => {
      if (this.#device === device) this.#isLost = true;
    });
  }
}

/** WebGPU's bit for memory on the device itself, as Dawn numbers it. */
const DEVICE_LOCAL = 1;

/** Chrome tells of a GPU's memory where its developer features are switched on (chrome://flags, 2026), and nobody else does. */
function deviceHeapBytes({ info }: GPUAdapter): number | undefined {
  const { memoryHeaps } = info as GPUAdapterInfo & {
    readonly memoryHeaps?: readonly { readonly size: number; readonly properties: number }[];
  };
  const sizes = memoryHeaps?.filter(({ properties }) => properties & DEVICE_LOCAL).map(({ size }) => size) ?? [];
  return sizes.length > 0 ? Math.max(...sizes) : undefined;
}
