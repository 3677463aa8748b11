/** The shaders' masks against graddrop's, bit for bit. */
import { fillFactors, type LayerMask, type MaskKey, VARIANTS } from "../../../../src/graddrop/index.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { maskFactors } from "../../../../src/ops/webgpu/mask.ts";
import type { Case } from "./case.ts";
import { differing } from "./numbers.ts";

/** Alone, off multiples of four and of a workgroup, a power of two, just above one. */
const SIZES = [1, 2, 3, 5, 1023, 4096, 4097, 30_001];
/** Beyond 32 bits: both words of Philox's key count. */
const SEEDS = [1, 2 ** 40 + 12_345];

async function differences(gpu: Gpu, mask: LayerMask, key: MaskKey, size: number): Promise<number> {
  const wanted = new Float32Array(size);
  fillFactors(mask, key, size, wanted);
  return differing(await maskFactors(gpu, mask, key, size), wanted);
}

const EPOCHS = 3;

const variantCases: Case[] = VARIANTS.map((variant) => ({
  name: `the shader's factors of ${variant.id} are graddrop's, bit for bit`,
  async run(gpu) {
    let measured = 0;
    for (const [round, size] of SIZES.entries()) {
      for (let epoch = 1; epoch <= EPOCHS; epoch++) {
        const seed = SEEDS[round % SEEDS.length]!;
        const step = 100 * epoch + round;
        const context = { seed, epoch, epochs: EPOCHS, step, layer: 1, layers: 4, hyper: {} };
        const key = { seed, tensor: 3 + round, epoch, step };
        measured += await differences(gpu, variant.layerMask(context), key, size);
      }
    }
    return { measured, limit: 0 };
  },
}));

const EDGES: readonly { name: string; mask: LayerMask }[] = [
  { name: "a drop rate of 1", mask: { kind: "bernoulli", dropRate: 1, rescale: true, period: "step" } },
  { name: "a drop rate of 0", mask: { kind: "bernoulli", dropRate: 0, rescale: true, period: "epoch" } },
  {
    name: "a drop rate below 1 by 1e-12",
    mask: { kind: "bernoulli", dropRate: 1 - 1e-12, rescale: true, period: "step" },
  },
  {
    name: "a drop rate of 0.3 without rescaling",
    mask: { kind: "bernoulli", dropRate: 0.3, rescale: false, period: "step" },
  },
  { name: "a gaussian of sigma 0", mask: { kind: "gaussian", sigma: 0 } },
  { name: "a gaussian of sigma 3.7", mask: { kind: "gaussian", sigma: 3.7 } },
  { name: "more epochs than weights", mask: { kind: "partition", epoch: 50_000, epochs: 65_535, mode: "toggle" } },
  { name: "a toggled partition's last epoch", mask: { kind: "partition", epoch: 7, epochs: 7, mode: "toggle" } },
];

const edgeCases: Case[] = EDGES.map(({ name, mask }) => ({
  name: `the shader's factors of ${name} are graddrop's, bit for bit`,
  async run(gpu) {
    const key = { seed: 9, tensor: 200, epoch: 2, step: 77 };
    let measured = 0;
    for (const size of SIZES) measured += await differences(gpu, mask, key, size);
    return { measured, limit: 0 };
  },
}));

/** Enough for words near both ends of the logarithm, every quarter of the turn and roots that round either way. */
const manyNormals: Case = {
  name: "half a million gaussian factors are graddrop's, bit for bit",
  async run(gpu) {
    const key = { seed: 4, tensor: 0, epoch: 1, step: 1 };
    return { measured: await differences(gpu, { kind: "gaussian", sigma: 1 }, key, 500_001), limit: 0 };
  },
};

export const maskCases: readonly Case[] = [...variantCases, ...edgeCases, manyNormals];
