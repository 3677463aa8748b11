import { describe, expect, test } from "vitest";
import { openLink } from "../../../src/app/services/address.ts";
import {
  addSet,
  chosenSet,
  dataProblem,
  forgetSet,
  keptSets,
  markSet,
  nameOfFiles,
  setsFor,
  testedLanguages,
  withData,
  withoutData,
} from "../../../src/app/store/data.ts";
import { checkForm, defaultForm, withTask } from "../../../src/app/store/form.ts";
import { liveCurves } from "../../../src/app/store/liveCurves.ts";
import { newRun } from "../../../src/app/store/runs.ts";
import { linkFrom } from "../../../src/app/store/share.ts";
import { createAppStore } from "../../../src/app/store/store.ts";
import { encodeLink } from "../../../src/experiment/link.ts";
import type { DataSummary } from "../../../src/worker/data-store.ts";

const part = (split: "train" | "test", language: string, kept: number) => ({
  split,
  language,
  kept,
  found: 10 * kept,
  files: ["f"],
});
const NEWS: DataSummary = {
  fingerprint: "0123456789ab",
  task: "nc",
  name: "my news",
  parts: [part("train", "en", 90), part("test", "en", 30), part("test", "fi", 40)],
  notes: [],
  faults: [],
  faultCount: 0,
  sizeBytes: 1000,
  addedAtMs: 1,
  isRemoved: false,
};
const TAGS: DataSummary = { ...NEWS, fingerprint: "ba9876543210", task: "pos", name: "my tags" };

describe("data of one's own in the form", () => {
  test("bring their task, and no more examples than there are", () => {
    const form = withData(defaultForm("xnli"), NEWS);
    expect(form.task).toBe("nc");
    expect(form.numbers).toMatchObject({ trainSize: 90, evalSize: 40 });
    const [experiment] = checkForm(form).experiments;
    expect(experiment?.data).toEqual({ kind: "files", name: "my news", fingerprint: "0123456789ab" });
  });

  test("leave with another task, and when the bundled data are chosen", () => {
    const form = withData(defaultForm(), NEWS);
    expect(withTask(form, "pos").data).toBeUndefined();
    expect(withTask(form, "nc").data).toBeDefined();
    expect(checkForm(withoutData(form)).experiments[0]).not.toHaveProperty("data");
  });

  test("have a name that fits into an experiment, however long the files' is", () => {
    const form = withData(defaultForm(), { ...NEWS, name: "x".repeat(500) });
    expect(checkForm(form).experiments[0]?.data?.name).toHaveLength(120);
  });

  test("are offered for their own task alone", () => {
    const state = { form: defaultForm("pos"), data: [NEWS, TAGS] };
    expect(setsFor(state)).toEqual([TAGS]);
  });
});

describe("what keeps data from being run on", () => {
  const form = withData(defaultForm(), NEWS);

  test("is nothing where they are here, and with the bundled data", () => {
    expect(dataProblem({ form, data: [NEWS] })).toBeUndefined();
    expect(dataProblem({ form: defaultForm(), data: [] })).toBeUndefined();
  });

  test("is that they are not here, or were taken away", () => {
    expect(dataProblem({ form, data: [] })).toMatch(/“my news” are not in this browser\. Add the same files again/);
    expect(dataProblem({ form, data: [{ ...NEWS, isRemoved: true }] })).toMatch(/not in this browser/);
  });

  test("is that more training examples are asked for than there are", () => {
    const more = { ...form, numbers: { ...form.numbers, trainSize: 91 } };
    expect(dataProblem({ form: more, data: [NEWS] })).toMatch(/90 training examples, and 91 are asked for/);
  });
});

describe("the sets of this browser", () => {
  test("hold the same examples once, under the newest name", () => {
    const store = createAppStore();
    addSet(store, NEWS);
    addSet(store, TAGS);
    addSet(store, { ...NEWS, name: "the same, zipped" });
    expect(store.getState().data.map(({ name }) => name)).toEqual(["my tags", "the same, zipped"]);
  });

  test("can be taken away, brought back, and forgotten", () => {
    const store = createAppStore({ data: [NEWS], form: withData(defaultForm(), NEWS) });
    markSet(store, NEWS.fingerprint, true);
    expect(keptSets(store.getState())).toEqual([]);
    expect(chosenSet(store.getState())).toBeUndefined();
    markSet(store, NEWS.fingerprint, false);
    expect(chosenSet(store.getState())).toEqual(NEWS);
    forgetSet(store, NEWS.fingerprint);
    expect(store.getState().data).toEqual([]);
    expect(markSet(store, NEWS.fingerprint, true)).toBeUndefined();
  });
});

describe("runs on data of one's own", () => {
  const own = checkForm(withData(defaultForm(), NEWS)).experiments[0]!;
  const bundled = checkForm(defaultForm()).experiments[0]!;
  const runs = [newRun("run-1", own), newRun("run-2", bundled)];

  test("stand in no figure with runs on other data", () => {
    const store = createAppStore({ runs, data: [NEWS] });
    expect(
      liveCurves(store)
        .get()
        .map(({ id }) => id),
    ).toEqual(["run-2"]);
    store.setState({ form: withData(defaultForm(), NEWS) });
    expect(
      liveCurves(store)
        .get()
        .map(({ id }) => id),
    ).toEqual(["run-1"]);
  });

  test("are tested in the data's languages, whatever the task's are", () => {
    const form = withData(defaultForm(), NEWS);
    expect(testedLanguages({ form, data: [NEWS], runs })).toEqual(["en", "fi"]);
    expect(testedLanguages({ form: defaultForm(), data: [NEWS], runs })).toEqual(["en", "de", "es", "fr", "ru"]);
    // Of data that are gone the runs still tell.
    const score = { score: 0.5 };
    const epoch = {
      epoch: 1,
      trainLoss: 1,
      test: { en: score, sw: score },
      zeroShot: score,
      layers: [],
      embeddings: { active: 1 },
      head: { active: 1 },
    };
    expect(testedLanguages({ form, data: [], runs: [{ ...runs[0]!, epochs: [epoch] }] })).toEqual(["en", "sw"]);
  });

  test("are in a link by name alone; who has not the data is told so, and how to get them", () => {
    const sender = createAppStore({ data: [NEWS], form: withData(defaultForm(), NEWS) });
    const hash = encodeLink(linkFrom(sender.getState())!);
    const receiver = createAppStore();
    openLink(receiver, `#${hash}`);
    expect(receiver.getState().form.data).toEqual(sender.getState().form.data);
    expect(receiver.getState().notice?.message).toMatch(
      /“my news”, which this browser does not keep.*add them under Own data/,
    );
    const owner = createAppStore({ data: [NEWS] });
    openLink(owner, `#${hash}`);
    expect(owner.getState().notice).toBeUndefined();
  });
});

test("files are called as their folder is, or by the first of them", () => {
  expect(nameOfFiles(["xglue/NC/a", "xglue/NC/b"])).toBe("xglue");
  expect(nameOfFiles(["train.en.tsv", "test.de.tsv", "test.fr.tsv"])).toBe("train.en.tsv and 2 more");
  expect(nameOfFiles(["a/b", "c"])).toBe("a/b and 1 more");
  expect(nameOfFiles(["news.csv"])).toBe("news.csv");
});
