// What Node needs to run the sources as they are (`node --import ./tools/node.mjs`): TypeScript, shaders as text, and the
// SIMD kernels compiled.
import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";
import { buildKernels } from "./simd/build.mjs";

registerTypeScript();
// Registered last, asked first.
register("./shader-loader.mjs", import.meta.url);

await buildKernels();
