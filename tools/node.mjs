// What Node needs to run the sources as they are (`node --import ./tools/node.mjs`): TypeScript, and shaders as text.
import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";

registerTypeScript();
// Registered last, asked first.
register("./shader-loader.mjs", import.meta.url);
