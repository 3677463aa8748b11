/** `--model` beyond the bundled one: repositories of a Hub, and folders, in the layouts that are out there. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { commitOf, type FakeHubOptions, fakeHub } from "../support/fake-hub.ts";
import { type LazyFiles, wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";
import { readSafetensors } from "../support/tensors.ts";
import { cli, scratch } from "./support.ts";

const NAME = "someone/tiny-xlmr";
const MODEL = `hub:${NAME}`;
const COMMIT = commitOf(NAME, "main");
/** Rows beyond the tokenizer's 665 are never used: 1.3 MB. */
const WIDE = { shape: { vocabulary: 20_000 } } as const;
const RUN = ["train", "--task", "nc", "--train-size", "6", "--eval-size", "1", "--epochs", "1", "--json"];
const SECRET = "hf_secretOfTheTest";

afterEach(() => {
  vi.unstubAllEnvs();
});

function hubWith(files: LazyFiles, options: FakeHubOptions & { access?: "private" | "gated" } = {}) {
  const { access, ...rest } = options;
  return fakeHub({}, { models: { [NAME]: { revisions: { main: files }, ...(access && { access }) } }, ...rest });
}

const at = (hub: { endpoint: string }, cache = join(scratch(), "cache")) => [
  "--endpoint",
  hub.endpoint,
  "--cache",
  cache,
];

async function folderOf(files: LazyFiles): Promise<string> {
  const folder = join(scratch(), "model");
  mkdirSync(folder);
  for (const [name, file] of Object.entries(files)) writeFileSync(join(folder, name), wholeOf(file));
  return folder;
}

const runsOf = (stdout: string) => (JSON.parse(stdout) as { runs: { experiment: unknown; epochs: unknown }[] }).runs;

describe("a model of the Hub", () => {
  test("trains as the same files in a folder do, and only what the run needs is fetched", async () => {
    const files = syntheticModel(WIDE);
    const hub = await hubWith(files);
    const fromHub = await cli([...RUN, "--model", MODEL, ...at(hub)]);
    expect(fromHub.error).toBe("");
    const [run] = runsOf(fromHub.stdout);
    expect(run!.experiment).toMatchObject({ model: `${MODEL}@${COMMIT}` });
    const fromFolder = await cli([...RUN, "--model", await folderOf(files)]);
    expect(run!.epochs).toEqual(runsOf(fromFolder.stdout)[0]!.epochs);
    const allBytes = Object.values(files).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    expect(hub.sentBytes).toBeLessThan(allBytes - 1e6);
  });

  test("is kept: the second time no network is needed", async () => {
    const hub = await hubWith(syntheticModel(WIDE));
    const flags = [...RUN, "--model", MODEL, ...at(hub)];
    const first = await cli(flags);
    hub.stop();
    const second = await cli(flags);
    expect(second.error).toBe("");
    expect(runsOf(second.stdout)[0]!.epochs).toEqual(runsOf(first.stdout)[0]!.epochs);
  });

  test("may be in several files, in half precision", async () => {
    const files = syntheticModel({ ...WIDE, dtype: "BF16" });
    const shards = syntheticModel({ ...WIDE, dtype: "BF16", shards: 3 });
    const [one, several] = await Promise.all(
      [files, shards].map(async (content) => cli([...RUN, "--model", MODEL, ...at(await hubWith(content))])),
    );
    expect(several!.error).toBe("");
    expect(runsOf(several!.stdout)[0]!.epochs).toEqual(runsOf(one!.stdout)[0]!.epochs);
  });

  test("comes home whole: rows that no text of the run has are there, decayed", async () => {
    const files = syntheticModel(WIDE);
    const saved = join(scratch(), "saved");
    const decay = ["--weight-decay", "0.5", "--lr", "0.01", "--warmup", "0"];
    const done = await cli([...RUN, ...decay, "--model", MODEL, ...at(await hubWith(files)), "--save", saved]);
    expect(done.error).toBe("");
    const name = "roberta.embeddings.word_embeddings.weight";
    const before = (await readSafetensors(readFileSync(join(await folderOf(files), "model.safetensors")))).get(name)!;
    const after = (await readSafetensors(readFileSync(join(saved, "model.safetensors")))).get(name)!;
    expect(after.shape).toEqual([20_000, 16]);
    const last = before.values.length - 1;
    // One step at the peak rate.
    expect(after.values[last]! / before.values[last]!).toBeCloseTo(1 - 0.01 * 0.5, 6);
  });

  test.each(["private", "gated"] as const)("that is %s opens with HF_TOKEN, which is never shown", async (access) => {
    const hub = await hubWith(syntheticModel(), { access, token: SECRET });
    const flags = [...RUN, "--model", MODEL, ...at(hub)];
    const without = await cli(flags);
    expect(without).toMatchObject({ code: 2 });
    expect(without.error).toMatch(/token/i);
    vi.stubEnv("HF_TOKEN", SECRET);
    const cache = join(scratch(), "cache");
    const opened = await cli([...RUN, "--model", MODEL, ...at(hub, cache)]);
    expect(opened.error).toBe("");
    expect(opened.stdout).not.toContain(SECRET);
    vi.stubEnv("HF_TOKEN", `${SECRET}Wrong`);
    const refused = await cli(flags);
    expect(refused.code).toBe(2);
    expect(refused.error).not.toContain(SECRET);
    for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name), "latin1")).not.toContain(SECRET);
    }
  });

  test("that is stopped while it is fetched says so, and goes on the next time", async () => {
    const hub = await hubWith(syntheticModel({ shape: { vocabulary: 200_000 } }));
    hub.faults = [{ kind: "slow", bytesPerSecond: 50_000 }];
    const stop = new AbortController();
    const flags = [...RUN, "--model", MODEL, ...at(hub)];
    setTimeout(() => stop.abort(), 600);
    expect(await cli(flags, { signal: stop.signal })).toMatchObject({ code: 130 });
    hub.faults = [];
    expect(await cli(flags)).toMatchObject({ code: 0 });
  });
});

describe("what cannot be trained is refused in one line", () => {
  const refused = async (files: LazyFiles, ...flags: string[]) => {
    const outcome = await cli([...RUN, "--model", MODEL, ...at(await hubWith(files)), ...flags]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.error).not.toContain("\n");
    return outcome.error;
  };

  test("a repository whose weights are only PyTorch's", async () => {
    const { "model.safetensors": weights, ...files } = syntheticModel();
    expect(await refused({ ...files, "pytorch_model.bin": weights! })).toMatch(/pytorch_model\.bin.*safetensors/);
  });

  test("a repository that is not there", async () => {
    const hub = await hubWith(syntheticModel());
    const outcome = await cli([...RUN, "--model", "hub:someone/else", ...at(hub)]);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.error).toMatch(/someone\/else/);
  });

  test("files that were given to a page", async () => {
    const { code, error } = await cli([...RUN, "--model", "files:my-model#0123456789ab"]);
    expect(code).toBe(2);
    expect(error).toMatch(/my-model.*--model DIR/);
  });

  test("a malformed address", async () => {
    const { code, error } = await cli([...RUN, "--model", "hub:xlm-roberta-base"]);
    expect(code).toBe(2);
    expect(error).toMatch(/hub:OWNER\/NAME/);
  });
});
