import { z } from "zod";
import { VARIANTS, variantById } from "../graddrop/index.ts";
import { taskById } from "../tasks/registry.ts";
import { TASK_IDS } from "../tasks/types.ts";

export const EMBEDDING_POLICIES = ["train", "freeze", "follow"] as const;
/**
 * What happens to the embeddings: `train` always, `freeze` never, or `follow` the variant as if they were the layer below the
 * lowest (gradual unfreezing in the sense of Howard and Ruder). Element-wise masks are never applied to embeddings (paper, IV).
 */
export type EmbeddingPolicy = (typeof EMBEDDING_POLICIES)[number];

/** When weights move: after all gradients are there, or part by part within the backward pass. */
export const UPDATE_TIMES = ["after", "fused"] as const;

/** Saves memory, at a price. Absent in files from before there was a choice. */
const memorySchema = z
  .object({
    /** Compute each layer's activations again in the backward pass: about a third more work, the same numbers. */
    recompute: z.boolean(),
    /**
     * `fused`: each part (head, layer, embeddings) is updated as soon as its gradients are there, which are then freed.
     * The clip norm then bounds each part's own norm, so that the numbers differ wherever gradients are clipped.
     */
    update: z.enum(UPDATE_TIMES),
  })
  .default({ recompute: false, update: "after" });

const variantSchema = z.enum(VARIANTS.map((variant) => variant.id) as [string, ...string[]]);
const hyperSchema = z.record(z.string(), z.number());

/** Forks of forks: as many as a link has room for. */
export const MOST_EARLIER_STRETCHES = 8;

/** Epochs that another variant trained before the run was forked. */
const stretchSchema = z.object({
  variant: variantSchema,
  hyper: hyperSchema,
  /** The last epoch of the stretch, from 1; it begins after the stretch before. */
  until: z.int().min(1),
});
export type Stretch = z.infer<typeof stretchSchema>;

/** What a fork's epochs before it were trained with, in order. */
export const historySchema = z
  .array(stretchSchema)
  .min(1)
  .max(MOST_EARLIER_STRETCHES)
  .superRefine((history, context) => {
    for (const [i, { variant, hyper, until }] of history.entries()) {
      checkHyper(variant, hyper, context, [i, "hyper"]);
      const before = history[i - 1]?.until ?? 0;
      if (until > before) continue;
      const message = `must be more than ${before}, where the stretch before it ends`;
      context.addIssue({ code: "custom", path: [i, "until"], message });
    }
  });

/** Data of one's own: named, never contained. Without the same files a run cannot be made again. */
const filesSchema = z.strictObject({
  kind: z.literal("files"),
  /** What the user gave: a folder, a file, an address. */
  name: z.string().min(1).max(120),
  /** Of the examples that were read. */
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/),
});
export type OwnFiles = z.infer<typeof filesSchema>;

/** Everything that determines a run. Two equal experiments on one backend give the same numbers to the last bit. */
export const experimentSchema = z
  .object({
    version: z.literal(1),
    task: z.enum(TASK_IDS),
    /** Absent: the bundled data. */
    data: filesSchema.exactOptional(),
    variant: variantSchema,
    /** The variant's own settings; those left out take the paper's values. */
    hyper: hyperSchema,
    /**
     * Of a fork. After it `variant` goes on, with weights, moments, batch order, learning rate and random state as they were, and
     * with the masks that it would have had in these epochs anyway. Absent: no fork.
     */
    history: historySchema.exactOptional(),
    epochs: z.int().min(1).max(100),
    trainSize: z.int().min(2).max(5000),
    /** Test examples per language. */
    evalSize: z.int().min(1).max(1000),
    batchSize: z.int().min(1).max(256),
    /** Peak learning rate, reached after the warm-up, then falling linearly to 0. */
    learningRate: z.number().min(0).max(10),
    /** Share of all steps over which the learning rate rises from 0. */
    warmupShare: z.number().min(0).max(1),
    weightDecay: z.number().min(0).max(1),
    /** Largest global gradient norm, or norm of each part where memory.update is "fused"; null switches clipping off. */
    clipNorm: z.number().positive().nullable(),
    optimizer: z.enum(["adamw", "sgd"]),
    embeddings: z.enum(EMBEDDING_POLICIES),
    /** Share of training labels replaced by a wrong one. */
    labelNoise: z.number().min(0).max(0.9),
    memory: memorySchema,
    /**
     * Tokens of a row at most, specials included, where the model takes so many; longer texts are cut, and passages looked at in
     * more windows. Absent: the task's own.
     */
    maxLength: z.int().min(16).max(512).exactOptional(),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    /** "mini", or, in the CLI, a folder in Hugging Face layout. */
    model: z.string().min(1),
  })
  .superRefine(({ task, variant, hyper, history, epochs, labelNoise }, context) => {
    checkHyper(variant, hyper, context, ["hyper"]);
    if (labelNoise > 0 && taskById(task).head.kind === "span") {
      const message = `must be 0: the answers of ${task} are spans of a text, which have no labels to replace`;
      context.addIssue({ code: "custom", path: ["labelNoise"], message });
    }
    const last = history?.at(-1);
    if (!history || !last || last.until < epochs) return;
    const message = `must be less than ${epochs}, the number of epochs, so that ${variant} trains at least one`;
    context.addIssue({ code: "custom", path: ["history", history.length - 1, "until"], message });
  });
export type Experiment = z.infer<typeof experimentSchema>;

/** Tokens of a row at most, where the model takes so many. */
export function maxLengthOf({ task, maxLength }: Pick<Experiment, "task" | "maxLength">): number {
  return maxLength ?? taskById(task).maxLength;
}

function checkHyper(
  variant: string,
  hyper: Readonly<Record<string, number>>,
  context: z.RefinementCtx,
  path: readonly (string | number)[],
): void {
  const known = variantById(variant).hyperparameters;
  for (const [name, value] of Object.entries(hyper)) {
    const fault = (message: string) => context.addIssue({ code: "custom", path: [...path, name], message });
    const hyperparameter = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!hyperparameter) {
      const names = Object.keys(known).join(", ") || "none";
      fault(`${variant} has no such setting (it has: ${names})`);
    } else if (value < hyperparameter.min || value > hyperparameter.max) {
      fault(`must be from ${hyperparameter.min} to ${hyperparameter.max}`);
    }
  }
}
