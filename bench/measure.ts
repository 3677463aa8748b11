/** Times contenders in turn, so that a machine that is busy with something else slows all of them. */

export interface Contender {
  readonly name: string;
  /** Does the work once; on a GPU it may only have been recorded when this returns. `turn` is unique within a run. */
  run(turn: number): void | Promise<void>;
  /** Resolves when all work is done; absent where `run` returns only then. */
  readonly settle?: () => Promise<void>;
  /** Runs in one measured turn: work that is recorded ahead keeps a GPU busy. 1 when absent. */
  readonly repeats?: number;
}

/** By name: the time of one run, ms. Median over the rounds. */
export type Times = ReadonlyMap<string, number>;

/** Before what is measured, each contender runs once uncounted: kernels are compiled, and memory grows. */
export async function timeInTurn(contenders: readonly Contender[], rounds: number): Promise<Times> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  let turn = 0;
  for (let round = -1; round < rounds; round++) {
    for (const { name, run, settle, repeats = 1 } of contenders) {
      const count = round < 0 ? 1 : repeats;
      const start = performance.now();
      for (let i = 0; i < count; i++) await run(turn++);
      await settle?.();
      if (round >= 0) times.get(name)!.push((performance.now() - start) / count);
    }
  }
  return new Map(Array.from(times, ([name, values]) => [name, median(values)]));
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("There is no median of no values. Measure at least one round.");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
