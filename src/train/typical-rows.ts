/** Rows as a run has them: for timing steps before there is a run. */
import type { Experiment } from "../experiment/experiment.ts";
import type { EncoderConfig } from "../model/config.ts";
import { chunks, epochOrder, type Row } from "./batches.ts";
import type { RunExamples } from "./run-examples.ts";
import { sliceEnds } from "./slices.ts";

/** The first epoch's batch, and the tests' slice, whose tokens come closest to the mean of all that are full. */
export function typicalRows(
  { seed, trainSize, batchSize }: Experiment,
  config: EncoderConfig,
  { training, tests }: RunExamples,
  where: "gpu" | "processor",
): { training: readonly Row[]; testing: readonly Row[] } {
  const batches = chunks(Array.from(epochOrder(seed, 1, trainSize)), batchSize).map((indices) =>
    indices.flatMap((index) => training.rows(index)),
  );
  const slices = Array.from(tests.values()).flatMap((set) => {
    const rows = Array.from({ length: set.size }, (_, index) => set.rows(index)).flat();
    rows.sort((a, b) => a.ids.length - b.ids.length);
    const ends = sliceEnds(
      rows.map(({ ids }) => ids.length),
      config,
      where,
    );
    return ends.map((end, i) => rows.slice(ends[i - 1] ?? 0, end));
  });
  return { training: mostTypical(batches), testing: mostTypical(slices) };
}

function mostTypical(candidates: readonly (readonly Row[])[]): readonly Row[] {
  const most = Math.max(...candidates.map(({ length }) => length));
  const full = candidates.filter(({ length }) => 2 * length > most);
  const tokens = full.map((rows) => rows.reduce((sum, { ids }) => sum + ids.length, 0));
  const mean = tokens.reduce((sum, count) => sum + count, 0) / tokens.length;
  const distances = tokens.map((count) => Math.abs(count - mean));
  return full[distances.indexOf(Math.min(...distances))]!;
}
