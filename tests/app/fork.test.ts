import { describe, expect, test } from "vitest";
import { RUN_ACTIONS } from "../../src/app/actions/runActions.ts";
import { curvesCsv } from "../../src/app/store/csv.ts";
import { checkFork, earlierLabel, firstFork, forkText } from "../../src/app/store/fork.ts";
import { checkForm, defaultForm, formSchema, previewExperiment } from "../../src/app/store/form.ts";
import { groupLines, groupsOf } from "../../src/app/store/groups.ts";
import { ownTasks } from "../../src/app/store/own.ts";
import { raceCheck } from "../../src/app/store/race.ts";
import { readRunFile, writeRunFile } from "../../src/app/store/run-file.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { curvesOf } from "../../src/app/store/series.ts";
import { linkFrom, stateFrom } from "../../src/app/store/share.ts";
import { createAppStore, FIRST_VIEW } from "../../src/app/store/store.ts";
import { FREE } from "../../src/experiment/controls.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { forkOf } from "../../src/experiment/history.ts";
import { encodeLink, experimentsOf, linkTo, parseLink } from "../../src/experiment/link.ts";

const EPOCHS = 4;
const sft: Experiment = { ...defaultExperiment("nc", "sft"), epochs: EPOCHS };
const gradDrop: Experiment = { ...sft, variant: "graddrop" };
const fork = forkOf(sft, 2, { variant: "graddrop", hyper: {} });

const record = (epoch: number, accuracy: number) => ({
  epoch,
  trainLoss: 1,
  test: { en: { score: accuracy }, de: { score: accuracy } },
  zeroShot: { score: accuracy },
  layers: [],
  embeddings: { active: 1 },
  head: { active: 1 },
});
const run = (id: string, experiment: Experiment, accuracy = 0.5, more: Partial<Run> = {}): Run => ({
  ...newRun(id, experiment),
  status: "done",
  epochs: Array.from({ length: experiment.epochs }, (_, i) => record(i + 1, accuracy)),
  ...more,
});

