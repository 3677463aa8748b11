import type { EpochRecord, LayerActivity } from "../experiment/record.ts";
import { activeShare, type LayerMask } from "../graddrop/index.ts";
import { elements, type TensorSpec } from "../model/parameters.ts";
import type { StepMasks, StepPosition } from "./masks.ts";

interface LayerTally {
  /** By the mask's content: a variant that freezes whole layers has two masks in an epoch, all others one. */
  readonly shares: Map<string, number>;
  activeSteps: number;
}

/** Notes what could move in the steps of one epoch. */
export class Activity {
  readonly #specs: readonly (readonly TensorSpec[])[];
  readonly #seed: number;
  readonly #layers: readonly LayerTally[];
  #embeddings = false;
  #steps = 0;

  /** @param layers encoder layers of the model */
  constructor(specs: readonly TensorSpec[], layers: number, seed: number) {
    this.#specs = Array.from({ length: layers }, (_, layer) =>
      specs.filter(({ owner }) => owner.kind === "layer" && owner.layer === layer),
    );
    this.#seed = seed;
    this.#layers = this.#specs.map(() => ({ shares: new Map(), activeSteps: 0 }));
  }

  add(masks: StepMasks, { epoch, step }: StepPosition): void {
    this.#steps++;
    if (masks.embeddings === "train") this.#embeddings = true;
    this.#layers.forEach((tally, layer) => {
      const mask = masks.layers[layer]!;
      const key = JSON.stringify(mask);
      const share = tally.shares.get(key) ?? this.#shareOf(layer, mask, epoch, step);
      tally.shares.set(key, share);
      if (share > 0) tally.activeSteps++;
    });
  }

  record(): Pick<EpochRecord, "layers" | "embeddings" | "head"> {
    return {
      layers: this.#layers.map(
        ({ shares, activeSteps }, layer): LayerActivity => ({
          layer,
          active: Math.max(0, ...shares.values()),
          steps: activeSteps / this.#steps,
        }),
      ),
      embeddings: { active: this.#embeddings ? 1 : 0 },
      head: { active: 1 },
    };
  }

  /** Share of a layer's weights that can move, over all its tensors. */
  #shareOf(layer: number, mask: LayerMask, epoch: number, step: number): number {
    let active = 0;
    let total = 0;
    for (const { index, shape } of this.#specs[layer]!) {
      const size = elements(shape);
      active += size * activeShare(mask, { seed: this.#seed, tensor: index, epoch, step }, size);
      total += size;
    }
    return active / total;
  }
}
