/** How often a layer of the encoder makes the GPU start something, in one training step, update included. */
import { createEngine } from "../src/train/engine.ts";
import { LEARNING_RATE, plainPlan } from "./engines.ts";
import type { Context, Group } from "./groups.ts";
import { batchOf, HEAD, randomWeights, type Shape } from "./shapes.ts";
import { createStockModel } from "./stock.ts";

const BAR = 32;

/** Dispatches do not depend on how long they take: few short rows and few words do. */
const LITTLE = { rows: 2, sequence: 16, vocabSize: 500 } as const;
const LAYERS = 3;

/** Of two models, one a layer deeper: the top layer, of which only the first tokens are computed, is left out that way. */
export function dispatchGroup({ backend }: Context, { name, config }: Shape): Group {
  const id = `${backend.name}/${name}/dispatches`;
  const withLayers = (layers: number): Shape => ({
    name,
    config: { ...config, layers, vocabSize: LITTLE.vocabSize },
    rows: LITTLE.rows,
    sequence: LITTLE.sequence,
  });
  return {
    id,
    rows: [
      {
        id,
        what: `${name}: dispatches an encoder layer and step, update included, against stock tfjs`,
        unit: "dispatches",
        bar: { value: BAR, rule: "ours <= bar" },
      },
    ],
    async measure() {
      const counter = countDispatches();
      try {
        const ofLayer = async (count: (shape: Shape) => Promise<number>) =>
          (await count(withLayers(LAYERS))) - (await count(withLayers(LAYERS - 1)));
        const ours = await ofLayer(async (shape) => {
          const engine = createEngine(shape.config, HEAD, randomWeights(shape.config));
          return stepsOf(
            (step) => void engine.step(batchOf(shape, step), plainPlan(step, shape.config.layers)),
            () => engine.dispose(),
          );
        });
        const theirs = await ofLayer(async (shape) => {
          const stock = createStockModel(shape.config, randomWeights(shape.config), LEARNING_RATE);
          return stepsOf(
            (step) => stock.step(batchOf(shape, step)),
            () => stock.dispose(),
          );
        });
        return new Map([[id, { ours, theirs }]]);
      } finally {
        counter.stop();
      }

      /** Of the second step: the first may prepare what later ones reuse. */
      async function stepsOf(step: (step: number) => void, dispose: () => void): Promise<number> {
        step(0);
        const before = counter.count();
        step(1);
        const found = counter.count() - before;
        await backend.settle();
        dispose();
        return found;
      }
    },
  };
}

/** Counts what any library dispatches. */
function countDispatches(): { count(): number; stop(): void } {
  const { prototype } = GPUComputePassEncoder;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = prototype;
  let dispatches = 0;
  prototype.dispatchWorkgroups = function (...sizes) {
    dispatches++;
    return dispatchWorkgroups.apply(this, sizes);
  };
  prototype.dispatchWorkgroupsIndirect = function (...where) {
    dispatches++;
    return dispatchWorkgroupsIndirect.apply(this, where);
  };
  return {
    count: () => dispatches,
    stop: () => void Object.assign(prototype, { dispatchWorkgroups, dispatchWorkgroupsIndirect }),
  };
}
