/** Drives a training: pulls its events one at a time, so that pausing is not pulling, and reports at most so often. */
import type { RunRecord, TrainEvent } from "../experiment/record.ts";
import { DivergenceError } from "../train/error.ts";
import type { Tracer } from "../train/tracer.ts";
import { messageOf } from "./message.ts";
import type { LossPoint, RunEvent, Unnamed } from "./protocol.ts";
import { samplesOf } from "./samples.ts";

/** At most ten reports of steps a second; more cannot be seen. Epochs are always reported. */
export const REPORT_INTERVAL_MS = 100;

export type DriverEvent = Extract<
  Unnamed<RunEvent>,
  {
    kind:
      | "progress"
      | "evaluating"
      | "epoch"
      | "paused"
      | "resumed"
      | "deviceLost"
      | "recovered"
      | "stopped"
      | "done"
      | "failed";
  }
>;

export interface DriverOptions {
  /** `train()`'s generator. */
  readonly events: AsyncGenerator<TrainEvent, RunRecord>;
  readonly emit: (event: DriverEvent) => void;
  /** Told once, before the first step. */
  readonly onStarted: (started: Extract<TrainEvent, { kind: "started" }>) => void;
  /** Milliseconds from anywhere. */
  readonly now: () => number;
  /** Lets the messages that wait be read; a stop or a pause may be among them. */
  readonly breathe: () => Promise<void>;
  /** Is told when steps are made one at a time. */
  readonly tracer?: Pick<Tracer, "single">;
}

type StepEvent = Extract<TrainEvent, { kind: "step" }>;
type EvaluatingEvent = Extract<TrainEvent, { kind: "evaluating" }>;

export class RunDriver {
  readonly #options: DriverOptions;
  #state: "running" | "paused" | "stepping" | "stopping" = "running";
  #wake: (() => void) | undefined;
  #lastReportMs = Number.NEGATIVE_INFINITY;
  #losses: LossPoint[] = [];
  #waiting: StepEvent | EvaluatingEvent | undefined;
  /** Steps that the device has begun and that nobody has been told of: a pause lets them end. */
  #underWay = 0;

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  /** Resolves when the run is over; failures are events, not exceptions. */
  async run(): Promise<void> {
    const { events, emit } = this.#options;
    try {
      while (true) {
        await this.#untilAllowed();
        if (this.#state === "stopping") {
          await events.return(undefined as never);
          this.#report();
          emit({ kind: "stopped" });
          return;
        }
        const next = await events.next();
        if (next.done) {
          this.#report();
          emit({ kind: "done", stepsPerSecond: next.value.stepsPerSecond });
          return;
        }
        this.#take(next.value);
        await this.#options.breathe();
      }
    } catch (error) {
      this.#report();
      const isFinal = error instanceof DivergenceError ? { isFinal: true as const } : {};
      emit({ kind: "failed", message: messageOf(error), ...isFinal });
    }
  }

  pause(): void {
    if (this.#state === "running" || this.#state === "stepping") this.#become("paused");
  }

  resume(): void {
    if (this.#state === "paused" || this.#state === "stepping") this.#go("running");
  }

  /** Makes one step and pauses again. */
  step(): void {
    if (this.#state === "paused") this.#go("stepping");
  }

  stop(): void {
    this.#go("stopping");
  }

  #go(state: "running" | "stepping" | "stopping"): void {
    this.#become(state);
    this.#wake?.();
  }

  #become(state: "running" | "paused" | "stepping" | "stopping"): void {
    this.#state = state;
    if (this.#options.tracer) this.#options.tracer.single = state === "paused" || state === "stepping";
  }

  async #untilAllowed(): Promise<void> {
    if (this.#state !== "paused" || this.#underWay > 0) return;
    this.#report();
    this.#options.emit({ kind: "paused" });
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
    if (this.#current() === "running") this.#options.emit({ kind: "resumed" });
  }

  /** The state after an await, which the compiler believes unchanged. */
  #current(): string {
    return this.#state;
  }

  #take(event: TrainEvent): void {
    const wereUnderWay = this.#underWay > 0;
    this.#underWay = event.kind === "step" ? (event.underWay ?? 0) : 0;
    switch (event.kind) {
      case "started":
        this.#options.onStarted(event);
        return;
      case "step":
        this.#losses.push({ step: event.step, loss: event.loss });
        this.#waiting = event;
        if (this.#state === "stepping" && !wereUnderWay) this.#become("paused");
        this.#reportIfDue();
        return;
      case "evaluating":
        if (this.#waiting?.kind === "step") this.#report();
        this.#waiting = event;
        this.#reportIfDue();
        return;
      case "epoch":
        this.#report();
        this.#options.emit(epochEvent(event));
        return;
      case "deviceLost":
      case "recovered":
        this.#report();
        this.#options.emit(event);
    }
  }

  #reportIfDue(): void {
    if (this.#options.now() - this.#lastReportMs >= REPORT_INTERVAL_MS) this.#report();
  }

  #report(): void {
    const event = this.#waiting;
    if (!event) return;
    this.#waiting = undefined;
    this.#lastReportMs = this.#options.now();
    const left = event.msLeft === undefined ? {} : { msLeft: Math.max(0, event.msLeft) };
    if (event.kind === "evaluating") {
      const { epoch, done, total } = event;
      this.#options.emit({ kind: "evaluating", epoch, done, total, ...left });
      return;
    }
    const { step, steps, epoch, examplesPerSecond } = event;
    const losses = this.#losses;
    this.#losses = [];
    this.#options.emit({ kind: "progress", step, steps, epoch, losses, examplesPerSecond, ...left });
  }
}

/** Without the tests' examples and answers, of which the page shows a few. */
function epochEvent({ kind, record, timeMs, tests }: Extract<TrainEvent, { kind: "epoch" }>): DriverEvent {
  const confusions = Object.entries(tests).flatMap(([language, { confusion }]) =>
    confusion ? [[language, confusion] as const] : [],
  );
  const samples = samplesOf(tests);
  return {
    kind,
    record,
    timeMs,
    ...(confusions.length > 0 && { confusions: Object.fromEntries(confusions) }),
    ...(Object.keys(samples).length > 0 && { samples }),
  };
}
