/** Models of the Hub that this browser keeps: the page lists and removes what the training worker has fetched. */
import { type KeptModel, ModelCache, OpfsFolder } from "../../checkpoint/cache/index.ts";
import { MODEL_FOLDER } from "../../worker/model-folder.ts";

export type { KeptModel } from "../../checkpoint/cache/index.ts";

export interface KeptModels {
  /** The last used first. */
  readonly models: readonly KeptModel[];
  /** Of all that this page keeps, runs and data included; undefined where the browser does not say. */
  readonly room: { readonly usedBytes: number; readonly mostBytes: number } | undefined;
}

/** @throws Error where the browser has no private files for the page, as in some private windows */
export async function listKeptModels(): Promise<KeptModels> {
  const cache = new ModelCache(await OpfsFolder.at(MODEL_FOLDER));
  const [models, estimate] = await Promise.all([cache.list(), navigator.storage.estimate?.()]);
  const { usage, quota } = estimate ?? {};
  const room = usage === undefined || quota === undefined ? undefined : { usedBytes: usage, mostBytes: quota };
  return { models, room };
}

/** @throws CheckpointError while a run uses it */
export async function removeKeptModel(model: KeptModel): Promise<void> {
  await new ModelCache(await OpfsFolder.at(MODEL_FOLDER)).remove(model);
}
