/** Numbers and names for people. */
import type { BackendReport } from "../worker/protocol.ts";

export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

export function bytes(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} GB`;
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} MB` : `${Math.round(count / 1e3)} kB`;
}

/** Of memory, which is sold and told in powers of two. */
export function binaryBytes(count: number): string {
  if (count >= 2 ** 30) return `${(count / 2 ** 30).toFixed(1)} GiB`;
  return count >= 2 ** 20 ? `${Math.round(count / 2 ** 20)} MiB` : `${Math.round(count / 2 ** 10)} KiB`;
}

export function thousands(count: number): string {
  return count.toLocaleString("en");
}

export function millions(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} million` : thousands(count);
}

/** "2 min 10 s"; coarse, since it is an estimate. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

export function rate(perSecond: number): string {
  return perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1);
}

export function backendName({ backend, software, threads }: BackendReport): string {
  switch (backend) {
    case "webgpu":
      return software ? "CPU (software WebGPU)" : "GPU (WebGPU)";
    case "wasm":
      return `CPU (WASM, ${threads} thread${threads === 1 ? "" : "s"})`;
    case "cpu":
      return "CPU (JavaScript)";
  }
}
