import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allowed, NUMBER_FIELDS, rangeOf } from "../../src/app/store/fields.ts";
import {
  checkForm,
  defaultForm,
  type Form,
  formSchema,
  previewExperiment,
  withTask,
  withVariant,
} from "../../src/app/store/form.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { experimentSchema } from "../../src/experiment/experiment.ts";
import { TASK_IDS } from "../../src/tasks/types.ts";

const withNumber = (form: Form, name: (typeof NUMBER_FIELDS)[number], value: number | string): Form => ({
  ...form,
  numbers: { ...form.numbers, [name]: value },
});

describe("the form as it comes", () => {
  test("asks for exactly the default experiments of its task, one for each variant", () => {
    for (const task of TASK_IDS) {
      const form = defaultForm(task);
      const { experiments, errors } = checkForm(form);
      expect(errors).toEqual({});
      expect(experiments).toEqual(form.variants.map((variant) => defaultExperiment(task, variant)));
    }
  });

  test("survives being stored", () => {
    const form = withNumber(defaultForm(), "learningRate", "1e-");
    expect(formSchema.parse(JSON.parse(JSON.stringify(form)))).toEqual(form);
  });
});

test("a form stored before there was a choice about memory keeps everything else", () => {
  const { memory: _, ...old } = withNumber(defaultForm(), "epochs", 7);
  expect(formSchema.parse(old)).toEqual(withNumber(defaultForm(), "epochs", 7));
});

test("what is chosen to save memory reaches every experiment and the preview", () => {
  const memory = { recompute: true, update: "fused" } as const;
  const form = { ...defaultForm(), memory };
  expect(checkForm(form).experiments.map((experiment) => experiment.memory)).toEqual([memory, memory]);
  expect(previewExperiment(form, "sft").memory).toEqual(memory);
});

test("label noise, which answers that are spans cannot have, is refused there and left out of previews", () => {
  const form = withTask(withNumber(defaultForm(), "labelNoise", 15), "mlqa");
  expect(checkForm(form)).toEqual({ experiments: [], errors: { labelNoise: expect.stringMatching(/^Enter 0: /) } });
  expect(previewExperiment(form, "sft").labelNoise).toBe(0);
  expect(checkForm(withNumber(form, "labelNoise", 0)).errors).toEqual({});
});

describe("what is entered", () => {
  test("gives valid experiments or messages, never both, never neither", () => {
    const entry = fc.oneof(fc.double({ noNaN: false }), fc.integer(), fc.string());
    fc.assert(
      fc.property(fc.constantFrom(...NUMBER_FIELDS), entry, (name, value) => {
        const { experiments, errors } = checkForm(withNumber(defaultForm(), name, value));
        expect(experiments.length === 0).toBe(Object.keys(errors).length > 0);
        for (const experiment of experiments) expect(experimentSchema.safeParse(experiment).success).toBe(true);
      }),
    );
  });

  test("out of bounds says what is allowed, in the units that are shown", () => {
    const message = (name: (typeof NUMBER_FIELDS)[number], value: number | string) =>
      checkForm(withNumber(defaultForm(), name, value)).errors[name];
    expect(message("epochs", 0)).toBe("Enter a whole number from 1 to 100.");
    expect(message("epochs", 2.5)).toBe("Enter a whole number from 1 to 100.");
    expect(message("labelNoise", 95)).toBe("Enter a number from 0 to 90.");
    expect(message("learningRate", "")).toBe("Enter a number from 0 to 10.");
    expect(message("clipNorm", 0)).toMatch(/above 0, or nothing/);
    expect(message("seed", -1)).toBe("Enter a whole number from 0.");
  });

  test("is as the schema has it at both ends of every range", () => {
    for (const name of NUMBER_FIELDS) {
      if (name === "clipNorm" || name === "seed") continue;
      const { min, max } = rangeOf(name);
      const experiment = defaultExperiment("nc", "sft");
      expect(experimentSchema.safeParse({ ...experiment, [name]: min }).success, `${name} ${allowed(name)}`).toBe(true);
      expect(experimentSchema.safeParse({ ...experiment, [name]: max }).success, `${name} ${allowed(name)}`).toBe(true);
      expect(experimentSchema.safeParse({ ...experiment, [name]: max + 1 }).success).toBe(false);
    }
  });

  test("as a percentage becomes a share", () => {
    const { experiments } = checkForm(withNumber(defaultForm(), "labelNoise", 15));
    expect(experiments[0]?.labelNoise).toBe(0.15);
  });

  test("nothing for the clip norm means no clipping", () => {
    expect(checkForm(withNumber(defaultForm(), "clipNorm", "")).experiments[0]?.clipNorm).toBeNull();
  });

  test("for a hyperparameter counts for its variant only, and a default is left to the variant", () => {
    const form = { ...defaultForm(), hyper: { sft: { dropRate: 0.4 }, graddrop: { dropRate: 7 } } };
    expect(checkForm(form).experiments.map(({ hyper }) => hyper)).toEqual([{ dropRate: 0.4 }, {}]);
    const both = checkForm(withVariant(form, "graddrop", true));
    expect(both.errors).toEqual({ "graddrop.dropRate": "Enter a number from 0 to 0.95." });
    const paper = { ...form, hyper: { sft: { dropRate: 0.2 } } };
    expect(checkForm(paper).experiments[0]?.hyper).toEqual({});
  });

  test("no variant at all is said to be too few", () => {
    const none = defaultForm().variants.reduce((form, id) => withVariant(form, id, false), defaultForm());
    expect(checkForm(none).errors.variants).toMatch(/at least one/);
  });
});

test("another task brings its defaults, but keeps what was changed by hand", () => {
  const form = withTask(withNumber(defaultForm("nc"), "epochs", 3), "xnli");
  expect(form.numbers).toEqual({ ...defaultForm("xnli").numbers, epochs: 3 });
});

test("variants keep the registry's order however they are chosen", () => {
  const form = withVariant(withVariant(defaultForm(), "graddrop", true), "head-only", true);
  expect(form.variants).toEqual(["sft", "head-only", "graddrop", "graddrop-epoch"]);
});

test("a preview is possible whatever nonsense is in the form", () => {
  const form = { ...withNumber(defaultForm(), "epochs", "many"), hyper: { graddrop: { dropRate: -3 } } };
  const { epochs } = defaultExperiment("nc", "sft");
  expect(previewExperiment(form, "graddrop")).toMatchObject({ epochs, hyper: {} });
});
