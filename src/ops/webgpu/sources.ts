/** WGSL that several kernels include. */
import groupsText from "./groups.wgsl?raw";
import philoxText from "./philox.wgsl?raw";
import type { Source } from "./shader.ts";

export const GROUPS: Source = { name: "groups", text: groupsText };
export const PHILOX: Source = { name: "philox", text: philoxText };
