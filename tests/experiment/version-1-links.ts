/**
 * Links that people have kept, each with what it has meant since it was made. Add to them, never change them: where one no longer
 * holds because a default has changed, begin version 2 of the links and keep the old default for version 1.
 */
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { Link } from "../../src/experiment/link.ts";

interface KeptLink extends Partial<Pick<Link, "lock" | "hide" | "view">> {
  readonly hash: string;
  readonly experiments: readonly Experiment[];
}

const NC: Experiment = {
  version: 1,
  task: "nc",
  variant: "sft",
  hyper: {},
  trainSize: 240,
  evalSize: 100,
  epochs: 16,
  learningRate: 0.0003,
  batchSize: 16,
  warmupShare: 0.06,
  weightDecay: 0.01,
  clipNorm: 1,
  optimizer: "adamw",
  embeddings: "train",
  labelNoise: 0,
  memory: { recompute: false, update: "after" },
  seed: 1,
  model: "mini",
};
const XNLI: Experiment = { ...NC, task: "xnli", trainSize: 320, evalSize: 50 };

const COMMIT = "e73636d4f797dec63c3081bb6ed5c7b0bb3f2089";

export const VERSION_1_LINKS: readonly KeptLink[] = [
  { hash: "#v=1", experiments: [NC] },
  { hash: "#v=1&task=nc&variant=sft,graddrop-epoch", experiments: [NC, { ...NC, variant: "graddrop-epoch" }] },
  {
    hash: "#v=1&task=xnli&variant=graddrop&graddrop.dropRate=0.3&lr=1e-4",
    experiments: [{ ...XNLI, variant: "graddrop", hyper: { dropRate: 0.3 }, learningRate: 0.0001 }],
  },
  {
    hash: "#v=1&task=nc&variant=head-only,layer-graddrop&seed=7&seeds=2&epochs=4&batch=32&train=100&test=50",
    experiments: [7, 8].flatMap((seed) =>
      ["head-only", "layer-graddrop"].map((variant) => ({
        ...NC,
        variant,
        seed,
        epochs: 4,
        batchSize: 32,
        trainSize: 100,
        evalSize: 50,
      })),
    ),
  },
  {
    hash: "#v=1&variant=anneal-graddrop&noise=0.2&warmup=0&decay=0.1&clip=none&optimizer=sgd&embeddings=follow&recompute=yes&update=fused",
    experiments: [
      {
        ...NC,
        variant: "anneal-graddrop",
        labelNoise: 0.2,
        warmupShare: 0,
        weightDecay: 0.1,
        clipNorm: null,
        optimizer: "sgd",
        embeddings: "follow",
        memory: { recompute: true, update: "fused" },
      },
    ],
  },
  { hash: "#v=1&y=gradient", experiments: [NC], view: { y: "gradient" } },
  {
    hash: "#v=1&score=ru&scale=close&y=loss&x=seconds&smoothing=0.5&table=means&show=graddrop-epoch&cell=5,2&matrix=intermediate.dense&lock=variant,lr&hide=memory,noise",
    experiments: [NC],
    lock: ["variant", "lr"],
    hide: ["memory", "noise"],
    view: {
      score: "ru",
      scale: "close",
      y: "loss",
      x: "seconds",
      smoothing: 0.5,
      table: "means",
      show: "graddrop-epoch",
      cell: { layer: 4, epoch: 2 },
      matrix: "intermediate.dense",
    },
  },
  {
    hash: "#v=1&variant=graddrop,head-only&graddrop.dropRate=0.3&epochs=12&history=sft.4,anneal-graddrop.8.startRate.0.5",
    experiments: [
      { variant: "graddrop", hyper: { dropRate: 0.3 } },
      { variant: "head-only", hyper: {} },
    ].map((own) => ({
      ...NC,
      ...own,
      epochs: 12,
      history: [
        { variant: "sft", hyper: {}, until: 4 },
        { variant: "anneal-graddrop", hyper: { startRate: 0.5 }, until: 8 },
      ],
    })),
  },
  {
    hash: "#v=1&show=graddrop-epoch&cell=12,6&wide=yes&beside=gradfreeze-topdown&quantity=gradNorm&pace=batches",
    experiments: [NC],
    view: {
      show: "graddrop-epoch",
      cell: { layer: 11, epoch: 6 },
      wide: "yes",
      beside: "gradfreeze-topdown",
      quantity: "gradNorm",
      pace: "batches",
    },
  },
  {
    hash: `#v=1&task=nc&variant=sft&lr=0.00002&model=hub,FacebookAI,xlm-roberta-base,${COMMIT}`,
    experiments: [{ ...NC, learningRate: 2e-5, model: `hub:FacebookAI/xlm-roberta-base@${COMMIT}` }],
  },
  {
    hash: "#v=1&task=nc&variant=sft&model=files,0123456789ab,my_20model",
    experiments: [{ ...NC, model: "files:my model#0123456789ab" }],
  },
];
