/** What outlives a reload about models: which the page knows, the mirror's address, the device's memory. Never the token. */
import { z } from "zod";
import { BUNDLED_MODEL } from "../../checkpoint/address.ts";
import { hubSettingsSchema } from "../../worker/model-protocol.ts";
import { NOT_ASKED } from "../store/fit.ts";
import { addressOf, lookSchema, type Models } from "../store/models.ts";
import type { KeyValueStore } from "../store/persist.ts";
import type { AppState, AppStore } from "../store/store.ts";

const KEY = "graddrop-playground.models.1";
/** Nobody chooses among more; the oldest are forgotten first. */
const MOST_MODELS = 40;

const storedSchema = z.object({
  models: z.array(z.unknown()),
  endpoint: hubSettingsSchema.shape.endpoint,
  deviceBytes: z.number().positive().exactOptional(),
});

/** What cannot be read is left out. */
export function loadModelSettings(storage: KeyValueStore): Pick<AppState, "models" | "hub" | "fitting"> {
  const stored = storedSchema.safeParse(readJson(storage)).data;
  const looks = stored?.models.flatMap((look) => lookSchema.safeParse(look).data ?? []) ?? [];
  const models: Models = Object.fromEntries(looks.map((look) => [look.model, look]));
  return {
    models,
    hub: stored?.endpoint === undefined ? {} : { endpoint: stored.endpoint },
    fitting: { ...NOT_ASKED, deviceBytes: stored?.deviceBytes },
  };
}

/** @returns a function that ends it */
export function saveModelSettings(store: AppStore, storage: KeyValueStore): () => void {
  return store.subscribe((state, before) => {
    const isSame =
      state.models === before.models &&
      state.hub.endpoint === before.hub.endpoint &&
      state.fitting.deviceBytes === before.fitting.deviceBytes;
    if (!isSame) save(storage, state);
  });
}

function save(storage: KeyValueStore, { models, hub: { endpoint }, fitting: { deviceBytes } }: AppState): void {
  const kept = Object.values(models)
    .filter(({ model }) => model !== BUNDLED_MODEL && addressOf(model).kind !== "folder")
    .slice(-MOST_MODELS);
  const stored: z.input<typeof storedSchema> = {
    models: kept,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(deviceBytes === undefined ? {} : { deviceBytes }),
  };
  try {
    storage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // Full, or forbidden by the browser: then they are asked for again.
  }
}

function readJson(storage: KeyValueStore): unknown {
  try {
    return JSON.parse(storage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}
