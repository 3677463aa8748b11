/** The GPU that the training worker computes on: taken, watched, and taken anew when it is lost. */
import { describeAdapter, requestAdapter } from "./probe.ts";

/** A driver that was reset, or a machine that wakes up, offers no adapter for some seconds. */
const ADAPTER_TRIES = 12;
const ADAPTER_RETRY_MS = 500;

export class WorkerGpu {
  readonly #mayEmulate: boolean;
  #device: GPUDevice | undefined;
  #isLost = true;

  /** @param mayEmulate whether an adapter that computes on the processor will do */
  constructor({ mayEmulate }: { mayEmulate: boolean }) {
    this.#mayEmulate = mayEmulate;
  }

  /** What it held is gone, and it answers no more: take it again. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Makes a new device tfjs's backend, with nothing on it. */
  async take(): Promise<void> {
    const adapter = await requestAdapter(ADAPTER_TRIES, ADAPTER_RETRY_MS);
    if (!adapter) throw new Error("The browser offers no GPU through WebGPU.");
    if (!this.#mayEmulate && describeAdapter(adapter).software) {
      throw new Error("The browser offers only a GPU that the processor emulates, which would be slow.");
    }
    const { useAdapter: computeOn } = await import("../ops/webgpu/device.ts");
    const { device } = (await computeOn(adapter)).gpu;
    this.#device = device;
    this.#isLost = false;
    void device.lost.then(() => {
      if (this.#device === device) this.#isLost = true;
    });
  }
}
