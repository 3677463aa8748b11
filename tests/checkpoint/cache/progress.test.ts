import { expect, test } from "vitest";
import { type DownloadProgress, Progress } from "../../../src/checkpoint/cache/progress.ts";

/** So many bytes a second, told ten times a second. */
function follow(speeds: readonly { readonly bytesPerSecond: number; readonly seconds: number }[], totalBytes: number) {
  let ms = 1000;
  const told: DownloadProgress[] = [];
  const progress = new Progress(
    (state) => told.push(state),
    () => ms,
  );
  progress.expect(totalBytes);
  for (const { bytesPerSecond, seconds } of speeds) {
    for (let step = 0; step < 10 * seconds; step++) {
      ms += 100;
      progress.arrived("f", bytesPerSecond / 10);
    }
  }
  return told;
}

test("the speed and the time left are right while the speed stays the same", () => {
  const last = follow([{ bytesPerSecond: 2e6, seconds: 5 }], 30e6).at(-1)!;
  expect(last.bytesPerSecond).toBeCloseTo(2e6, -1);
  expect(last.msLeft).toBeCloseTo(10_000, -1);
});

test("a speed that changes is followed within some seconds, without jumps", () => {
  const told = follow(
    [
      { bytesPerSecond: 10e6, seconds: 20 },
      { bytesPerSecond: 1e6, seconds: 15 },
    ],
    1e9,
  );
  const speeds = told.map(({ bytesPerSecond }) => bytesPerSecond).slice(10);
  expect(Math.max(...speeds.slice(1).map((speed, i) => speeds[i]! / speed))).toBeLessThan(1.1);
  expect(speeds.at(-1)!).toBeLessThan(1.5e6);
});

test("nothing is promised before there is a speed, nor while nothing comes", () => {
  const [first] = follow([{ bytesPerSecond: 1e6, seconds: 0.1 }], 1e9);
  expect(first).toMatchObject({ bytesPerSecond: 0, msLeft: undefined });
});

test("is told at most ten times a second, and at the end", () => {
  const told: DownloadProgress[] = [];
  let ms = 0;
  const progress = new Progress(
    (state) => told.push(state),
    () => ms,
  );
  progress.expect(1000);
  for (let i = 0; i < 1000; i++) {
    ms++;
    progress.arrived("f", 1);
  }
  expect(told.length).toBeLessThanOrEqual(12);
  expect(told.at(-1)).toMatchObject({ bytes: 1000, msLeft: 0 });
});

test("time between two downloads does not count", () => {
  let ms = 0;
  const told: DownloadProgress[] = [];
  const progress = new Progress(
    (state) => told.push(state),
    () => ms,
  );
  for (let download = 0; download < 3; download++) {
    progress.expect(1e6);
    for (let i = 0; i < 10; i++) {
      ms += 100;
      progress.arrived("f", 1e5);
    }
    ms += 60_000;
  }
  expect(told.at(-1)!.bytesPerSecond).toBeCloseTo(1e6, -1);
});
