/** Traced steps: what the device did, and that looking changed nothing. */
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { createEngine } from "../../../../src/train/engine.ts";
import { randomWeights, TINY } from "../../../model/models.ts";
import {
  misses,
  requestOf,
  stepOf,
  TRACED_CASES,
  TRACED_HEAD,
  TRACED_STEPS,
  TRACED_TENSORS,
  type TracedCase,
} from "../../../model/traces.ts";
import type { Case } from "./case.ts";
import { differing } from "./numbers.ts";

/** Of each kind of mask and optimizer one. */
const CASES = ["graddrop", "graddrop-gaussian", "graddrop-epoch", "SGD", "updates within the backward pass"];
const caseOf = (name: string) => TRACED_CASES.find((candidate) => candidate.name === name)!;

async function trained(gpu: Gpu, traced: TracedCase, isTraced: (step: number) => boolean) {
  const engine = createEngine(
    TINY,
    TRACED_HEAD,
    randomWeights(TINY, TRACED_HEAD),
    gpu.backend.createOps(),
    traced.memory,
  );
  const found: { measured: number; what: string }[] = [];
  for (let step = 0; step < TRACED_STEPS; step++) {
    const { batch, plan } = stepOf(traced, step);
    const tensor = TRACED_TENSORS[step % TRACED_TENSORS.length]!;
    if (isTraced(step)) {
      const { trace } = await engine.trace(batch, plan, requestOf(engine, tensor));
      found.push({ measured: misses(trace), what: `${tensor}, step ${step}` });
    } else await engine.step(batch, plan).read();
  }
  const weights = await engine.weights();
  engine.dispose();
  return { found, weights };
}

export const traceCases: readonly Case[] = [
  ...CASES.map(
    (name): Case => ({
      name: `a traced step does what Eq. 3-4 and the optimizer say: ${name}`,
      async run(gpu) {
        const { found } = await trained(gpu, caseOf(name), () => true);
        return { ...found.reduce((a, b) => (b.measured > a.measured ? b : a)), limit: 1 };
      },
    }),
  ),
  {
    name: "a run with traced steps equals the undisturbed one, bit for bit",
    async run(gpu) {
      const traced = caseOf("graddrop-epoch");
      const [looked, undisturbed] = [
        await trained(gpu, traced, (step) => step !== 2),
        await trained(gpu, traced, () => false),
      ];
      const counts = Array.from(undisturbed.weights, ([name, values]) => differing(looked.weights.get(name)!, values));
      return { measured: counts.reduce((a, b) => a + b), limit: 0 };
    },
  },
];
