import { HUB, HubError, type HubOptions, parseEndpoint, type RandomAccess } from "../../hub/index.ts";
import type { HubModelAddress } from "../address.ts";
import { hubSource, pinHubAddress } from "../hub-source.ts";
import { type CheckpointFile, type CheckpointSource, missingFile, readWhole } from "../source.ts";
import { fetchMissing, type Origin } from "./download.ts";
import { isPassing, type Patience } from "./fetch-chunk.ts";
import { explained } from "./messages.ts";
import type { ModelCache, ModelKey } from "./model-cache.ts";
import { type DownloadListener, Progress } from "./progress.ts";
import { type ByteRange, lengthOf, united, without } from "./ranges.ts";

/** A file that is kept as far as it has been read. */
export interface KeptAccess extends RandomAccess {
  /** Fetches what is not there of these parts, all together: whoever reads them then waits for nothing. */
  need(ranges: readonly ByteRange[]): Promise<void>;
  /** Bytes that `need` would fetch. */
  missingBytes(ranges: readonly ByteRange[]): Promise<number>;
}

/** A model of the Hub, of which every byte is fetched at most once. */
export interface CachedSource extends CheckpointSource {
  access(file: string): Promise<KeptAccess>;
  files(): Promise<readonly CheckpointFile[]>;
}

export interface CacheOptions {
  readonly listener?: DownloadListener;
  /** Ends all that is under way, which then fails with the signal's reason. What has come is kept. */
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
  readonly chunkBytes?: number;
}

/**
 * The same source, with what is read from it kept. What is kept opens without asking the source anything.
 *
 * @param source has files()
 */
export function cachedSource(
  source: CheckpointSource & Required<Pick<CheckpointSource, "files">>,
  cache: ModelCache,
  key: ModelKey,
  { listener, signal = new AbortController().signal, patience, chunkBytes }: CacheOptions = {},
): CachedSource {
  const progress = new Progress(listener);
  const { describe } = source;
  const attempt = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw explained(name, cache.folder, error);
    }
  };
  const list = async () => {
    const known = await cache.files(key);
    const files = known ?? (await source.files());
    if (!known) await cache.keepFiles(key, files);
    await cache.noteUse(key);
    return files;
  };
  let listing: Promise<readonly CheckpointFile[]> | undefined;
  const files = () => {
    listing ??= list().catch((error: unknown) => {
      // Asked again, it may work.
      listing = undefined;
      throw error;
    });
    return listing;
  };
  const access = async (path: string): Promise<KeptAccess> => {
    const all = await files();
    const file = all.find((file) => file.path === path);
    if (!file)
      throw missingFile(
        describe,
        path,
        all.map(({ path }) => path),
      );
    const kept = cache.file(key, file);
    let inner: Promise<RandomAccess> | undefined;
    const { sizeBytes } = file;
    const origin: Origin = {
      ...file,
      name: `${describe}/${path}`,
      file: path,
      access: async () => {
        // It may have been deleted since, from another tab; what is kept of a model is of no use without it.
        if (!(await cache.files(key))) await cache.keepFiles(key, all);
        inner ??= source.access(path).catch((error: unknown) => {
          inner = undefined;
          throw error;
        });
        return inner;
      },
      progress,
      signal,
      slots: cache.slots,
      ...(patience && { patience }),
      ...(chunkBytes !== undefined && { chunkBytes }),
    };
    const within = (ranges: readonly ByteRange[]) =>
      united(ranges.map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(end, sizeBytes) })));
    return {
      sizeBytes,
      need: (ranges) =>
        attempt(origin.name, () => kept.use((log) => fetchMissing(kept, log, within(ranges), origin), signal)),
      missingBytes: (ranges) =>
        attempt(origin.name, () => kept.use(async (log) => lengthOf(without(within(ranges), log.have)), signal)),
      slice: (start, end = sizeBytes) =>
        attempt(origin.name, () =>
          kept.use(async (log) => {
            const [range] = within([{ start, end }]);
            if (!range) return new ArrayBuffer(0);
            await fetchMissing(kept, log, [range], origin);
            return (await log.read(range.start, range.end)).buffer;
          }, signal),
        ),
    };
  };
  return { describe, files, access, read: async (file) => readWhole(await access(file), `${describe}/${file}`) };
}

/**
 * The address with its commit; without a network the commit that its branch was when it was last asked for.
 *
 * @throws CheckpointError, HubError
 */
export async function pinCachedAddress(
  address: HubModelAddress,
  cache: ModelCache,
  options: HubOptions = {},
): Promise<HubModelAddress & { readonly revision: string }> {
  const { repository, revision = "main" } = address;
  const endpoint = parseEndpoint(options.endpoint ?? HUB);
  try {
    const { revision: commit = revision } = await pinHubAddress(address, options);
    if (commit !== revision) await cache.keepRef({ endpoint, repository, commit }, revision);
    return { kind: "hub", repository, revision: commit };
  } catch (error) {
    const isAway = error instanceof HubError && isPassing(error);
    const commit = isAway ? await cache.ref({ endpoint, repository }, revision) : undefined;
    if (commit === undefined) throw error;
    return { kind: "hub", repository, revision: commit };
  }
}

/** @param address with its commit, from `pinCachedAddress` */
export function cachedHubSource(
  address: HubModelAddress & { readonly revision: string },
  cache: ModelCache,
  hub: HubOptions = {},
  options: CacheOptions = {},
): CachedSource {
  const endpoint = parseEndpoint(hub.endpoint ?? HUB);
  const source = hubSource(address, hub) as CheckpointSource & Required<Pick<CheckpointSource, "files">>;
  const key = { endpoint, repository: address.repository, commit: address.revision };
  return cachedSource(source, cache, key, { ...(hub.signal && { signal: hub.signal }), ...options });
}
