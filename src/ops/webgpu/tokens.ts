/** A batch's tokens on the device. */
import type { Tokens } from "../tokens.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";

/** All u32. */
export interface DeviceTokens {
  /** [count] */
  readonly ids: Slice;
  /** [count] */
  readonly positions: Slice;
  /** [count], or [0] where all are 0. */
  readonly types: Slice;
  /** [count] */
  readonly places: Slice;
  /** [rows] */
  readonly firstPlaces: Slice;
  /** [rows + 1] */
  readonly starts: Slice;
  /** [count] the row that a token stands in. */
  readonly rowOf: Slice;
}

const NONE = new Int32Array(0);
/** Storage buffers are bound at multiples of this. */
const ALIGNMENT_WORDS = 64;

/** Keeps the tokens of the latest batch on the device. */
export class TokenStore {
  readonly #gpu: Gpu;
  #buffer: GPUBuffer | null = null;
  #tokens: Tokens | null = null;
  #found: DeviceTokens | null = null;

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
  }

  get(tokens: Tokens): DeviceTokens {
    if (this.#tokens === tokens && this.#found) return this.#found;
    this.dispose();
    const rowOf = new Int32Array(tokens.count);
    for (let row = 0; row < tokens.rows; row++) rowOf.fill(row, tokens.starts[row], tokens.starts[row + 1]);
    const { ids, positions, types, places, firstPlaces, starts } = tokens;
    const lists = { ids, positions, types: types ?? NONE, places, firstPlaces, starts, rowOf };
    const offsets: number[] = [];
    let words = 0;
    for (const { length } of Object.values(lists)) {
      offsets.push(words);
      words += Math.ceil(length / ALIGNMENT_WORDS) * ALIGNMENT_WORDS;
    }
    const all = new Int32Array(words);
    Object.values(lists).forEach((list, i) => {
      all.set(list, offsets[i]);
    });
    const { buffer } = this.#gpu.upload(all);
    const entries = Object.entries(lists).map(([name, { length }], i) => [
      name,
      { buffer, offset: offsets[i]! * 4, size: length * 4 },
    ]);
    this.#buffer = buffer;
    this.#tokens = tokens;
    this.#found = Object.fromEntries(entries) as unknown as DeviceTokens;
    return this.#found;
  }

  /** A list of the tokens that are on the device. */
  list(list: Int32Array): Slice {
    const name = (["places", "firstPlaces"] as const).find((key) => this.#tokens?.[key] === list);
    if (!name || !this.#found)
      throw new RangeError(
        "These places are not of the latest tokens. Pass `places` or `firstPlaces` of those in hand.",
      );
    return this.#found[name];
  }

  dispose(): void {
    if (this.#buffer) this.#gpu.pool.release(this.#buffer);
    this.#buffer = null;
    this.#tokens = null;
    this.#found = null;
  }
}
