/** The page's end of the worker that reads data: a worker for each reading, so that cancelling is ending it. */
import * as Comlink from "comlink";
import type { Look } from "../data/index.ts";
import {
  type DataApi,
  type DataSource,
  type DataSummary,
  dataSummarySchema,
  type ReadProgress,
  type ReadRequest,
} from "./data-protocol.ts";

/** What was asked for is not wanted any more. */
export class Cancelled extends Error {
  override name = "Cancelled";
}

export interface Reading<Result> {
  /** Rejects with `Cancelled` after `cancel`. */
  readonly result: Promise<Result>;
  cancel(): void;
}

type OnProgress = (progress: ReadProgress) => void;

export function lookAtData(source: DataSource, task: ReadRequest["task"], onProgress: OnProgress): Reading<Look> {
  return inWorker(async (api): Promise<Look> => api.look(source, task, Comlink.proxy(onProgress)));
}

export function readData(request: ReadRequest, onProgress: OnProgress): Reading<DataSummary> {
  return inWorker(async (api) => dataSummarySchema.parse(await api.read(request, Comlink.proxy(onProgress))));
}

function inWorker<Result>(call: (api: Comlink.Remote<DataApi>) => Promise<Result>): Reading<Result> {
  const worker = new Worker(new URL("./data.worker.ts", import.meta.url), { type: "module", name: "data" });
  let cancel = () => {};
  const ended = new Promise<never>((_, reject) => {
    cancel = () => reject(new Cancelled("The reading was cancelled."));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      const reason = event.message || "its program could not be loaded, or memory ran out";
      reject(new Error(`The reading stopped: ${reason}. Try again, or give fewer files at a time.`));
    });
  });
  const result = Promise.race([call(Comlink.wrap<DataApi>(worker)), ended]).finally(() => worker.terminate());
  // Whoever cancels may not wait for it any more.
  result.catch(() => {});
  return { result, cancel: () => cancel() };
}
