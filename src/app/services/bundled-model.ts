/** What the page knows of the bundled model, without loading its weights or waiting for the worker. */
import { BUNDLED_MODEL } from "../../checkpoint/address.ts";
import { httpSource } from "../../checkpoint/index.ts";
import { parseConfig } from "../../model/config.ts";
import { elements, tensorSpecs } from "../../model/parameters.ts";
import type { ModelLook } from "../../worker/model-protocol.ts";

/** The folder of the bundled checkpoint, wherever the page is served from. */
export function bundledModelUrl(): string {
  return new URL("models/mini/", document.baseURI).href;
}

export async function readBundledModel(url: string): Promise<ModelLook> {
  const file = "config.json";
  const json = new TextDecoder().decode(await httpSource(url).read(file));
  const config = parseConfig(json, `${url}${file}`);
  const weights = "model.safetensors";
  const sizeBytes = await sizeOf(`${url}${weights}`);
  return {
    model: BUNDLED_MODEL,
    name: "Mini XLM-R",
    config,
    parameters: tensorSpecs(config, { kind: "sequence", classes: 1 })
      .filter(({ owner }) => owner.kind !== "head")
      .reduce((sum, { shape }) => sum + elements(shape), 0),
    tokenizer: {},
    files: sizeBytes === undefined ? [] : [{ path: weights, sizeBytes }],
  };
}

/** Undefined where the server does not tell. */
async function sizeOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { method: "HEAD" });
    const length = Number(response.headers.get("content-length"));
    return response.ok && length > 0 ? length : undefined;
  } catch {
    return undefined;
  }
}
