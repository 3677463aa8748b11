import { describe, expect, test } from "vitest";
import {
  cachedHubSource,
  type Folder,
  MemoryFolder,
  ModelCache,
  pinCachedAddress,
} from "../../../src/checkpoint/cache/index.ts";
import type { HubModelAddress } from "../../../src/checkpoint/index.ts";
import { commitOf, fakeHub } from "../../support/fake-hub.ts";
import { content, isSame, QUICK } from "./support.ts";

const NAME = "someone/model";
const MAIN: HubModelAddress = { kind: "hub", repository: NAME };
const WEIGHTS = content(300_000);
const CONFIG = '{"model_type": "xlm-roberta"}';

const hubWith = (options: Parameters<typeof fakeHub>[1] = {}) =>
  fakeHub(
    {},
    {
      models: { [NAME]: { revisions: { main: { "config.json": CONFIG, "model.safetensors": WEIGHTS } } } },
      ...options,
    },
  );

async function opened(folder: Folder, endpoint: string, chunkBytes = 50_000) {
  const cache = new ModelCache(folder);
  const pinned = await pinCachedAddress(MAIN, cache, { endpoint });
  return { cache, pinned, source: cachedHubSource(pinned, cache, { endpoint }, { patience: QUICK, chunkBytes }) };
}

describe("a model of the Hub", () => {
  test("that was fetched opens without the network, by its branch and by its commit", async () => {
    const hub = await hubWith();
    const folder = new MemoryFolder();
    const online = await opened(folder, hub.endpoint);
    expect(online.pinned.revision).toBe(commitOf(NAME, "main"));
    await online.source.read("config.json");
    expect(isSame(await (await online.source.access("model.safetensors")).slice(0), WEIGHTS)).toBe(true);
    expect(hub.sentBytes).toBe(WEIGHTS.length + CONFIG.length);
    await online.cache.close();
    hub.stop();
    const offline = await opened(folder, hub.endpoint);
    expect(offline.pinned).toEqual(online.pinned);
    expect(new TextDecoder().decode(await offline.source.read("config.json"))).toBe(CONFIG);
    expect(isSame(await (await offline.source.access("model.safetensors")).slice(0), WEIGHTS)).toBe(true);
    expect(await pinCachedAddress(offline.pinned, offline.cache, { endpoint: hub.endpoint })).toEqual(offline.pinned);
    await offline.cache.close();
  });

  test("without a network is not found where it was never fetched, nor at another endpoint", async () => {
    const [hub, other] = [await hubWith(), await hubWith()];
    const folder = new MemoryFolder();
    await (await opened(folder, hub.endpoint)).source.read("config.json");
    other.stop();
    await expect(opened(folder, other.endpoint)).rejects.toThrow("could not be fetched");
  });

  test("whose branch is gone is not taken from what is kept: the Hub was there, and said so", async () => {
    const hub = await hubWith();
    const folder = new MemoryFolder();
    await opened(folder, hub.endpoint);
    const gone = await fakeHub({});
    const cache = new ModelCache(folder);
    await expect(pinCachedAddress(MAIN, cache, { endpoint: gone.endpoint })).rejects.toThrow(/someone\/model/);
  });

  test("comes over connections that break off, and bytes that came in full do not come again", async () => {
    const hub = await hubWith();
    hub.faults = [{ kind: "cut", afterBytes: 20_000, times: 3, path: ".safetensors" }];
    const { source, cache } = await opened(new MemoryFolder(), hub.endpoint);
    expect(isSame(await (await source.access("model.safetensors")).slice(0), WEIGHTS)).toBe(true);
    expect(hub.sentBytes).toBe(WEIGHTS.length + 3 * 20_000);
    await cache.close();
  });

  test("comes from a server that knows no ranges, too", async () => {
    const hub = await hubWith({ hasRanges: false });
    const { source, cache } = await opened(new MemoryFolder(), hub.endpoint);
    const access = await source.access("model.safetensors");
    expect(isSame(await access.slice(0), WEIGHTS)).toBe(true);
    await cache.close();
  });

  test("that is damaged on the way is found out when it is whole, and nothing of it stays", async () => {
    const hub = await hubWith();
    hub.faults = [{ kind: "corrupt", path: ".safetensors" }];
    const folder = new MemoryFolder();
    const { source, cache } = await opened(folder, hub.endpoint);
    await expect((await source.access("model.safetensors")).slice(0)).rejects.toThrow(/SHA-256.*deleted\. Try again/);
    await cache.close();
    expect((await folder.list()).filter(({ path }) => path.includes("/data/"))).toEqual([]);
    hub.faults = [];
    const again = await opened(folder, hub.endpoint);
    expect(isSame(await (await again.source.access("model.safetensors")).slice(0), WEIGHTS)).toBe(true);
    await again.cache.close();
  });

  test("whose server is out of order for a while is asked again, and for good says so", async () => {
    const hub = await hubWith();
    hub.faults = [{ kind: "status", status: 503, times: 2, path: ".safetensors" }];
    const { source, cache } = await opened(new MemoryFolder(), hub.endpoint);
    const access = await source.access("model.safetensors");
    expect((await access.slice(0, 10)).byteLength).toBe(10);
    hub.faults = [{ kind: "status", status: 503 }];
    await expect(access.slice(10, 20)).rejects.toThrow(/503.*Try again later.*What had come by then is kept/);
    hub.faults = [{ kind: "short", byBytes: 3 }];
    await expect(access.slice(10, 20)).rejects.toThrow(/instead of/);
    await cache.close();
  });
});
