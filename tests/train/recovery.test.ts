import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { RunRecord, TrainEvent } from "../../src/experiment/record.ts";
import { DeviceLostError, OutOfMemoryError } from "../../src/ops/index.ts";
import type { Engine } from "../../src/train/engine.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import { train } from "../../src/train/trainer.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

let model: OpenModel;
const open: Engine[] = [];

beforeAll(async () => {
  await useBackend("cpu");
  model = await openModel(memorySource(tinyFiles()));
});

// Snapshots are put off while they take too much of the time; here they take none, however busy the machine is.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
  for (const engine of open.splice(0)) engine.dispose();
  expect(tf.memory().numTensors).toBe(0);
});

/** What an engine is asked for, in order. */
type Call = "load" | "restore" | "step" | "read" | "logits" | "snapshot";

interface Device {
  /** Throws where the device fails. */
  use(call: Call): void;
}

/** An engine whose every call goes through a device. */
function onDevice(engine: Engine, device: Device): Engine {
  return {
    ...engine,
    load(weights) {
      device.use("load");
      engine.load(weights);
    },
    restore(snapshot) {
      device.use("restore");
      engine.restore(snapshot);
    },
    step(batch, plan) {
      device.use("step");
      const report = engine.step(batch, plan);
      return {
        async read() {
          // Later calls are made before this one answers, as on a GPU.
          await new Promise((resolve) => setTimeout(resolve));
          device.use("read");
          return report.read();
        },
      };
    },
    async logits(batch) {
      device.use("logits");
      return engine.logits(batch);
    },
    async snapshot() {
      device.use("snapshot");
      return engine.snapshot();
    },
  };
}

/** Devices that fail at chosen calls, counted over the whole run; a device that has failed answers nothing any more. */
function devicesFailing(at: (number: number, call: Call) => boolean) {
  let calls = 0;
  return (): Device => {
    let gone = false;
    return {
      use(call) {
        gone ||= at(calls++, call);
        if (gone) throw new DeviceLostError("driver reset");
      },
    };
  };
}

interface Trouble {
  newDevice?: () => Device;
  intervalMs?: number;
  renew?: () => void;
  /** Pieces of work started before a result is waited for. */
  ahead?: number;
}

async function run(experiment: Experiment, { newDevice, intervalMs = 0, renew, ahead = 0 }: Trouble = {}) {
  const bundle = { ...(await createBundle(model, experiment)), ahead };
  open.push(bundle.engine);
  const make = async () => {
    renew?.();
    const { engine } = await createBundle(model, { ...experiment, seed: 99 });
    open.push(engine);
    return onDevice(engine, newDevice!());
  };
  const given = newDevice
    ? {
        ...bundle,
        engine: onDevice(bundle.engine, newDevice()),
        recovery: { renew: make, intervalMs },
      }
    : bundle;
  const events: TrainEvent[] = [];
  const running = train(experiment, given);
  try {
    let next = await running.next();
    for (; !next.done; next = await running.next()) events.push(next.value);
    return { events, record: next.value };
  } catch (error) {
    return { events, error };
  }
}

const isAboutDevice = ({ kind }: TrainEvent) => kind === "deviceLost" || kind === "recovered";

/** All that a person sees of a run but times, device and what was begun ahead. */
function curve(events: readonly TrainEvent[], record: RunRecord | undefined) {
  const told = events.filter((event) => !isAboutDevice(event));
  const timeless = told.map((event) => ({ ...event, underWay: 0, examplesPerSecond: 0, msLeft: 0, timeMs: 0 }));
  return { told: timeless, epochs: record?.epochs };
}

const EXPERIMENT: Experiment = { ...TINY_EXPERIMENT, variant: "graddrop-epoch", embeddings: "follow" };
/** Calls of an undisturbed run: a load, two epochs of 3 steps with reads and snapshots, and the slices of the tests. */
const CALLS = 1 + 2 * (3 * 3 + 5);
/** Calls from an epoch's start to something new in it, at most. */
const FAR = 14;

