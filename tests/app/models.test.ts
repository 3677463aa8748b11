import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../src/app/actions/actions.ts";
import { openLink } from "../../src/app/services/address.ts";
import { loadModelSettings, saveModelSettings } from "../../src/app/services/model-settings.ts";
import { checkForm, defaultForm, formSchema, withTask } from "../../src/app/store/form.ts";
import { isOfForm } from "../../src/app/store/liveCurves.ts";
import {
  addModel,
  choosableModels,
  hubHost,
  modelName,
  modelProblem,
  readTypedModel,
  withModel,
} from "../../src/app/store/models.ts";
import { queueMsLeft } from "../../src/app/store/queue.ts";
import { newRun, reduceRun, runSchema } from "../../src/app/store/runs.ts";
import { linkFrom } from "../../src/app/store/share.ts";
import { createAppStore, FIRST_VIEW, setForm } from "../../src/app/store/store.ts";
import { FREE } from "../../src/experiment/controls.ts";
import { encodeLink } from "../../src/experiment/link.ts";
import type { ModelLook } from "../../src/worker/model-protocol.ts";

const COMMIT = "e73636d4f797dec63c3081bb6ed5c7b0bb3f2089";
const BASE = `hub:FacebookAI/xlm-roberta-base@${COMMIT}`;
const FILES = "files:my model#0123456789ab";
const HUB = "huggingface.co";

const look = (model: string, name: string): ModelLook => ({
  model,
  name,
  config: {
    architecture: "xlm-roberta",
    hiddenSize: 768,
    layers: 12,
    heads: 12,
    intermediateSize: 3072,
    vocabSize: 250002,
    maxPositions: 514,
    firstPosition: 2,
    typeVocabSize: 1,
    layerNormEps: 1e-5,
    padId: 1,
  },
  parameters: 277_453_056,
  tokenizer: { className: "XLMRobertaTokenizer" },
  files: [{ path: "model.safetensors", sizeBytes: 1_115_567_652 }],
});
const base = look(BASE, "FacebookAI/xlm-roberta-base");
const files = look(FILES, "my model");

function memoryStorage() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

