/** Where a step's time goes: forward, backward, update. */
import * as tf from "@tensorflow/tfjs";
import { backward, forwardForTraining, type Model } from "../src/model/encoder.ts";
import { tensorSpecs } from "../src/model/parameters.ts";
import { allParameters, createParameters } from "../src/model/weights.ts";
import { createOps, packTokens } from "../src/ops/index.ts";
import { engineContender, engineFor, repeatsFor } from "./engines.ts";
import type { Context, Group } from "./groups.ts";
import { type Contender, timeInTurn } from "./measure.ts";
import { batchOf, HEAD, randomWeights, type Shape } from "./shapes.ts";

/**
 * A GPU works on what was recorded long before, so that a part cannot be timed by itself: the times of forward, of forward
 * and backward, and of the whole step are taken, and their differences are the parts'.
 */
export function phaseGroup({ backend, rounds }: Context, shape: Shape): Group {
  const id = `${backend.name}/${shape.name}/phase`;
  const plan = (phase: string, what: string) => ({
    id: `${id}/${phase}`,
    what: `${shape.name}: ${what}; theirs is our whole step`,
    unit: "ms",
    ratioIs: "ours / theirs" as const,
  });
  return {
    id,
    rows: [
      plan("forward", "forward pass and loss"),
      plan("backward", "backward pass"),
      plan("update", "norm, clipping, AdamW and the batch's upload, as what is left of a step"),
    ],
    async measure() {
      const { config } = shape;
      const engine = engineFor(shape);
      const ops = createOps();
      const parameters = createParameters(ops, config, HEAD, tensorSpecs(config, HEAD), randomWeights(config));
      const model: Model = { ops, config, parameters, recompute: false };
      const learning = { embeddings: true, layers: new Array<boolean>(config.layers).fill(true) };
      const pass = (name: string, back: boolean): Contender => ({
        name,
        run: (turn) => {
          const batch = batchOf(shape, turn);
          const tokens = packTokens(batch, config);
          tf.tidy(() => {
            const { logits, saved } = forwardForTraining(model, tokens, null, -1);
            const { gradient } = ops.crossEntropy(logits, batch.targets.labels);
            if (back) Array.from(backward(model, saved, gradient, tokens, learning, null));
          });
        },
        settle: backend.settle,
        repeats: repeatsFor(backend, shape),
      });
      try {
        const step = engineContender("step", engine, shape, backend);
        const times = await timeInTurn([pass("forward", false), pass("both", true), step], rounds);
        const forward = times.get("forward")!;
        const both = times.get("both")!;
        const whole = times.get("step")!;
        return new Map([
          [`${id}/forward`, { ours: forward, theirs: whole }],
          [`${id}/backward`, { ours: both - forward, theirs: whole }],
          [`${id}/update`, { ours: whole - both, theirs: whole }],
        ]);
      } finally {
        engine.dispose();
        for (const parameter of allParameters(parameters)) parameter.dispose();
      }
    },
  };
}
