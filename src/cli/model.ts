/** The model that a command line names: the bundled one, a folder on disk, or a repository of the Hub. */
import { cachedHubSource, type DownloadProgress, ModelCache, pinCachedAddress } from "../checkpoint/cache/index.ts";
import { type CheckpointSource, formatModelAddress, parseModelAddress } from "../checkpoint/index.ts";
import { DiskFolder, defaultCacheFolder } from "./cache-folder.ts";
import { modelSource } from "./folder.ts";
import { hubOptions } from "./hub.ts";
import { type Io, UsageError } from "./io.ts";
import type { OptionSpecs, Options } from "./options.ts";
import { timeLeft } from "./train-report.ts";

/** How `--model` is written. */
export const MODEL_VALUE = "mini|DIR|hub:OWNER/NAME[@REV]";

/** Flags that say how the Hub is reached. */
export const HUB_OPTIONS: OptionSpecs = {
  endpoint: {
    value: "URL",
    summary: "the Hub's address, if not HF_ENDPOINT or https://huggingface.co; for private models set HF_TOKEN",
  },
  cache: {
    value: "DIR",
    summary: "where what is fetched of models is kept, if not in GRADDROP_CACHE or the user's caches",
  },
};

export interface ChosenModel {
  readonly source: CheckpointSource;
  /** What the experiment is to call it: a model of the Hub with its commit, so that the run can be made again. */
  readonly address: string;
}

/**
 * Opens the model for the time of some work.
 *
 * @param text as `MODEL_VALUE` says
 * @throws CheckpointError, HubError, UsageError
 */
export async function withModel<Result>(
  text: string,
  options: Options,
  io: Io,
  work: (model: ChosenModel) => Promise<Result>,
): Promise<Result> {
  const address = parseModelAddress(text);
  if (address.kind === "files") {
    throw new UsageError(`--model: ${address.name} was given to the page as files. Give their folder: --model DIR.`);
  }
  if (address.kind !== "hub") return work({ source: modelSource(formatModelAddress(address)), address: text });
  const hub = { ...hubOptions(options), signal: io.signal };
  const cache = new ModelCache(new DiskFolder(options.optional("cache") ?? defaultCacheFolder()));
  try {
    const pinned = await pinCachedAddress(address, cache, hub);
    const source = cachedHubSource(pinned, cache, hub, {
      listener: (progress) => io.status(`${address.repository}: ${describeProgress(progress)}`),
      signal: io.signal,
    });
    return await work({ source, address: formatModelAddress(pinned) });
  } finally {
    await cache.close();
  }
}

function describeProgress({ file, phase, bytes, totalBytes, bytesPerSecond, msLeft }: DownloadProgress): string {
  if (phase === "check") return `checking ${file}`;
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  const speed = `${megabytes(bytesPerSecond)} MB/s${timeLeft(msLeft)}`;
  return `fetching ${file}, ${megabytes(bytes)} of ${megabytes(totalBytes)} MB, ${speed}`;
}
