import { expect, test } from "vitest";
import {
  type HubModelAddress,
  hubSource,
  isCommit,
  MissingFileError,
  openWeights,
  parseModelAddress,
  pinHubAddress,
} from "../../src/checkpoint/index.ts";
import { commitOf, fakeHub } from "../support/fake-hub.ts";
import { type LazyFiles, wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";

const NAME = "someone/xlm-roberta-tiny";
const at = (revision?: string): HubModelAddress => ({ kind: "hub", repository: NAME, ...(revision && { revision }) });

const hubOf = (main: LazyFiles, others: Record<string, LazyFiles> = {}) =>
  fakeHub({}, { models: { [NAME]: { revisions: { main, ...others } } } });

test("an address is pinned to the commit of its revision; one that has a commit asks nobody", async () => {
  const hub = await hubOf(syntheticModel(), { v2: syntheticModel({ seed: 8 }) });
  const pinned = await pinHubAddress(at(), hub);
  expect(pinned).toEqual(at(commitOf(NAME, "main")));
  expect(isCommit(pinned.revision)).toBe(true);
  expect((await pinHubAddress(at("v2"), hub)).revision).toBe(commitOf(NAME, "v2"));
  const before = hub.asked.length;
  expect(await pinHubAddress(pinned, hub)).toEqual(pinned);
  expect(hub.asked).toHaveLength(before);
});

test("a model is opened from its address, and no more of it is fetched than is asked for", async () => {
  const files = syntheticModel({ shape: { hidden: 64, vocabulary: 20_000 }, dtype: "F16" });
  const hub = await hubOf(files);
  const address = await pinHubAddress(parseModelAddress(`hub:${NAME}`) as HubModelAddress, hub);
  const source = hubSource(address, hub);
  expect(source.describe).toBe(`hub:${NAME}@${commitOf(NAME, "main")}`);
  expect(await source.read("config.json")).toEqual(wholeOf(files["config.json"]!));
  const listed = await source.files!();
  expect(listed.map(({ path }) => path)).toEqual(Object.keys(files));
  expect(listed.find(({ path }) => path === "model.safetensors")?.sha256).toMatch(/^[0-9a-f]{64}$/);
  const weights = await openWeights(source);
  const word = "roberta.embeddings.word_embeddings.weight";
  expect(weights.entries.get(word)).toMatchObject({ shape: [20_000, 64], dtype: "F16" });
  expect(await weights.rows(word, Int32Array.of(0, 19_999))).toHaveLength(128);
  expect(hub.sentBytes).toBeLessThan(20_000 * 64 * 2 * 0.2);
});

test("a model without safetensors names them, and how to come by them", async () => {
  const { "model.safetensors": weights, ...others } = syntheticModel();
  const hub = await hubOf({ ...others, "pytorch_model.bin": weights! });
  const opening = openWeights(hubSource(at(), hub));
  await expect(opening).rejects.toThrow(MissingFileError);
  await expect(opening).rejects.toThrow(
    /^hub:someone\/xlm-roberta-tiny: has no model\.safetensors\. Its weights are only in pytorch_model\.bin, which is not read\..*@refs\/pr\/.*save_pretrained/,
  );
});

test("a file that is not there is missed by name", async () => {
  const hub = await hubOf(syntheticModel());
  await expect(hubSource(at(), hub).read("vocab.txt")).rejects.toThrow(
    `hub:${NAME}: has no vocab.txt. Is the download complete?`,
  );
  const empty = await hubOf({});
  await expect(hubSource(at(), empty).read("config.json")).rejects.toThrow(
    /has no config\.json\. Is it a model in the layout of Hugging Face/,
  );
});

test("a revision that is not there is missed, when pinned and when opened", async () => {
  const hub = await hubOf(syntheticModel());
  const message = `${NAME}: there is no such model with a revision "v9" on the Hub.`;
  await expect(pinHubAddress(at("v9"), hub)).rejects.toThrow(message);
  await expect(hubSource(at("v9"), hub).read("config.json")).rejects.toThrow(message);
});

test("a small file that is said to be huge is not fetched", async () => {
  const huge = { sizeBytes: 2 ** 40, bytes: () => new Uint8Array() };
  const hub = await hubOf({ "tokenizer.json": huge });
  await expect(hubSource(at(), hub).read("tokenizer.json")).rejects.toThrow(
    /tokenizer\.json: has 1099511627776 bytes; at most 268435456 are read of a file of its kind/,
  );
  expect(hub.sentBytes).toBe(0);
});

test("what failed once is asked again", async () => {
  const files = syntheticModel();
  const hub = await hubOf(files);
  let isDown = true;
  const source = hubSource(at(), {
    ...hub,
    get: (url, init) => (isDown ? Promise.reject(new Error("offline")) : fetch(url, init)),
  });
  await expect(source.read("config.json")).rejects.toThrow(/could not be fetched \(offline\)/);
  isDown = false;
  expect(await source.read("config.json")).toEqual(wholeOf(files["config.json"]!));
  expect(hub.asked.filter((path) => path.includes("/tree/")).length).toBeGreaterThan(0);
});
