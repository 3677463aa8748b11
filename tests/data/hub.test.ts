import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { hubFiles, openOwn, parseHubAddress, readParquet, type XglueTask } from "../../src/data/index.ts";
import type { HubOptions } from "../../src/hub/index.ts";
import { fakeHub } from "../support/fake-hub.ts";

type Column = Parameters<typeof parquetWriteBuffer>[0]["columnData"][number];
const text = (name: string, data: string[]): Column => ({ name, data, type: "STRING" });
const numbers = (name: string, data: number[]): Column => ({ name, data: data.map(BigInt), type: "INT64" });

/** What Hugging Face's `datasets` writes beside the rows. */
const about = (features: unknown) => [{ key: "huggingface", value: JSON.stringify({ info: { features } }) }];

function xnli(language: string, count: number, withNames = true): ArrayBuffer {
  const indices = Array.from({ length: count }, (_, index) => index);
  return parquetWriteBuffer({
    columnData: [
      text(
        "premise",
        indices.map((index) => `premise ${language} ${index}`),
      ),
      text(
        "hypothesis",
        indices.map((index) => `hypothesis ${index}`),
      ),
      numbers(
        "label",
        indices.map((index) => index % 3),
      ),
    ],
    ...(withNames && {
      kvMetadata: about({
        premise: { dtype: "string", _type: "Value" },
        label: { names: ["entailment", "neutral", "contradiction"], _type: "ClassLabel" },
      }),
    }),
    rowGroupSize: 1000,
  });
}

const open = async (address: string, task: XglueTask, options: HubOptions) =>
  openOwn(await hubFiles(parseHubAddress(address), task, options), { task, name: address });
const sizes = ({ parts }: Awaited<ReturnType<typeof open>>) =>
  parts.map(({ split, language, groups }) => `${split} ${language} ${groups.flat().length}`);

describe("an address of the Hub", () => {
  test.each([
    ["hub:facebook/xnli", { repository: "facebook/xnli" }],
    ["hub:facebook/xnli/en", { repository: "facebook/xnli", config: "en" }],
    ["hub:a.b/c_d-e@v1.0", { repository: "a.b/c_d-e", revision: "v1.0" }],
    ["hub:a/b@refs/convert/parquet/xnli", { repository: "a/b", revision: "refs/convert/parquet", config: "xnli" }],
    ["hub:a/b@feature%2Fx/c/d", { repository: "a/b", revision: "feature/x", config: "c/d" }],
  ])("%s", (address, expected) => {
    expect(parseHubAddress(address)).toEqual(expected);
  });

  test.each([
    "hub:",
    "hub:xnli",
    "hub:a/../b",
    "hub:../b",
    "hub:a/b/..",
    "hub:a/b?c",
    "hub:a/b@%zz",
    "hub:a b/c",
    "https://a/b",
  ])("%s is refused", (address) => {
    expect(() => parseHubAddress(address)).toThrow(/^\S.*: (is no address of the Hub|its revision)/);
  });
});

