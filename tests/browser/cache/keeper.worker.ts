import * as Comlink from "comlink";
import { cachedHubSource, ModelCache, OpfsFolder, pinCachedAddress } from "../../../src/checkpoint/cache/index.ts";
import { CHUNK_BYTES, FOLDER, type KeeperApi, REPOSITORY } from "./protocol.ts";

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

const api: KeeperApi = {
  async read(endpoint, file, patienceMs) {
    let progress = 0;
    try {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle(FOLDER, { create: true });
      const cache = new ModelCache(new OpfsFolder(folder, patienceMs === undefined ? {} : { patienceMs }));
      const pinned = await pinCachedAddress({ kind: "hub", repository: REPOSITORY }, cache, { endpoint });
      const source = cachedHubSource(
        pinned,
        cache,
        { endpoint },
        {
          chunkBytes: CHUNK_BYTES,
          patience: { pausesMs: [10, 10, 10], stallMs: 10_000 },
          listener: () => progress++,
        },
      );
      const bytes = await (await source.access(file)).slice(0);
      await cache.close();
      return { sha256: hex(await crypto.subtle.digest("SHA-256", bytes)), progress };
    } catch (error) {
      return { error: String(error), progress };
    }
  },
};

Comlink.expose(api);
