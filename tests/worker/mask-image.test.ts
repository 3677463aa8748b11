import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { fillFactors, type VariantId } from "../../src/graddrop/index.ts";
import type { EncoderConfig } from "../../src/model/config.ts";
import { MATRICES } from "../../src/model/modules.ts";
import { tensorSpecs } from "../../src/model/parameters.ts";
import { maskImage } from "../../src/worker/mask-image.ts";

const config: EncoderConfig = {
  architecture: "xlm-roberta",
  hiddenSize: 16,
  layers: 3,
  heads: 2,
  intermediateSize: 40,
  vocabSize: 50,
  maxPositions: 20,
  firstPosition: 2,
  typeVocabSize: 1,
  layerNormEps: 1e-5,
  padId: 1,
};
const request = (variant: VariantId, epoch = 2, step = 7) => ({
  experiment: { ...defaultExperiment("nc", variant), epochs: 4 },
  config,
  head: { kind: "sequence" as const, classes: 10 },
  epoch,
  step,
  layer: 1,
  matrix: MATRICES[0].id,
});

describe("the mask that the page draws", () => {
  test("is the mask that training uses, weight by weight", () => {
    const image = maskImage(request("graddrop"));
    const spec = tensorSpecs(config, { kind: "sequence", classes: 10 }).find(({ name }) => name === image.tensor)!;
    const expected = new Float32Array(16 * 16);
    fillFactors(image.mask, { seed: 1, tensor: spec.index, epoch: 2, step: 7 }, 256, expected);
    expect(image.factors).toEqual(expected);
    expect(image.tensor).toBe("roberta.encoder.layer.1.attention.self.query.weight");
  });

  test("has the shape of its matrix", () => {
    const shapes = MATRICES.map(({ id }) => maskImage({ ...request("sft"), matrix: id })).map((i) => [
      i.rows,
      i.columns,
    ]);
    expect(shapes).toEqual([
      [16, 16],
      [16, 16],
      [16, 16],
      [16, 16],
      [40, 16],
      [16, 40],
    ]);
  });

  test("tells each weight's birth, which agrees with its factor", () => {
    const { factors, births } = maskImage(request("graddrop-epoch"));
    expect(births).toBeDefined();
    factors.forEach((factor, i) => {
      expect(factor).toBe(births![i]! <= 2 ? 1 : 0);
    });
  });

  test("differs between steps for GradDrop, and only between epochs for GradDrop-Epoch-Resample", () => {
    const factors = (variant: VariantId, epoch: number, step: number) =>
      maskImage(request(variant, epoch, step)).factors;
    expect(factors("graddrop", 2, 7)).not.toEqual(factors("graddrop", 2, 8));
    expect(factors("graddrop-epoch-resample", 2, 7)).toEqual(factors("graddrop-epoch-resample", 2, 8));
    expect(factors("graddrop-epoch-resample", 2, 7)).not.toEqual(factors("graddrop-epoch-resample", 3, 7));
  });

  describe("of a fork", () => {
    const forked = (from: VariantId, to: VariantId, epoch: number) => {
      const asked = request(to, epoch, 8 * epoch);
      const history = [{ variant: from, hyper: {}, until: 2 }];
      return maskImage({ ...asked, experiment: { ...asked.experiment, trainSize: 16, batchSize: 2, history } });
    };

    test("is its source's mask before it and the variant's own after it", () => {
      const whole = (variant: VariantId, epoch: number) => maskImage(request(variant, epoch, 8 * epoch));
      for (const epoch of [1, 2]) {
        expect(forked("graddrop-epoch", "graddrop", epoch).factors).toEqual(whole("graddrop-epoch", epoch).factors);
      }
      for (const epoch of [3, 4]) {
        expect(forked("graddrop-epoch", "graddrop", epoch).factors).toEqual(whole("graddrop", epoch).factors);
      }
    });

    test("tells since when each weight has learned without a break, and 0 where it does not learn", () => {
      const { factors, births } = forked("sft", "graddrop-epoch", 3);
      const since = (epoch: number) => forked("sft", "graddrop-epoch", epoch).since!;
      expect(new Set(since(2))).toEqual(new Set([1]));
      factors.forEach((factor, i) => {
        expect(since(3)[i]).toBe(factor === 0 ? 0 : 1);
        expect(since(4)[i]).toBe(births![i] === 4 ? 4 : 1);
      });
    });

    test("leaves that out where a fresh share learns in each step, and where nothing was forked", () => {
      expect(forked("sft", "graddrop", 3).since).toBeUndefined();
      expect(forked("graddrop", "sft", 3).since).toBeDefined();
      expect(maskImage(request("graddrop-epoch")).since).toBeUndefined();
    });
  });

  test("names the layers there are when asked for another", () => {
    expect(() => maskImage({ ...request("sft"), layer: 3 })).toThrow(/its layers are 0 to 2/);
  });
});
