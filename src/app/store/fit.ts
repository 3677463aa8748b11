/** Whether what the form asks for fits this device: what was asked, what came out, and how the form takes a proposal. Pure. */
import type { Experiment } from "../../experiment/experiment.ts";
import { variantById } from "../../graddrop/index.ts";
import type { Fit, Proposal } from "../../train/fit.ts";
import type { MemoryPlan } from "../../train/memory.ts";
import type { AskProgress } from "../../worker/model-protocol.ts";
import { toShown } from "./fields.ts";
import { checkForm, type Form } from "./form.ts";

/** A check counts the memory, a calibration also times some steps. */
export type FitQuestion = "fit" | "calibrate";

export interface Fitting {
  /** Under way. */
  readonly asked: FitQuestion | undefined;
  readonly progress: AskProgress | undefined;
  /** The latest answer, which may be about another form by now. */
  readonly fit: Fit | undefined;
  readonly problem: string | undefined;
  /** Of the device, as the person says; undefined: as the device says, if it does. */
  readonly deviceBytes: number | undefined;
}

export const NOT_ASKED: Fitting = {
  asked: undefined,
  progress: undefined,
  fit: undefined,
  problem: undefined,
  deviceBytes: undefined,
};

/** Of the runs that the form asks for, the one that needs most: with dropout there is more to keep, under a lone head least. */
export function largestExperiment(form: Form): Experiment | undefined {
  const [first, ...others] = checkForm(form).experiments;
  return others.reduce((most, other) => (needOf(other) > needOf(most!) ? other : most), first);
}

function needOf({ variant, hyper }: Experiment): number {
  if (variant === "head-only") return 0;
  return variantById(variant).activationDropout(hyper) > 0 ? 2 : 1;
}

/** Whether an answer is about what the form asks for now. */
export function isCurrent(fit: Fit, form: Form): boolean {
  const wanted = largestExperiment(form);
  return wanted !== undefined && keyOf(fit.experiment) === keyOf(wanted);
}

function keyOf(experiment: Experiment): string {
  return JSON.stringify(Object.entries(experiment).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The form with what a proposal changes. */
export function withProposal(form: Form, { change }: Pick<Proposal, "change">): Form {
  const { batchSize, maxLength, memory, embeddings } = change;
  return {
    ...form,
    numbers: {
      ...form.numbers,
      ...(batchSize === undefined ? {} : { batchSize: toShown("batchSize", batchSize) }),
      ...(maxLength === undefined ? {} : { maxLength: toShown("maxLength", maxLength) }),
    },
    ...(memory === undefined ? {} : { memory }),
    ...(embeddings === undefined ? {} : { embeddings }),
  };
}

export interface MemoryPart {
  readonly id: "weights" | "moments" | "gradients" | "activations" | "working" | "embeddings";
  readonly label: string;
  readonly explain: string;
  readonly sizeBytes: number;
}

/** What a plan's bytes are for, largest stretches of a life first; their sum is the plan's. */
export function memoryParts(plan: MemoryPlan): readonly MemoryPart[] {
  return [
    { id: "weights", label: "Weights", explain: "of all layers and the head", sizeBytes: plan.weights },
    {
      id: "moments",
      label: "Optimizer",
      explain: "AdamW's two moments of each of these weights",
      sizeBytes: plan.moments,
    },
    { id: "gradients", label: "Gradients", explain: "all that are there at once", sizeBytes: plan.gradients },
    {
      id: "activations",
      label: "Activations",
      explain: "what the forward pass keeps for the backward pass",
      sizeBytes: plan.activations,
    },
    { id: "working", label: "Working space", explain: "of one layer, and of the kernels", sizeBytes: workingOf(plan) },
    {
      id: "embeddings",
      label: "Embeddings",
      explain: "rows of the words that occur, and their moments",
      sizeBytes: plan.embeddings + plan.embeddingMoments,
    },
  ];
}

function workingOf({ working, uniforms }: MemoryPlan): number {
  return working + uniforms;
}