describe("a run that loses its device", () => {
  test.for([0, 3])(
    "has the very curve of an undisturbed one, wherever it happens and how often, with %i pieces of work ahead",
    { timeout: 120_000 },
    async (ahead) => {
      const undisturbed = await run(EXPERIMENT, { ahead });
      const expected = curve(undisturbed.events, undisturbed.record);
      // Far enough apart that each device brings something new.
      const gaps = fc.array(fc.integer({ min: 0, max: CALLS }), { minLength: 1, maxLength: 3 });
      const intervals = fc.constantFrom(0, 1e9);
      await fc.assert(
        fc.asyncProperty(gaps, intervals, async (between, intervalMs) => {
          const places = new Set<number>();
          for (const gap of between) places.add(Math.max(-FAR, ...places) + FAR + gap);
          const newDevice = devicesFailing((number) => places.has(number));
          const { events, record, error } = await run(EXPERIMENT, { newDevice, intervalMs, ahead });
          expect(error).toBeUndefined();
          expect(curve(events, record)).toEqual(expected);
          const lost = events.filter(({ kind }) => kind === "deviceLost");
          expect(events.filter(({ kind }) => kind === "recovered")).toHaveLength(lost.length);
          for (const engine of open.splice(0)) engine.dispose();
        }),
        { numRuns: 20 },
      );
    },
  );

  test.for(["sft", "graddrop", "graddrop-gaussian", "layer-graddrop", "graddrop-epoch-toggle"] as const)(
    "goes on bit for bit with %s",
    async (variant) => {
      const experiment = { ...EXPERIMENT, variant };
      const undisturbed = await run(experiment);
      let steps = 0;
      const newDevice = devicesFailing((_, call) => call === "read" && ++steps === 5);
      const { events, record } = await run(experiment, { newDevice });
      expect(curve(events, record)).toEqual(curve(undisturbed.events, undisturbed.record));
      expect(events.filter(isAboutDevice)).toEqual([
        { kind: "deviceLost", reason: "driver reset" },
        { kind: "recovered", step: 4, reason: "driver reset" },
      ]);
    },
  );

  test("goes back to the initial weights when it had no snapshot yet", async () => {
    const newDevice = devicesFailing((number) => number === 3);
    const { events } = await run(EXPERIMENT, { newDevice, intervalMs: 1e9 });
    expect(events.find(({ kind }) => kind === "recovered")).toMatchObject({ step: 0 });
    expect(events.filter(({ kind }) => kind === "step")).toHaveLength(6);
  });

  test("makes no step again when it is lost during a test", async () => {
    let slices = 0;
    let steps = 0;
    const newDevice = devicesFailing((_, call) => {
      if (call === "step") steps++;
      return call === "logits" && ++slices === 3;
    });
    const { events } = await run(EXPERIMENT, { newDevice, intervalMs: 1e9 });
    expect(events.find(({ kind }) => kind === "recovered")).toMatchObject({ step: 3 });
    expect(steps).toBe(6);
    const tested = events.flatMap((event) => (event.kind === "evaluating" ? [event.done] : []));
    expect(tested).toEqual([3, 6, 9, 12, 15, 3, 6, 9, 12, 15]);
  });

  test("ends with advice when it is lost three times without anything new", async () => {
    const newDevice = devicesFailing((_, call) => call === "read");
    const { events, error } = await run(EXPERIMENT, { newDevice });
    expect(String(error)).toMatch(
      /^TrainingError: The GPU was lost 3 times in a row \(driver reset\)\. Update its driver/,
    );
    expect(events.filter(({ kind }) => kind === "deviceLost")).toHaveLength(2);
  });

  test("counts a new device that is lost before it can be used", async () => {
    const newDevice = devicesFailing((number, call) => number === 4 || call === "restore");
    const { error } = await run(EXPERIMENT, { newDevice });
    expect(String(error)).toContain("lost 3 times in a row");
  });

  test("lives on as long as each device brings something new", async () => {
    const undisturbed = await run(EXPERIMENT);
    let reads = 0;
    // Every second answer is the last of its device.
    const newDevice = devicesFailing((_, call) => call === "read" && ++reads % 2 === 0);
    const { events, record } = await run(EXPERIMENT, { newDevice });
    expect(curve(events, record)).toEqual(curve(undisturbed.events, undisturbed.record));
    expect(events.filter(({ kind }) => kind === "deviceLost").length).toBeGreaterThan(3);
  });

  test("says why no other device could be had", async () => {
    const newDevice = devicesFailing((number) => number === 5);
    const renew = () => {
      throw new Error("The browser offers no adapter any more.");
    };
    const { error } = await run(EXPERIMENT, { newDevice, renew });
    expect(String(error)).toMatch(/lost \(driver reset\) and could not be had again: The browser offers no adapter/);
  });

  test("fails as it is where nobody can give another", async () => {
    const bundle = await createBundle(model, EXPERIMENT);
    open.push(bundle.engine);
    const engine = onDevice(bundle.engine, devicesFailing((number) => number === 2)());
    const running = train(EXPERIMENT, { ...bundle, engine });
    await running.next();
    await expect(running.next()).rejects.toThrow(DeviceLostError);
  });
});

describe("snapshots", () => {
  const snapshotsOf = async (intervalMs: number) => {
    const calls: Call[] = [];
    await run(EXPERIMENT, { newDevice: () => ({ use: (call) => void calls.push(call) }), intervalMs });
    return calls.filter((call) => call === "snapshot").length;
  };

  test("are taken at the end of every epoch, and within only when it is time", async () => {
    expect(await snapshotsOf(1e9)).toBe(2);
  });

  test("are never taken where the device cannot be lost", async () => {
    const bundle = await createBundle(model, EXPERIMENT);
    open.push(bundle.engine);
    const calls: Call[] = [];
    const engine = onDevice(bundle.engine, { use: (call) => void calls.push(call) });
    const running = train(EXPERIMENT, { ...bundle, engine });
    while (!(await running.next()).done);
    expect(calls).not.toContain("snapshot");
  });
});

test("a device without room ends the run, and what the run could do with less is said", async () => {
  const device: Device = {
    use(call) {
      if (call === "read") throw new OutOfMemoryError(3 * 2 ** 29);
    },
  };
  const messageOf = async (change: Partial<Experiment>) =>
    String((await run({ ...EXPERIMENT, ...change }, { newDevice: () => device })).error);
  expect(await messageOf({})).toBe(
    "TrainingError: The GPU has no room for another 1.5 GiB. What needs less: a batch size of 2 instead of 4, " +
      "activations computed again (Memory, --recompute), updates within the backward pass (Memory, --fused-update), " +
      "frozen embeddings, SGD, which keeps no moments, shorter texts (Greatest length, --max-length), a smaller model.",
  );
  const lean = { memory: { recompute: true, update: "fused" }, embeddings: "freeze", optimizer: "sgd" } as const;
  expect(await messageOf({ ...lean, batchSize: 1 })).toMatch(
    /What needs less: shorter texts \(Greatest length, --max-length\), a smaller/,
  );
});
