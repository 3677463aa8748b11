import { describe, expect, test } from "vitest";
import { defaultForm } from "../../src/app/store/form.ts";
import { forgetOldRuns, loadForm, loadOldRuns, saveForm } from "../../src/app/store/persist.ts";
import {
  currentEpoch,
  isOver,
  isResumable,
  newRun,
  nextRunId,
  type Run,
  reduceRun,
  thinned,
} from "../../src/app/store/runs.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { EpochRecord } from "../../src/experiment/record.ts";
import type { RunEvent } from "../../src/worker/protocol.ts";

const experiment = { ...defaultExperiment("nc", "sft"), epochs: 2, trainSize: 32 };
const backend = { backend: "wasm", adapter: "Processor", software: false, threads: 1, reason: "It is there." } as const;
const record = (epoch: number): EpochRecord => ({
  epoch,
  trainLoss: 1.5,
  test: { en: { score: 0.5 }, de: { score: 0.25 } },
  zeroShot: { score: 0.25 },
  layers: [{ layer: 0, active: 1, steps: 1 }],
  embeddings: { active: 1 },
  head: { active: 1 },
});
const runId = "run-1";
const story: RunEvent[] = [
  { kind: "loading", runId, what: "Preparing" },
  { kind: "started", runId, steps: 4, stepsPerEpoch: 2, layers: 1, backend },
  {
    kind: "progress",
    runId,
    step: 2,
    steps: 4,
    epoch: 1,
    losses: [
      { step: 1, loss: 2 },
      { step: 2, loss: 1 },
    ],
    examplesPerSecond: 9,
    msLeft: 5000,
  },
  { kind: "evaluating", runId, epoch: 1, done: 5, total: 10, msLeft: 4000 },
  { kind: "epoch", runId, record: record(1) },
];
const tell = (events: RunEvent[], run: Run = newRun(runId, experiment)) => events.reduce(reduceRun, run);

describe("a run, told by events", () => {
  test("collects losses and epochs and knows how far it is", () => {
    const run = tell(story);
    expect(run).toMatchObject({ status: "testing", step: 2, steps: 4, backend, msLeft: 4000 });
    expect(run.losses).toHaveLength(2);
    expect(run.epochs).toEqual([record(1)]);
    expect(currentEpoch(run)).toBe(2);
  });

  test("ends done, stopped or failed, without a time left", () => {
    for (const end of [
      { kind: "done", runId, stepsPerSecond: 3 },
      { kind: "stopped", runId },
      { kind: "failed", runId, message: "Lower the learning rate." },
    ] satisfies RunEvent[]) {
      const run = tell([...story, end]);
      expect(run.status).toBe(end.kind);
      expect(isOver(run)).toBe(true);
      expect(run.msLeft).toBeUndefined();
      expect(run.epochs).toHaveLength(1);
    }
  });

  test("stays paused while single steps are reported", () => {
    const paused = tell([...story, { kind: "paused", runId }]);
    const stepped = tell(
      [{ kind: "progress", runId, step: 3, steps: 4, epoch: 2, losses: [{ step: 3, loss: 1 }], examplesPerSecond: 9 }],
      paused,
    );
    expect(stepped).toMatchObject({ status: "paused", step: 3 });
    expect(tell([{ kind: "resumed", runId }], stepped).status).toBe("training");
  });
});

describe("a run whose GPU is lost", () => {
  const reason = "driver reset";
  const lost: RunEvent = { kind: "deviceLost", runId, reason };
  const recovered: RunEvent = { kind: "recovered", runId, step: 1, reason };

  test("keeps what it has, says what it waits for, and goes on where it was", () => {
    const waiting = tell([lost], tell(story.slice(0, 3)));
    expect(waiting).toMatchObject({ status: "loading", message: "taking the GPU anew", step: 2 });
    expect(waiting.losses).toHaveLength(2);
    const again = tell([recovered], waiting);
    expect(again).toMatchObject({ status: "training", step: 2 });
    expect(again).not.toHaveProperty("message");
    expect(tell([lost, recovered], tell(story.slice(0, 4))).status).toBe("testing");
  });
});

test("a long loss curve is thinned without losing its ends or its level", () => {
  const points = Array.from({ length: 5000 }, (_, i) => ({ step: i + 1, loss: 1 }));
  const few = thinned(points, 1000);
  expect(few.length).toBeLessThanOrEqual(1000);
  expect(few.at(-1)?.step).toBe(5000);
  expect(few.every(({ loss }) => loss === 1)).toBe(true);
});

test("run ids are not used twice", () => {
  const runs = [newRun("run-3", experiment), newRun("run-1", experiment)];
  expect(nextRunId(runs)).toBe("run-4");
  expect(nextRunId([])).toBe("run-1");
});

/** localStorage, as long as the test lasts. */
class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem(key: string) {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.items.set(key, value);
  }
  removeItem(key: string) {
    this.items.delete(key);
  }
}

const OLD_KEY = "graddrop-playground.runs.1";

describe("what localStorage holds", () => {
  const finished = tell([...story, { kind: "done", runId, stepsPerSecond: 3 }]);

  test("the form comes back as it was", () => {
    const storage = new MemoryStorage();
    const form = { ...defaultForm("xnli"), embeddings: "freeze" as const };
    saveForm(storage, form);
    expect(loadForm(storage)).toEqual(form);
  });

  test("runs that an earlier page left are read; what someone tampered with is left out", () => {
    const storage = new MemoryStorage();
    const broken = { ...finished, experiment: { ...finished.experiment, epochs: "<script>" } };
    storage.setItem(
      OLD_KEY,
      JSON.stringify([broken, { ...finished, id: "run-2" }, tell(story), newRun("run-9", experiment)]),
    );
    expect(loadOldRuns(storage).map(({ id, status }) => `${id} ${status}`)).toEqual([
      "run-2 done",
      "run-1 interrupted",
    ]);
    storage.setItem(OLD_KEY, "{");
    expect(loadOldRuns(storage)).toEqual([]);
    forgetOldRuns(storage);
    expect(storage.items.size).toBe(0);
  });
});

describe("a run that goes on", () => {
  test("is set back to its snapshot, so that nothing is there twice", () => {
    const resumed = { step: 1, epochs: [], losses: [2] };
    const started: RunEvent = { kind: "started", runId, steps: 4, stepsPerEpoch: 2, layers: 1, backend, resumed };
    const run = tell([{ kind: "workerLost", runId, message: "It was killed." }, started], tell(story));
    expect(run).toMatchObject({ status: "training", step: 1, epochs: [], losses: [{ step: 1, loss: 2 }] });
    expect(run).not.toHaveProperty("message");
  });

  test("knows the step of its snapshot until it has ended", () => {
    const kept = tell([{ kind: "kept", runId, step: 2 }], tell(story));
    expect(kept.keptStep).toBe(2);
    expect(isResumable(tell([{ kind: "workerLost", runId, message: "It was killed." }], kept))).toBe(true);
    expect(isResumable(tell([{ kind: "failed", runId, message: "The GPU was lost." }], kept))).toBe(true);
    // From its snapshot it would make the very same steps.
    expect(isResumable(tell([{ kind: "failed", runId, message: "The loss is NaN.", isFinal: true }], kept))).toBe(
      false,
    );
    expect(tell([{ kind: "done", runId, stepsPerSecond: 3 }], kept)).not.toHaveProperty("keptStep");
    expect(isResumable(tell([{ kind: "failed", runId, message: "The loss is NaN." }], tell(story)))).toBe(false);
  });
});
