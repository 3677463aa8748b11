// `import text from "./kernel.wgsl?raw"` in Node, as in Vite.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SHADER = /\.wgsl\?raw$/;

export async function resolve(specifier, context, next) {
  if (!SHADER.test(specifier)) return next(specifier, context);
  return { url: new URL(specifier, context.parentURL).href, format: "module", shortCircuit: true };
}

export async function load(url, context, next) {
  if (!SHADER.test(url)) return next(url, context);
  const text = await readFile(fileURLToPath(url.replace(/\?raw$/, "")), "utf8");
  return { format: "module", source: `export default ${JSON.stringify(text)};`, shortCircuit: true };
}
