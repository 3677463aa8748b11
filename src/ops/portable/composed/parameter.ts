/** A parameter held as tensors that are replaced, never written to: works on every tfjs backend. */
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
import { biasCorrection, Clock } from "../clock.ts";
import { Factors } from "../factors.ts";

export class ComposedParameter implements Parameter {
  readonly parts: readonly ParameterPart[];
  readonly shape: readonly number[];
  readonly use: ParameterDescription["use"];
  private current: tf.Tensor;
  private moments: { first: tf.Tensor; second: tf.Tensor } | null = null;
  private clock = new Clock();
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

  async read(): Promise<Float32Array> {
    return copyOf(this.current);
  }

  write(values: Float32Array): void {
    this.dispose();
    this.current = this.place(values);
    this.clock = new Clock();
  }

  async state(): Promise<ParameterState> {
    const { moments } = this;
    return {
      values: await this.read(),
      moments: moments && { first: await copyOf(moments.first), second: await copyOf(moments.second) },
      ...this.clock.state(),
      seen: null,
    };
  }

  restore({ values, moments, steps, counts }: ParameterState): void {
    this.write(values);
    this.moments = moments && { first: this.place(moments.first), second: this.place(moments.second) };
    this.clock = new Clock({ steps, counts });
  }

  dispose(): void {
    this.current.dispose();
    this.moments?.first.dispose();
    this.moments?.second.dispose();
    this.moments = null;
  }

  update(gradient: Gradient, scale: tf.Scalar | null, plan: UpdatePlan): void {
    const { optimizer, learningRate } = plan;
    tf.tidy(() => {
      const factors = this.factors.all(this, plan);
      const mask = factors && tf.tensor(Float32Array.from(factors), [...this.shape]);
      const untouched = plan.dropped === "untouched" ? factors : null;
      let g = this.dense(gradient);
      if (scale) g = tf.mul(g, scale);
      if (mask) g = tf.mul(g, mask);
      const settle = (next: tf.Tensor, before: tf.Tensor) =>
        mask && untouched ? tf.where(tf.notEqual(mask, 0), next, before) : next;

      if (optimizer.kind === "sgd") {
        const decayed = optimizer.weightDecay === 0 ? g : tf.add(g, tf.mul(this.current, optimizer.weightDecay));
        this.replace(settle(tf.sub(this.current, tf.mul(decayed, learningRate)), this.current));
        return;
      }
      const { beta1, beta2, epsilon, weightDecay } = optimizer;
      this.clock.advance(untouched);
      const before = this.moments ?? { first: tf.zerosLike(this.current), second: tf.zerosLike(this.current) };
      const first = tf.add(tf.mul(before.first, beta1), tf.mul(g, 1 - beta1));
      const second = tf.add(tf.mul(before.second, beta2), tf.mul(tf.square(g), 1 - beta2));
      const correction1 = this.correction(beta1);
      const root2 = tf.sqrt(this.correction(beta2));
      const denominator = tf.add(tf.div(tf.sqrt(second), root2), epsilon);
      const decayed = tf.mul(this.current, 1 - learningRate * weightDecay);
      const next = tf.sub(decayed, tf.mul(tf.div(tf.div(first, correction1), denominator), learningRate));
      this.replace(settle(next, this.current), {
        first: settle(first, before.first),
        second: settle(second, before.second),
      });
    });
  }

  /** @returns see UpdateMeasures.sums */
  measuredUpdate(gradient: Gradient, scale: tf.Scalar | null, plan: UpdatePlan): tf.Tensor1D {
    return tf.tidy(() => {
      const before = tf.clone(this.current);
      this.update(gradient, scale, plan);
      // Parts are equal stretches, one after another. Their rows are summed first, since tfjs sums in f32.
      const columns = this.shape.length > 1 ? this.shape.at(-1)! : this.parts[0]!.size;
      const byPart = (tensor: tf.Tensor) => tf.sum(tf.sum(tf.reshape(tensor, [this.parts.length, -1, columns]), 2), 1);
      const factors = this.factors.all(this, plan);
      const isActive = factors ? tf.tensor1d(factors.map((factor) => (factor === 0 ? 0 : 1))) : tf.onesLike(before);
      const squares = byPart(tf.square(tf.sub(this.current, before)));
      return tf.reshape(tf.stack([byPart(isActive), squares], 1), [-1]);
    });
  }

  /** 1 - beta^steps, one number or one for each weight. A weight that has made no step gets a 1 that nobody reads. */
  private correction(beta: number): tf.Tensor {
    const { counts, steps } = this.clock;
    if (counts === null) return tf.scalar(biasCorrection(beta, steps));
    const values = Float32Array.from(counts, (count) => biasCorrection(beta, Math.max(1, count)));
    return tf.tensor(values, [...this.shape]);
  }

  private dense(gradient: Gradient): tf.Tensor {
    if (!isTableGradient(gradient)) return tensorOf(gradient);
    const indices = tf.tensor2d(gradient.ids, [gradient.ids.length, 1], "int32");
    return tf.scatterND(indices, gradient.rows, [...this.shape]);
  }

  /** A copy as a tensor of its own. */
  private place(values: Float32Array): tf.Tensor {
    return tf.keep(tf.tensor(values.slice(), [...this.shape], "float32"));
  }

  private replace(next: tf.Tensor, moments?: { first: tf.Tensor; second: tf.Tensor }): void {
    const old = this.current;
    this.current = tf.keep(next);
    old.dispose();
    if (!moments) return;
    const oldMoments = this.moments;
    this.moments = { first: tf.keep(moments.first), second: tf.keep(moments.second) };
    oldMoments?.first.dispose();
    oldMoments?.second.dispose();
  }
}

/** On a backend that holds its values as arrays, `data` would give the array itself. */
async function copyOf(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data<"float32">());
}

export function composed(parameter: Parameter): ComposedParameter {
  if (parameter instanceof ComposedParameter) return parameter;
  throw new TypeError(`Parameter "${parameter.parts[0]?.name}" belongs to another op set. Make it with this one.`);
}

export function weightsOf(parameter: Parameter): tf.Tensor {
  return composed(parameter).value;
}
