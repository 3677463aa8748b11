/** Models on the page: which it knows, which of them the form asks for, and what stands in the way of running on it. */
import { z } from "zod";
import { BUNDLED_MODEL, type ModelAddress, nameOfModel, parseModelAddress } from "../../checkpoint/address.ts";
import type { EncoderConfig } from "../../model/config.ts";
import type { HubSettings, ModelLook } from "../../worker/model-protocol.ts";
import { defaultNumbers, type Form } from "./form.ts";
import type { AppState, AppStore } from "./store.ts";

export const HUB_ADDRESS = "https://huggingface.co";

export type Models = Readonly<Record<string, ModelLook>>;

type ModelState = Pick<AppState, "form" | "models" | "givenModels">;

/** Whom the page asks for models, for people: the name that stands on the buttons. */
export function hubHost({ endpoint = HUB_ADDRESS }: HubSettings): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}

/** Never throws: what is no address is a folder of the command line's. */
export function addressOf(model: string): ModelAddress {
  try {
    return parseModelAddress(model);
  } catch {
    return { kind: "folder", path: model };
  }
}

/** As people call it, where it has not been looked at, too. */
export function modelName(model: string, models: Models): string {
  const known = models[model];
  if (known) return known.name;
  return nameOfModel(addressOf(model));
}

/** The last part of a repository's name: the owner is said elsewhere. */
export function shortModelName(model: string, models: Models): string {
  return modelName(model, models).split("/").at(-1)!;
}

export function chosenModel({ form, models }: Pick<AppState, "form" | "models">): ModelLook | undefined {
  return models[form.model];
}

/** Undefined while, or because, nobody has looked at the model. */
export function configOf({ models }: Pick<AppState, "models">, model: string): EncoderConfig | undefined {
  return models[model]?.config;
}

/** What can be chosen at once: the bundled model, those taken for runs before, and those of the runs that are here. */
export function choosableModels({ form, models, runs }: Pick<AppState, "form" | "models" | "runs">): readonly string[] {
  const known = Object.keys(models).filter((model) => model !== BUNDLED_MODEL);
  return [...new Set([BUNDLED_MODEL, ...known, ...runs.map(({ experiment }) => experiment.model), form.model])];
}

/** Why the chosen model, or another one, cannot be run, and what to do. */
export function modelProblem(state: ModelState, model = state.form.model): string | undefined {
  const { models, givenModels } = state;
  const address = addressOf(model);
  const name = `“${modelName(model, models)}”`;
  switch (address.kind) {
    case "bundled":
      return undefined;
    case "hub":
      if (models[model]) return undefined;
      return `The model ${name} has not been looked at in this browser. Open Models: nothing is fetched before you agree.`;
    case "files":
      if (givenModels.includes(model)) return undefined;
      return `The files of the model ${name} are not here: a page forgets them when it is reloaded. Give the same files again under Models.`;
    case "folder":
      return `The model ${name} is a folder of the command line's. Give its files under Models, or take another model.`;
  }
}

/** The form with a model. A learning rate that was left at its default takes the new model's. */
export function withModel(form: Form, model: string): Form {
  const before = defaultNumbers(form.task, form.model);
  const after = defaultNumbers(form.task, model);
  const { learningRate } = form.numbers;
  const numbers =
    learningRate === before.learningRate ? { ...form.numbers, learningRate: after.learningRate } : form.numbers;
  return { ...form, model, numbers };
}

/** From now on the page knows the model, after a reload too. */
export function addModel(store: AppStore, look: ModelLook): void {
  store.setState(({ models, givenModels }) => ({
    models: { ...models, [look.model]: look },
    ...(addressOf(look.model).kind === "files" ? { givenModels: [...new Set([...givenModels, look.model])] } : {}),
  }));
}

const HUB_PATH = /^([\w.-]+\/[\w.-]+)(?:\/(?:tree|blob|resolve|commit)\/([\w.-]+(?:\/[\w.-]+)*))?\/?$/;

/** What a person types or pastes, as a model's address, or why it is none. */
export type TypedModel = { readonly model: string } | { readonly problem: string };

/**
 * `OWNER/NAME`, `OWNER/NAME@REVISION`, both also after `hub:`, or the address of a page of the Hub.
 *
 * @param host whom the page asks: a pasted address of another one is refused, since it would not be asked
 */
export function readTypedModel(text: string, host: string): TypedModel {
  const typed = text.trim().replace(/^hub:/, "");
  const example = "Write OWNER/NAME, such as FacebookAI/xlm-roberta-base.";
  if (!/^https?:\/\//i.test(typed)) return parsed(`hub:${typed}`, example);
  if (!URL.canParse(typed)) return { problem: `This is no address. ${example}` };
  const url = new URL(typed);
  const known = [host, ...(host === new URL(HUB_ADDRESS).host ? ["hf.co", "www.huggingface.co"] : [])];
  if (!known.includes(url.host)) {
    return {
      problem: `This address is of ${url.host}, but models are asked of ${host}. Set ${url.host} as mirror under Hub settings if you trust it.`,
    };
  }
  const [, repository, rest] = HUB_PATH.exec(decodedPath(url).slice(1)) ?? [];
  if (repository === undefined) return { problem: `This is not the page of a model. ${example}` };
  // Of a file's page the rest is "REVISION/path"; a revision with a slash is a reference such as refs/pr/1.
  const revision = rest && (/^refs\/[\w.-]+\/[\w.-]+/.exec(rest)?.[0] ?? rest.split("/")[0]);
  return parsed(`hub:${repository}${revision ? `@${revision}` : ""}`, example);
}

function decodedPath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return url.pathname;
  }
}

function parsed(model: string, example: string): TypedModel {
  try {
    parseModelAddress(model);
    return { model };
  } catch {
    return { problem: `This is no model's address. ${example}` };
  }
}

const count = z.int().min(1);
const configSchema: z.ZodType<EncoderConfig> = z.object({
  architecture: z.enum(["xlm-roberta", "bert"]),
  hiddenSize: count,
  layers: count.max(200),
  heads: count,
  intermediateSize: count,
  vocabSize: count,
  maxPositions: count,
  firstPosition: z.int().min(0),
  typeVocabSize: count,
  layerNormEps: z.number().positive(),
  padId: z.int().min(0),
});

/** For looks read from storage. What only the worker needs is left out: it reads the model's own config. */
export const lookSchema: z.ZodType<ModelLook> = z.object({
  model: z.string().min(1).max(300),
  name: z.string().min(1).max(300),
  config: configSchema,
  parameters: count,
  tokenizer: z.object({ className: z.string().max(100).exactOptional(), sizeBytes: z.number().min(0).exactOptional() }),
  files: z.array(z.object({ path: z.string().max(500), sizeBytes: z.number().min(0) })).max(1000),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .exactOptional(),
});

/** Bytes of all weight files. */
export function weightBytes({ files }: ModelLook): number {
  return files.filter(({ path }) => path.endsWith(".safetensors")).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
