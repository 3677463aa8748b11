/** Dropout's parameters as shaders take them (dropout.wgsl). */
import { dropRule, STREAMS, seedKey } from "../../graddrop/index.ts";
import type { DropoutSite } from "../ops.ts";
import { type Float, f32 } from "./call.ts";
import dropoutText from "./dropout.wgsl?raw";
import { PHILOX } from "./sources.ts";

export const DROPOUT_SOURCES = [
  PHILOX,
  { name: "dropout", text: dropoutText.replace("STREAM_DROPOUT", `${STREAMS.dropout}u`), includes: [PHILOX] },
] as const;

/** The fields of the shaders' `Dropout`. */
export function dropoutParams({ dropout, site }: DropoutSite): (number | Float)[] {
  const [key0, key1] = seedKey(dropout.seed);
  const { threshold, kept } = dropRule(dropout.rate, true);
  return [site, dropout.step, key0, key1, threshold, f32(kept)];
}

export const NO_DROPOUT: readonly (number | Float)[] = [0, 0, 0, 0, 0, f32(1)];
