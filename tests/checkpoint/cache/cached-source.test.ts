import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { cachedSource, type DownloadProgress, type Folder, MemoryFolder } from "../../../src/checkpoint/cache/index.ts";
import { DiskFolder } from "../../../src/cli/cache-folder.ts";
import { HubError } from "../../../src/hub/index.ts";
import { content, fakeSource, isSame, KEY, QUICK, sha256 } from "./support.ts";

const cut = () => new HubError("network", "https://hub.test/model.safetensors: could not be fetched (cut).");

async function diskFolder(): Promise<DiskFolder> {
  const root = await mkdtemp(join(tmpdir(), "graddrop-cache-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return new DiskFolder(root);
}

const read = fc.record({ start: fc.nat(300), length: fc.nat(120) }).map(({ start, length }) => ({
  start,
  end: Math.min(300, start + length),
}));
/** What is asked for at a time; between two of them the page may be loaded anew. */
const rounds = fc.array(fc.record({ reads: fc.array(read, { minLength: 1, maxLength: 5 }), reloads: fc.boolean() }), {
  minLength: 1,
  maxLength: 6,
});

async function checkAnyReads(folder: () => Promise<Folder>, numRuns: number): Promise<void> {
  const bytes = content(300);
  await fc.assert(
    fc.asyncProperty(rounds, fc.integer({ min: 1, max: 90 }), async (rounds, chunkBytes) => {
      const fake = fakeSource({ f: bytes }, { folder: await folder(), hashes: { f: sha256(bytes) } });
      let { source, cache } = fake.open({ chunkBytes });
      for (const { reads, reloads } of rounds) {
        const access = await source.access("f");
        const [first] = reads;
        const known = await Promise.all([
          ...reads.map(({ start, end }) => access.slice(start, end)),
          access.need([first!]).then(() => access.missingBytes([first!])),
        ]);
        expect(known.pop()).toBe(0);
        for (const [i, { start, end }] of reads.entries()) {
          expect(isSame(known[i] as ArrayBuffer, bytes.slice(start, end))).toBe(true);
        }
        if (!reloads) continue;
        await cache.close();
        ({ source, cache } = fake.open({ chunkBytes }));
      }
      expect(Math.max(...fake.fetched.f!)).toBeLessThanOrEqual(1);
      const asked = rounds.flatMap(({ reads }) => reads);
      const isWanted = (byte: number) => asked.some(({ start, end }) => start <= byte && byte < end);
      expect(fake.fetched.f!.every((count, byte) => count === (isWanted(byte) ? 1 : 0))).toBe(true);
      await cache.close();
    }),
    { numRuns },
  );
}

describe("what is read through the cache", () => {
  test("is the source's, and no byte is fetched twice or without need, in memory", () =>
    checkAnyReads(async () => new MemoryFolder(), 200));

  test("is the source's, and no byte is fetched twice or without need, on disk", () => checkAnyReads(diskFolder, 25));

  test("comes in full with `read`, empty files too", async () => {
    const fake = fakeSource({ "config.json": content(20), "folder/empty": content(0) });
    const { source } = fake.open();
    expect(await source.read("config.json")).toEqual(content(20));
    expect(await source.read("folder/empty")).toEqual(content(0));
    expect(await source.files()).toEqual([
      { path: "config.json", sizeBytes: 20 },
      { path: "folder/empty", sizeBytes: 0 },
    ]);
    await expect(source.read("vocab.txt")).rejects.toThrow("hub:someone/model: has no vocab.txt.");
  });

  test("is there without a network, once it was read", async () => {
    const fake = fakeSource({ f: content(300) });
    const online = fake.open();
    await (await online.source.access("f")).need([{ start: 0, end: 100 }]);
    await online.cache.close();
    const { source, cache } = fake.open();
    fake.before = () => Promise.reject(cut());
    const access = await source.access("f");
    expect(new Uint8Array(await access.slice(20, 100))).toEqual(content(300).slice(20, 100));
    await expect(access.slice(50, 101)).rejects.toThrow("could not be fetched");
    expect(await access.missingBytes([{ start: 50, end: 151 }])).toBe(51);
    expect(fake.listings).toBe(1);
    await cache.close();
  });
});

describe("a download", () => {
  test("has several requests under way, but no more than six of all files", async () => {
    const fake = fakeSource({ a: content(200), b: content(200) });
    fake.before = () => new Promise((resolve) => setTimeout(resolve, 2));
    const { source } = fake.open({ chunkBytes: 10 });
    await Promise.all(["a", "b"].map(async (name) => (await source.access(name)).slice(0)));
    expect(fake.most).toBe(6);
    expect(fake.requests).toHaveLength(40);
  });

  test("lets small requests go before the chunks that wait", async () => {
    const fake = fakeSource({ large: content(400), small: content(8) });
    fake.before = () => new Promise((resolve) => setTimeout(resolve, 2));
    const { source } = fake.open({ chunkBytes: 10 });
    const [large, small] = await Promise.all([source.access("large"), source.access("small")]);
    const all = large.slice(0);
    await small.slice(0);
    expect(fake.requests.length).toBeLessThan(20);
    await all;
  });

  test("is tried again where the connection breaks, and only what did not come in full comes again", async () => {
    const fake = fakeSource({ f: content(300) });
    const breaks: number[] = [];
    fake.before = async (start) => {
      if (start % 60 !== 0 || breaks.filter((place) => place === start).length === 2) return;
      breaks.push(start);
      throw cut();
    };
    const { source } = fake.open({ chunkBytes: 30 });
    expect(new Uint8Array(await (await source.access("f")).slice(0))).toEqual(content(300));
    expect(fake.fetched.f!.every((count) => count === 1)).toBe(true);
    expect(breaks).toHaveLength(2 * 5);
  });

  test("that breaks for good says so, and goes on from there after a reload", async () => {
    const fake = fakeSource({ f: content(3_000_000) });
    fake.before = async (start) => {
      if (start >= 1_000_000) throw cut();
    };
    const { source, cache } = fake.open({ chunkBytes: 100_000 });
    await expect((await source.access("f")).slice(0)).rejects.toThrow(
      /^https:\/\/hub.*cut.*What had come by then is kept: try again, and it goes on from there \(1 MB of 3 MB\)\.$/,
    );
    await cache.close();
    fake.before = async () => {};
    fake.requests = [];
    expect(isSame(await (await fake.open().source.access("f")).slice(0), content(3_000_000))).toBe(true);
    expect(fake.requests).toEqual([{ start: 1_000_000, end: 3_000_000 }]);
  });

  test.each(["unauthorised", "missing", "server"] as const)(
    "is not tried again after a fault of kind %s",
    async (fault) => {
      const fake = fakeSource({ f: content(30) });
      fake.before = () => Promise.reject(new HubError(fault, "told once"));
      await expect((await fake.open().source.access("f")).slice(0)).rejects.toThrow(/^told once$/);
      expect(fake.requests).toHaveLength(1);
    },
  );

  test("that gives nothing for too long is tried again", async () => {
    const fake = fakeSource({ f: content(30) });
    let ended: unknown;
    fake.before = async (_start, _end, { signal }) => {
      if (fake.requests.length > 1) return;
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
      ended = signal?.reason;
      throw ended;
    };
    const { source } = fake.open({ patience: { ...QUICK, stallMs: 40 } });
    expect(new Uint8Array(await (await source.access("f")).slice(0))).toEqual(content(30));
    expect(String(ended)).toContain("nothing came for 0.04 seconds");
  });

  test("of the wrong length is not kept", async () => {
    const fake = fakeSource({ f: content(30) });
    const inner = fake.open();
    const short = { ...inner.source, access: async () => ({ sizeBytes: 30, slice: async () => new ArrayBuffer(29) }) };
    const source = cachedSource(short, inner.cache, { ...KEY, repository: "a/b" }, { patience: QUICK });
    const access = await source.access("f");
    await expect(access.slice(0)).rejects.toThrow("29 bytes came instead of 30");
    expect(await access.missingBytes([{ start: 0, end: 30 }])).toBe(30);
  });

  test("ends at once when it is cancelled; what came whole is kept", async () => {
    const fake = fakeSource({ f: content(300) });
    const stop = new AbortController();
    const given: (AbortSignal | undefined)[] = [];
    fake.before = async (start, _end, { signal }) => {
      if (start < 100) return;
      given.push(signal);
      await new Promise(() => {});
    };
    const { source, cache } = fake.open({ chunkBytes: 50, signal: stop.signal });
    const access = await source.access("f");
    const reading = access.slice(0);
    while (given.length === 0 || fake.fetched.f![99] === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    stop.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect(given.every((signal) => signal?.aborted)).toBe(true);
    await cache.close();
    const later = await fake.open().source.access("f");
    expect(await later.missingBytes([{ start: 0, end: 300 }])).toBe(200);
    await expect(access.slice(0, 10)).rejects.toMatchObject({ name: "AbortError" });
  });

  test("that one gives up is fetched by another who waits for the same bytes", async () => {
    const fake = fakeSource({ f: content(100) });
    const stop = new AbortController();
    fake.before = async () => {
      if (fake.requests.length === 1) await new Promise(() => {});
    };
    const { cache, source } = fake.open({ signal: stop.signal });
    const [mine, others] = await Promise.all([source.access("f"), fake.open({}, cache).source.access("f")]);
    const given = mine.slice(0);
    while (fake.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const waited = others.slice(0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(fake.requests).toHaveLength(1);
    stop.abort();
    await expect(given).rejects.toMatchObject({ name: "AbortError" });
    expect(new Uint8Array(await waited)).toEqual(content(100));
    expect(fake.requests).toHaveLength(2);
  });
});

describe("a file that is whole", () => {
  test("is checked once against the Hub's SHA-256", async () => {
    const bytes = content(300);
    const fake = fakeSource({ f: bytes }, { hashes: { f: sha256(bytes) } });
    const phases: string[] = [];
    const listener = ({ phase }: DownloadProgress) => phases.push(phase);
    for (let time = 0; time < 2; time++) {
      const { source, cache } = fake.open({ listener });
      expect(new Uint8Array(await (await source.access("f")).slice(0))).toEqual(bytes);
      await cache.close();
    }
    expect(phases.filter((phase) => phase === "check")).toHaveLength(1);
  });

  test("and is not what the Hub says is deleted, and whoever asks is told", async () => {
    const bytes = content(300);
    const fake = fakeSource({ f: content(300, 2), g: content(9) }, { hashes: { f: sha256(bytes) } });
    const { source, cache } = fake.open();
    const access = await source.access("f");
    // A part alone cannot be checked.
    await access.slice(0, 250);
    await expect(access.slice(200, 300)).rejects.toThrow(
      /^hub:someone\/model\/f: its SHA-256 is [0-9a-f]{64}, but the Hub says [0-9a-f]{64}: .*deleted\. Try again/,
    );
    await cache.close();
    expect((await cache.folder.list()).filter(({ path }) => path.includes("/data/"))).toEqual([]);
  });
});

describe("where there is no room", () => {
  test("a large download is not begun", async () => {
    const fake = fakeSource({ f: content(20_000_000) }, { folder: new MemoryFolder({ capacityBytes: 15_000_000 }) });
    const { source, cache } = fake.open();
    await expect((await source.access("f")).slice(0)).rejects.toThrow(
      "hub:someone/model/f: is not kept. Another 20 MB are needed, and memory has 15 MB left. Delete models",
    );
    expect(fake.requests).toEqual([]);
    await cache.close();
    expect((await cache.folder.list()).filter(({ path }) => path.includes("/data/"))).toEqual([]);
  });

  test("in the middle of a download, what it had brought goes, and what was there before stays", async () => {
    const folder = new MemoryFolder();
    const fake = fakeSource({ f: content(10_000), new: content(10_000) }, { folder });
    const { source, cache } = fake.open({ chunkBytes: 1000 });
    await (await source.access("f")).slice(0, 2000);
    const before = await folder.freeBytes();
    expect(before).toBe(Number.POSITIVE_INFINITY);
    folder.capacityBytes = 8000;
    for (const name of ["f", "new"]) {
      await expect((await source.access(name)).slice(0)).rejects.toThrow(
        /is not kept\. Another \d+ kB are needed, and memory is full\./,
      );
    }
    await cache.close();
    const kept = (await folder.list()).filter(({ path }) => path.includes("/data/"));
    expect(kept.map(({ path }) => path.split("/").at(-1))).toEqual(["f"]);
    expect(kept[0]!.sizeBytes).toBeLessThan(2500);
    expect(new Uint8Array(await (await source.access("f")).slice(0, 2000))).toEqual(content(10_000).slice(0, 2000));
  });
});

describe("progress", () => {
  test("counts what was asked for and not there, of all files, and ends with all of it", async () => {
    const fake = fakeSource({ a: content(300), b: content(100) });
    const told: DownloadProgress[] = [];
    const { source } = fake.open({ chunkBytes: 50, listener: (progress) => told.push(progress) });
    await (await source.access("a")).need([{ start: 0, end: 200 }]);
    expect(told.at(-1)).toMatchObject({ file: "a", phase: "download", bytes: 200, totalBytes: 200, msLeft: 0 });
    await Promise.all([(await source.access("a")).slice(0), (await source.access("b")).slice(0)]);
    expect(told.at(-1)).toMatchObject({ bytes: 400, totalBytes: 400, msLeft: 0 });
  });

  test("takes back what came in vain", async () => {
    const fake = fakeSource({ f: content(100) });
    const told: DownloadProgress[] = [];
    fake.before = async (_start, _end, { onBytes }) => {
      onBytes?.(60);
      if (fake.requests.length === 1) throw cut();
      onBytes?.(40);
    };
    await (await fake.open({ listener: (progress) => told.push(progress) }).source.access("f")).slice(0);
    expect(told.map(({ bytes }) => bytes)).toEqual([60, 100]);
    expect(told.every(({ totalBytes }) => totalBytes === 100)).toBe(true);
  });
});
