import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { EpochRecord, RunRecord, TrainEvent } from "../../src/experiment/record.ts";
import { divergence } from "../../src/train/error.ts";
import { type DriverEvent, REPORT_INTERVAL_MS, RunDriver } from "../../src/worker/driver.ts";
import { runEventSchema } from "../../src/worker/protocol.ts";

const record = (epoch: number): EpochRecord => ({
  epoch,
  trainLoss: 1,
  test: { en: { score: 0.5 } },
  zeroShot: { score: 0.4 },
  layers: [],
  embeddings: { active: 1 },
  head: { active: 1 },
});
const identity = { weights: "a1b2c3", batches: "d4e5f6" };
const outcome: RunRecord = {
  experiment: defaultExperiment("nc", "sft"),
  epochs: [],
  stepsPerSecond: 3,
  backend: "wasm",
};

interface Settings {
  epochs?: number;
  stepsPerEpoch?: number;
  failAt?: number;
  msPerStep?: number;
}

/** A training that does nothing, a clock that it moves, and all that is heard of it. */
function rig({ epochs = 2, stepsPerEpoch = 4, failAt, msPerStep = 1000 }: Settings = {}) {
  const events: DriverEvent[] = [];
  const log = { pulled: 0, closed: false };
  let now = 0;
  let onBreath: (() => void) | undefined;

  async function* training(): AsyncGenerator<TrainEvent, RunRecord> {
    const steps = epochs * stepsPerEpoch;
    try {
      yield { kind: "started", steps, stepsPerEpoch, layers: 12, identity };
      for (let step = 1; step <= steps; step++) {
        if (step === failAt) throw new Error("Step 3: the loss is NaN. Lower the learning rate.");
        now += msPerStep;
        log.pulled = step;
        const epoch = Math.ceil(step / stepsPerEpoch);
        yield { kind: "step", step, steps, epoch, loss: 1 / step, examplesPerSecond: 16, msLeft: undefined };
        if (step % stepsPerEpoch === 0) {
          yield { kind: "evaluating", epoch, done: 1, total: 2, msLeft: 5 };
          yield { kind: "epoch", tests: {}, record: record(epoch), timeMs: 7 };
        }
      }
      return outcome;
    } finally {
      log.closed = true;
    }
  }

  const driver = new RunDriver({
    events: training(),
    emit: (event) => events.push(event),
    onStarted: () => {},
    now: () => now,
    breathe: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      onBreath?.();
    },
  });
  return { driver, events, log, atBreath: (act: () => void) => (onBreath = act) };
}

const kinds = (events: DriverEvent[]) => events.map(({ kind }) => kind);
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve));
};

describe("reporting", () => {
  test("tells every epoch and the end", async () => {
    const { driver, events } = rig();
    await driver.run();
    expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(2);
    expect(events.at(-1)).toEqual({ kind: "done", stepsPerSecond: 3 });
  });

  test("thins out steps to ten a second without losing a loss, and never drops an epoch", async () => {
    const { driver, events } = rig({ epochs: 50, stepsPerEpoch: 20, msPerStep: 1 });
    await driver.run();
    const progress = events.filter((event) => event.kind === "progress");
    // One for each interval, and one before each epoch so that it is told in order.
    expect(progress.length).toBeLessThanOrEqual(1000 / REPORT_INTERVAL_MS + 50 + 1);
    expect(progress.flatMap(({ losses }) => losses.map(({ step }) => step))).toEqual(
      Array.from({ length: 1000 }, (_, i) => i + 1),
    );
    expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(50);
  });

  test("tells of an epoch's last step before the epoch", async () => {
    const { driver, events } = rig({ epochs: 1, stepsPerEpoch: 3, msPerStep: 1 });
    await driver.run();
    const last = events.findLastIndex((event) => event.kind === "progress" && event.step === 3);
    expect(last).toBeGreaterThanOrEqual(0);
    expect(last).toBeLessThan(kinds(events).indexOf("epoch"));
  });

  test("says of a training that diverged that going on is no help", async () => {
    const events: DriverEvent[] = [];
    const diverging = async function* (): AsyncGenerator<TrainEvent, RunRecord> {
      yield* [];
      throw divergence("Step 3 of 6 (epoch 1)", "the loss is NaN", 0.1);
    };
    const driver = new RunDriver({
      events: diverging(),
      emit: (event) => events.push(event),
      onStarted: () => {},
      now: () => 0,
      breathe: async () => {},
    });
    await driver.run();
    expect(events).toEqual([{ kind: "failed", isFinal: true, message: expect.stringContaining("the loss is NaN") }]);
  });

  test("turns an exception into a failure with its message", async () => {
    const { driver, events } = rig({ failAt: 3 });
    await driver.run();
    expect(events.at(-1)).toEqual({ kind: "failed", message: "Step 3: the loss is NaN. Lower the learning rate." });
    expect(events.flatMap((event) => (event.kind === "progress" ? event.losses : []))).toHaveLength(2);
  });
});

