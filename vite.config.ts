import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { simdKernels } from "./tools/simd/build.mjs";

/** A page with these headers is isolated, and only an isolated page may share memory between WASM threads. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * tfjs 4.22 starts its WASM threads from the text of a function (`toString()`), which no longer runs by itself once a bundler
 * has renamed what lies around it. This gives it the text of the original file instead.
 */
function wasmThreadSource(): Plugin {
  const original = "`var WasmBackendModuleThreadedSimd = ` +\n                    wasmFactoryThreadedSimd.toString()";
  return {
    name: "wasm-thread-source",
    transform(code, id) {
      if (!/tfjs-backend-wasm[/\\]dist[/\\]backend_wasm\.js/.test(id)) return null;
      if (!code.includes(original))
        throw new Error(`${id}: tfjs starts its WASM threads in another way now. Adapt wasmThreadSource.`);
      const file = createRequire(import.meta.url).resolve(
        "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js",
      );
      return { code: code.replace(original, () => JSON.stringify(readFileSync(file, "utf8"))), map: null };
    },
  };
}

export default defineConfig({
  // Relative addresses: the built page works under any path of any static host.
  base: "./",
  plugins: [react(), wasmThreadSource(), simdKernels()],
  server: { headers: isolation },
  preview: { headers: isolation },
  worker: { format: "es", plugins: () => [wasmThreadSource()] },
  build: {
    target: "es2023",
    // tfjs alone is larger than Vite's usual bound; it is a chunk of its own, loaded by the worker when it is needed.
    chunkSizeWarningLimit: 2500,
  },
  optimizeDeps: {
    // Found only inside the worker, too late: without this the first run in development would reload the page.
    include: [
      "@tensorflow/tfjs",
      "@tensorflow/tfjs-backend-wasm",
      "@tensorflow/tfjs-backend-webgpu",
      "hash-wasm",
      "hyparquet",
      "hyparquet-compressors",
    ],
    rolldownOptions: { plugins: [wasmThreadSource()] },
  },
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/browser/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          environment: "node",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/browser/setup.ts"],
          fileParallelism: false,
          pool: "forks",
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
