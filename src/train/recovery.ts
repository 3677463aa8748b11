/** How a run outlives its device, and the page: snapshots in memory and elsewhere, and going on from the latest. */
import type { Experiment } from "../experiment/experiment.ts";
import type { EpochRecord, TrainEvent } from "../experiment/record.ts";
import { type DeviceLostError, lossBehind, shortageBehind } from "../ops/index.ts";
import type { Engine, EngineSnapshot } from "./engine.ts";
import { shortage, TrainingError } from "./error.ts";
import type { Tally } from "./measures.ts";

/** For a run on a device that can be lost; whoever owns the device gives it. */
export interface Recovery {
  /** Takes a new device and makes an engine on it, for the same model and head; also gives up the lost one. */
  renew(lost: DeviceLostError): Promise<Engine>;
  /** Shortest time between two snapshots within an epoch. */
  readonly intervalMs?: number;
}

/** Where a run stands between two steps: with its experiment, all that it takes to go on as if nothing had happened. */
export interface RunPoint {
  /** Steps finished. */
  readonly step: number;
  /** Of the epochs that have been tested. */
  readonly epochs: readonly EpochRecord[];
  /** [step] Mean cross-entropy of each step's batch, in nats. */
  readonly losses: Float32Array;
  /** Training and testing of the current epoch so far. */
  readonly epochMs: number;
  /** What was measured in the current epoch so far. */
  readonly tally: Tally;
  readonly snapshot: EngineSnapshot;
}

/** Puts points of a run where they outlive its worker. */
export interface Keeper {
  /** Never rejects: a run goes on without being kept. */
  keep(point: RunPoint): Promise<void>;
  /** Shortest time between two points within an epoch. */
  readonly intervalMs?: number;
}

/** Steps worth this much time may have to be made again. */
const INTERVAL_MS = 20_000;
/** No more than this share of the time goes into snapshots within an epoch, and into keeping any. */
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
  readonly #keeper: Keeper | undefined;
  readonly #experiment: Experiment;
  #kept: Kept;
  #keptAtMs = performance.now();
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #costMs = 0;
  #losses = 0;

  constructor(
    experiment: Experiment,
    {
      engine,
      initialWeights,
      recovery,
      keeper,
    }: Pick<Lifeline, "engine"> & {
      readonly initialWeights: ReadonlyMap<string, Float32Array>;
      readonly recovery?: Recovery | undefined;
      readonly keeper?: Keeper | undefined;
    },
    from: Kept = { step: 0, snapshot: null },
  ) {
    this.#kept = from;
    this.#keeper = keeper;
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

  /** Puts the engine where the latest snapshot is: at first, where the run begins. */
  reset(): void {
    if (this.#kept.snapshot) this.#engine.restore(this.#kept.snapshot);
    else this.#engine.load(this.#initialWeights);
  }

  /** Has it been long enough for another snapshot? */
  get isDue(): boolean {
    if (!this.#recovery && !this.#keeper) return false;
    const wished = (this.#recovery ?? this.#keeper)?.intervalMs ?? INTERVAL_MS;
    return performance.now() - this.#keptAtMs >= Math.max(wished, this.#costMs / MOST_SHARE);
  }

  /**
   * Takes a snapshot where the device can be lost, and has it kept where there is a keeper and has been time enough since
   * the last. All reports of the steps so far have been read.
   */
  async keep({ step, ...told }: Omit<RunPoint, "snapshot">): Promise<void> {
    const began = performance.now();
    const keeper = began - this.#writtenAtMs >= this.#costMs / MOST_SHARE ? this.#keeper : undefined;
    if (!this.#recovery && !keeper) return;
    const snapshot = await this.#engine.snapshot();
    // Where the device cannot be lost, nobody goes back: the memory is better used otherwise.
    if (this.#recovery) this.#kept = { step, snapshot };
    await keeper?.keep({ step, ...told, snapshot });
    this.#keptAtMs = performance.now();
    if (keeper) this.#writtenAtMs = this.#keptAtMs;
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
