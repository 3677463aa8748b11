import * as Comlink from "comlink";
import type { InspectApi } from "./inspect.worker.ts";

export type Inspector = Comlink.Remote<InspectApi>;

export function createInspector(): Inspector {
  const worker = new Worker(new URL("./inspect.worker.ts", import.meta.url), { type: "module", name: "inspect" });
  return Comlink.wrap<InspectApi>(worker);
}
