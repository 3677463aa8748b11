/** What the page shows about the model, without loading its weights. */
import { httpSource } from "../../checkpoint/index.ts";
import { parseConfig } from "../../model/config.ts";
import type { ModelInfo } from "../store/store.ts";

/** The folder of the bundled checkpoint, wherever the page is served from. */
export function bundledModelUrl(): string {
  return new URL("models/mini/", document.baseURI).href;
}

export async function readModelInfo(url: string): Promise<ModelInfo> {
  const file = "config.json";
  const json = new TextDecoder().decode(await httpSource(url).read(file));
  return { name: "mini XLM-R", config: parseConfig(json, `${url}${file}`), sizeBytes: await sizeOf(url) };
}

async function sizeOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(`${url}model.safetensors`, { method: "HEAD" });
    const length = Number(response.headers.get("content-length"));
    return response.ok && length > 0 ? length : undefined;
  } catch {
    return undefined;
  }
}
