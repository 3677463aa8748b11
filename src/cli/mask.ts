import { methodAt } from "../experiment/history.ts";
import { fillFactors, type LayerMask } from "../graddrop/index.ts";
import type { Command } from "./command.ts";
import { courseFrom, HISTORY_OPTION, hyperFor, SEED_LIMITS, variantList } from "./experiments.ts";
import { UsageError } from "./io.ts";
import { HELP_OPTION, JSON_OPTION } from "./options.ts";
import { percent, table } from "./table.ts";

/** More would not fit into one JSON document. */
const MOST_FACTORS = 10_000_000;
const SHOWN = 12;

interface LayerFactors {
  readonly layer: number;
  readonly kind: LayerMask["kind"];
  /** Share of the factors that are not 0. */
  readonly active: number;
  readonly factors: readonly number[];
}

export const maskCommand: Command = {
  name: "mask",
  summary: "Show the factor that a variant puts on the gradient of each of N weights of every layer.",
  details:
    "Layers count from 0, the lowest. As the number of the tensor, which every mask depends on, the number of the layer is " +
    "used. `active` is the share of the N weights whose factor at this step is not 0.",
  options: {
    variant: { value: "V", summary: "see the command variants" },
    history: HISTORY_OPTION,
    epochs: { value: "T", summary: "epochs of the whole training", default: "10" },
    layers: { value: "L", summary: "encoder layers", default: "12" },
    size: { value: "N", summary: "weights per layer", default: "16" },
    seed: { value: "S", summary: "the experiment's seed", default: "1" },
    epoch: { value: "E", summary: "from 1", default: "1" },
    step: { value: "K", summary: "optimizer step over the whole training, from 0", default: "0" },
    hyper: { value: "NAME=VALUE", summary: "a setting of the variant; may be repeated", multiple: true },
    json: JSON_OPTION,
    help: HELP_OPTION,
  },
  async run(options, io) {
    options.required("variant");
    const variants = variantList(options);
    if (variants.length > 1) throw new UsageError("--variant: mask shows one variant at a time; name one.");
    const id = variants[0]!;
    const seed = options.number("seed", SEED_LIMITS);
    const epochs = options.number("epochs", { min: 1, max: 65535, whole: true });
    const epoch = options.number("epoch", { min: 1, whole: true });
    if (epoch > epochs) throw new UsageError(`--epoch: ${epoch} is beyond the last of --epochs ${epochs}.`);
    const course = courseFrom(id, hyperFor(variants, options).get(id)!, epochs, options);
    const { variant, hyper } = methodAt(course, epoch);
    const step = options.number("step", { min: 0, max: 2 ** 32 - 1, whole: true });
    const layers = options.number("layers", { min: 1, max: 1000, whole: true });
    const size = options.number("size", { min: 1, max: MOST_FACTORS, whole: true });
    if (layers * size > MOST_FACTORS) {
      throw new UsageError(`--size: ${layers} layers of ${size} weights are more than ${MOST_FACTORS}; ask for fewer.`);
    }
    const masks = Array.from({ length: layers }, (_, layer): LayerFactors => {
      const mask = variant.layerMask({ seed, epoch, epochs, step, layer, layers, hyper });
      const factors = new Float32Array(size);
      fillFactors(mask, { seed, tensor: layer, epoch, step }, size, factors);
      const active = factors.reduce((count, factor) => count + (factor === 0 ? 0 : 1), 0) / size;
      return { layer, kind: mask.kind, active, factors: Array.from(factors) };
    });
    await io.out(options.on("json") ? `${JSON.stringify({ layers: masks })}\n` : humanMasks(masks));
  },
};

/** The top layer on top, as in the paper's Figure 1. */
function humanMasks(masks: readonly LayerFactors[]): string {
  const rows = masks.map(({ layer, kind, active, factors }) => {
    const shown = factors.slice(0, SHOWN).map((factor) => String(Number(factor.toFixed(3))));
    return [String(layer), kind, percent(active), shown.join(" ") + (factors.length > SHOWN ? " …" : "")];
  });
  return table(["layer", "mask", "active %", "factors"], rows.reverse());
}
