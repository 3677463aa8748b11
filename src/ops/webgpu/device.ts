/** The GPU device: asked for by this project, and lent to tfjs. */
import * as tf from "@tensorflow/tfjs";
import { EngineBackend } from "./backend.ts";
import { tuneTiles } from "./tune.ts";

const WANTED_FEATURES = ["shader-f16", "subgroups", "timestamp-query"] as const;

/** Of the adapter's limits those that the default ones would hold below what the hardware can. */
const WANTED_LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
] as const;

/** @throws OperationError when the adapter has been used up or refuses */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]])),
  });
}

/** Whether an adapter computes on the processor. Browsers that do not tell have none that does. */
export function isSoftware(info: GPUAdapterInfo): boolean {
  const words = [info.description, info.vendor, info.architecture, info.device].join(" ");
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|basic render/i.test(words);
}

/** Makes the adapter's device tfjs's backend "webgpu", in place of an earlier one, and readies this project's kernels. */
export async function useAdapter(adapter: GPUAdapter): Promise<EngineBackend> {
  const device = await requestDevice(adapter);
  if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  let made: EngineBackend | undefined;
  tf.registerBackend("webgpu", () => {
    made = new EngineBackend(device, adapter.info, isSoftware(adapter.info));
    return made;
  });
  if (!(await tf.setBackend("webgpu")) || !made) throw new Error("tfjs refused the WebGPU device");
  await tf.ready();
  made.gpu.tiles = await tuneTiles(made.gpu);
  return made;
}
