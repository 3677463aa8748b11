/** What a run starts from and learns from, in a few hex digits: two runs with the same ones differ in nothing but what they do with it. */
import { Fingerprint } from "../data/index.ts";
import type { RunIdentity } from "../experiment/record.ts";
import { epochOrder, type Row, type Target } from "./batches.ts";

interface Batches {
  readonly seed: number;
  readonly epochs: number;
  readonly trainSize: number;
  readonly batchSize: number;
  /** Of a training example, by its place in the set. */
  readonly rows: (index: number) => readonly Row[];
}

/**
 * Weights to the last bit, and every epoch's batches: which examples, in which order, with their tokens and labels.
 *
 * @param weights by name, in whatever order
 */
export function identityOf(weights: ReadonlyMap<string, Float32Array>, batches: Batches): RunIdentity {
  const { seed, epochs, trainSize, batchSize, rows } = batches;
  const start = new Fingerprint();
  for (const [name, values] of [...weights].sort(([a], [b]) => (a < b ? -1 : 1))) {
    start.addText(name).add(new Uint32Array(values.buffer, values.byteOffset, values.length));
  }
  const order = new Fingerprint().add([epochs, trainSize, batchSize]);
  for (let index = 0; index < trainSize; index++) {
    for (const { ids, target } of rows(index)) {
      order.add(ids);
      for (const numbers of numbersOf(target)) order.add(numbers);
    }
  }
  for (let epoch = 1; epoch <= epochs; epoch++) order.add(epochOrder(seed, epoch, trainSize));
  return { weights: start.hex, batches: order.hex };
}

function numbersOf(target: Target): (readonly number[])[] {
  switch (target.kind) {
    case "sequence":
      return [[target.label]];
    case "token":
      return [target.positions, target.labels];
    case "span":
      return [[target.start, target.end]];
  }
}
