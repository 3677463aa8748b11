import { describe, expect, test } from "vitest";
import { holdsModel, modelFiles } from "../../../src/app/models/given-files.ts";

const given = (...paths: string[]) => paths.map((path) => ({ path, file: new File(["x"], path.split("/").at(-1)!) }));
const names = (...paths: string[]) => modelFiles(given(...paths)).map(({ name }) => name);

describe("files that are given at once", () => {
  test.each([
    [["m/config.json", "m/tokenizer.json", "m/model.safetensors"], true],
    [["config.json", "model-00001-of-00002.safetensors"], true],
    [["m/config.json", "m/pytorch_model.bin"], true],
    [["XNLI/en.test", "README.md"], false],
    [["config.json", "train.tsv"], false],
    [["model.safetensors"], false],
  ])("%s are a model: %s", (paths, expected) => {
    expect(holdsModel(given(...paths))).toBe(expected);
  });

  test("are a model's where they lie beside the outermost config.json, and keep the folder's name", () => {
    expect(names("m/config.json", "m/model.safetensors", "m/1_Pooling/config.json", "m/onnx/model.bin")).toEqual([
      "m/config.json",
      "m/model.safetensors",
    ]);
    expect(names("config.json", "model.safetensors", "sub/other.txt")).toEqual(["config.json", "model.safetensors"]);
  });

  test("are all given on where none is a config.json, so that what is missing is told", () => {
    expect(names("a/model.safetensors", "b/tokenizer.json")).toEqual(["a/model.safetensors", "b/tokenizer.json"]);
  });

  test("are read as they were, whatever they are called from now on", async () => {
    const [file] = modelFiles([{ path: "m/config.json", file: new File(['{"a":1}'], "config.json") }]);
    expect(await file!.text()).toBe('{"a":1}');
  });
});
