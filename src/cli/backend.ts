/** Which tfjs backend computes, in Node. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { registerWebgpu } from "./webgpu.ts";

export type BackendChoice = "auto" | "wasm" | "cpu" | "webgpu";

/** Sets the backend; "auto" is WASM, the fastest that every Node has. Returns what computes now. */
export async function selectBackend(choice: BackendChoice): Promise<"wasm" | "cpu" | "webgpu"> {
  // Silences tfjs's advice to install tfjs-node, and its checks of every shape.
  if (!tf.env().getBool("PROD")) tf.enableProdMode();
  const name = choice === "auto" ? "wasm" : choice;
  if (name === "webgpu") await registerWebgpu();
  if (name === "wasm") {
    const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(join(dirname(entry), "/"));
  }
  if (!(await tf.setBackend(name))) {
    throw new Error(`The ${name} backend of tfjs did not start. Try --backend ${name === "wasm" ? "cpu" : "wasm"}.`);
  }
  await tf.ready();
  return name;
}

/** The same by its first name, which linters take for a React hook. */
export { selectBackend as useBackend };
