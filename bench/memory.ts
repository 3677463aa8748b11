/** Bytes by kind: as planned, and as the GPU's pool really holds them. */
import type { Gpu } from "../src/ops/webgpu/gpu.ts";
import { createEngine, type MemorySettings } from "../src/train/engine.ts";
import { LEAST_BINDING_BYTES, type MemoryOptions, type MemoryPlan, memoryPlan } from "../src/train/memory.ts";
import { plainPlan } from "./engines.ts";
import type { Context, Figures, Group } from "./groups.ts";
import {
  BASE_SHAPE,
  batchOf,
  HEAD,
  LARGE_BAR_SHAPE,
  LARGE_SHAPE,
  MINI_SHAPE,
  randomWeights,
  type Shape,
} from "./shapes.ts";

const MODES: readonly (readonly [name: string, settings: MemorySettings])[] = [
  ["plain", { recompute: false, update: "after" }],
  ["recompute", { recompute: true, update: "after" }],
  ["fused update", { recompute: false, update: "fused" }],
  ["both", { recompute: true, update: "fused" }],
];
const KINDS = [
  "weights",
  "moments",
  "gradients",
  "activations",
  "working",
  "embeddings",
  "embeddingMoments",
  "uniforms",
  "total",
] as const satisfies readonly (keyof MemoryPlan)[];
const MiB = 2 ** 20;
const STEPS = 2;

interface PlannedShape {
  readonly shape: Shape;
  readonly mode: string;
  readonly plan: MemoryPlan;
}

function planOf({ config, rows, sequence }: Shape, settings: MemorySettings): MemoryPlan {
  const options: MemoryOptions = { ...settings, optimizer: "adamw", embeddings: "train", dropout: false };
  return memoryPlan(config, HEAD, { rows, sequence }, options);
}

export function memoryText(asJson: boolean): string {
  const planned = [MINI_SHAPE, BASE_SHAPE, LARGE_SHAPE, LARGE_BAR_SHAPE].flatMap((shape) =>
    MODES.map(([mode, settings]): PlannedShape => ({ shape, mode, plan: planOf(shape, settings) })),
  );
  if (asJson) {
    const rows = planned.map(({ shape, mode, plan }) => {
      const { name, config, rows, sequence } = shape;
      return { model: name, vocabulary: config.vocabSize, rows, sequence, mode, bytes: plan };
    });
    return JSON.stringify({ rows });
  }
  const lines = ["MiB on the device while training with AdamW, embeddings too, as planned"];
  for (const { shape, mode, plan } of planned) {
    if (mode === MODES[0]![0]) {
      const { name, rows, sequence, config } = shape;
      const bound = `${mib(plan.largestBinding)} MiB of the ${mib(LEAST_BINDING_BYTES)} that every device binds`;
      lines.push("", `${name}: ${rows} x ${sequence} tokens, vocabulary ${config.vocabSize}; largest binding ${bound}`);
      lines.push(["".padEnd(13), ...KINDS.map((kind) => kind.padStart(widthOf(kind)))].join(" "));
    }
    lines.push([mode.padEnd(13), ...KINDS.map((kind) => mib(plan[kind]).padStart(widthOf(kind)))].join(" "));
  }
  return lines.join("\n");
}

/** The plan of the miniature against what the device is really asked for in some steps. */
export function memoryCheckGroup({ backend }: Context, gpu: Gpu): Group {
  const shape = MINI_SHAPE;
  const id = `${backend.name}/${shape.name}/memory`;
  const ids = MODES.map(([mode, settings]) => ({ id: `${id}/${mode.replaceAll(" ", "-")}`, mode, settings }));
  return {
    id,
    rows: ids.map(({ id, mode }) => ({
      id,
      what: `${shape.name}, ${mode}: bytes of all buffers after ${STEPS} steps, against the plan`,
      unit: "MiB",
      ratioIs: "ours / theirs" as const,
      note: "theirs is the plan",
    })),
    async measure(wanted) {
      const figures = new Map<string, Figures>();
      for (const { id, settings } of ids) {
        if (!wanted(id)) continue;
        await backend.settle();
        gpu.pool.trim();
        const buffers = countBytes(gpu.device);
        const kernels = withoutKernels(gpu);
        try {
          const engine = createEngine(shape.config, HEAD, randomWeights(shape.config), undefined, settings);
          for (let step = 0; step < STEPS; step++) {
            engine.step(batchOf(shape, step), plainPlan(step, shape.config.layers));
          }
          await backend.settle();
          const plan = planOf(shape, settings);
          figures.set(id, { ours: buffers.bytes() / MiB, theirs: (plan.total - plan.uniforms) / MiB });
          engine.dispose();
        } finally {
          kernels.resume();
          buffers.stop();
        }
      }
      return figures;
    },
  };
}

/** Which buffers are asked for does not depend on what kernels compute: so they need not run, nor be compiled. */
function withoutKernels(gpu: Gpu): { resume(): void } {
  const { run } = gpu;
  gpu.run = () => {};
  return { resume: () => void Object.assign(gpu, { run }) };
}

/** Counts the bytes of buffers that are made from now on and not destroyed. */
function countBytes(device: GPUDevice): { bytes(): number; stop(): void } {
  const { createBuffer } = device;
  const { destroy } = GPUBuffer.prototype;
  const living = new Set<GPUBuffer>();
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer.call(device, descriptor);
    living.add(buffer);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    living.delete(this);
    return destroy.call(this);
  };
  return {
    bytes: () => Array.from(living).reduce((sum, { size }) => sum + size, 0),
    stop: () => {
      device.createBuffer = createBuffer;
      GPUBuffer.prototype.destroy = destroy;
    },
  };
}

function widthOf(kind: string): number {
  return Math.max(8, kind.length);
}

function mib(bytes: number): string {
  return bytes < 100 * MiB ? (bytes / MiB).toFixed(1) : Math.round(bytes / MiB).toString();
}
