import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { packTar } from "modern-tar";
import { describe, expect, onTestFinished, test } from "vitest";
import { XGLUE, XGLUE_TASKS } from "../../src/data/index.ts";
import type { RunRecord } from "../../src/experiment/record.ts";
import { type Content, FORMATS, ud } from "../data/formats.ts";
import { fakeHub } from "../support/fake-hub.ts";
import { cli, modelFolder, scratch } from "./support.ts";

interface Told {
  readonly runs: RunRecord[];
  readonly data: { name: string; fingerprint: string; notes: string[]; faultCount: number }[];
}

const TINY = "--epochs 1 --eval-size 4 --batch-size 4".split(" ");

/** Writes the files below a new folder. */
function folderWith(files: Readonly<Record<string, Content>>): string {
  const folder = scratch();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : new Uint8Array(content));
  }
  return folder;
}

async function trained(task: string, data: string, ...flags: string[]): Promise<Told> {
  const model = modelFolder(scratch());
  const { stdout, error } = await cli([
    "train",
    "--json",
    "--model",
    model,
    "--task",
    task,
    "--data",
    data,
    ...TINY,
    ...flags,
  ]);
  expect(error).toBe("");
  return JSON.parse(stdout) as Told;
}

/** { text: "a" } as `text=a` */
const pairsText = (pairs: Readonly<Record<string, string>>) =>
  Object.entries(pairs)
    .map((pair) => pair.join("="))
    .join(",");

describe("train --data FILE", () => {
  test.each(FORMATS)("learns $task from $file", async ({ file, content, task, options = {} }) => {
    const flags = Object.entries(options).flatMap(([name, pairs]) => [`--${name}`, pairsText(pairs)]);
    const path = join(folderWith({ [file]: content }), file);
    const { runs, data } = await trained(task, path, ...flags);
    const [run] = runs;
    expect(run!.experiment.trainSize).toBe(16);
    expect(run!.experiment.data).toEqual({ kind: "files", name: data[0]!.name, fingerprint: data[0]!.fingerprint });
    expect(path.endsWith(data[0]!.name.slice(1))).toBe(true);
    expect(Object.keys(run!.epochs[0]!.test)).toEqual(["en"]);
    expect(run!.epochs[0]!.test.en!.score).toBeGreaterThanOrEqual(0);
    expect(run!.epochs[0]!.trainLoss).toBeGreaterThan(0);
  });

  test("gives the same numbers again, whatever the file is called", async () => {
    const { file, content, task } = FORMATS[0]!;
    const learn = async (name: string) => (await trained(task, join(folderWith({ [name]: content }), name))).runs[0]!;
    const [one, other] = [await learn(file), await learn("other name.tsv")];
    expect(other.epochs).toEqual(one.epochs);
    expect(other.experiment.data!.fingerprint).toBe(one.experiment.data!.fingerprint);
  });
});

test("train --data-seed decides which examples are set apart for testing", async () => {
  const { file, content, task } = FORMATS[0]!;
  const path = join(folderWith({ [file]: content }), file);
  const fingerprint = async (...flags: string[]) => (await trained(task, path, ...flags)).data[0]!.fingerprint;
  const usual = await fingerprint();
  expect(await fingerprint("--data-seed", "0")).toBe(usual);
  expect(await fingerprint("--data-seed", "1")).not.toBe(usual);
});

test("train --data DIR reads what links lead to, as in Hugging Face's cache, and passes over broken ones", async () => {
  const rows = Array.from({ length: 8 }, (_, index) => `p${index},h${index},neutral`).join("\n");
  const folder = folderWith({ "blobs/1": `premise,hypothesis,label\n${rows}`, "set/README.md": "about" });
  for (const name of ["train.csv", "test.csv"]) symlinkSync(join(folder, "blobs/1"), join(folder, "set", name));
  symlinkSync(join(folder, "blobs/2"), join(folder, "set", "dev.csv"));
  const { runs } = await trained("xnli", join(folder, "set"));
  expect(runs[0]!.experiment.trainSize).toBe(8);
});

test("reading is stopped by Ctrl-C", async () => {
  const file = join(folderWith({ "f.csv": "premise,hypothesis,label\na,b,neutral\n" }), "f.csv");
  const args = ["train", "--task", "xnli", "--data", file, "--model", modelFolder(scratch())];
  expect((await cli(args, { signal: AbortSignal.abort() })).code).toBe(130);
});

