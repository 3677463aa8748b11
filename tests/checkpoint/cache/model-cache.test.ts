import { describe, expect, test } from "vitest";
import { MemoryFolder, ModelCache, type ModelKey } from "../../../src/checkpoint/cache/index.ts";
import { content, fakeSource, KEY } from "./support.ts";

const OTHER: ModelKey = { ...KEY, commit: "f".repeat(40) };
const dataOf = async (folder: MemoryFolder) => (await folder.list()).filter(({ path }) => path.includes("/data/"));

describe("kept models", () => {
  test("are listed with what they take, what they would take whole, and when they were used last", async () => {
    const folder = new MemoryFolder();
    const fake = fakeSource({ "model.safetensors": content(1000), "onnx/model.onnx": content(5000) }, { folder });
    const start = Date.now();
    const { source, cache } = fake.open();
    await (await source.access("model.safetensors")).slice(100, 400);
    const [model, ...others] = await new ModelCache(folder).list();
    expect(others).toEqual([]);
    expect(model).toMatchObject({ ...KEY, address: `hub:${KEY.repository}@${KEY.commit}`, wholeBytes: 1000 });
    // Next to the bytes themselves: the list of files, and what is there.
    expect(model!.sizeBytes).toBeGreaterThanOrEqual(300);
    expect(model!.sizeBytes).toBeLessThan(300 + 1000);
    expect(model!.lastUsedMs).toBeGreaterThanOrEqual(start);
    expect(model!.lastUsedMs).toBeLessThanOrEqual(Date.now());
    await cache.close();
  });

  test("are removed one by one, with the branches that led to them, but not while they are being read", async () => {
    const folder = new MemoryFolder();
    const fake = fakeSource({ f: content(1000) }, { folder });
    const { source, cache } = fake.open();
    await cache.keepRef(KEY, "main");
    await cache.keepRef(OTHER, "refs/pr/1");
    await cache.keepFiles(OTHER, []);
    let goOn = () => {};
    fake.before = () =>
      new Promise((resolve) => {
        goOn = resolve;
      });
    const access = await source.access("f");
    const reading = access.slice(0);
    while (fake.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await expect(cache.remove(KEY)).rejects.toThrow(
      `hub:${KEY.repository}@${KEY.commit}: is being fetched or read. Wait until that has ended, or end it, then try again.`,
    );
    goOn();
    await reading;
    await cache.remove(KEY);
    expect((await cache.list()).map(({ commit }) => commit)).toEqual([OTHER.commit]);
    expect(await cache.ref(KEY, "main")).toBeUndefined();
    expect(await cache.ref(KEY, "refs/pr/1")).toBe(OTHER.commit);
    // Whoever still has it open fetches it again, and all that it takes to open it.
    fake.before = async () => {};
    expect(new Uint8Array(await access.slice(0))).toEqual(content(1000));
    expect(await cache.files(KEY)).toEqual([{ path: "f", sizeBytes: 1000 }]);
    await cache.remove(KEY);
    await cache.remove(KEY);
    expect(await dataOf(folder)).toEqual([]);
  });

  test("with names from elsewhere stay in their folder, and apart from each other", async () => {
    const names = ["../../up", "..", "a/b", "a%2Fb", "a*", "ünï", "A/b"];
    const folder = new MemoryFolder();
    const fake = fakeSource(Object.fromEntries(names.map((name, i) => [name, content(50, i)])), { folder });
    const { source, cache } = fake.open();
    for (const [i, name] of names.entries()) expect(await source.read(name)).toEqual(content(50, i));
    const places = (await dataOf(folder)).map(({ path }) => path);
    expect(new Set(places).size).toBe(names.length);
    expect(places.every((path) => path.split("/").length === 5 && !/(^|\/)\.+(\/|$)|[\\*:?"<>|]/.test(path))).toBe(
      true,
    );
    expect((await cache.list())[0]!.wholeBytes).toBe(50 * names.length);
  });

  test("whose small files are damaged are listed, and their list of files is asked for again", async () => {
    const folder = new MemoryFolder();
    const fake = fakeSource({ f: content(1000) }, { folder });
    const first = fake.open();
    await first.source.read("f");
    await first.cache.keepRef(KEY, "main");
    await first.cache.close();
    for (const { path } of await folder.list()) {
      if (path.includes("/data/")) continue;
      const file = await folder.open(path);
      await file.truncate(Math.floor((await file.sizeBytes()) / 2));
      await file.close();
    }
    const cache = new ModelCache(folder);
    expect(await cache.ref(KEY, "main")).toBeUndefined();
    expect(await cache.list()).toMatchObject([{ ...KEY, wholeBytes: undefined }]);
    const { source } = fake.open({}, cache);
    expect(await source.read("f")).toEqual(content(1000));
    expect(fake.listings).toBe(2);
    expect(fake.requests).toHaveLength(1);
  });
});
