import { Pace } from "./pace.ts";

/** A forward pass costs about a third of a training step. */
const EVALUATION_SHARE = 1 / 3;

/** What is done and what is left of a run, and how fast it goes. Pauses between events do not count. */
export class Progress {
  readonly #training = new Pace();
  readonly #evaluation = new Pace();
  #trainingLeft: number;
  #evaluationLeft: number;
  #steps = 0;
  #trainingMs = 0;
  #evaluationMs = 0;

  /** @param work examples to train on and to test on in the whole run */
  constructor(work: { training: number; evaluation: number }) {
    this.#trainingLeft = work.training;
    this.#evaluationLeft = work.evaluation;
  }

  trained(examples: number, ms: number): void {
    this.#steps++;
    this.#trainingMs += ms;
    this.#trainingLeft -= examples;
    this.#training.add(examples, ms);
  }

  evaluated(examples: number, ms: number): void {
    this.#evaluationMs += ms;
    this.#evaluationLeft -= examples;
    this.#evaluation.add(examples, ms);
  }

  /** Evaluation included; undefined before the first step. */
  get msLeft(): number | undefined {
    const training = this.#training.msPerUnit;
    if (training === undefined) return undefined;
    const evaluation = this.#evaluation.msPerUnit ?? training * EVALUATION_SHARE;
    return this.#trainingLeft * training + this.#evaluationLeft * evaluation;
  }

  get examplesPerSecond(): number {
    return perSecond(1, this.#training.msPerUnit ?? 0);
  }

  /** Training and evaluation so far. */
  get elapsedMs(): number {
    return this.#trainingMs + this.#evaluationMs;
  }

  /** Of training alone. */
  get stepsPerSecond(): number {
    return perSecond(this.#steps, this.#trainingMs);
  }
}

/** Clocks may be coarse: no time at all counts as a microsecond. */
function perSecond(count: number, ms: number): number {
  return count === 0 ? 0 : (1000 * count) / Math.max(ms, 1e-3);
}
