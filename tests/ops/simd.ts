/** The two tables of loops on the same numbers: SIMD on tfjs's heap, JavaScript on arrays of its own. */
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import { deviceOf } from "../../src/ops/portable/fused/device.ts";
import { javascriptLoops, type Loops } from "../../src/ops/portable/fused/loops.ts";
import { relativeError } from "../model/support.ts";

export type Arrays = Record<string, Float32Array>;

/** Relative distance of two results in f32. */
export const LIMIT = 2e-6;

export async function simdLoops(): Promise<Loops> {
  await selectBackend("wasm");
  return deviceOf(tf.backend()).loops;
}

/**
 * Runs `work` with copies of the arrays, and returns them as it left them.
 *
 * @param workspace floats that it needs
 */
export async function runSimd<Given extends Arrays>(
  given: Given,
  work: (loops: Loops, arrays: Given) => void,
  workspace = 0,
): Promise<Given> {
  const loops = await simdLoops();
  const device = deviceOf(tf.backend());
  device.reserve(workspace);
  const infos = Object.values(given).map((values) => device.allocate([values.length]));
  // Views only once everything has its place: the heap may have moved.
  const views = infos.map((info, i) => {
    const view = device.view(info);
    view.set(Object.values(given)[i]!);
    return view;
  });
  const named = (arrays: Float32Array[]) => Object.fromEntries(Object.keys(given).map((name, i) => [name, arrays[i]!]));
  work(loops, named(views) as Given);
  const results = named(views.map((view) => view.slice())) as Given;
  for (const info of infos) tf.backend().disposeData(info.dataId);
  return results;
}

/** Fails unless both tables leave the same numbers in all arrays. */
export async function expectParity<Given extends Arrays>(
  given: Given,
  work: (loops: Loops, arrays: Given) => void,
  workspace = 0,
): Promise<void> {
  const found = await runSimd(given, work, workspace);
  const wanted = Object.fromEntries(Object.entries(given).map(([name, values]) => [name, values.slice()])) as Given;
  work(javascriptLoops, wanted);
  for (const [name, values] of Object.entries(wanted)) {
    expect(relativeError(found[name]!, values), name).toBeLessThan(LIMIT);
  }
}
