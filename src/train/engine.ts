/**
 * The one door to the computation: a model on the current tfjs backend, one optimizer step at a time.
 */
import * as tf from "@tensorflow/tfjs";
import { droppedMeans, type LayerMask } from "../graddrop/index.ts";
import type { EncoderConfig } from "../model/config.ts";
import {
  backward,
  forwardForTraining,
  forwardOnly,
  type Gradients,
  type Learning,
  lowestLearning,
  type Model,
} from "../model/encoder.ts";
import { type Head, type TensorSpec, tensorSpecs } from "../model/parameters.ts";
import { allParameters, createParameters, gather } from "../model/weights.ts";
import {
  anyActive,
  createOps,
  type Dropout,
  HeldGradient,
  isTableGradient,
  type Ops,
  type OptimizerSettings,
  type Parameter,
  type ParameterGradient,
  type ParameterState,
  packTokens,
  type SquaredNorms,
  type Update,
  type UpdateMeasures,
  type UpdatePlan,
} from "../ops/index.ts";
import { PendingReports } from "./reports.ts";
import { type ReportedParts, reportOf, type StepReport } from "./step-report.ts";
import { type Batch, checkAsked, checkTargets, givenLogits, lossOf, type Question } from "./targets.ts";
import type { StepTrace, TraceRequest } from "./trace.ts";
import { targetOf, traced, type UpdateWatch } from "./tracing.ts";

export type { OptimizerSettings } from "../ops/index.ts";
export type { StepReport } from "./step-report.ts";
export type { Asked, Batch, Question, Targets } from "./targets.ts";

/** Everything that one step depends on, besides weights and batch. */
export interface StepPlan {
  seed: number;
  /** From 1. */
  epoch: number;
  /** Over the whole training, from 0. */
  step: number;
  learningRate: number;
  /** Rate at which activations are dropped. */
  dropout: number;
  /** Lowest first. Embeddings and head are never masked. */
  layerMasks: readonly LayerMask[];
  /** The head always trains. */
  embeddings: "train" | "frozen";
  /** What a mask that is fresh each step does to a weight it drops; graddrop's `droppedMeans` when absent. */
  dropped?: "zero-gradient" | "untouched";
  optimizer: OptimizerSettings;
  /** What the report tells on top: every tensor's norm by name, or what the update did, which costs some time. */
  report?: "gradNorms" | "measures";
}

/** What a step does to need less memory; the defaults of `createEngine` need the most. */
export interface MemorySettings {
  /** Compute each layer's activations again in the backward pass instead of keeping them. Changes no number. */
  readonly recompute: boolean;
  /**
   * `after`: all gradients are there before the first weight moves, and are clipped by their global norm. `fused`: each part
   * (head, layer, embeddings) is updated as soon as its gradients are there, which are then freed; clipping looks at each
   * part alone, so that with `clipNorm` the numbers are others.
   */
  readonly update: "after" | "fused";
}

const MOST_MEMORY: MemorySettings = { recompute: false, update: "after" };

/** 64 MiB, and twice that of moments. */
const MOST_WEIGHTS_READ = 2 ** 24;

/** Everything that later steps depend on, by the name of each parameter's first tensor. It outlives the device. */
export type EngineSnapshot = ReadonlyMap<string, ParameterState>;

export interface Engine {
  readonly config: EncoderConfig;
  readonly specs: readonly TensorSpec[];
  /** Which op set computes. */
  readonly opsName: string;
  /** Readies the device for steps like this one, and for logits; learns nothing. Without it the first step does. */
  prepare(batch: Batch, plan: StepPlan): Promise<void>;
  /** Makes one step. `read` once; see PendingReports for reports nobody reads. */
  step(batch: Batch, plan: StepPlan): { read(): Promise<StepReport> };
  /**
   * A step that is looked at: it does exactly what `step` does, and tells what it did to a few weights. Read the reports of
   * all steps before, and begin no other until this resolves.
   */
  trace(batch: Batch, plan: StepPlan, request: TraceRequest): Promise<{ report: StepReport; trace: StepTrace }>;
  /**
   * Without dropout; labels are not looked at. Of a sequence head [rows * classes]; of a token head [n * classes], of the
   * tokens at `positions`; of a span head [rows * sequence * 2], each token's as start and as end, -Infinity for padding.
   */
  logits(batch: Question): Promise<Float32Array>;
  /** By Hugging Face's name. */
  weights(): Promise<Map<string, Float32Array>>;
  /** One tensor of them: all at once would take as much memory again. */
  read(name: string): Promise<Float32Array>;
  /** Sets all weights and forgets the optimizer's state. */
  load(weights: ReadonlyMap<string, Float32Array>): void;
  /** Weights and optimizer state, copied. Read reports and wait for this before the next step. */
  snapshot(): Promise<EngineSnapshot>;
  /** Goes on from a snapshot, also of another engine: with the same op set, to the last bit. */
  restore(snapshot: EngineSnapshot): void;
  dispose(): void;
}