describe("a data set of the Hub", () => {
  test("laid out as facebook/xnli is read in every language; only the server that was chosen is asked", async () => {
    const files = {
      "README.md": new ArrayBuffer(8),
      "all_languages/train-00000-of-00001.parquet": xnli("all", 5),
      ...Object.fromEntries(
        ["en", "de", "sw"].flatMap((language) => [
          [`${language}/train-00000-of-00001.parquet`, xnli(language, 30)],
          [`${language}/validation-00000-of-00001.parquet`, xnli(language, 3)],
          [`${language}/test-00000-of-00001.parquet`, xnli(language, 9)],
        ]),
      ),
    };
    const hub = await fakeHub({ "facebook/xnli": { revisions: { main: files } } });
    const hosts = new Set<string>();
    const get: HubOptions["get"] = (url, init) => {
      hosts.add(new URL(url).origin);
      return fetch(url, init);
    };
    const data = await open("hub:facebook/xnli", "xnli", { endpoint: `${hub.endpoint}/`, get });
    expect(sizes(data)).toEqual(["train en 30", "test en 9", "test de 9", "test sw 9"]);
    expect(data.faultCount).toBe(0);
    const rows = data.parts[2]!.groups.flat();
    expect(rows).toContainEqual({ textA: "premise de 4", textB: "hypothesis 4", label: "neutral" });
    expect([...hosts]).toEqual([hub.endpoint]);
    // Nothing that is not needed.
    expect(hub.asked.some((path) => /all_languages|\/(de|sw)\/train|resolve.*validation/.test(path))).toBe(false);
    expect(hub.asked.filter((path) => path.includes("/tree/main?recursive=true")).length).toBeGreaterThan(4);
  });

  test("laid out as hgissbkh/xglue is read by the config that is called as the task", async () => {
    const words = (count: number) =>
      parquetWriteBuffer({
        columnData: [
          { name: "words", data: Array.from({ length: count }, () => ["Rome", "won"]), type: "JSON" },
          { name: "ner", data: Array.from({ length: count }, () => [5, 0]), type: "JSON" },
        ],
        kvMetadata: about({
          ner: { feature: { names: ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC"], _type: "ClassLabel" } },
        }),
      });
    const pairs = parquetWriteBuffer({
      columnData: [text("sentence1", ["a"]), text("sentence2", ["b"]), numbers("label", [1])],
      kvMetadata: about({ label: { names: ["different", "same"], _type: "ClassLabel" } }),
    });
    const hub = await fakeHub({
      "hgissbkh/xglue": {
        revisions: {
          main: {
            "ner/train-00000-of-00001.parquet": words(4),
            "ner/validation.de-00000-of-00001.parquet": words(1),
            "ner/test.en-00000-of-00001.parquet": words(2),
            "ner/test.de-00000-of-00001.parquet": words(3),
            "paws-x/train-00000-of-00001.parquet": pairs,
            "paws-x/test.en-00000-of-00001.parquet": pairs,
          },
        },
      },
    });
    const ner = await open("hub:hgissbkh/xglue", "ner", hub);
    expect(sizes(ner)).toEqual(["train en 4", "test en 2", "test de 3"]);
    expect(ner.parts[0]!.groups[0]).toEqual([{ words: ["Rome", "won"], tags: ["B-LOC", "O"] }]);
    const pawsx = await open("hub:hgissbkh/xglue", "pawsx", hub);
    expect(pawsx.parts[0]!.groups[0]).toEqual([{ textA: "a", textB: "b", label: "1" }]);
    await expect(open("hub:hgissbkh/xglue/qam", "qam", hub)).rejects.toThrow(
      'hgissbkh/xglue: has no part called "qam". It has ner, paws-x.',
    );
  });

  test("in another format is read as the Hub converted it; its card says what labels mean", async () => {
    const hub = await fakeHub({
      "some/set": {
        revisions: {
          main: { "data.csv": new ArrayBuffer(3) },
          "refs/convert/parquet": {
            "en/train/0000.parquet": xnli("en", 6, false),
            "en/test/0000.parquet": xnli("en", 3, false),
            "de/partial-test/0000.parquet": xnli("de", 3, false),
          },
        },
        cardData: {
          dataset_info: ["en", "de"].map((config) => ({
            config_name: config,
            features: [
              { name: "premise", dtype: "string" },
              {
                name: "label",
                dtype: { class_label: { names: { "0": "contradiction", "1": "entailment", "2": "neutral" } } },
              },
            ],
          })),
        },
      },
    });
    const data = await open("hub:some/set", "xnli", hub);
    expect(sizes(data)).toEqual(["train en 6", "test en 3", "test de 3"]);
    expect(data.parts[2]!.groups.flat()).toContainEqual({
      textA: "premise de 0",
      textB: "hypothesis 0",
      label: "contradiction",
    });
    expect(hub.asked.some((path) => path.startsWith("/api/datasets/some/set/tree/refs%2Fconvert%2Fparquet"))).toBe(
      true,
    );
  });

  test("whose labels are numbers that nothing explains says so, and takes an explanation", async () => {
    const revisions = { main: { "train.parquet": xnli("en", 30, false), "test.parquet": xnli("en", 3, false) } };
    const hub = await fakeHub({ "a/b": { revisions } });
    await expect(open("hub:a/b", "xnli", hub)).rejects.toThrow(
      /^a\/b: train\.parquet: row 1 has the label "0"\. The labels are entailment, neutral, contradiction\./,
    );
    const files = await hubFiles(parseHubAddress("hub:a/b"), "xnli", hub);
    const labels = { "0": "entailment", "1": "neutral", "2": "contradiction" };
    expect(sizes(await openOwn(files, { task: "xnli", name: "a/b", labels }))).toEqual(["train en 30", "test en 3"]);
  });

  test("that is large is fetched in part: groups of rows drawn at random, and said", async () => {
    const train = xnli("en", 60_000);
    const hub = await fakeHub({
      "a/b": { revisions: { main: { "train.parquet": train, "test.parquet": xnli("en", 20) } } },
    });
    const data = await open("hub:a/b", "xnli", hub);
    expect(sizes(data)).toEqual(["train en 5000", "test en 20"]);
    expect(data.notes).toContain("a/b: train.parquet: read in part, 20 of its 60 groups of rows, drawn at random.");
    expect(hub.sentBytes).toBeLessThan(train.byteLength * 0.6 + 1_100_000);
    expect((await open("hub:a/b", "xnli", hub)).fingerprint).toBe(data.fingerprint);
  });

  test("on a server without ranges is fetched once, whole", async () => {
    const train = xnli("en", 3000);
    const test = xnli("en", 20);
    const hub = await fakeHub(
      { "a/b": { revisions: { v1: { "train.parquet": train, "test.parquet": test } } } },
      { hasRanges: false },
    );
    expect(sizes(await open("hub:a/b@v1", "xnli", hub))).toEqual(["train en 3000", "test en 20"]);
    expect(hub.sentBytes).toBe(train.byteLength + test.byteLength);
  });

  test("that is not there, not public, not in Parquet, or without splits is refused in plain words", async () => {
    const hub = await fakeHub({
      "a/csv": { revisions: { main: { "train.csv": new ArrayBuffer(3) } } },
      "a/rest": { revisions: { main: { "part.parquet": xnli("en", 3) } } },
      "a/b": { revisions: { main: { "train.parquet": xnli("en", 3) } } },
    });
    const failing = (address: string, options: HubOptions = hub) => expect(open(address, "xnli", options)).rejects;
    await failing("hub:a/none").toThrow(
      "a/none: there is no such data set on the Hub, or it is private (401). Is it rightly spelt?",
    );
    await failing("hub:a/b@v9").toThrow('a/b: there is no such data set with a revision "v9" on the Hub.');
    await failing("hub:a/csv").toThrow("a/csv: has no Parquet files, and the Hub has made none of it.");
    await failing("hub:a/rest").toThrow("a/rest: none of its 1 Parquet file is called train, validation or test.");
    const answering = (status: number, body = "no"): HubOptions => ({
      get: async () => new Response(body, { status }),
    });
    await failing("hub:a/b", answering(401)).toThrow(
      /^a\/b: there is no such data set on the Hub, or it is private \(401\)/,
    );
    await failing("hub:a/b", answering(503)).toThrow(/the server answered 503\. Try again later/);
    await failing("hub:a/b", answering(200, "<html>")).toThrow(/did not answer with JSON\. Is .* a Hub\?/);
    await failing("hub:a/b", answering(200, '{"a": 1}')).toThrow(/is no list of files\. Is .* a Hub\?/);
    await failing("hub:a/b", { get: async () => Promise.reject(new Error("offline")) }).toThrow(
      /could not be fetched \(offline\)/,
    );
  });

  test("that is private is read with a token, which its storage is not told", async () => {
    const revisions = { main: { "train.parquet": xnli("en", 30), "test.parquet": xnli("en", 3) } };
    const hub = await fakeHub({ "a/b": { revisions, access: "private" } }, { token: "hf_secret" });
    expect(sizes(await open("hub:a/b", "xnli", { ...hub, token: "hf_secret" }))).toEqual(["train en 30", "test en 3"]);
    const told = hub.requests.map(({ at, headers }) => `${at}: ${headers.authorization}`);
    expect(new Set(told)).toEqual(new Set(["hub: Bearer hf_secret", "storage: undefined"]));
    await expect(open("hub:a/b", "xnli", hub)).rejects.toThrow(
      /^a\/b: there is no such data set on the Hub, or it is private/,
    );
  });

  test("whose list goes on at another server is left", async () => {
    const revisions = { main: Object.fromEntries([1, 2, 3].map((index) => [`train-${index}.parquet`, xnli("en", 1)])) };
    const elsewhere = await fakeHub({});
    const hub = await fakeHub({ "a/b": { revisions } }, { nextOrigin: elsewhere.endpoint });
    await expect(open("hub:a/b", "xnli", hub)).rejects.toThrow(
      `goes on at another server, ${elsewhere.endpoint}, which is not asked.`,
    );
    expect(elsewhere.asked).toEqual([]);
  });

  test("that sends less than was asked for is refused", async () => {
    const hub = await fakeHub({ "a/b": { revisions: { main: { "train.parquet": xnli("en", 30) } } } });
    const get: HubOptions["get"] = async (url, init) => {
      const response = await fetch(url, init);
      if (!url.includes("/resolve/")) return response;
      return new Response((await response.arrayBuffer()).slice(0, -5), { status: response.status });
    };
    await expect(open("hub:a/b", "xnli", { ...hub, get })).rejects.toThrow(/sent \d+ bytes instead of \d+\. Try again/);
  });
});

/** Zstandard's frame with one raw block: not small, but what a decompressor must understand (RFC 8878, 3.1.1). */
function zstdRaw(bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(12 + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  frame[4] = 0xa0;
  view.setUint32(5, bytes.length, true);
  const header = (bytes.length << 3) | 1;
  frame.set([header & 255, (header >> 8) & 255, header >> 16], 9);
  frame.set(bytes, 12);
  return frame;
}

test.each([
  { codec: "GZIP" as const, compress: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) },
  { codec: "ZSTD" as const, compress: zstdRaw },
])("Parquet with $codec is unpacked", async ({ codec, compress }) => {
  const buffer = parquetWriteBuffer({
    columnData: [
      text(
        "text",
        Array.from({ length: 500 }, (_, index) => `some é text ${index % 7}`),
      ),
    ],
    codec,
    compressors: { [codec]: compress },
  });
  const access = {
    sizeBytes: buffer.byteLength,
    slice: async (start: number, end?: number) => buffer.slice(start, end),
  };
  let count = 0;
  for await (const { rows } of readParquet(access, { file: "f" })) {
    count += rows.length;
    expect(rows[8]!.row).toEqual({ text: "some é text 1" });
  }
  expect(count).toBe(500);
});
