/** The GPU device: asked for by this project, and lent to tfjs. */
import * as tf from "@tensorflow/tfjs";
import { EngineBackend } from "./backend.ts";
import { isSoftware } from "./software.ts";
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
