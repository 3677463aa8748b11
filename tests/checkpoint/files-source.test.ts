import { describe, expect, test } from "vitest";
import {
  CheckpointError,
  filesSource,
  MissingFileError,
  nameOfFiles,
  openWeights,
} from "../../src/checkpoint/index.ts";
import { type LazyFiles, wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";

const blob = (content: string | Uint8Array) => new Blob([content as BlobPart]);
const given = (files: LazyFiles, folder = "") =>
  Object.entries(files).map(([path, file]) => ({ path: `${folder}${path}`, file: blob(wholeOf(file)) }));

describe("files that were dropped or chosen", () => {
  test.each([
    ["by themselves", "", "files"],
    ["as a folder", "xlm-roberta/", "xlm-roberta"],
    ["as a folder of the Hub's cache", "models--a--b/snapshots/0123/", "models--a--b"],
  ])("%s are a model", async (_, folder, name) => {
    const files = syntheticModel({ shards: 2 });
    const source = filesSource(given(files, folder));
    expect(source.describe).toBe(name);
    expect(await source.files!()).toEqual(Object.entries(files).map(([path, { sizeBytes }]) => ({ path, sizeBytes })));
    expect(await source.read("config.json")).toEqual(wholeOf(files["config.json"]!));
    const weights = await openWeights(source);
    expect(await weights.read("roberta.embeddings.LayerNorm.weight")).toHaveLength(16);
  });

  test("with configurations further in are the outermost one's", async () => {
    const source = filesSource([
      { path: "m/1_Pooling/config.json", file: blob("pooling") },
      { path: "m/config.json", file: blob("model") },
      { path: "m/onnx/config.json", file: blob("onnx") },
      { path: "elsewhere.txt", file: blob("") },
    ]);
    expect(new TextDecoder().decode(await source.read("config.json"))).toBe("model");
    expect(await source.files!()).toHaveLength(3);
  });

  test("of two models are refused, as are those of none", () => {
    const both = ["a", "b"].map((name) => ({ path: `m/${name}/config.json`, file: blob("{}") }));
    expect(() => filesSource(both)).toThrow("m: holds more than one model (m/a/ and m/b/). Give one of them.");
    expect(() => filesSource([{ path: "model.safetensors", file: blob("") }])).toThrow(MissingFileError);
    expect(() => filesSource([])).toThrow(/^files: has no config\.json\. Is it a model in the layout of Hugging Face/);
  });

  test("without safetensors name them", async () => {
    const { "model.safetensors": weights, ...others } = syntheticModel();
    const source = filesSource(given({ ...others, "pytorch_model.bin": weights! }));
    await expect(openWeights(source)).rejects.toThrow(/only in pytorch_model\.bin, which is not read/);
  });

  test("that have changed since are named", async () => {
    const gone = new Blob(["{}"]);
    gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadableError")) }) as unknown as Blob;
    const reading = filesSource([{ path: "m/config.json", file: gone }]).read("config.json");
    await expect(reading).rejects.toThrow(CheckpointError);
    await expect(reading).rejects.toThrow(
      "m/config.json: can no longer be read (NotReadableError). Was it changed or moved? Give the files again.",
    );
  });
});

test("files go by the name of their folder, short and printable", () => {
  const named = (...paths: string[]) => nameOfFiles(paths.map((path) => ({ path, file: blob("") })));
  expect(named("xlm-roberta/config.json", "xlm-roberta/a/b")).toBe("xlm-roberta");
  expect(named("config.json", "model.safetensors")).toBe("files");
  expect(named("a/config.json", "b/model.safetensors")).toBe("files");
  expect(named(`evil\n\u202ename ${"x".repeat(100)}/config.json`)).toBe(`evil name ${"x".repeat(50)}`);
  expect(named("\n/config.json")).toBe("files");
});
