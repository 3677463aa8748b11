/** A kept run's model as one .zip file, streamed to a file that the person chose or to one in the browser's private files. */
import { makeZip, predictLength } from "client-zip";
import type { Experiment } from "../experiment/experiment.ts";
import { type ExportedFile, exportModel, type Origin } from "../export/index.ts";
import { FinalWeights, FinalWeightsError } from "./final-weights.ts";
import { exclusive, isQuotaError } from "./private-files.ts";
import type { TakeHomeProgress, TakeHomeRequest } from "./take-home-protocol.ts";
import { PACKED } from "./take-home-protocol.ts";

interface Options {
  /** Opens the checkpoint that a run began from. */
  readonly origin: (experiment: Experiment, signal: AbortSignal) => Promise<Origin>;
  readonly tell: (progress: TakeHomeProgress) => void;
  readonly signal: AbortSignal;
}

/** More tellings can not be seen. */
const TELL_EVERY_MS = 100;

/**
 * @throws the signal's reason once it is aborted; FinalWeightsError; what the origin throws. Whatever is thrown, no part of the
 *   file stays.
 */
export async function takeHome(request: TakeHomeRequest, { origin, tell, signal }: Options): Promise<void> {
  const model = await (await FinalWeights.open()).read(request.runId);
  const files = await exportModel({ ...model, checkpoint: await origin(model.record.experiment, signal) });
  signal.throwIfAborted();
  const sink = await (request.file ? chosenFile(request.file) : privateFile(`${request.name}.zip`));
  try {
    await zipped(request.name, files, sink, { tell, signal });
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw isQuotaError(error) ? noRoom(files) : error;
  }
}

interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> | void;
  close(): Promise<void> | void;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

async function zipped(
  folder: string,
  files: readonly ExportedFile[],
  sink: Sink,
  { tell, signal }: Pick<Options, "tell" | "signal">,
): Promise<void> {
  const entries = files.map(({ path, sizeBytes }) => ({ name: `${folder}/${path}`, size: sizeBytes }));
  const totalBytes = Number(predictLength(entries));
  const inputs = files.map(({ path, sizeBytes, parts }) => ({
    name: `${folder}/${path}`,
    size: sizeBytes,
    lastModified: new Date(),
    input: parts(),
  }));
  const reader = makeZip(inputs).getReader();
  const began = performance.now();
  let doneBytes = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      await sink.write(value as Uint8Array<ArrayBuffer>);
      doneBytes += value.length;
      const now = performance.now();
      if (now - toldAt < TELL_EVERY_MS) continue;
      toldAt = now;
      tell({ doneBytes, totalBytes, msLeft: ((now - began) * (totalBytes - doneBytes)) / doneBytes });
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  tell({ doneBytes, totalBytes, msLeft: 0 });
}

/** What the browser has written shows only when the file is closed. */
async function chosenFile(file: FileSystemFileHandle): Promise<Sink> {
  const stream = await file.createWritable();
  return {
    write: (bytes) => stream.write(bytes),
    close: () => stream.close(),
    abort: () => stream.abort().catch(() => {}),
  };
}

/** The one file that waits to be downloaded; what an earlier download left is removed. */
async function privateFile(name: string): Promise<Sink> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(PACKED, { recursive: true }).catch(() => {});
  const folder = await root.getDirectoryHandle(PACKED, { create: true });
  const handle = await exclusive(await folder.getFileHandle(name, { create: true }));
  let at = 0;
  return {
    write(bytes) {
      if (handle.write(bytes, { at }) !== bytes.length)
        throw new FinalWeightsError("The storage took only a part of it.");
      at += bytes.length;
    },
    close() {
      handle.flush();
      handle.close();
    },
    async abort() {
      handle.close();
      await folder.removeEntry(name).catch(() => {});
    },
  };
}

function noRoom(files: readonly ExportedFile[]): FinalWeightsError {
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return new FinalWeightsError(
    `The file has ${Math.ceil(bytes / 1e6)} MB, for which there is no room. Free space on the disk, remove kept models, or use ` +
      "Chrome or Edge, which write straight to a file of your choice.",
  );
}
