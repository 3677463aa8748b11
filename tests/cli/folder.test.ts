import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { CheckpointError, MissingFileError, openWeights } from "../../src/checkpoint/index.ts";
import { folderSource } from "../../src/cli/folder.ts";
import { type LazyFiles, wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";

async function folderWith(files: LazyFiles): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "model-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, file] of Object.entries(files)) await writeFile(join(folder, path), wholeOf(file));
  return folder;
}

test("a model in a folder is read in parts, links included", async () => {
  const files = syntheticModel({ shards: 2 });
  const cache = await folderWith(files);
  const folder = await folderWith({});
  // As Hugging Face's cache lies on disk.
  for (const name of Object.keys(files)) await symlink(join(cache, name), join(folder, name));
  const source = folderSource(folder);
  expect(await source.read("config.json")).toEqual(wholeOf(files["config.json"]!));
  const shard = files["model-00002-of-00002.safetensors"]!;
  const access = await source.access("model-00002-of-00002.safetensors");
  expect(access.sizeBytes).toBe(shard.sizeBytes);
  expect(new Uint8Array(await access.slice(11, 999))).toEqual(shard.bytes(11, 999));
  expect((await access.slice(shard.sizeBytes - 3)).byteLength).toBe(3);
  const listed = await source.files!();
  expect(new Map(listed.map(({ path, sizeBytes }) => [path, sizeBytes]))).toEqual(
    new Map(Object.entries(files).map(([path, { sizeBytes }]) => [path, sizeBytes])),
  );
  expect((await openWeights(source)).entries.size).toBeGreaterThan(40);
});

test("a folder without safetensors names them", async () => {
  const { "model.safetensors": weights, ...others } = syntheticModel();
  const folder = await folderWith({ ...others, "pytorch_model.bin": weights! });
  await expect(openWeights(folderSource(folder))).rejects.toThrow(/only in pytorch_model\.bin, which is not read/);
});

test("a file that is not there is missed by name; a folder that is not there is another fault", async () => {
  const folder = await folderWith({});
  await expect(folderSource(folder).access("config.json")).rejects.toThrow(MissingFileError);
  const nowhere = folderSource(join(folder, "nowhere")).read("config.json");
  await expect(nowhere).rejects.toThrow(CheckpointError);
  await expect(nowhere).rejects.toThrow(/nowhere.config\.json: there is no such file\. Is the path right\?/);
});
