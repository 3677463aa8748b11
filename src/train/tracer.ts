/** Which steps of a run are looked at: whoever drives the run says, the trainer asks before each step. */
import { elements, type TensorSpec } from "../model/parameters.ts";
import type { StepTrace, TraceRequest } from "./trace.ts";

/** While a run goes on by itself, one step in so long is looked at: each costs the device a wait. */
export const TRACE_INTERVAL_MS = 1000;

export class Tracer {
  /** null: nothing is looked at. */
  request: TraceRequest | null = null;
  /** Steps are made one at a time and on demand: none is begun before the one before is told of, and each is looked at. */
  single = false;
  readonly #tell: (trace: StepTrace) => void;
  readonly #now: () => number;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds from anywhere */
  constructor(tell: (trace: StepTrace) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
  }

  /** What of the step that is about to begin is to be looked at; a request that does not fit the model is passed over. */
  next(specs: readonly TensorSpec[]): TraceRequest | null {
    const { request } = this;
    const spec = specs.find(({ name }) => name === request?.tensor);
    if (!request || !spec || request.elements.some((element) => element >= elements(spec.shape))) return null;
    const now = this.#now();
    if (!this.single && now - this.#lastMs < TRACE_INTERVAL_MS) return null;
    this.#lastMs = now;
    return request;
  }

  /** Of a step whose numbers are none any more nothing is told: the run is about to fail, and says why itself. */
  tell(trace: StepTrace): void {
    const numbers = trace.weights.flatMap(({ gradient, before, after }) => [
      gradient ?? 0,
      ...Object.values(before),
      ...Object.values(after),
    ]);
    if (numbers.every(Number.isFinite)) this.#tell(trace);
  }
}
