/** Which tfjs backend a browser gets, and why: a decision, apart from the probing and starting that it needs. */
import type { BackendReport, BackendWish } from "./protocol.ts";

/** What was found out about the machine. */
export interface MachineFacts {
  /** Undefined: WebGPU offers nothing here. */
  readonly adapter: { readonly description: string; readonly software: boolean } | undefined;
  readonly wasm: boolean;
  /** SIMD and shared memory for WASM threads. */
  readonly wasmThreads: boolean;
  /** The page is served with the headers that allow shared memory. */
  readonly isolated: boolean;
  /** Logical processors. */
  readonly processors: number;
}

export interface Candidate {
  readonly backend: BackendReport["backend"];
  readonly adapter: string;
  readonly software: boolean;
  /** Threads to ask for; what is really got is asked after the start. */
  readonly threads: number;
  readonly reason: string;
}

/** tfjs 4.22 takes no more than half the processors, and no more than this, whatever it is asked for (tried 2026-11). */
const MOST_THREADS = 4;

/**
 * The backends worth trying, best first. The last one always works.
 *
 * @throws RangeError if the one asked for by name is not there
 */
export function rankBackends(facts: MachineFacts, wish: BackendWish): [Candidate, ...Candidate[]] {
  if (wish === "webgpu") return [webgpuAsAsked(facts)];
  if (wish === "wasm") return [wasmAsAsked(facts)];
  if (wish === "cpu") return [cpu("You asked for plain JavaScript; it is slow.")];

  const without = whyNoGpu(facts);
  const candidates: Candidate[] = [];
  if (facts.adapter && !facts.adapter.software) {
    candidates.push(webgpu(facts.adapter, "The browser offers a hardware GPU through WebGPU."));
  }
  if (facts.wasm) candidates.push(wasm(facts, without));
  const fallback = cpu(`${without} WebAssembly is missing too, so plain JavaScript computes; it is slow.`);
  const [best, ...others] = candidates;
  return best ? [best, ...others, fallback] : [fallback];
}

function whyNoGpu({ adapter }: MachineFacts): string {
  if (!adapter) return "The browser offers no GPU through WebGPU.";
  if (adapter.software) return "WebGPU is only emulated in software here, which is slower than WebAssembly.";
  return "The GPU could not be started.";
}

function webgpuAsAsked({ adapter }: MachineFacts): Candidate {
  if (!adapter) {
    throw new RangeError("WebGPU was asked for, but this browser offers no adapter. Choose WebAssembly, or automatic.");
  }
  const kind = adapter.software ? "a software emulation, slow" : "a hardware GPU";
  return webgpu(adapter, `You asked for WebGPU; it is ${kind}.`);
}

function wasmAsAsked(facts: MachineFacts): Candidate {
  if (!facts.wasm) {
    throw new RangeError("WebAssembly was asked for, but this browser has none. Choose automatic.");
  }
  return wasm(facts, "You asked for WebAssembly.");
}

function webgpu({ description, software }: NonNullable<MachineFacts["adapter"]>, reason: string): Candidate {
  return { backend: "webgpu", adapter: description, software, threads: 1, reason };
}

function wasm(facts: MachineFacts, why: string): Candidate {
  const threaded = facts.isolated && facts.wasmThreads;
  const threads = threaded ? Math.max(1, Math.min(Math.floor(facts.processors / 2), MOST_THREADS)) : 1;
  return {
    backend: "wasm",
    adapter: processorText(facts),
    software: false,
    threads,
    reason: `${why} ${threadText(facts, threads)}`,
  };
}

function threadText({ isolated, wasmThreads, processors }: MachineFacts, threads: number): string {
  if (threads > 1) return `WebAssembly runs on ${threads} threads.`;
  if (!isolated) {
    return "WebAssembly runs on one thread: more need a page served with the COOP and COEP headers, and this one is not.";
  }
  if (!wasmThreads) return "WebAssembly runs on one thread: this browser's has no threads with SIMD.";
  return `WebAssembly runs on one thread: it takes half the processor's cores, and there ${processors === 1 ? "is one" : `are ${processors}`}.`;
}

function cpu(reason: string): Candidate {
  return { backend: "cpu", adapter: "Processor, plain JavaScript", software: false, threads: 1, reason };
}

function processorText({ processors }: MachineFacts): string {
  return `Processor with ${processors} logical core${processors === 1 ? "" : "s"}`;
}
