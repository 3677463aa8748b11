/** Looks at a model's small files and headers. */
import { z } from "zod";
import { type CheckpointSource, nameOfModel, openWeights, parseModelAddress } from "../checkpoint/index.ts";
import { parseConfig } from "../model/config.ts";
import { storedNames } from "../model/load.ts";
import { elements, tensorSpecs } from "../model/parameters.ts";
import type { ModelLook } from "./model-protocol.ts";

const CONFIG = "config.json";
const TOKENIZER = "tokenizer.json";
const TOKENIZER_CONFIG = "tokenizer_config.json";
const WANTED = /^(config\.json|tokenizer\.json|tokenizer_config\.json|[^/]*\.safetensors(\.index\.json)?)$/;
/** Larger ones are none. */
const MOST_TOKENIZER_CONFIG_BYTES = 2 ** 20;
const tokenizerSchema = z.looseObject({ tokenizer_class: z.string().max(100) });

/**
 * @param model its address, with its commit where it has one
 * @throws CheckpointError, HubError
 */
export async function lookAt(source: CheckpointSource, model: string): Promise<ModelLook> {
  const config = parseConfig(text(await source.read(CONFIG)), `${source.describe}/${CONFIG}`);
  const stored = await openWeights(source);
  const encoder = tensorSpecs(config, { kind: "span" }).filter(({ owner }) => owner.kind !== "head");
  // Is all of it there?
  storedNames(stored.entries, encoder, config);
  // A source without a list is a folder of a server's: the model is known to be whole.
  const files = ((await source.files?.()) ?? []).filter(({ path }) => WANTED.test(path));
  const tokenizerBytes = files.find(({ path }) => path === TOKENIZER)?.sizeBytes;
  const className = await tokenizerClass(source, files.find(({ path }) => path === TOKENIZER_CONFIG)?.sizeBytes);
  const address = parseModelAddress(model);
  return {
    model,
    name: nameOfModel(address),
    config,
    parameters: encoder.reduce((sum, { shape }) => sum + elements(shape), 0),
    tokenizer: {
      ...(className !== undefined && { className }),
      ...(tokenizerBytes !== undefined && { sizeBytes: tokenizerBytes }),
    },
    files: files.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
    ...(address.kind === "hub" && address.revision !== undefined && { commit: address.revision }),
  };
}

/** The tokenizer's own file is large, and this is only to be shown: what cannot be read is left out. */
async function tokenizerClass(source: CheckpointSource, sizeBytes: number | undefined): Promise<string | undefined> {
  if (sizeBytes === undefined || sizeBytes > MOST_TOKENIZER_CONFIG_BYTES) return undefined;
  try {
    return tokenizerSchema.parse(JSON.parse(text(await source.read(TOKENIZER_CONFIG)))).tokenizer_class;
  } catch {
    return undefined;
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
