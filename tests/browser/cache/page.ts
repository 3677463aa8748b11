/** Keeps models in the browser's private files for whoever asks: tests/browser/cache.test.ts. */
import * as Comlink from "comlink";
import { type KeptModel, ModelCache, OpfsFolder } from "../../../src/checkpoint/cache/index.ts";
import { FOLDER, type KeeperApi, type Told } from "./protocol.ts";

declare global {
  interface Window {
    /** Reads the file to its end in a worker; undefined in case the worker is ended before. */
    read(endpoint: string, file: string, patienceMs?: number): Promise<Told | undefined>;
    /** Ends the worker, as a reload would. */
    endWorker(): void;
    /** Bytes that are there. */
    stored(): Promise<{ readonly path: string; readonly sizeBytes: number }[]>;
    models(): Promise<KeptModel[]>;
    removeAll(): Promise<void>;
  }
}

let worker: Worker | undefined;
/** Held: one that is collected ends what it stands for. */
let keeper: Comlink.Remote<KeeperApi> | undefined;
let end = () => {};

window.read = async (endpoint, file, patienceMs) => {
  worker ??= new Worker(new URL("./keeper.worker.ts", import.meta.url), { type: "module" });
  keeper ??= Comlink.wrap<KeeperApi>(worker);
  const ended = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
  });
  return Promise.race([keeper.read(endpoint, file, patienceMs), ended]);
};
window.endWorker = () => {
  worker?.terminate();
  worker = keeper = undefined;
  end();
};
window.stored = async () => (await OpfsFolder.at(FOLDER)).list();
window.models = async () => new ModelCache(await OpfsFolder.at(FOLDER)).list();
window.removeAll = async () => {
  const cache = new ModelCache(await OpfsFolder.at(FOLDER));
  for (const model of await cache.list()) await cache.remove(model);
};