describe("the dialog that forks a run", () => {
  test("opens at the chosen epoch, at the latest finished one, or in the middle of a run that is over", () => {
    const opensAt = (of: Run, chosen?: number) => firstFork(of, chosen, []).after;
    const live = (done: number) =>
      run("run-1", sft, 0.5, { status: "training", epochs: run("", sft).epochs.slice(0, done) });
    expect(opensAt(run("run-1", sft))).toBe(2);
    expect(opensAt(run("run-1", sft), 1)).toBe(1);
    expect([0, 1, 3].map((done) => opensAt(live(done)))).toEqual([1, 1, 3]);
    // The last epoch is the fork's own.
    expect(opensAt(run("run-1", sft), 4)).toBe(3);
  });

  test("offers a variant that the run is not, first those that are chosen", () => {
    const variant = (of: Experiment, wished: Parameters<typeof firstFork>[2]) =>
      firstFork(run("run-1", of), undefined, wished).variant;
    expect(variant(sft, ["sft", "graddrop-epoch"])).toBe("graddrop-epoch");
    expect(variant(gradDrop, [])).toBe("sft");
    expect(checkFork(fork, firstFork(run("run-1", fork), undefined, ["sft", "graddrop"])).errors).toEqual({});
  });

  test("makes the very experiment, with settings only where they are not the paper's", () => {
    const entry = { after: 2, variant: "graddrop" as const, hyper: { dropRate: 0.2 } };
    expect(checkFork(sft, entry).fork).toEqual(fork);
    expect(checkFork(sft, { ...entry, after: "2", hyper: { dropRate: "0.4" } }).fork).toEqual({
      ...fork,
      hyper: { dropRate: 0.4 },
    });
  });

  test("says what cannot be", () => {
    const errors = (source: Experiment, change: object) =>
      checkFork(source, { after: 2, variant: "graddrop", hyper: {}, ...change }).errors;
    for (const after of [0, 4, 1.5, "", "soon", -1]) {
      expect(errors(sft, { after })).toEqual({ after: "Enter a whole number from 1 to 3." });
    }
    expect(errors({ ...sft, epochs: 2 }, { after: 2 })).toEqual({ after: "Enter 1." });
    expect(errors(sft, { hyper: { dropRate: 2 } })).toEqual({ dropRate: "Enter a number from 0 to 0.95." });
    expect(errors(sft, { variant: "sft" }).variant).toMatch(/Epoch 2 is SFT's already/);
    expect(errors(fork, { variant: "graddrop" }).variant).toMatch(/goes on with GradDrop itself/);
    expect(errors(fork, { variant: "sft" }).variant).toMatch(/Epoch 2 is SFT's already/);
    expect(errors(sft, { variant: "sft", hyper: { dropRate: 0.5 } })).toEqual({});
  });

  test("refuses more forks than a link holds", () => {
    let source: Experiment = { ...sft, epochs: 12 };
    for (let after = 1; after <= 8; after++) {
      source = checkFork(source, { after, variant: after % 2 === 1 ? "graddrop" : "sft", hyper: {} }).fork!;
    }
    expect(checkFork(source, { after: 9, variant: "graddrop", hyper: {} }).errors.variant).toMatch(/8 times in a row/);
  });

  test("tells in words what will happen", () => {
    expect(forkText(fork)).toMatch(/trains epochs 1 to 2 again as SFT, .* GradDrop goes on in epochs 3 to 4,/);
    expect(forkText(forkOf(sft, 3, { variant: "graddrop", hyper: {} }))).toMatch(/goes on in epoch 4,.* this epoch/);
    const twice = forkOf(fork, 3, { variant: "head-only", hyper: {} });
    expect(earlierLabel(twice)).toBe("SFT → GradDrop from epoch 3");
  });

  test("is offered for every run that has an epoch left for another variant, unless a link holds the variants fast", () => {
    const action = RUN_ACTIONS.find(({ id }) => id === "fork")!;
    const state = createAppStore().getState();
    const enabled = (of: Run, lesson = FREE) => action.applies(of) && action.enabled(of, { ...state, lesson });
    for (const status of ["queued", "training", "done", "interrupted"] as const) {
      expect(enabled(run("run-1", sft, 0.5, { status }))).toBe(true);
    }
    expect(enabled(run("run-1", { ...sft, epochs: 1 }))).toBe(false);
    expect(enabled(run("run-1", sft), { lock: ["variant"], hide: [] })).toBe(false);
    expect(enabled(run("run-1", sft), { lock: [], hide: ["variant"] })).toBe(false);
  });
});

describe("among other runs a fork", () => {
  const runs = [run("run-1", sft, 0.4), run("run-2", gradDrop, 0.5), run("run-3", fork, 0.9)];
  const again = run("run-4", { ...fork, seed: 2 }, 0.7);

  test("is a group of its own, with its seeds, and in nobody else's mean", () => {
    const groups = groupsOf(curvesOf([...runs, again]));
    expect(groups.map(({ curves }) => curves.map(({ id }) => id))).toEqual([["run-1"], ["run-2"], ["run-3", "run-4"]]);
    expect(groups.map(({ label }) => label)).toEqual(["SFT", "GradDrop", "SFT → GradDrop from epoch 3"]);
    expect(new Set(groups.map(({ style }) => JSON.stringify(style))).size).toBe(3);
  });

  test("is drawn in full from the fork on, and before it only as what it shares", () => {
    const lines = groupLines(groupsOf(curvesOf(runs)), { kind: "score", score: "zero-shot" }, "epoch", 0);
    const [, , forked] = lines;
    expect(forked!.shared.map(({ epoch }) => epoch)).toEqual([1, 2]);
    // The last point before the fork belongs to both: the line goes on from there.
    expect(forked!.own.map(({ epoch }) => epoch)).toEqual([2, 3, 4]);
    for (const { mean, shared, own } of lines.slice(0, 2)) expect([shared, own]).toEqual([[], mean]);
  });

  test("stands beside none of the paper's figures", () => {
    expect([...ownTasks(runs).get("nc")!.variants.keys()].sort()).toEqual(["graddrop", "sft"]);
    expect(ownTasks([runs[2]!]).size).toBe(0);
  });

  test("differs in nothing but the mask, and the dropout of those that have one", () => {
    const identity = { weights: "aaaaaa", batches: "bbbbbb" };
    const race = (...all: Experiment[]) => raceCheck(all.map((experiment) => ({ experiment, identity })))!;
    expect(race(sft, fork)).toMatchObject({ fair: true });
    expect(race(sft, fork).statement).toMatch(/^Only the mask and the dropout of SFT differ: same initial weights/);
    const other = forkOf(gradDrop, 2, { variant: "layer-graddrop", hyper: {} });
    expect(race(gradDrop, other).statement).toMatch(/^Only the mask differs:/);
    expect(race(fork, { ...fork, seed: 2 }).statement).toMatch(/^Only the seed differs/);
    expect(race(fork, { ...fork, hyper: { dropRate: 0.2 } }).statement).toMatch(/^Nothing differs/);
  });

  test("says in CSV what came before it", () => {
    const [heading = "", ...rows] = curvesCsv(runs).trim().split("\r\n");
    const column = heading.split(",").indexOf("history");
    expect([...new Set(rows.map((row) => row.split(",")[column]))]).toEqual(["", "sft.2"]);
    expect(heading).not.toContain("object");
  });

  test("comes back from a file of runs", () => {
    const text = writeRunFile(runs, new Date(0));
    expect(readRunFile(text, "runs.json").map(({ experiment }) => experiment)).toEqual([sft, gradDrop, fork]);
    const broken = text.replace(/"until": ?2/, '"until": 4');
    expect(broken).not.toBe(text);
    expect(() => readRunFile(broken, "runs.json")).toThrow(/history/);
  });
});

describe("a link to a fork", () => {
  const page = { view: FIRST_VIEW, lesson: FREE };
  const state = stateFrom(parseLink(encodeLink(linkTo(fork))));

  test("fills the form, which asks for the very experiment, and is shared on", () => {
    expect(checkForm(state.form).experiments).toEqual([fork]);
    expect(experimentsOf(linkFrom({ form: state.form, ...page })!)).toEqual([fork]);
    expect(formSchema.parse(JSON.parse(JSON.stringify(state.form)))).toEqual(state.form);
  });

  test("forks every variant and seed that is chosen", () => {
    const form = { ...state.form, variants: ["graddrop" as const, "head-only" as const], seeds: 2 };
    expect(checkForm(form).experiments.map(({ variant, seed, history }) => [variant, seed, history])).toEqual(
      [1, 2].flatMap((seed) => ["graddrop", "head-only"].map((variant) => [variant, seed, fork.history])),
    );
  });

  test("cannot have fewer epochs than come before the fork; a preview then leaves it out", () => {
    const numbers = { ...state.form.numbers, epochs: 2 };
    expect(checkForm({ ...state.form, numbers }).errors.epochs).toBe(
      "Enter at least 3: 2 are trained before the fork.",
    );
    expect(previewExperiment({ ...state.form, numbers }, "graddrop").history).toBeUndefined();
    expect(previewExperiment(state.form, "graddrop").history).toEqual(fork.history);
  });

  test("leaves a form without forks as it was", () => {
    expect(linkFrom({ form: defaultForm(), ...page })!.settings).not.toHaveProperty("history");
    expect(encodeLink(linkFrom({ form: defaultForm(), ...page })!)).not.toContain("history");
  });
});
