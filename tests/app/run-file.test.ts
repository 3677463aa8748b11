import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addRuns } from "../../src/app/store/keep.ts";
import { RunFileError, readRunFile, writeRunFile } from "../../src/app/store/run-file.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { createAppStore } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { EpochRecord } from "../../src/experiment/record.ts";

const experiment = { ...defaultExperiment("nc", "sft"), epochs: 2, trainSize: 32, batchSize: 16 };
const record = (epoch: number): EpochRecord => ({
  epoch,
  trainLoss: 1.5,
  test: { en: { score: 0.5 }, de: { score: 0.25 } },
  zeroShot: { score: 0.25 },
  layers: [{ layer: 0, active: 1, steps: 1 }],
  embeddings: { active: 1 },
  head: { active: 1 },
});
const run: Run = {
  ...newRun("run-1", experiment),
  status: "done",
  step: 4,
  epochs: [record(1), record(2)],
  losses: [{ step: 1, loss: Math.LN10 }],
  name: "Monday, =1+1",
  note: "First try",
};
const when = new Date("2026-11-23T12:00:00Z");
const file = (change: (document: { version: unknown; runs: Record<string, unknown>[] }) => void, runs = [run]) => {
  const document = JSON.parse(writeRunFile(runs, when)) as { version: unknown; runs: Record<string, unknown>[] };
  change(document);
  return JSON.stringify(document);
};
const refusal = (text: string) => {
  try {
    readRunFile(text, "mine.json");
  } catch (error) {
    expect(error).toBeInstanceOf(RunFileError);
    return (error as Error).message;
  }
  return undefined;
};

describe("a file of runs", () => {
  test("gives back what was exported", () => {
    const stopped: Run = { ...run, id: "run-2", status: "stopped", epochs: [record(1)], step: 3, hidden: true };
    expect(readRunFile(writeRunFile([run, stopped], when), "mine.json")).toEqual([run, stopped]);
  });

  test("leaves out what is not over, and what only this browser can go on with", () => {
    const kept: Run = { ...run, id: "run-2", status: "interrupted", keptStep: 3 };
    const text = writeRunFile([run, newRun("run-3", experiment), kept], when);
    const [, second, ...others] = readRunFile(text, "mine.json");
    expect(second).toMatchObject({ status: "stopped" });
    expect(second).not.toHaveProperty("keptStep");
    expect(others).toEqual([]);
  });

  test("is refused as a whole, with its name, the fault and what to do", () => {
    expect(refusal("{")).toMatch(/^mine\.json: is no JSON \(.+\)\. Export the runs again\.$/);
    expect(refusal("[".repeat(100_000))).toMatch(/^mine\.json: is no JSON/);
    expect(refusal("[]")).toMatch(/^mine\.json: holds no runs of this page\. Choose a file that Export runs has made/);
    expect(refusal(file((it) => (it.version = 2)))).toMatch(/is of version 2, and this page reads version 1\. Reload/);
    expect(refusal(file((it) => (it.runs = [])))).toMatch(/holds no runs\. Choose another/);
    const second = (change: Record<string, unknown>) =>
      refusal(file((it) => void Object.assign(it.runs[1]!, change), [run, run]));
    expect(second({ name: "x".repeat(81) })).toMatch(/^mine\.json: run 2 of 2 does not fit \(name: Too big/);
    expect(second({ experiment: { ...experiment, epochs: 1e9 } })).toMatch(
      /run 2 of 2 does not fit \(experiment\.epochs: /,
    );
    expect(second({ epochs: [record(2)] })).toMatch(/epochs\.0: is epoch 2 where 1 should be/);
    expect(second({ epochs: [record(1), record(2), record(3)] })).toMatch(/3 epochs where 2 were to be made/);
    expect(second({ stepsPerEpoch: 1e9 })).toMatch(/its numbers of steps/);
    expect(second({ losses: [run.losses[0], run.losses[0]] })).toMatch(/losses: their steps do not count up/);
    const strange = { ...record(1), test: { "<script>": { score: 1 } } };
    expect(second({ epochs: [strange] })).toMatch(/epochs\.0\.test: "<script>" is no language of the task/);
  });

  test("on data of one's own may have been tested in languages that the task has not, but in no other strings", () => {
    const data = { kind: "files", name: "mine", fingerprint: "0123456789ab" };
    const tested = (language: string) =>
      file(({ runs }) => {
        (runs[0]!.experiment as Record<string, unknown>).data = data;
        for (const record of runs[0]!.epochs as Record<string, unknown>[]) record.test = { [language]: { score: 1 } };
      });
    expect(Object.keys(readRunFile(tested("fi"), "mine.json")[0]!.epochs[0]!.test)).toEqual(["fi"]);
    expect(refusal(tested("<script>"))).toMatch(/no language of the task/);
  });

  test("from before there was more than one metric has the accuracy for a score", () => {
    const text = file(({ runs }) => {
      for (const record of runs[0]!.epochs as Record<string, unknown>[]) {
        record.test = { en: { accuracy: 0.5 }, de: { accuracy: 0.25 } };
        record.zeroShot = { accuracy: 0.25 };
      }
    });
    expect(readRunFile(text, "mine.json")).toEqual(
      readRunFile(
        file(() => {}),
        "mine.json",
      ),
    );
  });

  test("is believed or refused, whatever it holds", () => {
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom(1e308, -1, "__proto__", null, [[]]));
    const keys = fc.constantFrom(...Object.keys(run), "__proto__", "constructor");
    fc.assert(
      fc.property(keys, values, (key, value) => {
        const text = file((it) => Object.defineProperty(it.runs[0]!, key, { value, enumerable: true }));
        if (refusal(text) === undefined) expect(readRunFile(text, "mine.json")).toHaveLength(1);
        expect(({} as Record<string, unknown>).accuracy).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

test("imported runs get ids of their own, before what waits, and overwrite nothing", () => {
  const waiting = newRun("run-2", experiment);
  const store = createAppStore({ runs: [run, waiting], cleared: [{ ...run, id: "run-7" }] });
  addRuns(store, [run, run]);
  expect(store.getState().runs.map(({ id }) => id)).toEqual(["run-1", "run-8", "run-9", "run-2"]);
});