test("a loss of the device is told at once, after all that came before it", async () => {
  const events: DriverEvent[] = [];
  async function* training(): AsyncGenerator<TrainEvent, RunRecord> {
    const step = { kind: "step", steps: 3, epoch: 1, loss: 1, examplesPerSecond: 16, msLeft: undefined } as const;
    yield { ...step, step: 1 };
    yield { ...step, step: 2 };
    yield { kind: "deviceLost", reason: "driver reset" };
    yield { kind: "recovered", step: 1, reason: "driver reset" };
    yield { ...step, step: 3 };
    return outcome;
  }
  const emit = (event: DriverEvent) => events.push(event);
  const driver = new RunDriver({
    events: training(),
    emit,
    onStarted: () => {},
    now: () => 0,
    breathe: async () => {},
  });
  await driver.run();
  expect(kinds(events)).toEqual(["progress", "progress", "deviceLost", "recovered", "progress", "done"]);
  expect(events[3]).toEqual({ kind: "recovered", step: 1, reason: "driver reset" });
  const told = events.map((event) => runEventSchema.safeParse({ ...event, runId: "run-1" }).success);
  expect(told).not.toContain(false);
});

describe("commands", () => {
  test("a paused training is not asked for anything until it goes on", async () => {
    const { driver, events, log } = rig();
    driver.pause();
    const over = driver.run();
    await until(() => kinds(events).includes("paused"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.pulled).toBe(0);
    driver.resume();
    await over;
    expect(kinds(events)).toContain("resumed");
    expect(log.pulled).toBe(8);
  });

  test("a pause in the middle holds after the step under way", async () => {
    const { driver, events, log, atBreath } = rig();
    atBreath(() => {
      if (log.pulled === 2) driver.pause();
    });
    const over = driver.run();
    await until(() => kinds(events).includes("paused"));
    expect(log.pulled).toBe(2);
    driver.stop();
    await over;
  });

  test("single steps make one step each, through tests and epochs too", async () => {
    const { driver, events, log } = rig({ epochs: 2, stepsPerEpoch: 1 });
    driver.pause();
    const over = driver.run();
    const pauses = () => kinds(events).filter((kind) => kind === "paused").length;
    await until(() => pauses() === 1);
    driver.step();
    await until(() => pauses() === 2);
    expect(log.pulled).toBe(1);
    driver.step();
    await until(() => pauses() === 3);
    expect(log.pulled).toBe(2);
    expect(kinds(events)).not.toContain("resumed");
    driver.resume();
    await over;
    expect(events.at(-1)?.kind).toBe("done");
  });

  test("stop ends a running or a paused training and lets it clean up", async () => {
    for (const paused of [false, true]) {
      const { driver, events, log, atBreath } = rig();
      atBreath(() => {
        if (log.pulled === 3) driver.stop();
      });
      if (paused) driver.pause();
      const over = driver.run();
      if (paused) {
        await until(() => kinds(events).includes("paused"));
        driver.stop();
      }
      await over;
      expect(events.at(-1)).toEqual({ kind: "stopped" });
      expect(log.pulled).toBe(paused ? 0 : 3);
      // A generator that never began has nothing to clean up.
      expect(log.closed).toBe(!paused);
    }
  });

  test("a step of a running training, or going on with one, changes nothing", async () => {
    const { driver, events } = rig();
    driver.step();
    driver.resume();
    await driver.run();
    expect(kinds(events)).not.toContain("paused");
    expect(events.at(-1)?.kind).toBe("done");
  });
});

describe("on a device that is ahead", () => {
  /** A training in which steps are begun before the one before is told of, as far as the tracer lets it. */
  function aheadRig() {
    const events: DriverEvent[] = [];
    const tracer = { single: false };
    const begun: number[] = [];
    async function* training(): AsyncGenerator<TrainEvent, RunRecord> {
      const step = { kind: "step", steps: 20, epoch: 1, loss: 1, examplesPerSecond: 16, msLeft: undefined } as const;
      for (let told = 0; told < 20; told++) {
        while (begun.length <= told + (tracer.single ? 0 : 3)) begun.push(begun.length + 1);
        yield { ...step, step: told + 1, underWay: begun.length - told - 1 };
      }
      return outcome;
    }
    const driver = new RunDriver({
      events: training(),
      emit: (event) => events.push(event),
      onStarted: () => {},
      now: () => 0,
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
      tracer,
    });
    const steps = () => events.flatMap((event) => (event.kind === "progress" ? event.losses : [])).length;
    const pauses = () => events.filter(({ kind }) => kind === "paused").length;
    return { driver, events, tracer, begun, steps, pauses };
  }

  test("a pause tells of what is under way and begins nothing more; each step is then one step", async () => {
    const { driver, events, tracer, begun, steps, pauses } = aheadRig();
    const over = driver.run();
    await until(() => begun.length >= 6);
    driver.pause();
    expect(tracer.single).toBe(true);
    await until(() => pauses() === 1);
    expect(steps()).toBe(begun.length);
    const before = begun.length;
    for (let press = 1; press <= 3; press++) {
      driver.step();
      await until(() => pauses() === press + 1);
      expect(begun.length).toBe(before + press);
      expect(steps()).toBe(before + press);
    }
    driver.resume();
    expect(tracer.single).toBe(false);
    await over;
    expect(events.at(-1)?.kind).toBe("done");
    expect(steps()).toBe(20);
  });

  test("a step that is asked for while a pause still waits is one more than what was under way", async () => {
    const { driver, begun, steps, pauses } = aheadRig();
    const over = driver.run();
    await until(() => begun.length >= 6);
    driver.pause();
    const underWay = begun.length;
    driver.step();
    await until(() => pauses() === 1);
    expect(begun.length).toBe(underWay + 1);
    expect(steps()).toBe(underWay + 1);
    driver.stop();
    await over;
  });
});
