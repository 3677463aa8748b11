import { whenAborted } from "./pause.ts";
import type { ByteRange } from "./ranges.ts";

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/** So many at a time. Of those that wait the smallest goes first: a header is not behind a hundred chunks of another file. */
export class Slots {
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** @throws the signal's reason, without having begun */
  async run<Result>(work: () => Promise<Result>, { start, end }: ByteRange, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#turn(end - start, signal);
    try {
      return await work();
    } finally {
      // Whoever is next takes this very slot.
      const next = this.#waiting.shift();
      if (next) next.go();
      else this.#free++;
    }
  }

  #turn(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        bytes,
        go: () => {
          stay();
          resolve();
        },
      };
      const behind = this.#waiting.findIndex((other) => other.bytes > bytes);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, waiting);
      const stay = whenAborted(signal, () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason);
      });
    });
  }
}
