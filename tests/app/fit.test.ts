import { describe, expect, test } from "vitest";
import { createModels, type ModelAsker } from "../../src/app/services/models.ts";
import { isCurrent, largestExperiment, memoryParts, withProposal } from "../../src/app/store/fit.ts";
import { checkForm, defaultForm, type Form } from "../../src/app/store/form.ts";
import { createAppStore, setForm } from "../../src/app/store/store.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { Fit } from "../../src/train/fit.ts";
import { memoryPlan } from "../../src/train/memory.ts";
import type { FitRequest } from "../../src/worker/model-protocol.ts";
import { NO_MODELS } from "../support/no-models.ts";

const withVariants = (...variants: Form["variants"][number][]): Form => ({ ...defaultForm(), variants });
/** As far as the page's state is concerned. */
const fitFor = (experiment: Experiment) => ({ experiment, proposals: [] }) as unknown as Fit;

describe("the run that is checked", () => {
  test("is the one that needs most: dropout keeps more, a lone head least", () => {
    expect(largestExperiment(withVariants("head-only", "graddrop", "sft"))?.variant).toBe("sft");
    expect(largestExperiment(withVariants("head-only", "graddrop"))?.variant).toBe("graddrop");
    expect(largestExperiment(withVariants("head-only"))?.variant).toBe("head-only");
    expect(largestExperiment(withVariants())).toBeUndefined();
  });

  test("is another one as soon as anything of it is", () => {
    const form = withVariants("sft");
    const fit = fitFor(largestExperiment(form)!);
    expect(isCurrent(fit, { ...form })).toBe(true);
    expect(isCurrent(fit, { ...form, numbers: { ...form.numbers, batchSize: 8 } })).toBe(false);
    expect(isCurrent(fit, { ...form, numbers: { ...form.numbers, batchSize: "" } })).toBe(false);
  });
});

test("what is proposed is what the form then asks for, and nothing else changes", () => {
  const form = withVariants("sft");
  const [before] = checkForm(form).experiments;
  const changes: Partial<Experiment>[] = [
    { memory: { recompute: true, update: "after" } },
    { memory: { recompute: false, update: "fused" } },
    { batchSize: 4 },
    { maxLength: 32 },
    { embeddings: "freeze" },
    { memory: { recompute: true, update: "fused" }, batchSize: 2, maxLength: 48, embeddings: "freeze" },
  ];
  for (const change of changes) {
    expect(checkForm(withProposal(form, { change })).experiments).toEqual([{ ...before, ...change }]);
  }
});

test("the bar's parts are all of the plan", () => {
  const config = {
    architecture: "bert" as const,
    hiddenSize: 32,
    layers: 3,
    heads: 2,
    intermediateSize: 64,
    vocabSize: 100,
    maxPositions: 64,
    firstPosition: 0,
    typeVocabSize: 2,
    layerNormEps: 1e-12,
    padId: 0,
  };
  const plan = memoryPlan(
    config,
    { kind: "sequence", classes: 3 },
    { rows: 4, sequence: 16 },
    { recompute: false, update: "after", optimizer: "adamw", embeddings: "train", dropout: true },
  );
  const sum = memoryParts(plan).reduce((bytes, part) => bytes + part.sizeBytes, 0);
  expect(sum).toBe(plan.total);
});

describe("asking", () => {
  /** An asker that answers when it is told to. */
  function rig() {
    const requests: FitRequest[] = [];
    const answers: { resolve: (fit: Fit) => void; reject: (error: Error) => void }[] = [];
    let cancelled = 0;
    const ask: ModelAsker["fit"] = (request) => {
      requests.push(request);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    };
    const store = createAppStore({ form: withVariants("sft") });
    const models = createModels(store, { ...NO_MODELS, fit: ask, calibrate: ask, cancelFit: () => cancelled++ });
    return { store, models, requests, answers, cancelled: () => cancelled, fitting: () => store.getState().fitting };
  }
  const soon = () => new Promise((resolve) => setTimeout(resolve));

  test("tells what is under way, then the answer; the person's word on the device goes with it", async () => {
    const it = rig();
    it.store.setState(({ fitting }) => ({ fitting: { ...fitting, deviceBytes: 6e9 } }));
    void it.models.ask("calibrate");
    expect(it.fitting().asked).toBe("calibrate");
    expect(it.requests[0]).toMatchObject({ deviceBytes: 6e9, experiment: { variant: "sft" } });
    it.answers[0]!.resolve(fitFor(it.requests[0]!.experiment));
    await soon();
    expect(it.fitting()).toMatchObject({ asked: undefined, fit: { experiment: it.requests[0]!.experiment } });
  });

  test("counts the latest answer alone", async () => {
    const it = rig();
    void it.models.ask("fit");
    setForm(it.store, (form) => ({ ...form, numbers: { ...form.numbers, batchSize: 8 } }));
    void it.models.ask("fit");
    it.answers[1]!.resolve(fitFor(it.requests[1]!.experiment));
    await soon();
    it.answers[0]!.reject(Object.assign(new Error("replaced"), { name: "AbortError" }));
    await soon();
    expect(it.fitting()).toMatchObject({ asked: undefined, problem: undefined });
    expect(it.fitting().fit?.experiment.batchSize).toBe(8);
  });

  test("that fails says why; that is cancelled says nothing", async () => {
    const it = rig();
    void it.models.ask("fit");
    it.answers[0]!.reject(new Error("The network is gone. Try again."));
    await soon();
    expect(it.fitting()).toMatchObject({ asked: undefined, problem: "The network is gone. Try again." });
    void it.models.ask("fit");
    expect(it.fitting().problem).toBeUndefined();
    it.models.cancel();
    it.answers[1]!.reject(new Error("whatever"));
    await soon();
    expect([it.fitting().asked, it.fitting().problem, it.cancelled()]).toEqual([undefined, undefined, 1]);
  });

  test("is not done about a model that nobody has looked at", async () => {
    const it = rig();
    setForm(it.store, (form) => ({ ...form, model: "hub:a/b" }));
    await it.models.ask("fit");
    expect(it.requests).toEqual([]);
  });
});
