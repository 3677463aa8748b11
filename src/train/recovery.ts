/** How a run outlives its device: snapshots in memory, and going on from the latest. */
import type { Experiment } from "../experiment/experiment.ts";
import type { TrainEvent } from "../experiment/record.ts";
import { type DeviceLostError, lossBehind, shortageBehind } from "../ops/index.ts";
import type { Engine, EngineSnapshot } from "./engine.ts";
import { shortage, TrainingError } from "./error.ts";

/** For a run on a device that can be lost; whoever owns the device gives it. */
export interface Recovery {
  /** Takes a new device and makes an engine on it, for the same model and head; also gives up the lost one. */
  renew(lost: DeviceLostError): Promise<Engine>;
  /** Shortest time between two snapshots within an epoch. */
  readonly intervalMs?: number;
}

/** Steps worth this much time may have to be made again. */
const INTERVAL_MS = 20_000;
/** Within an epoch no more than this share of the time goes into snapshots. */
const MOST_SHARE = 0.05;
/** Losses without anything new in between. */
const MOST_LOSSES = 3;

interface Kept {
  /** Steps finished. */
  readonly step: number;
  /** null: the initial weights. */
  readonly snapshot: EngineSnapshot | null;
}

/** A run's engine, which may become another one while the run goes on. */
export class Lifeline {
  #engine: Engine;
  readonly #initialWeights: ReadonlyMap<string, Float32Array>;
  readonly #recovery: Recovery | undefined;
  readonly #experiment: Experiment;
  #kept: Kept = { step: 0, snapshot: null };
  #keptAtMs = performance.now();
  #costMs = 0;
  #losses = 0;

  constructor(
    experiment: Experiment,
    {
      engine,
      initialWeights,
      recovery,
    }: Pick<Lifeline, "engine"> & {
      readonly initialWeights: ReadonlyMap<string, Float32Array>;
      readonly recovery?: Recovery | undefined;
    },
  ) {
    this.#experiment = experiment;
    this.#engine = engine;
    this.#initialWeights = initialWeights;
    this.#recovery = recovery;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** Steps of the run that are in the weights when work begins or begins again. */
  get step(): number {
    return this.#kept.step;
  }

  /** Puts the engine where the latest snapshot is: at first, at the initial weights. */
  reset(): void {
    if (this.#kept.snapshot) this.#engine.restore(this.#kept.snapshot);
    else this.#engine.load(this.#initialWeights);
  }

  /** Has it been long enough for another snapshot? */
  get isDue(): boolean {
    if (!this.#recovery) return false;
    const interval = Math.max(this.#recovery.intervalMs ?? INTERVAL_MS, this.#costMs / MOST_SHARE);
    return performance.now() - this.#keptAtMs >= interval;
  }

  /** Takes a snapshot where the device can be lost. All reports of the steps so far have been read. */
  async keep(step: number): Promise<void> {
    if (!this.#recovery) return;
    const began = performance.now();
    this.#kept = { step, snapshot: await this.#engine.snapshot() };
    this.#keptAtMs = performance.now();
    this.#costMs = this.#keptAtMs - began;
  }

  /** To be told of everything that was not there before a loss. */
  progressed(): void {
    this.#losses = 0;
  }

  /** Does the work; when the device is lost meanwhile, does it again with a new engine, set back to the latest snapshot. */
  async *surviving<Result>(work: () => AsyncGenerator<TrainEvent, Result>): AsyncGenerator<TrainEvent, Result> {
    for (;;) {
      try {
        return yield* work();
      } catch (error) {
        yield* this.#revive(error);
      }
    }
  }

  async *#revive(error: unknown): AsyncGenerator<TrainEvent, void> {
    const lacking = shortageBehind(error);
    if (lacking) throw shortage(lacking, this.#experiment);
    let lost = lossBehind(error);
    if (!this.#recovery || !lost) throw error;
    for (let revived = false; !revived; ) {
      this.#losses++;
      if (this.#losses === MOST_LOSSES) throw lostTooOften(lost);
      yield { kind: "deviceLost", reason: lost.reason };
      try {
        this.#engine = await this.#recovery.renew(lost);
        this.reset();
        revived = true;
      } catch (next) {
        const again = lossBehind(next);
        if (!again) throw notRenewed(lost, next);
        lost = again;
      }
    }
    yield { kind: "recovered", step: this.#kept.step, reason: lost.reason };
  }
}

const ADVICE = "close other programs that use the GPU, take smaller batches, or choose WebAssembly, then run again.";

function lostTooOften({ reason }: DeviceLostError): TrainingError {
  return new TrainingError(`The GPU was lost ${MOST_LOSSES} times in a row (${reason}). Update its driver, ${ADVICE}`);
}

function notRenewed({ reason }: DeviceLostError, cause: unknown): TrainingError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TrainingError(
    `The GPU was lost (${reason}) and could not be had again: ${why} Restart the browser, ${ADVICE}`,
    { cause },
  );
}
