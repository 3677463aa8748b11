/** How much work one submit may hold: about a fifth of a second of it, as measured while the work goes on. */

const LONGEST_SUBMIT_MS = 200;
/** Of the slowest device that is worth starting with, in floating point operations a millisecond. */
const FIRST_RATE = 1e6;
/** Submits shorter than this tell more about the queue than about the device. */
const SHORTEST_TELLING_MS = 5;

export class Pace {
  readonly #queue: GPUQueue;
  #rate = FIRST_RATE;
  #recorded = 0;
  #lastDoneMs = 0;

  constructor(queue: GPUQueue) {
    this.#queue = queue;
  }

  isFull(work: number): boolean {
    return this.#recorded > 0 && this.#recorded + work > this.#rate * LONGEST_SUBMIT_MS;
  }

  add(work: number): void {
    this.#recorded += work;
  }

  /** Nobody waits for this: the rate is corrected when the device reports. */
  submitted(): void {
    const work = this.#recorded;
    this.#recorded = 0;
    if (work === 0) return;
    const submittedMs = performance.now();
    this.#queue.onSubmittedWorkDone().then(
      () => {
        const now = performance.now();
        const tookMs = now - Math.max(submittedMs, this.#lastDoneMs);
        this.#lastDoneMs = now;
        if (tookMs >= SHORTEST_TELLING_MS) this.#rate = work / tookMs;
        else this.#rate = Math.max(this.#rate, work / SHORTEST_TELLING_MS);
      },
      () => {}, // The device is lost; whoever waits for results is told.
    );
  }
}
