/** Dropout's parameters as shaders take them (dropout.wgsl). */
import { dropRule, seedKey } from "../../graddrop/index.ts";
import type { DropoutSite } from "../ops.ts";
import { type Float, f32 } from "./call.ts";

/** The fields of the shaders' `Dropout`, which uniforms must hold at a multiple of 16 bytes. */
export function dropoutParams(site: DropoutSite | null): (number | Float)[] {
  if (site === null) return [0, 0, 0, 0, 0, f32(1)];
  const { dropout } = site;
  const [key0, key1] = seedKey(dropout.seed);
  const { threshold, kept } = dropRule(dropout.rate, true);
  return [site.site, dropout.step, key0, key1, threshold, f32(kept)];
}
