import { expect, test } from "vitest";
import { type Figures, type Group, runGroup } from "../../bench/groups.ts";
import { median, timeInTurn } from "../../bench/measure.ts";
import { parseOptions } from "../../bench/options.ts";

test("the median of an even number of values lies between the middle two", () => {
  expect(median([3])).toBe(3);
  expect(median([9, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(/at least one/);
});

test("contenders take turns, each once before what counts, and are waited for once a turn", async () => {
  const order: string[] = [];
  const contender = (name: string, repeats?: number) => ({
    name,
    run: () => void order.push(name),
    settle: async () => void order.push(`${name}!`),
    ...(repeats && { repeats }),
  });
  const times = await timeInTurn([contender("a", 2), contender("b")], 2);
  const round = ["a", "a", "a!", "b", "b!"];
  expect(order).toEqual(["a", "a!", "b", "b!", ...round, ...round]);
  expect([...times.keys()]).toEqual(["a", "b"]);
});

test("no two turns have the same number, so that no two steps are the same", async () => {
  const turns: number[] = [];
  const run = (turn: number) => void turns.push(turn);
  await timeInTurn(
    [
      { name: "a", run, repeats: 3 },
      { name: "b", run },
    ],
    2,
  );
  expect(new Set(turns).size).toBe(turns.length);
});

const group = (measure: Group["measure"]): Group => ({
  id: "wasm/mini",
  rows: ["a", "b"].map((name) => ({ id: `wasm/mini/${name}`, what: name, unit: "ms" })),
  measure,
});

test("a group that fails gives rows that say why", async () => {
  const failing = group(() => Promise.reject(new Error("no adapter\nwith details")));
  const rows = await runGroup(failing, [], () => {});
  expect(rows.map(({ id, ours, note }) => [id, ours, note])).toEqual([
    ["wasm/mini/a", null, "not measured: no adapter"],
    ["wasm/mini/b", null, "not measured: no adapter"],
  ]);
});

test("of a group only the rows asked for are given, and nothing is measured for none", async () => {
  const asked: boolean[] = [];
  const measured = group(async (wanted) => {
    asked.push(wanted("wasm/mini/a"), wanted("wasm/mini/b"));
    return new Map<string, Figures>([["wasm/mini/b", { ours: 1, theirs: 2 }]]);
  });
  const rows = await runGroup(measured, ["wasm/mini/b"], () => {});
  expect(rows).toMatchObject([{ id: "wasm/mini/b", ratio: 2 }]);
  expect(asked).toEqual([false, true]);
  expect(await runGroup(measured, ["webgpu"], () => {})).toEqual([]);
  expect(asked).toHaveLength(2);
});

test("options that cannot be meant are refused with what would be right", () => {
  expect(parseOptions(["--only", "a,b", "--rounds", "3"])).toMatchObject({
    only: ["a", "b"],
    rounds: 3,
    backend: "all",
  });
  expect(() => parseOptions(["--backend", "cuda"])).toThrow(/Choose wasm, webgpu or all/);
  expect(() => parseOptions(["--rounds", "0"])).toThrow(/whole number/);
  expect(() => parseOptions(["--fast"])).toThrow(/--fast/);
});
