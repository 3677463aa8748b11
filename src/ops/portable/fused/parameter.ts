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
import { counted, noteChanges } from "./measures.ts";

type UpdateInput = "value" | "first" | "second" | "gradient" | "scale";

interface UpdateAttributes {
  readonly shape: readonly number[];
  readonly parts: readonly ParameterPart[];
  readonly plan: UpdatePlan;
  readonly stretches: (maker: StretchMaker) => Iterable<Stretch>;
  readonly clock: Clock;
  /** Receives what the update did (UpdateMeasures.sums), where that is asked for. */
  readonly sums: Float32Array | null;
}

/**
 * Gives the weights after one step as a new tensor: XNNPACK keeps its packed copy of a factor for as long as the tensor
 * lives, so a matrix changed in place would go on being multiplied as it was (tried with tfjs 4.22).
 */
const updateDense = defineKernel<UpdateInput, UpdateAttributes>("Update", {
  outputs: ({ shape }) => [[...shape]],
  run: ({ value, first, second, gradient, scale }, [next], { parts, plan, stretches, clock, sums }, loops) => {
    const { optimizer, learningRate } = plan;
    const weights = { from: value!, to: next!, gradient: gradient!, scale: scale ? scale[0]! : 1 };
    const untouched = plan.dropped === "untouched";
    const settings = { ...optimizer, learningRate };
    const plain = stretches(loops.stretchMaker());
    const factors = sums ? counted(plain, parts, sums, loops) : plain;
    if (first && second) loops.adamW(weights, { first, second }, factors, untouched, clock, settings);
    else loops.sgd(weights, factors, untouched, settings);
    if (sums) noteChanges(value!, next!, parts, sums, loops);
  },
});

interface TableAttributes {
  readonly features: number;
  readonly plan: UpdatePlan;
  readonly ids: Int32Array;
  readonly seen: Uint8Array;
  readonly clock: Clock;
  readonly sums: Float32Array | null;
}

/** Weights of a table that are kept for comparison at a time: few enough to stay in a cache. */
const COMPARED = 2 ** 14;

function rowsCompared(features: number): number {
  return Math.max(1, Math.floor(COMPARED / features));
}

/** In place: a table is never multiplied with. The output is room for the rows that a measured update is about to change. */
const updateTable = defineKernel<UpdateInput, TableAttributes>("UpdateTable", {
  outputs: ({ sums, features }) => (sums ? [[rowsCompared(features), features]] : []),
  run: ({ value, first, second, gradient, scale }, [room], { features, plan, ids, seen, clock, sums }, loops) => {
    const { optimizer, learningRate } = plan;
    const clip = scale ? scale[0]! : 1;
    const settings = { ...optimizer, learningRate };
    const rowsAtOnce = room ? rowsCompared(features) : seen.length;
    let squares = 0;
    let given = 0;
    for (let row = 0; row < seen.length; row += rowsAtOnce) {
      const endRow = Math.min(seen.length, row + rowsAtOnce);
      const cut = (all: Float32Array) => all.subarray(row * features, endRow * features);
      const firstGiven = given;
      while (given < ids.length && ids[given]! < endRow) given++;
      const some = {
        ids: ids.subarray(firstGiven, given).map((id) => id - row),
        rows: gradient!.subarray(firstGiven * features, given * features),
        features,
      };
      const weights = cut(value!);
      const before = room?.subarray(0, weights.length);
      before?.set(weights);
      if (first && second) {
        const moments = { first: cut(first), second: cut(second) };
        loops.adamWRows(weights, moments, some, seen.subarray(row, endRow), clip, clock, settings);
      } else {
        loops.sgdRows(weights, some, clip, settings);
      }
      if (before) squares += loops.sumOfSquaredChanges(before, weights, 0, weights.length);
    }
    // Tables are not masked.
    sums?.set([seen.length * features, squares]);
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

  /** @param sums [2 * parts] zeros, to be filled as UpdateMeasures has them; null: nobody asks */
  update(gradient: Gradient, scale: tf.Scalar | null, plan: UpdatePlan, sums: Float32Array | null): void {
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
      const [rows, features] = this.shape as [number, number];
      if (this.seen.length !== rows) this.seen = new Uint8Array(rows);
      this.clock.advance(null);
      const { clock, seen } = this;
      const attributes = { features, plan, ids: gradient.ids, seen, clock, sums };
      tf.dispose(updateTable({ ...inputs, gradient: gradient.rows }, attributes));
      return;
    }
    this.clock.advance(plan.dropped === "untouched" ? this.factors.all(this, plan) : null);
    const stretches = (maker: StretchMaker) => this.factors.stretches(this, plan, maker);
    const attributes = { shape: this.shape, parts: this.parts, plan, stretches, clock: this.clock, sums };
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
