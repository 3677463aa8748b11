import { describe, expect, test } from "vitest";
import { isDark, lineStyle, recencyColour } from "../../src/app/figures/palette.ts";
import { cellLook, cellText, rowIds } from "../../src/app/inside/cells.ts";
import { maskPixels, weightText } from "../../src/app/inside/maskPixels.ts";
import type { EpochRecord } from "../../src/experiment/record.ts";
import { VARIANTS } from "../../src/graddrop/index.ts";
import type { MaskImage } from "../../src/worker/mask-image.ts";

const record = (active: number, steps = 1): EpochRecord => ({
  epoch: 3,
  trainLoss: 1,
  test: {},
  zeroShot: { score: 0 },
  layers: [{ layer: 0, active, steps }],
  embeddings: { active: 0 },
  head: { active: 1 },
});

describe("a cell of Figure 1", () => {
  test("says what was measured once the epoch is over, and that it is a plan before", () => {
    const cell = { kind: "fresh", per: "epoch", active: 0.8 } as const;
    expect(cellText(cell, 0, 3, undefined)).toEqual({
      number: "80",
      sentence: "Layer 1, epoch 3: 80 % of the weights active, drawn for this epoch (planned)",
    });
    expect(cellText(cell, 0, 3, record(0.797)).sentence).toBe(
      "Layer 1, epoch 3: 79.7 % of the weights active, drawn for this epoch",
    );
  });

  test("never rounds some to none, nor nearly all to all", () => {
    const number = (active: number) => cellText({ kind: "bands", bands: [], active }, 0, 1, undefined).number;
    expect([0, 0.0001, 0.996, 1].map(number)).toEqual(["0", "1", "99", "100"]);
  });

  test("of a layer that takes turns counts batches; of GradDrop it is the share of one batch", () => {
    const turns = { kind: "turns", active: 0.8, sample: [true, false] } as const;
    expect(cellText(turns, 0, 3, record(1, 0.75)).number).toBe("75");
    expect(cellText({ kind: "fresh", per: "step", active: 0.8 }, 0, 3, record(1)).number).toBe("80");
  });

  test("is banded by age, the oldest first, then grey", () => {
    const { background } = cellLook(
      {
        kind: "bands",
        bands: [
          { age: 1, share: 0.25 },
          { age: 0, share: 0.25 },
        ],
        active: 0.5,
      },
      4,
      0,
    );
    expect(background).toMatch(/0\.00% 25\.00%.*25\.00% 50\.00%.*var\(--frozen\) 50\.00% 100\.00%/);
  });

  test("darkens with recency, always", () => {
    for (const epochs of [2, 5, 30, 100]) {
      const lightness = Array.from({ length: epochs }, (_, age) => recencyColour(age, epochs).reduce((a, b) => a + b));
      expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
    }
  });
});

test("the number on a cell is readable whatever its colour: contrast 4.5 to 1", () => {
  const luminance = (rgb: readonly number[]) => {
    const [r, g, b] = rgb.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  for (let age = 0; age < 100; age++) {
    const colour = recencyColour(age, 100);
    const light = luminance(colour) + 0.05;
    expect(isDark(colour) ? 1.05 / light : light / 0.05).toBeGreaterThan(4.5);
  }
});

test("the rows are the head, the layers from the top, the embeddings", () => {
  expect(rowIds(3)).toEqual(["head", 2, 1, 0, "embeddings"]);
});

test("no two variants look the same", () => {
  const looks = VARIANTS.map(({ id }) => lineStyle(id, 0).colour);
  expect(new Set(looks).size).toBe(VARIANTS.length);
});

describe("the picture of a mask", () => {
  const image: MaskImage = {
    tensor: "t",
    rows: 2,
    columns: 3,
    mask: { kind: "partition", epoch: 2, epochs: 4, mode: "cumulative" },
    factors: Float32Array.of(1, 0, 1, 0, 0, 1),
    births: Uint16Array.of(1, 3, 2, 4, 3, 2),
  };
  const look = { epoch: 2, epochs: 4, age: 0, frozen: [9, 9, 9] as const };
  const pixel = (pixels: Uint8ClampedArray, index: number) => [...pixels.slice(index * 4, index * 4 + 3)];

  test("has a pixel for each weight: grey when frozen, by recency when not", () => {
    const pixels = maskPixels(image, look, false);
    expect(pixel(pixels, 0)).toEqual([...recencyColour(1, 4)]);
    expect(pixel(pixels, 1)).toEqual([9, 9, 9]);
    expect(pixel(pixels, 5)).toEqual([...recencyColour(0, 4)]);
  });

  test("can lie on its side", () => {
    const upright = maskPixels(image, look, false);
    const lying = maskPixels(image, look, true);
    expect(pixel(lying, 1 * 2 + 0)).toEqual(pixel(upright, 0 * 3 + 1));
    expect(pixel(lying, 2 * 2 + 1)).toEqual(pixel(upright, 1 * 3 + 2));
  });

  test("is told in words for each weight", () => {
    expect(weightText(image, 1, 2)).toBe("Output 2, input 3: gradient × 1; given epoch 2");
  });
});
