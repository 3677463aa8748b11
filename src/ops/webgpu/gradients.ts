/** Gradients on their way into a group's arena. */
import { type Gradient, HeldGradient, isTableGradient } from "../ops.ts";
import type { Gpu } from "./gpu.ts";
import type { DeviceParameter } from "./parameters.ts";

/** Sees to it that a dense parameter's gradient lies in its group's arena. */
export function bindGradient(gpu: Gpu, parameter: DeviceParameter, gradient: Gradient): void {
  const { group, place } = parameter.dense;
  const name = parameter.parts[0]?.name;
  if (gradient instanceof HeldGradient) {
    if (gradient === parameter.held() && group.gradient(place)) return;
    throw new Error(
      `"${name}" was given a gradient that is not its own or was used up. Compute it anew for each update.`,
    );
  }
  if (isTableGradient(gradient)) throw new TypeError(`"${name}" is no table, but its gradient has rows by id.`);
  if (gradient.size !== place.size) {
    throw new RangeError(`"${name}" has ${place.size} weights, but its gradient has ${gradient.size} elements.`);
  }
  const from = gpu.slice(gradient);
  const to = parameter.gradient();
  if (!gpu.compiling) gpu.copy(from, to);
}
