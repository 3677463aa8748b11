import { describe, expect, test } from "vitest";
import { maskLegend } from "../../../src/app/inside/maskLegend.ts";
import { maskPixels, weightColour } from "../../../src/app/inside/maskPixels.ts";
import type { MaskImage } from "../../../src/worker/mask-image.ts";

const look = { epoch: 3, epochs: 5, age: 0, frozen: [200, 200, 200] as const };
const GREY = "rgb(200 200 200)";

describe("the legend of a mask", () => {
  test("has a colour for each epoch in which weights are turned on; those to come are grey", () => {
    const { strip } = maskLegend({ mask: { kind: "partition", epoch: 3, epochs: 5, mode: "cumulative" } }, look);
    const colours = strip!.boxes.map(({ colour }) => colour);
    expect(strip!.ends).toEqual(["1", "5"]);
    expect(new Set(colours.slice(0, 3)).size).toBe(3);
    expect(colours.slice(3)).toEqual([GREY, GREY]);
    expect(strip!.boxes[2]!.label).toBe("Turned on in epoch 3: learns now");
  });

  test("of weights that learn in their own epoch only greys the past too", () => {
    const { strip } = maskLegend({ mask: { kind: "partition", epoch: 3, epochs: 5, mode: "toggle" } }, look);
    expect(strip!.boxes.map(({ colour }) => colour === GREY)).toEqual([true, true, false, true, true]);
    expect(strip!.boxes[0]!.label).toBe("Turned on in epoch 1: frozen again");
  });

  test("says how much a kept gradient is scaled up, and how long a draw lasts", () => {
    const { boxes } = maskLegend({ mask: { kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" } }, look);
    expect(boxes.map(({ label }) => label)).toEqual(["gradient × 1.25", "dropped in this batch"]);
  });

  test("says since when a whole layer learns", () => {
    const { boxes } = maskLegend({ mask: { kind: "active" } }, { ...look, age: 2 });
    expect(boxes[0]!.label).toBe("learns; turned on in epoch 1");
  });
});

test("of a fork colours tell since when a weight learns, in picture and legend alike", () => {
  const mask = { kind: "partition", epoch: 3, epochs: 5, mode: "cumulative" } as const;
  const image: MaskImage = {
    tensor: "t",
    rows: 1,
    columns: 3,
    mask,
    factors: Float32Array.of(1, 1, 0),
    births: Uint16Array.of(1, 1, 4),
    since: Uint16Array.of(1, 3, 0),
  };
  const pixels = maskPixels(image, look, false);
  const boxes = maskLegend(image, look).strip!.boxes;
  const shown = [0, 1, 2].map((i) => `rgb(${pixels[4 * i]} ${pixels[4 * i + 1]} ${pixels[4 * i + 2]})`);
  expect(shown).toEqual([boxes[0]!.colour, boxes[2]!.colour, GREY]);
  expect(boxes.map(({ colour }) => colour === GREY)).toEqual([false, false, false, true, true]);
});

test("the picture of noise has each weight's own colour, as near as the eye can tell", () => {
  const factors = Float32Array.of(-3, -1, -0.4, 0, 0.31, 1, 1.7, 2, 5);
  const image: MaskImage = { tensor: "t", rows: 3, columns: 3, mask: { kind: "gaussian", sigma: 0.5 }, factors };
  const pixels = maskPixels(image, look, false);
  factors.forEach((_, i) => {
    const exact = weightColour(image, i, look);
    for (const part of [0, 1, 2] as const) expect(Math.abs(pixels[i * 4 + part]! - exact[part])).toBeLessThanOrEqual(1);
    expect(pixels[i * 4 + 3]).toBe(255);
  });
});
