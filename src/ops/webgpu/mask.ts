/** GradDrop's masks as shaders take them (mask.wgsl): a pipeline's variant, its parameters, and what it knows of the parts. */
import {
  bernoulliSource,
  dropRule,
  type LayerMask,
  type MaskKey,
  type RandomSource,
  STREAMS,
  seedKey,
} from "../../graddrop/index.ts";
import { changesNothing } from "../portable/factors.ts";
import { type Float, f32 } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import maskText from "./mask.wgsl?raw";
import maskFactorsText from "./mask-factors.wgsl?raw";
import normalText from "./normal.wgsl?raw";
import { CHUNK, ITEM_WORDS, itemWords, PART_WORDS, type Partition, partWords } from "./parts.ts";
import permutationText from "./permutation.wgsl?raw";
import type { Source } from "./shader.ts";
import { GROUPS, PHILOX } from "./sources.ts";

const NORMAL: Source = { name: "normal", text: normalText };
const PERMUTATION: Source = { name: "permutation", text: permutationText };
export const MASK: Source = { name: "mask", text: maskText, includes: [PHILOX, NORMAL, PERMUTATION] };
const MASK_FACTORS: Source = { name: "mask-factors", text: maskFactorsText, includes: [GROUPS, MASK] };

/** A mask on the way to a shader. */
export interface ShaderMask {
  readonly defines: { readonly MASKED: boolean; readonly GAUSSIAN: boolean; readonly PARTITION: boolean };
  /** The fields of the shader's `Mask`; none for a mask that changes nothing. */
  readonly params: readonly (number | Float)[];
  readonly partition: Partition | null;
  /** Every factor is 0. */
  readonly dropsAll: boolean;
}

const UNMASKED: ShaderMask = {
  defines: { MASKED: false, GAUSSIAN: false, PARTITION: false },
  params: [],
  partition: null,
  dropsAll: false,
};

export function shaderMask(mask: LayerMask, key: Omit<MaskKey, "tensor">): ShaderMask {
  if (changesNothing(mask)) return UNMASKED;
  const whole: MaskKey = { ...key, tensor: 0 };
  switch (mask.kind) {
    case "active":
      return UNMASKED;
    case "frozen":
      return drawn(bernoulliSource("step", whole), { threshold: 0, kept: 0 });
    case "bernoulli":
      return drawn(bernoulliSource(mask.period, whole), dropRule(mask.dropRate, mask.rescale));
    case "gaussian": {
      const { sigma } = mask;
      if (!(sigma >= 0 && Number.isFinite(sigma))) {
        throw new RangeError(
          `Sigma ${sigma} is not the width of a normal distribution. Choose a finite number from 0.`,
        );
      }
      return drawn({ ...bernoulliSource("step", whole), stream: "gaussianMask" }, { threshold: 0, kept: 1 }, sigma);
    }
    case "partition": {
      const { epoch, epochs, mode } = mask;
      return {
        defines: { MASKED: true, GAUSSIAN: false, PARTITION: true },
        params: new Array<number>(8).fill(0),
        partition: { seed: key.seed, epoch, epochs, mode },
        dropsAll: false,
      };
    }
  }
}

/** A mask whose factors come from a word for each weight. */
function drawn(source: RandomSource, rule: { threshold: number; kept: number }, sigma?: number): ShaderMask {
  const [key0, key1] = seedKey(source.seed);
  return {
    defines: { MASKED: true, GAUSSIAN: sigma !== undefined, PARTITION: false },
    params: [STREAMS[source.stream], source.time, key0, key1, rule.threshold, f32(rule.kept), f32(sigma ?? 0), 0],
    partition: null,
    dropsAll: rule.kept === 0,
  };
}

/** Which factors a shader computes for a tensor of its own: what graddrop's `fillFactors` gives. */
export async function maskFactors(gpu: Gpu, mask: LayerMask, key: MaskKey, size: number): Promise<Float32Array> {
  const { defines, params, partition } = shaderMask(mask, key);
  if (!defines.MASKED) return new Float32Array(size).fill(1);
  if (size === 0) return new Float32Array(0);
  const vectors = Math.ceil(size / 4);
  const place = { part: { name: "", index: key.tensor, size }, start: 0, end: 4 * vectors };
  const items = itemWords(place, 0);
  const words = new Uint32Array(PART_WORDS + ITEM_WORDS * items.length);
  words.set(partWords(place, partition));
  words.set(items.flat(), PART_WORDS);
  const parts = gpu.upload(words);
  const out = { buffer: gpu.pool.acquire(16 * vectors), offset: 0, size: 16 * vectors };
  try {
    gpu.run(MASK_FACTORS, {
      defines: { ...defines, ALIGNED: true, CHUNK },
      buffers: { parts, out },
      params: [items.length, PART_WORDS, 0, 0, ...params],
      groups: items.length,
      work: 300 * size,
    });
    return (await gpu.read(out)).slice(0, size);
  } finally {
    gpu.pool.release(parts.buffer);
    gpu.pool.release(out.buffer);
  }
}
