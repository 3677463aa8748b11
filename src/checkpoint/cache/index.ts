/** Keeps what is fetched of models of the Hub: in the browser's private files, on disk, in memory. */
export {
  type CachedSource,
  type CacheOptions,
  cachedHubSource,
  cachedSource,
  type KeptAccess,
  pinCachedAddress,
} from "./cached-source.ts";
export { BusyError, type Folder, type FolderPath, NoSpaceError, type OpenFile, type StoredFile } from "./folder.ts";
export { MemoryFolder } from "./memory-folder.ts";
export { type KeptModel, ModelCache, type ModelKey } from "./model-cache.ts";
export { OpfsFolder } from "./opfs-folder.ts";
export type { DownloadListener, DownloadProgress } from "./progress.ts";
export type { ByteRange } from "./ranges.ts";