describe("train --data with treebanks", () => {
  const treebank = (id: string, count: number) =>
    Object.fromEntries(
      ["train", "test"].map((split) => [
        `UD/${id}/${id}-ud-${split}.conllu`,
        Array.from({ length: count }, (_, i) => ud(i)).join("\n\n"),
      ]),
    );

  test("ud:ID,ID@DIR learns from those that are named; so from an archive", async () => {
    const files = {
      ...treebank("en_ewt", 6),
      ...treebank("en_gum", 9),
      ...treebank("de_gsd", 5),
      ...treebank("nl_alpino", 5),
    };
    const folder = folderWith(files);
    const { runs } = await trained("pos", `ud:en_ewt,de_gsd@${folder}`);
    expect(Object.keys(runs[0]!.epochs[0]!.test)).toEqual(["en", "de"]);
    expect(runs[0]!.experiment.trainSize).toBe(6);
    const entries = Object.entries(files).map(([name, body]) => ({
      header: { name, size: Buffer.byteLength(body), type: "file" as const },
      body,
    }));
    const archive = join(folderWith({ "ud.tgz": new Uint8Array(gzipSync(await packTar(entries))) }), "ud.tgz");
    const again = await trained("pos", `ud:en_ewt,de_gsd@${archive}`);
    expect(again.data[0]!.fingerprint).toBe(runs[0]!.experiment.data!.fingerprint);
  });
});

describe("train --data hub:…", () => {
  const parquet = (count: number) =>
    parquetWriteBuffer({
      columnData: ["news_title", "news_body", "news_category"].map((name) => ({
        name,
        data: Array.from({ length: count }, (_, index) =>
          name === "news_category" ? ["sports", "autos"][index % 2]! : `${name} ${index}`,
        ),
        type: "STRING" as const,
      })),
    });

  test("learns from a data set of the Hub, asking only the server that is set", async () => {
    const revisions = {
      main: { "nc/train.parquet": parquet(12), "nc/test.en.parquet": parquet(5), "nc/test.de.parquet": parquet(5) },
    };
    const hub = await fakeHub({ "some/xglue": { revisions } });
    const before = process.env.HF_ENDPOINT;
    process.env.HF_ENDPOINT = hub.endpoint;
    onTestFinished(() => {
      if (before === undefined) delete process.env.HF_ENDPOINT;
      else process.env.HF_ENDPOINT = before;
    });
    const { runs } = await trained("nc", "hub:some/xglue");
    expect(Object.keys(runs[0]!.epochs[0]!.test)).toEqual(["en", "de"]);
    expect(runs[0]!.experiment.data!.name).toBe("hub:some/xglue");
    const { code, error } = await cli(["train", "--task", "nc", "--data", "hub:some/none"]);
    expect(code).toBe(2);
    expect(error).toMatch(/^some\/none: there is no such data set on the Hub, or it is private \(401\)\..*HF_TOKEN/);
  });
});

describe("train --data is refused in one line where", () => {
  const csv = "premise,hypothesis,label\na,b,neutral\nc,d,neutral\n";
  test.each([
    {
      name: "there is no such file",
      data: "none.csv",
      message: /^--data: none\.csv: there is no such file\. Is the path right\?$/,
    },
    { name: "the address is none", data: "hub:xnli", message: /^hub:xnli: is no address of the Hub\./ },
    {
      name: "treebanks have no place",
      data: "ud:en_ewt",
      message: /^ud:en_ewt: it does not say where the treebanks lie\./,
    },
    {
      name: "columns are no pairs",
      flags: ["--columns", "premise"],
      message: /^--columns: "premise" is not of the form NAME=VALUE\./,
    },
    {
      name: "a column is not there",
      flags: ["--columns", "text=x"],
      message: /f\.csv: has no column "x"; it has premise, hypothesis, label\./,
    },
    {
      name: "a label means nothing",
      flags: ["--labels", "neutral=none"],
      message: /^The label "neutral" is to mean "none"/,
    },
    {
      name: "columns are chosen of bundled data",
      data: "bundled",
      flags: ["--columns", "a=b"],
      message: /^--columns is for data of one's own/,
    },
  ])("$name", async ({ data, flags = [], message }) => {
    const given = data ?? join(folderWith({ "f.csv": csv }), "f.csv");
    const { code, error, stdout } = await cli([
      "train",
      "--task",
      "xnli",
      "--data",
      given,
      "--model",
      modelFolder(scratch()),
      ...flags,
    ]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(error).toMatch(message);
    expect(error).not.toContain("\n");
  });
});

const SAMPLE = resolve(import.meta.dirname, "../../../shared/xglue-sample");

describe.skipIf(!existsSync(SAMPLE))(
  "XGLUE's files as released (skipped where ../shared/xglue-sample is missing)",
  () => {
    // MLQA's samples are whole articles: its own test is enough.
    test.each(XGLUE_TASKS.filter((task) => task !== "mlqa"))("train %s, tested in every language", async (task) => {
      const { runs, data } = await trained(task, SAMPLE);
      const tested = Object.keys(runs[0]!.epochs[0]!.test);
      expect(tested[0]).toBe("en");
      // Of WPR's samples some have two pages of different queries: nothing to rank.
      const unranked = data[0]!.notes.flatMap((note) => /^(..): not tested, since no query/.exec(note)?.[1] ?? []);
      expect([...tested, ...unranked].sort()).toEqual([...XGLUE[task].languages].sort());
      expect(unranked.length > 0).toBe(task === "wpr");
      expect(data[0]!.faultCount).toBe(0);
    });
  },
);