describe("what a person types or pastes as a model", () => {
  test.each([
    ["FacebookAI/xlm-roberta-base", "hub:FacebookAI/xlm-roberta-base"],
    ["  FacebookAI/xlm-roberta-base@main ", "hub:FacebookAI/xlm-roberta-base@main"],
    ["hub:a/b@refs/pr/3", "hub:a/b@refs/pr/3"],
    ["https://huggingface.co/FacebookAI/xlm-roberta-base", "hub:FacebookAI/xlm-roberta-base"],
    ["https://huggingface.co/FacebookAI/xlm-roberta-base/", "hub:FacebookAI/xlm-roberta-base"],
    [`https://huggingface.co/a/b/tree/${COMMIT}`, `hub:a/b@${COMMIT}`],
    ["https://huggingface.co/a/b/blob/main/config.json", "hub:a/b@main"],
    ["https://huggingface.co/a/b/tree/refs%2Fpr%2F3", "hub:a/b@refs/pr/3"],
    ["https://huggingface.co/a/b?not-for-all-audiences=true#readme", "hub:a/b"],
    ["https://hf.co/a/b", "hub:a/b"],
  ])("%s", (text, model) => {
    expect(readTypedModel(text, HUB)).toEqual({ model });
  });

  test.each([
    ["", /OWNER\/NAME/],
    ["xlm-roberta-base", /OWNER\/NAME/],
    ["../../etc/passwd", /OWNER\/NAME/],
    ["a/b/c", /OWNER\/NAME/],
    ["a/b@../../x", /OWNER\/NAME/],
    ["<img src=x>/b", /OWNER\/NAME/],
    ["https://huggingface.co/datasets/facebook/xnli", /not the page of a model/],
    ["https://huggingface.co/a/b/../../c", /not the page of a model/],
    ["https://evil.example/a/b", /is of evil\.example, but models are asked of huggingface\.co/],
    ["https://huggingface.co.evil.example/a/b", /is of huggingface\.co\.evil\.example/],
    ["https://", /no address/],
  ])("refuses %s, and says what to write", (text, problem) => {
    expect(readTypedModel(text, HUB)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test("may be the address of the mirror that is set", () => {
    const host = hubHost({ endpoint: "https://mirror.example:8443/hub" });
    expect(host).toBe("mirror.example:8443");
    expect(readTypedModel("https://mirror.example:8443/a/b", host)).toEqual({ model: "hub:a/b" });
    expect(readTypedModel("https://huggingface.co/a/b", host)).toHaveProperty("problem");
  });
});

describe("a run", () => {
  test("is not possible on a model that nobody has looked at, and the page says what to do", () => {
    const store = createAppStore({ form: withModel(defaultForm(), BASE) });
    expect(modelProblem(store.getState())).toMatch(/has not been looked at .* Open Models/);
    expect(ACTIONS.run.enabled(store.getState())).toBe(false);
    addModel(store, base);
    expect(modelProblem(store.getState())).toBeUndefined();
    expect(ACTIONS.run.enabled(store.getState())).toBe(true);
  });

  test("on a model of files takes the files again after a reload", () => {
    const storage = memoryStorage();
    const store = createAppStore({ form: withModel(defaultForm(), FILES) });
    saveModelSettings(store, storage);
    addModel(store, files);
    expect(modelProblem(store.getState())).toBeUndefined();
    const reloaded = createAppStore({ form: store.getState().form, ...loadModelSettings(storage) });
    // What it is is still known: its figures can be drawn.
    expect(reloaded.getState().models[FILES]).toEqual(files);
    expect(modelProblem(reloaded.getState())).toMatch(
      /files of the model “my model” are not here.* Give the same files/,
    );
    addModel(reloaded, files);
    expect(modelProblem(reloaded.getState())).toBeUndefined();
  });

  test("of another model is not compared with those of the chosen one", () => {
    const form = withModel(defaultForm(), BASE);
    const [mini] = checkForm(defaultForm()).experiments;
    const [real] = checkForm(form).experiments;
    expect(real!.model).toBe(BASE);
    expect([isOfForm(mini!, form), isOfForm(real!, form), isOfForm(real!, defaultForm())]).toEqual([
      false,
      true,
      false,
    ]);
    const runs = [newRun("run-1", real!)];
    expect(choosableModels({ form: defaultForm(), models: {}, runs })).toEqual(["mini", BASE]);
  });
});

describe("the form's learning rate", () => {
  test("follows the model while it is at its default, through changes of the task, too", () => {
    const real = withModel(defaultForm(), BASE);
    expect(real.numbers.learningRate).toBe(0.00002);
    expect(withTask(real, "xnli").numbers.learningRate).toBe(0.00002);
    expect(withModel(withTask(real, "xnli"), "mini")).toEqual(withTask(defaultForm(), "xnli"));
  });

  test("stays where a person has put it", () => {
    const form = defaultForm();
    const mine = { ...form, numbers: { ...form.numbers, learningRate: 0.001 } };
    expect(withModel(mine, BASE).numbers.learningRate).toBe(0.001);
  });
});

describe("what is kept of the Hub's settings", () => {
  test("is the mirror, never the token", () => {
    const storage = memoryStorage();
    const store = createAppStore();
    saveModelSettings(store, storage);
    store.setState({ hub: { endpoint: "https://mirror.example", token: "hf_secret" } });
    addModel(store, base);
    store.setState(({ fitting }) => ({ fitting: { ...fitting, deviceBytes: 6e9 } }));
    expect([...storage.values.values()].join()).not.toContain("hf_secret");
    const loaded = loadModelSettings(storage);
    expect(loaded.hub).toEqual({ endpoint: "https://mirror.example" });
    expect(loaded.models).toEqual({ [BASE]: base });
    expect(loaded.fitting).toMatchObject({ deviceBytes: 6e9, fit: undefined });
  });

  test.each(["", "{", '{"models":{}}', '{"models":[{"model":7},{"model":"x","config":{}}],"endpoint":"javascript:0"}'])(
    "is left out where it cannot be read: %s",
    (text) => {
      const storage = memoryStorage();
      for (const key of ["graddrop-playground.models.1"]) storage.setItem(key, text);
      expect(loadModelSettings(storage)).toMatchObject({ models: {}, hub: {} });
    },
  );
});

describe("a link", () => {
  const hashOf = (model: string) =>
    encodeLink(linkFrom({ form: withModel(defaultForm(), model), view: FIRST_VIEW, lesson: FREE })!);

  test("to a model of the Hub opens without asking anybody, and says that it waits for the receiver", () => {
    const store = createAppStore();
    openLink(store, hashOf(BASE));
    expect(store.getState().form.model).toBe(BASE);
    expect(store.getState().notice).toMatchObject({ message: expect.stringMatching(/Nothing of it has been fetched/) });
    expect(ACTIONS.run.enabled(store.getState())).toBe(false);
  });

  test("to a model that the receiver has taken before opens ready to run", () => {
    const store = createAppStore({ models: { [BASE]: base } });
    openLink(store, hashOf(BASE));
    expect(store.getState().notice).toBeUndefined();
    expect(ACTIONS.run.enabled(store.getState())).toBe(true);
  });

  test("that locks the model leaves a way to get it, and none once it is here", () => {
    for (const lesson of ["lock", "hide"]) {
      const store = createAppStore();
      openLink(store, `${hashOf(BASE)}&${lesson}=model`);
      expect(ACTIONS.chooseModel.enabled(store.getState())).toBe(true);
      addModel(store, base);
      expect(ACTIONS.chooseModel.enabled(store.getState())).toBe(false);
    }
  });

  test("names files, which the receiver needs, too", () => {
    const store = createAppStore();
    openLink(store, hashOf(FILES));
    expect(store.getState().form.model).toBe(FILES);
    expect(store.getState().notice).toMatchObject({ title: "The link's model is not here" });
  });

  test("never names a folder of somebody's disk", () => {
    expect(hashOf("/home/me/secret-model")).not.toContain("secret");
    const store = createAppStore();
    openLink(store, hashOf("/home/me/secret-model"));
    expect(store.getState().form.model).toBe("mini");
  });
});

test("a form from before there was a choice of models is about the bundled one", () => {
  const { model: _, ...old } = defaultForm();
  expect(formSchema.parse(old)).toEqual(defaultForm());
});

test("models are called what people call them, looked at or not", () => {
  expect(modelName(BASE, {})).toBe("FacebookAI/xlm-roberta-base");
  expect(modelName(FILES, {})).toBe("my model");
  expect(modelName("/home/me/models/tuned/", {})).toBe("tuned");
  expect(modelName("files:broken", {})).toBe("files:broken");
});

describe("while a model is fetched", () => {
  const run = newRun("run-1", checkForm(withModel(defaultForm(), BASE)).experiments[0]!);
  const at = (bytes: number) =>
    reduceRun(run, {
      kind: "downloading",
      runId: "run-1",
      file: "model.safetensors",
      bytes,
      totalBytes: 400,
      bytesPerSecond: 50,
      msLeft: 2000,
    });

  test("the run tells how far that is, and keeps nothing of it", () => {
    expect(at(100)).toMatchObject({ status: "loading", preparing: { done: 0.25, msLeft: 2000 } });
    const failed = reduceRun(at(100), { kind: "failed", runId: "run-1", message: "The network is gone." });
    expect(failed).not.toHaveProperty("preparing");
    expect(runSchema.parse(at(100))).not.toHaveProperty("preparing");
  });

  test("nobody takes its time left for that of the training", () => {
    expect(queueMsLeft([at(100), { ...newRun("run-2", run.experiment) }])).toBeUndefined();
  });
});

test("taking a model is one change of the form", () => {
  const store = createAppStore({ models: { [BASE]: base } });
  setForm(store, (form) => withModel(form, BASE));
  expect(checkForm(store.getState().form).errors).toEqual({});
});
