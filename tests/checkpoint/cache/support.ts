import { createHash } from "node:crypto";
import {
  type CachedSource,
  type CacheOptions,
  cachedSource,
  type Folder,
  MemoryFolder,
  ModelCache,
  type ModelKey,
} from "../../../src/checkpoint/cache/index.ts";
import type { SliceOptions } from "../../../src/hub/index.ts";

export const KEY: ModelKey = {
  endpoint: "https://hub.test",
  repository: "someone/model",
  commit: "0123456789abcdef0123456789abcdef01234567",
};

/** `toEqual` compares large arrays slowly. */
export const isSame = (a: ArrayBuffer, b: Uint8Array): boolean => Buffer.compare(new Uint8Array(a), b) === 0;

/** Bytes of which neighbours, and bytes at round distances, differ. */
export function content(sizeBytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: sizeBytes }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 13) & 255);
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export interface FakeSource {
  /** How often each byte of each file came whole to the reader. */
  readonly fetched: Readonly<Record<string, Uint8Array>>;
  /** Slices that were asked for, of all files. */
  requests: { readonly start: number; readonly end: number }[];
  listings: number;
  /** Most slices under way at a time. */
  most: number;
  /** Comes before each answer; may throw. */
  before: (start: number, end: number, options: SliceOptions) => Promise<void>;
}

interface Opened {
  readonly source: CachedSource;
  readonly cache: ModelCache;
}

/** A source of these files that keeps account of what is fetched, and caches over it that share a folder. */
export function fakeSource(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  { folder = new MemoryFolder() as Folder, hashes = {} as Readonly<Record<string, string>> } = {},
): FakeSource & { readonly folder: Folder; open(options?: CacheOptions, cache?: ModelCache): Opened } {
  const names = Object.keys(files);
  let underWay = 0;
  const fake: FakeSource = {
    fetched: Object.fromEntries(names.map((name) => [name, new Uint8Array(files[name]!.length)])),
    requests: [],
    listings: 0,
    most: 0,
    before: async () => {},
  };
  const inner = {
    describe: "hub:someone/model",
    files: async () => {
      fake.listings++;
      return names.map((path) => ({
        path,
        sizeBytes: files[path]!.length,
        ...(hashes[path] !== undefined && { sha256: hashes[path] }),
      }));
    },
    read: () => Promise.reject(new Error("reads go through the cache")),
    access: async (name: string) => ({
      sizeBytes: files[name]!.length,
      slice: async (start: number, end = files[name]!.length, options: SliceOptions = {}) => {
        fake.requests.push({ start, end });
        fake.most = Math.max(fake.most, ++underWay);
        try {
          await fake.before(start, end, options);
        } finally {
          underWay--;
        }
        for (let i = start; i < end; i++) fake.fetched[name]![i]!++;
        return files[name]!.slice(start, end).buffer;
      },
    }),
  };
  const open = (options: CacheOptions = {}, cache = new ModelCache(folder)) => {
    return { cache, source: cachedSource(inner, cache, KEY, { patience: QUICK, ...options }) };
  };
  return Object.assign(fake, { folder, open });
}

/** Two more tries at once. */
export const QUICK = { pausesMs: [0, 0], stallMs: 5000 };
