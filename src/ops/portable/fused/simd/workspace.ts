/** Scratch memory of the kernels in tfjs's heap. */
import { STRETCH } from "../../factors.ts";
import type { SimdModule } from "./module.ts";

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

export class Workspace {
  /** For matmul. */
  readonly blocks: number;
  /** [STRETCH] each: factors, and what each weight's own number of steps makes of the learning rate and the root. */
  readonly factors: number;
  readonly rates: number;
  readonly roots: number;
  private readonly module: SimdModule;
  private room = { pointer: 0, floats: 0 };

  constructor(module: SimdModule) {
    this.module = module;
    this.blocks = module.allocate(module.exports.matmulWorkspaceBytes());
    this.factors = module.allocate(3 * STRETCH * FLOAT);
    this.rates = this.factors + STRETCH * FLOAT;
    this.roots = this.rates + STRETCH * FLOAT;
  }

  /** Where the reserved memory starts. */
  get reserved(): number {
    return this.room.pointer;
  }

  /** Before the views of a kernel are made: the heap may grow, and views of the old one would be empty. */
  reserve(floats: number): void {
    if (floats <= this.room.floats) return;
    if (this.room.pointer !== 0) this.module.free(this.room.pointer);
    this.room = { pointer: this.module.allocate(floats * FLOAT), floats };
  }

  /** Does this array lie on the heap? */
  holds(array: Float32Array): boolean {
    return array.buffer === this.module.memory.buffer;
  }

  /** [size] floats at an address. */
  view(pointer: number, size: number): Float32Array {
    return new Float32Array(this.module.memory.buffer, pointer, size);
  }
}
