import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { withTask } from "../../src/app/store/form.ts";
import { liveCurves } from "../../src/app/store/liveCurves.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { applyEvent, createAppStore, setForm, setView, toggleHidden } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";

const experiment = { ...defaultExperiment("nc", "sft"), epochs: 100 };
const running: Run = { ...newRun("run-1", experiment), status: "training", steps: 100 };
const record = (epoch: number) => ({
  epoch,
  trainLoss: 1,
  test: {},
  zeroShot: { score: 0.5 },
  layers: [],
  embeddings: { active: 1 },
  head: { active: 1 },
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page that draws its figures whenever it is told to. */
function page(runs: readonly Run[] = [running]) {
  const store = createAppStore({ runs });
  const curves = liveCurves(store);
  const drawn: number[] = [];
  curves.subscribe(() => drawn.push(curves.get()[0]?.run.epochs.length ?? 0));
  return { store, curves, drawn };
}

describe("curves", () => {
  test("are drawn anew at most ten times a second, however fast the epochs come, and the last one is not left out", () => {
    const { store, drawn } = page();
    for (let epoch = 1; epoch <= 100; epoch++) {
      applyEvent(store, { kind: "epoch", runId: "run-1", record: record(epoch) });
      vi.advanceTimersByTime(10);
    }
    expect(drawn.length).toBeLessThanOrEqual(11);
    expect(drawn.length).toBeGreaterThanOrEqual(9);
    vi.advanceTimersByTime(100);
    expect(drawn.at(-1)).toBe(100);
    vi.advanceTimersByTime(1000);
    expect(drawn.at(-1)).toBe(100);
  });

  test("follow the first epoch at once, and steps and pointers not at all", () => {
    const { store, drawn } = page();
    const progress = {
      kind: "progress",
      runId: "run-1",
      steps: 100,
      epoch: 1,
      examplesPerSecond: 1,
    } as const;
    for (let step = 1; step <= 50; step++) applyEvent(store, { ...progress, step, losses: [] });
    for (let epoch = 0; epoch < 50; epoch++) setView(store, { hoverEpoch: epoch });
    vi.advanceTimersByTime(1000);
    expect(drawn).toEqual([]);
    applyEvent(store, { kind: "epoch", runId: "run-1", record: record(1) });
    expect(drawn).toEqual([1]);
  });

  test("are there at once for what a person does, in the middle of a fast run too", () => {
    const { store, curves, drawn } = page();
    for (const epoch of [1, 2]) applyEvent(store, { kind: "epoch", runId: "run-1", record: record(epoch) });
    expect(drawn).toEqual([1]);
    toggleHidden(store, "run-1");
    expect(drawn).toEqual([1, 2]);
    expect(curves.get()[0]?.hidden).toBe(true);
    setForm(store, (form) => withTask(form, "xnli"));
    expect(curves.get()).toEqual([]);
  });

  test("are worked out once for all who ask", () => {
    const { store, curves } = page();
    expect(liveCurves(store)).toBe(curves);
    expect(curves.get()).toBe(curves.get());
  });
});
