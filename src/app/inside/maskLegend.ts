/** What the colours of a mask's picture mean. Pure. */
import type { MaskImage } from "../../worker/mask-image.ts";
import { css, noiseColour, recencyColour } from "../figures/palette.ts";
import type { MaskLook } from "./maskPixels.ts";

export interface LegendBox {
  /** A CSS colour. */
  readonly colour: string;
  readonly label: string;
}

export interface MaskLegend {
  /** Boxes with a text each. */
  readonly boxes: readonly LegendBox[];
  /** A row of boxes with a text before it and a number at each end; their own labels are for the pointer. */
  readonly strip?: {
    readonly label: string;
    readonly boxes: readonly LegendBox[];
    readonly ends: readonly [string, string];
  };
}

const NOISE_BOXES = [-1, -0.5, 0, 0.5, 1, 1.5, 2];

export function maskLegend({ mask, since }: Pick<MaskImage, "mask" | "since">, look: MaskLook): MaskLegend {
  const grey = css(look.frozen);
  if (since) return sinceLegend(look);
  const live = css(recencyColour(look.age, look.epochs));
  switch (mask.kind) {
    case "active":
      return { boxes: [{ colour: live, label: `learns; turned on in epoch ${look.epoch - look.age}` }] };
    case "frozen":
      return { boxes: [{ colour: grey, label: "frozen" }] };
    case "bernoulli": {
      const factor =
        mask.rescale && mask.dropRate > 0 ? `gradient × ${(1 / (1 - mask.dropRate)).toFixed(2)}` : "gradient × 1";
      const until = mask.period === "step" ? "in this batch" : "in this epoch";
      return {
        boxes: [
          { colour: live, label: factor },
          { colour: grey, label: `dropped ${until}` },
        ],
      };
    }
    case "gaussian": {
      const boxes = NOISE_BOXES.map((factor) => ({ colour: css(noiseColour(factor)), label: `gradient × ${factor}` }));
      return { boxes: [], strip: { label: "gradient ×", boxes, ends: ["−1", "2"] } };
    }
    case "partition": {
      const { epoch, epochs, mode } = mask;
      const isOn = (birth: number) => (mode === "toggle" ? birth === epoch : birth <= epoch);
      const boxes = Array.from({ length: epochs }, (_, i) => {
        const birth = i + 1;
        const state = isOn(birth) ? "learns now" : birth > epoch ? "still frozen" : "frozen again";
        const colour = isOn(birth) ? css(recencyColour(epoch - birth, look.epochs)) : grey;
        return { colour, label: `Turned on in epoch ${birth}: ${state}` };
      });
      const off = { colour: grey, label: "frozen" };
      return { boxes: [off], strip: { label: "turned on in epoch", boxes, ends: ["1", String(epochs)] } };
    }
  }
}

/** Of a fork: a weight may have been turned on, frozen and turned on again. */
function sinceLegend({ epoch, epochs, frozen }: MaskLook): MaskLegend {
  const grey = css(frozen);
  const boxes = Array.from({ length: epochs }, (_, i) => {
    const from = i + 1;
    if (from > epoch) return { colour: grey, label: `Epoch ${from} is still to come` };
    return { colour: css(recencyColour(epoch - from, epochs)), label: `Learns without a break since epoch ${from}` };
  });
  const strip = { label: "learns since epoch", boxes, ends: ["1", String(epochs)] } as const;
  return { boxes: [{ colour: grey, label: "frozen" }], strip };
}
