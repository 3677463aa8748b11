/** Runs a case so that nothing the device complains about goes unheard. */
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import type { Case, Machine, Measurement } from "./case.ts";

const KINDS = ["validation", "out-of-memory", "internal"] as const;

/** @throws Error with the device's own words */
export async function runCase(gpu: Gpu, machine: Machine, { run }: Case): Promise<Measurement> {
  const { device } = gpu;
  for (const kind of KINDS) device.pushErrorScope(kind);
  let result: Measurement | undefined;
  let fault: unknown;
  try {
    result = await run(gpu, machine);
    gpu.flush();
  } catch (error) {
    fault = error;
  }
  const complaints: string[] = [];
  for (const _ of KINDS) {
    const complaint = await device.popErrorScope();
    if (complaint) complaints.push(complaint.message);
  }
  if (fault) complaints.unshift(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
  return result!;
}
