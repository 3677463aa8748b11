import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { RunRecord, TrainEvent } from "../../src/experiment/record.ts";
import type { Engine } from "../../src/train/engine.ts";
import type { RunPoint } from "../../src/train/recovery.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import { train } from "../../src/train/trainer.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

let model: OpenModel;
const open: Engine[] = [];

beforeAll(async () => {
  await useBackend("wasm");
  model = await openModel(memorySource(tinyFiles()));
});

afterEach(() => {
  for (const engine of open.splice(0)) engine.dispose();
});

interface Life {
  readonly from?: RunPoint;
  /** Shortest time between two points within an epoch. */
  readonly intervalMs?: number;
  /** Milliseconds that keeping a point takes. */
  readonly costMs?: number;
}

async function live(experiment: Experiment, { from, intervalMs = 0, costMs = 0 }: Life = {}) {
  const bundle = await createBundle(model, experiment);
  open.push(bundle.engine);
  const points: RunPoint[] = [];
  const keeper = {
    intervalMs,
    async keep(point: RunPoint) {
      points.push(point);
      if (costMs > 0) await new Promise((resolve) => setTimeout(resolve, costMs));
    },
  };
  const events: TrainEvent[] = [];
  const running = train(experiment, { ...bundle, keeper }, from);
  let next = await running.next();
  for (; !next.done; next = await running.next()) events.push(next.value);
  return { events, points, record: next.value };
}

/** Where a life stands after its first step. */
async function firstPoint(experiment: Experiment, from: RunPoint | undefined): Promise<RunPoint> {
  const { points } = await live(experiment, from ? { from } : {});
  return points[0]!;
}

/** What is told of losses, by step. */
const lossesOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.kind === "step" ? [[event.step, event.loss]] : []));
/** All of a record but its speed. */
const results = ({ stepsPerSecond: _, ...record }: RunRecord) => record;

const EXPERIMENT: Experiment = { ...TINY_EXPERIMENT, epochs: 3, variant: "graddrop-epoch", embeddings: "follow" };

describe("a run that goes on from a point of an earlier life", () => {
  test.for(["sft", "graddrop", "graddrop-epoch", "graddrop-epoch-toggle", "anneal-layer-graddrop"])(
    "has the curve of an undisturbed one to the last bit, wherever it was interrupted, with %s",
    async (variant) => {
      const experiment = { ...EXPERIMENT, variant };
      const whole = await live(experiment, { intervalMs: 1e9 });
      const steps = lossesOf(whole.events).length;
      let from = await firstPoint(experiment, undefined);
      for (let step = 1; step <= steps; step++) {
        // Every life is ended after its first step: the next has only what was kept.
        expect(from.step).toBe(step);
        const { events, record } = await live(experiment, { from, intervalMs: 1e9 });
        expect(results(record)).toEqual(results(whole.record));
        expect(lossesOf(events)).toEqual(lossesOf(whole.events).slice(step));
        expect(events[0]).toMatchObject({ kind: "started", resumed: { step, epochs: from.epochs } });
        if (step < steps) from = await firstPoint(experiment, from);
        for (const engine of open.splice(0)) engine.dispose();
      }
    },
  );

  test("knows the losses so far, one for each step", async () => {
    const { events, points } = await live(EXPERIMENT);
    for (const { step, losses } of points) {
      expect(Array.from(losses)).toEqual(
        lossesOf(events)
          .slice(0, step)
          .map(([, loss]) => loss),
      );
    }
  });
});

test("keeping points takes no more than a twentieth of the time", async () => {
  // Epochs of this model take milliseconds: after the first point there is never time enough for another.
  const { points } = await live({ ...EXPERIMENT, epochs: 2 }, { costMs: 200 });
  expect(points).toHaveLength(1);
});
