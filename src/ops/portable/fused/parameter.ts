/** A parameter of the fused op set: moments updated in place, matrices kept in both layouts. */
import * as tf from "@tensorflow/tfjs";
import {
  type Gradient,
  isTableGradient,
  type Parameter,
  type ParameterDescription,
  type ParameterPart,
  type ParameterState,
  tensorOf,
  type UpdatePlan,
} from "../../ops.ts";
import { Clock } from "../clock.ts";
import { changesNothing, Factors, type Stretch, type StretchMaker } from "../factors.ts";
import { defineKernel } from "./kernel.ts";
import { transpose } from "./kernels.ts";

type UpdateInput = "value" | "first" | "second" | "gradient" | "scale";

interface UpdateAttributes {
  readonly shape: readonly number[];
  readonly plan: UpdatePlan;
  readonly stretches: (maker: StretchMaker) => Iterable<Stretch>;
  readonly clock: Clock;
}

/**
 * Gives the weights after one step as a new tensor: XNNPACK keeps its packed copy of a factor for as long as the tensor
 * lives, so a matrix changed in place would go on being multiplied as it was (tried with tfjs 4.22).
 */
const updateDense = defineKernel<UpdateInput, UpdateAttributes>("Update", {
  outputs: ({ shape }) => [[...shape]],
  run: ({ value, first, second, gradient, scale }, [next], { plan, stretches, clock }, loops) => {
    const { optimizer, learningRate } = plan;
    const weights = { from: value!, to: next!, gradient: gradient!, scale: scale ? scale[0]! : 1 };
    const untouched = plan.dropped === "untouched";
    const settings = { ...optimizer, learningRate };
    const factors = stretches(loops.stretchMaker());
    if (first && second) loops.adamW(weights, { first, second }, factors, untouched, clock, settings);
    else loops.sgd(weights, factors, untouched, settings);
  },
});

interface TableAttributes {
  readonly plan: UpdatePlan;
  readonly ids: Int32Array;
  readonly seen: Uint8Array;
  readonly clock: Clock;
}

/** In place: a table is never multiplied with. */
const updateTable = defineKernel<UpdateInput, TableAttributes>("UpdateTable", {
  outputs: () => [],
  run: ({ value, first, second, gradient, scale }, _, { plan, ids, seen, clock }, loops) => {
    const { optimizer, learningRate } = plan;
    const clip = scale ? scale[0]! : 1;
    const rows = { ids, rows: gradient! };
    const settings = { ...optimizer, learningRate };
    if (first && second) loops.adamWRows(value!, { first, second }, rows, seen, clip, clock, settings);
    else loops.sgdRows(value!, rows, clip, settings);
  },
});

export class FusedParameter implements Parameter {
  readonly parts: readonly ParameterPart[];
  readonly shape: readonly number[];
  readonly use: ParameterDescription["use"];
  private current: tf.Tensor;
  private turned: tf.Tensor2D | null = null;
  private moments: { first: tf.Tensor; second: tf.Tensor } | null = null;
  private clock = new Clock();
  private seen = new Uint8Array(0);
  private readonly factors = new Factors();

  constructor(description: ParameterDescription, values: Float32Array) {
    this.parts = description.parts;
    this.shape = description.shape;
    this.use = description.use;
    this.current = this.place(values);
  }

  get value(): tf.Tensor {
    return this.current;
  }

  /** The matrix with its sides exchanged; made when first asked for after a change. */
  get transposed(): tf.Tensor2D {
    this.turned ??= tf.keep(transpose(this.current as tf.Tensor2D));
    return this.turned;
  }

  async read(): Promise<Float32Array> {
    return copyOf(this.current);
  }

  write(values: Float32Array): void {
    this.dispose();
    this.current = this.place(values);
    this.clock = new Clock();
    this.seen.fill(0);
  }

  async state(): Promise<ParameterState> {
    const { moments } = this;
    return {
      values: await this.read(),
      moments: moments && { first: await copyOf(moments.first), second: await copyOf(moments.second) },
      ...this.clock.state(),
      seen: this.seen.length > 0 ? this.seen.slice() : null,
    };
  }

  restore({ values, moments, steps, counts, seen }: ParameterState): void {
    this.write(values);
    this.moments = moments && { first: this.place(moments.first), second: this.place(moments.second) };
    this.clock = new Clock({ steps, counts });
    // Too many seen cost time, too few would be wrong.
    this.seen = seen?.slice() ?? new Uint8Array(moments && this.use === "table" ? this.shape[0]! : 0).fill(1);
  }

  dispose(): void {
    this.current.dispose();
    this.turned?.dispose();
    this.moments?.first.dispose();
    this.moments?.second.dispose();
    this.turned = null;
    this.moments = null;
  }

  update(gradient: Gradient, scale: tf.Scalar | null, plan: UpdatePlan): void {
    const adam = plan.optimizer.kind === "adamw";
    if (adam) {
      this.moments ??= { first: this.place(null), second: this.place(null) };
    }
    const { first, second } = adam ? this.moments! : { first: null, second: null };
    const inputs = { value: this.current, first, second, scale };
    if (isTableGradient(gradient)) {
      if (!changesNothing(plan.mask)) {
        throw new RangeError(`"${this.parts[0]!.name}" is a table, and tables are not masked. Pass the mask "active".`);
      }
      const rows = this.shape[0]!;
      if (this.seen.length !== rows) this.seen = new Uint8Array(rows);
      this.clock.advance(null);
      const { clock, seen } = this;
      updateTable({ ...inputs, gradient: gradient.rows }, { plan, ids: gradient.ids, seen, clock });
      return;
    }
    this.clock.advance(plan.dropped === "untouched" ? this.factors.all(this, plan) : null);
    const stretches = (maker: StretchMaker) => this.factors.stretches(this, plan, maker);
    const attributes = { shape: this.shape, plan, stretches, clock: this.clock };
    const [next] = updateDense({ ...inputs, gradient: tensorOf(gradient) }, attributes);
    this.current.dispose();
    this.turned?.dispose();
    this.turned = null;
    this.current = tf.keep(next!);
  }

  /** A copy of the values, or zeros, as a tensor of its own. */
  private place(values: Float32Array | null): tf.Tensor {
    const size = this.shape.reduce((product, side) => product * side, 1);
    return tf.keep(tf.tensor(values ? values.slice() : new Float32Array(size), [...this.shape], "float32"));
  }
}

/** On a backend that holds its values as arrays, `data` would give the array itself. */
async function copyOf(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data<"float32">());
}

export function fused(parameter: Parameter): FusedParameter {
  if (parameter instanceof FusedParameter) return parameter;
  throw new TypeError(`Parameter "${parameter.parts[0]?.name}" belongs to another op set. Make it with this one.`);
}
