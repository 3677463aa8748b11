/** tfjs's WASM binaries as files of this site: nothing is loaded from a CDN. */
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";

export { getThreadsCount } from "@tensorflow/tfjs-backend-wasm";

/** Before the backend starts. */
export function prepareWasm(threads: number): void {
  const absolute = (url: string) => new URL(url, import.meta.url).href;
  setWasmPaths({
    "tfjs-backend-wasm.wasm": absolute(plainUrl),
    "tfjs-backend-wasm-simd.wasm": absolute(simdUrl),
    "tfjs-backend-wasm-threaded-simd.wasm": absolute(threadedUrl),
  });
  setThreadsCount(threads);
}