/** On the current tfjs backend. */
export function createEngine(
  config: EncoderConfig,
  head: Head,
  weights: ReadonlyMap<string, Float32Array>,
  ops: Ops = createOps(),
  memory: MemorySettings = MOST_MEMORY,
): Engine {
  const specs = tensorSpecs(config, head);
  const parameters = createParameters(ops, config, head, specs, weights);
  const all = allParameters(parameters);
  const model: Model = { ops, config, parameters, recompute: memory.recompute };
  const reports = new PendingReports();
  let watch: UpdateWatch | null = null;
  const layerOf = new Map<Parameter, number>();
  const ownerOf = new Map(specs.map((spec) => [spec.index, spec.owner]));
  for (const parameter of all) {
    const owner = ownerOf.get(parameter.parts[0]!.index)!;
    if (owner.kind === "layer") layerOf.set(parameter, owner.layer);
  }

  function step(batch: Batch, plan: StepPlan) {
    checkStep(batch, plan, config, head);
    let report: { read(): Promise<StepReport> } | undefined;
    tf.tidy(() => {
      const { parts, ...tensors } = learn(batch, plan);
      const named = plan.report === "gradNorms" ? specs : null;
      report = reports.add(tensors, (values) => {
        const logits = givenLogits(values.logits, batch, head);
        return reportOf({ ...values, logits }, parts, named);
      });
    });
    return report!;
  }

  /** Forward, backward and update; in the caller's tidy. */
  function learn(batch: Batch, plan: StepPlan) {
    const tokens = packTokens(batch, config);
    const learning = learningOf(plan, specs, config);
    const dropout: Dropout | null = plan.dropout > 0 ? { rate: plan.dropout, seed: plan.seed, step: plan.step } : null;
    const { logits, saved } = forwardForTraining(model, tokens, dropout, lowestLearning(learning));
    const { loss, gradient } = lossOf(ops, logits, batch, tokens);
    const groups = backward(model, saved, gradient, tokens, learning, dropout);
    const { norms, measures } = memory.update === "fused" ? updateEach(groups, plan) : updateAll(groups, plan);
    const parts: ReportedParts = { gradients: norms.parts, updates: measures?.parts ?? [] };
    return { loss, logits, squares: norms.sums, ...(measures && { updates: measures.sums }), parts };
  }

  function updateAll(groups: Iterable<Gradients>, plan: StepPlan): Updated {
    return update(
      Array.from(groups).flatMap((group) => listOf(group)),
      plan,
    );
  }

  function updateEach(groups: Iterable<Gradients>, plan: StepPlan): Updated {
    const done: Updated[] = [];
    for (const group of groups) {
      const list = listOf(group);
      done.push(update(list, plan));
      for (const { gradient } of list) {
        if (!(gradient instanceof HeldGradient)) tf.dispose(isTableGradient(gradient) ? gradient.rows : gradient);
      }
    }
    const measured = done.flatMap(({ measures }) => measures ?? []);
    const norms = joined(done.map(({ norms }) => norms));
    return { norms, measures: measured.length > 0 ? joined(measured) : null };
  }

  /** Clips what it is given by its norm, and updates. */
  function update(list: readonly ParameterGradient[], plan: StepPlan): Updated {
    const norms = ops.squaredNorms(list);
    const { clipNorm } = plan.optimizer;
    const scale = clipNorm === null ? null : ops.clipScale(norms.sums, clipNorm);
    const updates = list.map(
      ({ parameter, gradient }): Update => ({ parameter, gradient, plan: updatePlanOf(parameter, plan) }),
    );
    watch?.see(list, scale);
    if (plan.report === "measures") return { norms, measures: ops.measuredUpdate(updates, scale) };
    ops.update(updates, scale);
    return { norms, measures: null };
  }

  function updatePlanOf(parameter: Parameter, plan: StepPlan): UpdatePlan {
    const layer = layerOf.get(parameter);
    const mask: LayerMask = layer === undefined ? { kind: "active" } : plan.layerMasks[layer]!;
    const { optimizer, learningRate, seed, epoch, step } = plan;
    return { optimizer, learningRate, mask, dropped: droppedBy(mask, plan), seed, epoch, step };
  }

  return {
    config,
    specs,
    opsName: ops.name,
    async prepare(batch, plan) {
      checkStep(batch, plan, config, head);
      await ops.compile?.(() => {
        tf.tidy(() => {
          learn(batch, plan);
          // The steps around a measured one are plain.
          if (plan.report === "measures") learn(batch, { ...plan, report: "gradNorms" });
          forwardOnly(model, packTokens(batch, config));
        });
      });
    },
    step,
    async trace(batch, plan, request) {
      const target = targetOf(all, specs, request);
      return traced(target, request, updatePlanOf(target.parameter, plan), (watching) => {
        watch = watching;
        try {
          return step(batch, plan);
        } finally {
          watch = null;
        }
      });
    },
    async logits(batch) {
      checkAsked(batch, head);
      const logits = forwardOnly(model, packTokens(batch, config));
      try {
        return givenLogits(await logits.data<"float32">(), batch, head);
      } finally {
        logits.dispose();
      }
    },
    async weights() {
      const result = new Map<string, Float32Array>(specs.map((spec) => [spec.name, new Float32Array(0)]));
      for (const parameter of all) {
        for (const [name, values] of partsOf(parameter, await parameter.read())) result.set(name, values.slice());
      }
      return result;
    },
    async read(name) {
      const parameter = all.find(({ parts }) => parts.some((part) => part.name === name));
      if (!parameter) throw new RangeError(`The model has no tensor "${name}". Ask for one of its specs.`);
      return new Map(partsOf(parameter, await parameter.read())).get(name)!;
    },
    load(next) {
      // Everything is checked before anything changes.
      const values = all.map((parameter) => gather(parameter.parts, next));
      for (const [i, parameter] of all.entries()) parameter.write(values[i]!);
    },
    async snapshot() {
      const states = new Map<string, ParameterState>();
      // Many at once, since each waits for the device; not all, since each takes as much memory again while it is read.
      for (const some of inLots(all, MOST_WEIGHTS_READ)) {
        const read = await Promise.all(some.map((parameter) => parameter.state()));
        for (const [i, parameter] of some.entries()) states.set(nameOf(parameter), read[i]!);
      }
      return states;
    },
    restore(snapshot) {
      // Everything is checked before anything changes.
      const states = all.map((parameter) => stateFor(parameter, snapshot));
      for (const [i, parameter] of all.entries()) parameter.restore(states[i]!);
    },
    dispose() {
      for (const parameter of all) parameter.dispose();
      reports.dispose();
      ops.dispose?.();
    },
  };
}

