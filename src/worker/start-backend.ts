/** Starts the best backend that will start. */
import * as tf from "@tensorflow/tfjs";
import type { Candidate } from "./backend.ts";
import { WorkerGpu } from "./gpu.ts";
import { messageOf } from "./message.ts";
import type { BackendReport } from "./protocol.ts";
import { getThreadsCount, prepareWasm } from "./wasm-files.ts";

export interface StartedBackend {
  readonly report: BackendReport;
  /** Undefined where the processor computes: that cannot be lost. */
  readonly gpu: WorkerGpu | undefined;
}

export async function startBackend(candidates: readonly Candidate[]): Promise<StartedBackend> {
  // Silences tfjs's checks of every shape; the tests run with them.
  if (!tf.env().getBool("PROD")) tf.enableProdMode();
  const failures: string[] = [];
  for (const candidate of candidates) {
    try {
      const { backend, adapter, software, reason } = candidate;
      const gpu = backend === "webgpu" ? new WorkerGpu({ mayEmulate: software }) : undefined;
      await gpu?.take();
      const threads = gpu ? 1 : await activate(candidate);
      return { report: { backend, adapter, software, threads, reason: [...failures, reason].join(" ") }, gpu };
    } catch (error) {
      failures.push(`The ${candidate.backend} backend did not start (${messageOf(error)}).`);
    }
  }
  throw new Error(`Nothing here can compute. ${failures.join(" ")} Try another browser, or reload the page.`);
}

/** Starts a backend of the processor; returns the threads that really compute. */
async function activate({ backend, threads }: Candidate): Promise<number> {
  if (backend === "wasm") {
    prepareWasm(threads);
    // With one thread the build without threads is as fast and starts no helpers.
    if (threads === 1) tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  if (!(await tf.setBackend(backend))) throw new Error("tfjs refused it");
  await tf.ready();
  return backend === "wasm" ? Math.max(1, getThreadsCount()) : 1;
}
