import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "../../../src/ops/webgpu/pace.ts";

/** A queue that works off what is submitted in order, at a given speed. */
class FakeQueue {
  /** When the last work ends. */
  #freeMs = 0;
  takesMs = 0;

  onSubmittedWorkDone(): Promise<undefined> {
    this.#freeMs = Math.max(this.#freeMs, performance.now()) + this.takesMs;
    const waitMs = this.#freeMs - performance.now();
    return new Promise((resolve) => setTimeout(resolve, waitMs, undefined));
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const queue = new FakeQueue();
  return { queue, pace: new Pace(queue as unknown as GPUQueue) };
}

/** Submits so much work, of which the device takes so long, and waits for it. */
async function submit({ queue, pace }: ReturnType<typeof start>, work: number, tookMs: number): Promise<void> {
  queue.takesMs = tookMs;
  pace.add(work);
  pace.submitted();
  await vi.advanceTimersByTimeAsync(tookMs);
}

/** The most work that one submit takes, in steps of `unit`. */
function capacity(pace: Pace, unit: number): number {
  let work = 0;
  while (!pace.isFull(unit)) {
    pace.add(unit);
    work += unit;
  }
  return work;
}

test("an empty submit is never full: a dispatch that is too long goes alone", () => {
  const { pace } = start();
  expect(pace.isFull(Number.POSITIVE_INFINITY)).toBe(false);
  pace.add(1e15);
  expect(pace.isFull(1)).toBe(true);
});

test("before anything is known, a submit holds a fifth of a second of a slow device's work", () => {
  expect(capacity(start().pace, 1e6)).toBe(200e6);
});

test("a submit holds 200 ms of work at the speed that was measured", async () => {
  const given = start();
  await submit(given, 1e9, 100);
  expect(capacity(given.pace, 1e7)).toBe(2e9);
});

test("a device that becomes slower gets less", async () => {
  const given = start();
  await submit(given, 1e9, 100);
  await submit(given, 1e9, 1000);
  expect(capacity(given.pace, 1e7)).toBe(2e8);
});

test("submits wait for each other, and the waiting is not counted as work", async () => {
  const { queue, pace } = start();
  queue.takesMs = 100;
  for (let i = 0; i < 4; i++) {
    pace.add(1e9);
    pace.submitted();
  }
  await vi.advanceTimersByTimeAsync(400);
  expect(capacity(pace, 1e7)).toBe(2e9);
});

test("a submit too short to tell raises the speed at most to what it proves, and never lowers it", async () => {
  const given = start();
  await submit(given, 1e9, 10);
  await submit(given, 1e3, 1);
  expect(capacity(given.pace, 1e8)).toBe(20e9);
  given.pace.submitted();
  await vi.advanceTimersByTimeAsync(1000);
  await submit(given, 1e9, 1);
  expect(capacity(given.pace, 1e9)).toBeGreaterThanOrEqual(20e9);
});

test("nothing recorded is nothing measured, and a lost device disturbs nobody", async () => {
  const onSubmittedWorkDone = vi.fn(() => Promise.reject(new Error("lost")));
  const pace = new Pace({ onSubmittedWorkDone } as unknown as GPUQueue);
  pace.submitted();
  expect(onSubmittedWorkDone).not.toHaveBeenCalled();
  pace.add(1e6);
  pace.submitted();
  await vi.advanceTimersByTimeAsync(10);
  expect(capacity(pace, 1e6)).toBe(200e6);
});