interface Updated {
  readonly norms: SquaredNorms;
  /** null: nobody asked. */
  readonly measures: UpdateMeasures | null;
}

/** Sums of several lists of parts, one after another. */
function joined(all: readonly SquaredNorms[]): SquaredNorms {
  return { sums: tf.concat1d(all.map(({ sums }) => sums)), parts: all.flatMap(({ parts }) => parts) };
}

function listOf(gradients: Gradients): ParameterGradient[] {
  return Array.from(gradients, ([parameter, gradient]) => ({ parameter, gradient }));
}

function nameOf({ parts }: Parameter): string {
  return parts[0]!.name;
}

/** Views of a parameter's values, one for each tensor in it. */
function partsOf({ parts }: Parameter, values: Float32Array): [string, Float32Array][] {
  let start = 0;
  return parts.map(({ name, size }) => {
    start += size;
    return [name, values.subarray(start - size, start)];
  });
}

function sizeOf({ parts }: Parameter): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

/** Cuts the list where a lot would have more than so many weights. */
function inLots(parameters: readonly Parameter[], most: number): Parameter[][] {
  const lots: Parameter[][] = [];
  let left = 0;
  for (const parameter of parameters) {
    const size = sizeOf(parameter);
    if (size > left) {
      lots.push([]);
      left = most;
    }
    lots.at(-1)!.push(parameter);
    left -= size;
  }
  return lots;
}

function stateFor(parameter: Parameter, snapshot: EngineSnapshot): ParameterState {
  const size = sizeOf(parameter);
  const state = snapshot.get(nameOf(parameter));
  const given = state && [state.values, state.moments?.first, state.moments?.second, state.counts];
  if (given?.every((list) => !list || list.length === size)) return state!;
  throw new RangeError(
    `The snapshot ${state ? `holds another shape of "${nameOf(parameter)}"` : `has no "${nameOf(parameter)}"`}. ` +
      `Restore it into an engine of the same model and head.`,
  );
}

function droppedBy(mask: LayerMask, plan: StepPlan): "zero-gradient" | "untouched" {
  const eachStep = mask.kind === "gaussian" || (mask.kind === "bernoulli" && mask.period === "step");
  return eachStep && plan.dropped ? plan.dropped : droppedMeans(mask);
}

/** A layer in which no weight can move counts as frozen: its gradients are not computed. */
function learningOf(plan: StepPlan, specs: readonly TensorSpec[], config: EncoderConfig): Learning {
  const layers = new Array<boolean>(config.layers).fill(false);
  for (const { owner, index, shape } of specs) {
    if (owner.kind !== "layer" || layers[owner.layer]) continue;
    const key = { seed: plan.seed, tensor: index, epoch: plan.epoch, step: plan.step };
    const size = shape.reduce((product, side) => product * side, 1);
    layers[owner.layer] = anyActive(plan.layerMasks[owner.layer]!, size, key);
  }
  return { embeddings: plan.embeddings === "train", layers };
}

function checkStep(batch: Batch, plan: StepPlan, config: EncoderConfig, head: Head): void {
  if (plan.layerMasks.length !== config.layers) {
    throw new RangeError(
      `The plan has masks for ${plan.layerMasks.length} layers, but the model has ${config.layers}. Give one mask a layer.`,
    );
  }
  checkTargets(batch, head);
  if (!(plan.dropout >= 0 && plan.dropout < 1)) {
    throw new RangeError(`Dropout ${plan.dropout} is not a rate. Choose a number from 0 up to, but not including, 1.`);
  }
}
