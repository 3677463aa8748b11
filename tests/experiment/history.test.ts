import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { type Experiment, experimentSchema } from "../../src/experiment/experiment.ts";
import {
  courseKey,
  courseLabel,
  forkedAfter,
  forkOf,
  methodAt,
  sameMethod,
  stretchesOf,
} from "../../src/experiment/history.ts";
import { histories, methods } from "../support/courses.ts";

const EPOCHS = 12;
const courses: fc.Arbitrary<Experiment> = fc
  .tuple(methods, histories(EPOCHS))
  .map(([method, history]) => ({ ...defaultExperiment("nc", "sft"), epochs: EPOCHS, ...method, ...history }));
const at = (experiment: Experiment, epoch: number) => {
  const { variant, hyper } = methodAt(experiment, epoch);
  return [variant.id, hyper];
};

describe("a fork", () => {
  test("is its source up to the epoch, and the other variant after it, of forks too", () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 1, max: EPOCHS - 1 }), methods, (source, after, method) => {
        const fork = forkOf(source, after, method);
        expect(forkedAfter(fork)).toBe(after);
        for (let epoch = 1; epoch <= EPOCHS; epoch++) {
          expect(at(fork, epoch)).toEqual(epoch <= after ? at(source, epoch) : [method.variant, method.hyper]);
        }
        if (fork.history!.length <= 8) expect(experimentSchema.parse(fork)).toEqual(fork);
      }),
    );
  });

  test("changes nothing else, and leaves its source alone", () => {
    const source = { ...defaultExperiment("nc", "graddrop"), hyper: { dropRate: 0.3 } };
    const before = JSON.stringify(source);
    expect(forkOf(source, 4, { variant: "sft", hyper: {} })).toEqual({
      ...source,
      variant: "sft",
      hyper: {},
      history: [{ variant: "graddrop", hyper: { dropRate: 0.3 }, until: 4 }],
    });
    expect(JSON.stringify(source)).toBe(before);
  });
});

test("a run that was never forked is one stretch", () => {
  const { variant, hyper, epochs } = defaultExperiment("nc", "sft");
  expect(stretchesOf(defaultExperiment("nc", "sft"))).toEqual([{ variant, hyper, until: epochs }]);
  expect(forkedAfter({})).toBe(0);
});

describe("runs of one kind", () => {
  const sft = defaultExperiment("nc", "sft");
  const fork = forkOf(sft, 4, { variant: "graddrop", hyper: {} });

  test("are those whose settings agree, whether a default is written out or not", () => {
    expect(courseKey({ ...fork, hyper: { dropRate: 0.2 } })).toBe(courseKey(fork));
    expect(sameMethod({ variant: "graddrop", hyper: { dropRate: 0.2 } }, fork)).toBe(true);
    expect(sameMethod({ variant: "graddrop", hyper: { dropRate: 0.3 } }, fork)).toBe(false);
  });

  test("do not include the variant that a fork begins or ends with, nor forks from other epochs", () => {
    const others = [
      sft,
      { ...sft, variant: "graddrop" },
      forkOf(sft, 5, { variant: "graddrop", hyper: {} }),
      forkOf({ ...sft, hyper: { dropRate: 0.4 } }, 4, { variant: "graddrop", hyper: {} }),
    ];
    expect(new Set([fork, ...others].map(courseKey)).size).toBe(5);
  });
});

test("a fork's name says what trains from which epoch", () => {
  const sft = defaultExperiment("nc", "sft");
  const fork = forkOf(sft, 4, { variant: "graddrop", hyper: { dropRate: 0.4 } });
  expect(courseLabel(fork)).toBe("SFT → GradDrop (drop rate 0.4) from epoch 5");
  expect(courseLabel(forkOf(fork, 9, { variant: "head-only", hyper: {} }))).toBe(
    "SFT → GradDrop (drop rate 0.4) from epoch 5 → Head only from epoch 10",
  );
  expect(courseLabel({ ...sft, hyper: { dropRate: 0.4 } })).toBe("SFT · dropout 0.4");
});
