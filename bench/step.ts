/** One training step: the engine against the same step by stock tfjs and by jax-js, on the same backend. */
import type { Engine } from "../src/train/engine.ts";
import { engineContender, engineFor, LEARNING_RATE, repeatsFor } from "./engines.ts";
import type { Context, Figures, Group, PlannedRow } from "./groups.ts";
import { createJaxModel } from "./jax.ts";
import { type Contender, timeInTurn } from "./measure.ts";
import { batchOf, randomWeights, type Shape } from "./shapes.ts";
import { createStockModel } from "./stock.ts";

/** A contender whose logits differ by more computes something else. */
const LARGEST_LOGIT_DIFFERENCE = 1e-3;
/** Times as fast as stock tfjs: on WASM, one thread each; on a software WebGPU adapter. */
const WASM_BAR = 6;
const SOFTWARE_BAR = 3;

interface Model {
  logits(batch: ReturnType<typeof batchOf>): Promise<Float32Array>;
}

export function stepGroups(context: Context, shape: Shape): Group[] {
  return [stockGroup(context, shape), jaxGroup(context, shape)];
}

function stockGroup({ backend, rounds }: Context, shape: Shape): Group {
  const prefix = `${backend.name}/${shape.name}/step/stock`;
  const full = `${prefix}/full`;
  const mixed = `${prefix}/padded`;
  const required = backend.name === "wasm" ? WASM_BAR : SOFTWARE_BAR;
  const isBarred = shape.name === "mini" && (backend.name === "wasm" || backend.software);
  const isSlow = backend.gpu !== null && backend.software;
  const what = `step of ${sizeOf(shape)}, against stock tfjs with tf.train.adam`;
  return {
    id: prefix,
    rows: [
      { id: full, what, unit: "ms", bar: isBarred ? { value: required, rule: "ratio >= bar" } : undefined },
      {
        id: mixed,
        what: "the same, rows a third full to full",
        unit: "ms",
        ...(isSlow && { note: "left out on a software adapter, where a stock step takes many seconds" }),
      },
    ],
    async measure(wanted) {
      const engine = engineFor(shape);
      const stock = createStockModel(shape.config, randomWeights(shape.config), LEARNING_RATE);
      try {
        await compareLogits(engine, stock, shape);
        const stockAs = (name: string, fill: "full" | "mixed"): Contender => ({
          name,
          run: (turn) => stock.step(batchOf(shape, turn, fill)),
          settle: backend.settle,
          repeats: repeatsFor(backend, shape),
        });
        const figures = new Map<string, Figures>();
        for (const [id, fill] of [
          [full, "full"],
          [mixed, "mixed"],
        ] as const) {
          if (!wanted(id) || (isSlow && fill === "mixed")) continue;
          const ours = engineContender("ours", engine, shape, backend, undefined, fill);
          const times = await timeInTurn([ours, stockAs("stock", fill)], rounds);
          figures.set(id, { ours: times.get("ours")!, theirs: times.get("stock")! });
        }
        return figures;
      } finally {
        engine.dispose();
        stock.dispose();
      }
    },
  };
}

function jaxGroup({ backend, rounds, webgpu }: Context, shape: Shape): Group {
  const id = `${backend.name}/${shape.name}/step/jax`;
  const row: PlannedRow = { id, what: `step of ${sizeOf(shape)}, against jax-js, one jit`, unit: "ms" };
  return {
    id,
    rows: [row],
    async measure() {
      const engine = engineFor(shape);
      const weights = randomWeights(shape.config);
      const jax = await createJaxModel(shape.config, weights, LEARNING_RATE, backend.gpu && webgpu);
      try {
        await compareLogits(engine, jax, shape);
        const theirs: Contender = {
          name: "jax",
          run: (turn) => jax.step(batchOf(shape, turn)),
          settle: () => jax.settle(),
          repeats: repeatsFor(backend, shape),
        };
        const times = await timeInTurn([engineContender("ours", engine, shape, backend), theirs], rounds);
        return new Map([[id, { ours: times.get("ours")!, theirs: times.get("jax")! }]]);
      } finally {
        engine.dispose();
        jax.dispose();
      }
    },
  };
}

function sizeOf({ name, rows, sequence }: Shape): string {
  return `${name}, ${rows} x ${sequence} tokens`;
}

/** @throws Error when two models of the same weights are not the same model */
async function compareLogits(engine: Engine, other: Model, shape: Shape): Promise<void> {
  const batch = batchOf(shape, 0, "mixed");
  const ours = await engine.logits(batch);
  const theirs = await other.logits(batch);
  const difference = Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!)));
  if (!(difference <= LARGEST_LOGIT_DIFFERENCE)) {
    throw new Error(`the models' logits differ by ${difference}: they do not compute the same`);
  }
}
