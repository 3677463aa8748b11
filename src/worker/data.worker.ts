/** Reads data of one's own: nothing of it leaves this computer. Ending the worker ends the reading. */
import * as Comlink from "comlink";
import { blobFile, type DataFile, hubFiles, lookAt, openOwn, parseHubAddress, type XglueTask } from "../data/index.ts";
import { counting } from "./counting.ts";
import {
  type DataApi,
  type DataSource,
  dataSourceSchema,
  type ReadProgress,
  readRequestSchema,
} from "./data-protocol.ts";
import { DataStore, summaryOf } from "./data-store.ts";

const api: DataApi = {
  async look(given, task, onProgress) {
    const source = dataSourceSchema.parse(given);
    return lookAt(await filesOf(source, task, onProgress), task);
  },

  async read(given, onProgress) {
    const { source, task, name, columns, labels } = readRequestSchema.parse(given);
    const data = await openOwn(await filesOf(source, task, onProgress), { task, name, columns, labels });
    const summary = summaryOf(data, Date.now());
    const store = await DataStore.open();
    try {
      await store.write(data, summary);
    } finally {
      store.close();
    }
    return summary;
  },
};

async function filesOf(
  source: DataSource,
  task: XglueTask,
  onProgress: (progress: ReadProgress) => void,
): Promise<DataFile[]> {
  if (source.kind === "hub")
    return counting(await hubFiles(parseHubAddress(source.address), task, source.settings), undefined, onProgress);
  const totalBytes = source.files.reduce((sum, { file }) => sum + file.size, 0);
  return counting(
    source.files.map(({ path, file }) => blobFile(file, path)),
    totalBytes,
    onProgress,
  );
}

Comlink.expose(api);
