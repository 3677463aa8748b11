import { expect, test } from "vitest";
import { missedBars, slugOf } from "../../bench/results.ts";
import { isGroupWanted, isWanted, notMeasured, type Row, rowOf } from "../../bench/rows.ts";
import { tableOf } from "../../bench/table.ts";

const speed = { id: "wasm/mini/step", what: "a step", unit: "ms", bar: { value: 6, rule: "ratio >= bar" } } as const;
const cost = {
  ...speed,
  id: "wasm/mini/mask",
  ratioIs: "ours / theirs",
  bar: { value: 1.03, rule: "ratio <= bar" },
} as const;

test("a speed is how many times as long the other takes, and meets its bar from there on", () => {
  expect(rowOf({ ...speed, ours: 10, theirs: 60 })).toMatchObject({ ratio: 6, bar: 6, met: true });
  expect(rowOf({ ...speed, ours: 10, theirs: 59.9 })).toMatchObject({ met: false });
});

test("a cost is how much of the other's time ours takes, and meets its bar up to there", () => {
  expect(rowOf({ ...cost, ours: 103, theirs: 100 })).toMatchObject({ ratio: 1.03, met: true });
  expect(rowOf({ ...cost, ours: 104, theirs: 100 })).toMatchObject({ met: false });
});

test("a bar on our figure alone needs no other", () => {
  const bar = { value: 32, rule: "ours <= bar" } as const;
  expect(rowOf({ ...speed, bar, ours: 32, theirs: null })).toMatchObject({ ratio: null, met: true });
  expect(rowOf({ ...speed, bar, ours: 33, theirs: null })).toMatchObject({ met: false });
});

test("what was not measured has no figures, no verdict, and a reason", () => {
  expect(notMeasured(speed, "there is no GPU")).toEqual({
    id: "wasm/mini/step",
    what: "a step",
    ours: null,
    theirs: null,
    unit: "ms",
    ratio: null,
    ratioIs: "theirs / ours",
    bar: 6,
    rule: "ratio >= bar",
    met: null,
    note: "not measured: there is no GPU",
  });
});

test("only bars that were measured and missed fail a run", () => {
  const rows = [
    rowOf({ ...speed, ours: 10, theirs: 60 }),
    rowOf({ ...speed, id: "slow", ours: 10, theirs: 20 }),
    rowOf({ id: "without bar", what: "", unit: "ms", ours: 10, theirs: 1 }),
    notMeasured({ ...speed, id: "unknown" }, "no GPU"),
  ];
  expect(missedBars(rows).map(({ id }) => id)).toEqual(["slow"]);
});

test("rows are asked for by their id or by the beginning of one up to a slash", () => {
  expect(isWanted([], "webgpu/mini/step/jax")).toBe(true);
  expect(isWanted(["webgpu/mini/step/jax"], "webgpu/mini/step/jax")).toBe(true);
  expect(isWanted(["webgpu/mini"], "webgpu/mini/step/jax")).toBe(true);
  expect(isWanted(["webgpu/mini/variant"], "webgpu/mini/variants/sft")).toBe(false);
  expect(isWanted(["webgpu/mini/step/jax"], "webgpu/mini/step")).toBe(false);
});

test("a group runs when it is asked for, or one of its rows is", () => {
  expect(isGroupWanted(["wasm/mini/step/jax"], "wasm/mini/step")).toBe(true);
  expect(isGroupWanted(["wasm"], "wasm/mini/step")).toBe(true);
  expect(isGroupWanted(["wasm/mini/phase"], "wasm/mini/step")).toBe(false);
});

test("the table says of every bar whether it is met, missed or not measured", () => {
  const table = tableOf([
    rowOf({ ...speed, ours: 10, theirs: 85 }),
    rowOf({ ...cost, ours: 110, theirs: 100 }),
    notMeasured({ ...speed, id: "gpu" }, "there is no GPU"),
  ]);
  expect(table).toMatch(/wasm\/mini\/step .* 8\.50x +ratio >= 6: met/);
  expect(table).toMatch(/wasm\/mini\/mask .* 1\.10 +ratio <= 1\.03: MISSED/);
  expect(table).toMatch(/gpu .* not measured +a step\n +not measured: there is no GPU/);
});

test("figures too small or too large for three digits stay readable", () => {
  const row = (ours: number): Row => rowOf({ id: "a", what: "", unit: "ms", ours, theirs: null });
  expect(tableOf([row(0.00004)])).toContain("0.0000");
  expect(tableOf([row(0)])).toMatch(/a +0 /);
  expect(tableOf([row(123_456.7)])).toContain("123457");
});

test("an adapter's name becomes part of a file's name", () => {
  expect(slugOf("NVIDIA H200 (rev 1)")).toBe("nvidia-h200-rev-1");
  expect(slugOf("///")).toBe("unknown");
});
