/** The weights that finished runs ended with, in the browser's private files (OPFS): what a model is made of when it is taken home. */
import { z } from "zod";
import { type CheckpointSource, MissingFileError, openWeights } from "../checkpoint/index.ts";
import { experimentSchema } from "../experiment/experiment.ts";
import type { RunRecord } from "../experiment/record.ts";
import { type TrainedTensors, weightsFile } from "../export/index.ts";
import { blobAccess } from "../hub/index.ts";
import { fileIn, IDS, KEPT_SHARE, KeptWeights, RUN, TENSORS } from "./kept-weights.ts";
import { exclusive, isQuotaError } from "./private-files.ts";
import { epochRecordSchema } from "./protocol.ts";

/** A run's figures; a hundred epochs of a large model have less. */
const MOST_RUN_BYTES = 2 ** 24;

const keptSchema = z.object({
  version: z.literal(1),
  experiment: experimentSchema,
  epochs: z.array(epochRecordSchema),
  stepsPerSecond: z.number().min(0),
  backend: z.string(),
  /** Rows of the full word embedding; null: it was trained with all of them. */
  fullSize: z.int().min(1).nullable(),
});

export interface FinalModel extends TrainedTensors {
  readonly record: RunRecord;
  /** The rows that the word embedding was trained with; undefined: all. */
  readonly vocabulary: { readonly ids: Int32Array; readonly fullSize: number } | undefined;
}

/** Final weights that cannot be kept or are not there any more; the message says why and what to do. */
export class FinalWeightsError extends Error {
  override name = "FinalWeightsError";
}

type Estimate = () => Promise<{ usage?: number; quota?: number }>;

export class FinalWeights {
  readonly #kept: KeptWeights;
  readonly #estimate: Estimate;

  constructor(kept: KeptWeights, estimate: Estimate = () => navigator.storage.estimate()) {
    this.#kept = kept;
    this.#estimate = estimate;
  }

  /** @throws Error where the browser has no private files, as in some private windows */
  static async open(): Promise<FinalWeights> {
    return new FinalWeights(await KeptWeights.open());
  }

  /**
   * Keeps a run's weights; where there is no room, those of the oldest runs go.
   *
   * @returns the runs whose weights went
   * @throws FinalWeightsError where there is no room even so; then nothing of the run stays
   */
  async keep(runId: string, model: FinalModel): Promise<{ sizeBytes: number; removed: string[] }> {
    const weights = weightsFile(model);
    const sizeBytes = weights.sizeBytes + (model.vocabulary?.ids.byteLength ?? 0);
    await this.#kept.remove(runId);
    await this.#kept.removeUnfinished();
    const removed: string[] = [];
    const removeOldest = async () => {
      const [oldest] = await this.#kept.list();
      if (oldest) {
        await this.#kept.remove(oldest.runId);
        removed.push(oldest.runId);
      }
      return oldest !== undefined;
    };
    while ((await this.#isFull(sizeBytes)) && (await removeOldest()));
    for (;;) {
      try {
        await this.#write(runId, model, weights.parts());
        return { sizeBytes, removed };
      } catch (error) {
        await this.#kept.remove(runId);
        if (!isQuotaError(error)) throw error;
        if (!(await removeOldest())) throw noRoom(sizeBytes);
      }
    }
  }

  /** @throws FinalWeightsError where they are not there any more */
  async read(runId: string): Promise<FinalModel> {
    const folder = await this.#kept.folderOf(runId, false);
    const [run, ids] = await Promise.all([RUN, IDS].map((name) => folder && fileIn(folder, name)));
    if (!folder || !run || run.size > MOST_RUN_BYTES) throw notKept();
    const { version: _, fullSize, ...record } = keptSchema.parse(JSON.parse(await run.text()));
    const stored = await openWeights(folderSource(folder));
    if (fullSize !== null && !ids) throw notKept();
    return {
      record,
      tensors: Array.from(stored.entries, ([name, { shape }]) => ({ name, shape })),
      read: (name) => stored.read(name),
      vocabulary: fullSize === null ? undefined : { ids: new Int32Array(await ids!.arrayBuffer()), fullSize },
    };
  }

  async #write(runId: string, { record, vocabulary }: FinalModel, weights: AsyncIterable<Uint8Array<ArrayBuffer>>) {
    const folder = (await this.#kept.folderOf(runId, true))!;
    await writeFile(folder, TENSORS, weights);
    if (vocabulary) await writeFile(folder, IDS, [new Uint8Array(vocabulary.ids.slice().buffer)]);
    const { experiment, epochs, stepsPerSecond, backend } = record;
    const kept = { experiment, epochs: [...epochs], stepsPerSecond, backend, fullSize: vocabulary?.fullSize ?? null };
    const run: z.input<typeof keptSchema> = { version: 1, ...kept };
    await writeFile(folder, RUN, [new TextEncoder().encode(JSON.stringify(run))]);
  }

  async #isFull(neededBytes: number): Promise<boolean> {
    const { quota = Number.POSITIVE_INFINITY } = await this.#estimate();
    const kept = (await this.#kept.list()).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return kept + neededBytes > KEPT_SHARE * quota;
  }
}

/** As a checkpoint of one file. */
function folderSource(folder: FileSystemDirectoryHandle): CheckpointSource {
  const describe = "the run's weights";
  const open = async (name: string) => {
    const file = await fileIn(folder, name);
    if (!file) throw new MissingFileError(`${describe}: ${name} is missing. Run it again.`);
    return file;
  };
  return {
    describe,
    read: async (name) => new Uint8Array(await (await open(name)).arrayBuffer()),
    access: async (name) => blobAccess(await open(name)),
  };
}

async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  parts: AsyncIterable<Uint8Array<ArrayBuffer>> | Iterable<Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const handle = await exclusive(await folder.getFileHandle(name, { create: true }));
  try {
    handle.truncate(0);
    let at = 0;
    for await (const part of parts) {
      if (handle.write(part, { at }) !== part.length)
        throw new FinalWeightsError("The storage took only a part of it.");
      at += part.length;
    }
    handle.flush();
  } finally {
    handle.close();
  }
}

function notKept(): FinalWeightsError {
  return new FinalWeightsError(
    "This run's weights are no longer kept: newer runs took their room, or the browser's storage was cleared. " +
      "Run it again: on the same engine it gives the same model.",
  );
}

function noRoom(neededBytes: number): FinalWeightsError {
  return new FinalWeightsError(
    `They take ${Math.ceil(neededBytes / 1e6)} MB, and the browser grants this site no more. ` +
      "Clear old runs or kept models, or free space on the disk, then run it again.",
  );
}
