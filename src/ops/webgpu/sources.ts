/** WGSL that several kernels include. */

import { STREAMS } from "../../graddrop/index.ts";
import dropoutText from "./dropout.wgsl?raw";
import geluText from "./gelu.wgsl?raw";
import groupsText from "./groups.wgsl?raw";
import lanesText from "./lanes.wgsl?raw";
import philoxText from "./philox.wgsl?raw";
import rowDropoutText from "./row-dropout.wgsl?raw";
import type { Source } from "./shader.ts";
import valuesText from "./values.wgsl?raw";

export const GROUPS: Source = { name: "groups", text: groupsText };
export const VALUES: Source = { name: "values", text: valuesText };
export const LANES: Source = { name: "lanes", text: lanesText };
export const GELU: Source = { name: "gelu", text: geluText };
export const PHILOX: Source = { name: "philox", text: philoxText };
export const DROPOUT: Source = {
  name: "dropout",
  text: dropoutText.replace("STREAM_DROPOUT", `${STREAMS.dropout}u`),
  includes: [PHILOX],
};
export const ROW_DROPOUT: Source = { name: "row-dropout", text: rowDropoutText, includes: [DROPOUT] };
