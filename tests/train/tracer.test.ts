import { beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { TrainEvent } from "../../src/experiment/record.ts";
import { tensorSpecs } from "../../src/model/parameters.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import { expectedUpdate, roundingOf, type StepTrace, type TraceRequest } from "../../src/train/trace.ts";
import { TRACE_INTERVAL_MS, Tracer } from "../../src/train/tracer.ts";
import { train } from "../../src/train/trainer.ts";
import { TINY } from "../model/support.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

const QUERY = "roberta.encoder.layer.1.attention.self.query.weight";
const REQUEST: TraceRequest = { tensor: QUERY, elements: [0, 17, 255] };
const specs = tensorSpecs(TINY, { kind: "sequence", classes: 3 });

function tracerAt(now: { ms: number }) {
  const told: StepTrace[] = [];
  const tracer = new Tracer(
    (trace) => told.push(trace),
    () => now.ms,
  );
  return { tracer, told };
}

describe("which steps are looked at", () => {
  test("none without a request, one a second while a run goes on by itself, every single step", () => {
    const now = { ms: 0 };
    const { tracer } = tracerAt(now);
    expect(tracer.next(specs)).toBeNull();
    tracer.request = REQUEST;
    let looked = 0;
    for (let step = 0; step < 1000; step++) {
      if (tracer.next(specs)) looked++;
      now.ms += 10;
    }
    expect(looked).toBe(10_000 / TRACE_INTERVAL_MS);
    tracer.single = true;
    expect([tracer.next(specs), tracer.next(specs)]).toEqual([REQUEST, REQUEST]);
    tracer.request = null;
    expect(tracer.next(specs)).toBeNull();
  });

  test("none where the request does not fit the model", () => {
    const { tracer } = tracerAt({ ms: 0 });
    tracer.single = true;
    tracer.request = { tensor: "roberta.encoder.layer.11.output.dense.weight", elements: [0] };
    expect(tracer.next(specs)).toBeNull();
    tracer.request = { tensor: QUERY, elements: [0, 256] };
    expect(tracer.next(specs)).toBeNull();
  });

  test("nothing is told of numbers that are none any more", () => {
    const { tracer, told } = tracerAt({ ms: 0 });
    const state = { value: 1, first: 0, second: 0, steps: 1 };
    const weight = { element: 0, gradient: Number.NaN, before: state, after: state };
    tracer.tell({ weights: [weight] } as unknown as StepTrace);
    tracer.tell({ weights: [{ ...weight, gradient: null }] } as unknown as StepTrace);
    expect(told).toHaveLength(1);
  });
});

describe("in a training", () => {
  let model: OpenModel;
  const experiment: Experiment = { ...TINY_EXPERIMENT, variant: "graddrop", trainSize: 20 };

  beforeAll(async () => {
    await useBackend("wasm");
    model = await openModel(memorySource(tinyFiles()));
  });

  /** Trains, doing something before each step is asked for. */
  async function run(ahead: number, tracer?: Tracer, before: (step: number) => void = () => {}) {
    const bundle = await createBundle(model, experiment);
    const events: TrainEvent[] = [];
    const running = train(experiment, { ...bundle, ahead, ...(tracer ? { tracer } : {}) });
    for (let next = await running.next(); !next.done; next = await running.next()) {
      events.push(next.value);
      before(events.filter(({ kind }) => kind === "step").length);
    }
    const snapshot = await bundle.engine.snapshot();
    bundle.engine.dispose();
    const steps = events.filter((event) => event.kind === "step");
    return { snapshot, steps, losses: steps.map(({ loss }) => loss) };
  }

  test.each([0, 3])("looking changes no bit of it, with %i steps ahead", async (ahead) => {
    const undisturbed = await run(ahead);
    const now = { ms: 0 };
    const { tracer, told } = tracerAt(now);
    tracer.request = REQUEST;
    const looked = await run(ahead, tracer, (step) => {
      tracer.single = step >= 2 && step < 8;
      now.ms += 400;
    });
    expect(looked.losses).toEqual(undisturbed.losses);
    expect(looked.snapshot).toEqual(undisturbed.snapshot);
    expect(told.length).toBeGreaterThan(3);
    expect(told.length).toBeLessThan(10);
    for (const trace of told) {
      expect(trace).toMatchObject({ tensor: { name: QUERY, shape: [16, 16] }, seed: 1 });
      for (const weight of trace.weights) {
        const expected = expectedUpdate(trace, weight);
        expect(Math.abs(weight.after.value - expected.value)).toBeLessThan(roundingOf(trace, expected));
      }
    }
    // In order, and with nothing but steps of its own between what one trace left and the next found.
    expect(told.map(({ step }) => step)).toEqual(told.map(({ step }) => step).sort((a, b) => a - b));
    for (const [i, trace] of told.entries()) {
      if (told[i - 1]?.step !== trace.step - 1) continue;
      expect(trace.weights.map((weight) => weight.before)).toEqual(told[i - 1]!.weights.map((weight) => weight.after));
    }
  });

  test("single steps are begun one at a time, after those under way, and each is told of before its loss", async () => {
    const { tracer, told } = tracerAt({ ms: 0 });
    tracer.request = REQUEST;
    const known: number[] = [];
    const { steps } = await run(3, tracer, (step) => {
      tracer.single = step >= 1;
      known.push(told.length);
    });
    // Three were under way when the first had been told of.
    expect(steps.map(({ underWay }) => underWay)).toEqual([3, 2, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(told.map(({ step }) => step)).toEqual([0, 4, 5, 6, 7, 8, 9]);
    expect(known.at(-1)).toBe(7);
  });
});
