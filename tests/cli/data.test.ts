import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/experiment/record.ts";
import { cli, modelFolder, scratch } from "./support.ts";

const TINY = "--epochs 1 --eval-size 10 --batch-size 4".split(" ");

interface Told {
  readonly runs: RunRecord[];
  readonly data?: {
    readonly name: string;
    readonly fingerprint: string;
    readonly faultCount: number;
    readonly faults: readonly { readonly place: string }[];
    readonly parts: readonly { readonly split: string; readonly language: string; readonly examples: number }[];
  }[];
}

async function told(...flags: string[]): Promise<Told> {
  const { stdout, error } = await cli(["train", "--json", ...flags]);
  expect(error).toBe("");
  return JSON.parse(stdout) as Told;
}

const trained = (...flags: string[]) => told(...TINY, ...flags);

const LABELS = ["entailment", "neutral", "contradiction"];
const nliLines = (count: number, text = "A sentence") =>
  Array.from({ length: count }, (_, i) => `${text} ${i}.\tAnother ${i}.\t${LABELS[i % 3]}\n`).join("");

/** XGLUE's folder with XNLI in English and German. */
function xglueFolder(folder: string, { bad = "", text = "A sentence" } = {}): string {
  const root = join(folder, "xglue");
  mkdirSync(join(root, "XNLI"), { recursive: true });
  const heading = "premise\thypothesis\tlabel\n";
  writeFileSync(join(root, "XNLI", "multinli.train.en.tsv"), heading + nliLines(24, text) + bad);
  writeFileSync(join(root, "XNLI", "en.test"), nliLines(12));
  writeFileSync(join(root, "XNLI", "de.test"), nliLines(8, "Ein Satz"));
  return root;
}

describe("train --data", () => {
  test("learns from XGLUE's folder and tests in the languages that it has; the record names the data", async () => {
    const folder = scratch();
    const root = xglueFolder(folder);
    const flags = ["--task", "xnli", "--model", modelFolder(folder), "--data", root, "--train-size", "20"];
    const { runs, data: all } = await trained(...flags);
    const [run] = runs;
    const [data] = all!;
    expect(run!.experiment).toMatchObject({
      trainSize: 20,
      data: { kind: "files", name: data!.name, fingerprint: data!.fingerprint },
    });
    expect(Object.keys(run!.epochs[0]!.test)).toEqual(["en", "de"]);
    expect(data!.parts.map(({ split, language, examples }) => [split, language, examples])).toEqual([
      ["train", "en", 24],
      ["test", "en", 12],
      ["test", "de", 8],
    ]);
  });

  test("tells of every line that it left out, and learns from the rest", async () => {
    const folder = scratch();
    const root = xglueFolder(folder, { bad: "no label\tat all\tperhaps\nonly one column\n" });
    const { data } = await trained("--task", "xnli", "--model", modelFolder(folder), "--data", root);
    expect(data![0]!.faultCount).toBe(2);
    expect(data![0]!.faults.map(({ place }) => place).sort()).toEqual(["line 26", "line 27"]);
  });

  test("asks for no more than there is where no number is given, and says so where one is", async () => {
    const folder = scratch();
    const flags = ["--task", "xnli", "--model", modelFolder(folder), "--data", xglueFolder(folder)];
    expect((await trained(...flags)).runs[0]!.experiment.trainSize).toBe(24);
    const { code, error } = await cli(["train", ...TINY, ...flags, "--train-size", "25"]);
    expect([code, error]).toEqual([2, expect.stringMatching(/has 24 English training examples, not 25/)]);
  });

  test("makes a run again from its record with the same files, wherever they lie, and with no others", async () => {
    const folder = scratch();
    const model = modelFolder(folder);
    const first = await trained("--task", "xnli", "--model", model, "--data", xglueFolder(folder));
    const runs = join(folder, "runs.json");
    writeFileSync(runs, JSON.stringify(first));
    const moved = xglueFolder(join(folder, "elsewhere"));
    const again = await told("--experiment", runs, "--data", moved);
    expect(again.runs[0]!.epochs).toEqual(first.runs[0]!.epochs);
    const without = await cli(["train", "--experiment", runs]);
    expect([without.code, without.error]).toEqual([2, expect.stringMatching(/^--data is missing: .*xglue/)]);
    const others = xglueFolder(join(folder, "others"), { text: "A different sentence" });
    const wrong = await cli(["train", "--experiment", runs, "--data", others]);
    expect([wrong.code, wrong.error]).toEqual([2, expect.stringMatching(/^--data: .*other examples.*same files/)]);
  });

  test("of a file without a test set keeps some apart, in any format", async () => {
    const folder = scratch();
    const file = join(folder, "mine.csv");
    const rows = Array.from({ length: 30 }, (_, i) => `"Some words, ${i}","More words ${i}",${i % 2}`);
    writeFileSync(file, `first,second,gold\n${rows.join("\n")}`);
    const { runs, data } = await trained(
      ...["--task", "pawsx", "--model", modelFolder(folder), "--data", file],
      ...["--columns", "sentence1=first,sentence2=second,label=gold"],
    );
    expect(Object.keys(runs[0]!.epochs[0]!.test)).toEqual(["en"]);
    // With no other language, the zero-shot average is that of English.
    expect(runs[0]!.epochs[0]!.zeroShot).toEqual(runs[0]!.epochs[0]!.test.en);
    const [train, tested] = data![0]!.parts;
    expect(train!.examples + tested!.examples).toBe(30);
    expect(tested!.examples).toBeGreaterThan(0);
  });

  test("tells in the record how many words of tagged sentences lay beyond the longest input", async () => {
    const folder = scratch();
    const root = join(folder, "xglue", "NER");
    mkdirSync(root, { recursive: true });
    const sentence = (words: number) => `${Array.from({ length: words }, (_, i) => `w${i} O\n`).join("")}\n`;
    writeFileSync(join(root, "en.train"), sentence(3).repeat(6));
    writeFileSync(join(root, "en.test"), sentence(4).repeat(3));
    writeFileSync(join(root, "nl.test"), sentence(4) + sentence(150));
    const { runs } = await trained("--task", "ner", "--model", modelFolder(folder), "--data", join(folder, "xglue"));
    const { en, nl } = runs[0]!.epochs[0]!.test;
    expect(en!.cutWords).toBeUndefined();
    expect(nl!.cutWords).toBeGreaterThan(20);
    expect(nl!.cutWords).toBeLessThan(150);
  });

  test("refuses what is not there, and what only data of one's own has", async () => {
    const missing = await cli(["train", "--data", "/no/such/folder"]);
    expect([missing.code, missing.error]).toEqual([2, expect.stringMatching(/^--data: \/no\/such\/folder: /)]);
    const columns = await cli(["train", "--columns", "text=a"]);
    expect([columns.code, columns.error]).toEqual([2, expect.stringMatching(/^--columns .*--data/)]);
  });
});
