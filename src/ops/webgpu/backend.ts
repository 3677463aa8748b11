/** tfjs's WebGPU backend on a device of our own: its tensors and this project's kernels share buffers and command queue. */
import type { Tensor } from "@tensorflow/tfjs";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Ops } from "../ops.ts";
import { Gpu } from "./gpu.ts";
import { createWebgpuOps } from "./index.ts";

/** What tfjs 4.22's backend has and its types hide. */
export interface BackendInternals {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  uploadToGPU(dataId: object): void;
}

export class EngineBackend extends WebGPUBackend {
  readonly gpu: Gpu;

  constructor(device: GPUDevice, info: GPUAdapterInfo, software: boolean) {
    super(device, info);
    this.gpu = new Gpu(device, this, { software, name: info.description || info.vendor || "GPU without a name" });
  }

  /** The op set of this backend: see `createOps`. */
  createOps(): Ops {
    return createWebgpuOps(this.gpu);
  }

  /** Parameters of what has been recorded must be on the device before it runs, whoever submits. */
  override submitQueue(): void {
    this.gpu.beforeSubmit();
    super.submitQueue();
    this.gpu.afterSubmit();
  }

  override disposeData(dataId: object, force = false): boolean {
    const data = this.tensorMap.has(dataId) ? this.tensorMap.get(dataId) : undefined;
    const buffer = data?.resource;
    const last = data !== undefined && (force || data.refCount === 1);
    const done = super.disposeData(dataId, force);
    if (last && buffer && this.gpu.pool.owns(buffer as GPUBuffer)) this.gpu.pool.release(buffer as GPUBuffer);
    return done;
  }

  /** tfjs reads a buffer to its end, but a lent one may be longer than its tensor. */
  override async read(dataId: object): Promise<Float32Array | Int32Array | Uint8Array> {
    const data = this.tensorMap.get(dataId);
    const buffer = data.resource as GPUBuffer | undefined;
    if (data.values == null && buffer && this.gpu.pool.owns(buffer)) {
      const size = data.shape.reduce((product: number, side: number) => product * side, 1);
      return this.gpu.read({ buffer, offset: 0, size: size * 4 });
    }
    return this.gpu.guarded(() => super.read(dataId) as Promise<Float32Array | Int32Array | Uint8Array>);
  }

  /** The buffer behind a tensor; brought to the device if it was not there. */
  bufferOf(tensor: Tensor): GPUBuffer {
    (this as unknown as BackendInternals).uploadToGPU(tensor.dataId);
    return this.tensorMap.get(tensor.dataId).resource as GPUBuffer;
  }
}
