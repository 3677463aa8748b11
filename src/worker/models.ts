/** The models that the training worker knows: where their files come from, and what of them it has read. */
import {
  cachedHubSource,
  type DownloadListener,
  MemoryFolder,
  ModelCache,
  OpfsFolder,
  pinCachedAddress,
} from "../checkpoint/cache/index.ts";
import {
  BUNDLED_MODEL,
  CheckpointError,
  type CheckpointSource,
  filesSource,
  formatModelAddress,
  type GivenModelFile,
  httpSource,
  nameOfFiles,
  parseModelAddress,
} from "../checkpoint/index.ts";
import { type OpenModel, openModel, openTokenizer } from "../train/session.ts";
import { fingerprintOf } from "./model-fingerprint.ts";
import { MODEL_FOLDER } from "./model-folder.ts";
import { lookAt } from "./model-look.ts";
import type { HubSettings, ModelLook } from "./model-protocol.ts";

export interface Opening {
  readonly listener?: DownloadListener;
  readonly signal?: AbortSignal;
}

/** A model's files, and what it is called once it is certain which model that is. */
interface Located {
  readonly source: CheckpointSource;
  readonly model: string;
}

type Read = Awaited<ReturnType<typeof openTokenizer>>;

/** Tokenizers take 100 MB and a second each: besides the bundled one only the latest are kept, with the texts that they read. */
const MOST_TOKENIZERS = 2;

export class Models {
  readonly #bundledUrl: string;
  readonly #openCache: () => Promise<ModelCache>;
  #bundled: Promise<OpenModel> | undefined;
  #hub: HubSettings = {};
  #cache: Promise<ModelCache> | undefined;
  readonly #given = new Map<string, CheckpointSource>();
  /** By model; the least recently used first. */
  readonly #tokenizers = new Map<string, Promise<Read>>();

  /** @param bundledUrl of the folder that holds the bundled model */
  constructor(bundledUrl: string, openCache = openKept) {
    this.#bundledUrl = bundledUrl;
    this.#openCache = openCache;
  }

  hub(settings: HubSettings): void {
    this.#hub = settings;
  }

  /** @throws CheckpointError where these are not the files of one model */
  async give(given: readonly GivenModelFile[]): Promise<ModelLook> {
    const source = filesSource(given);
    const fingerprint = await fingerprintOf(source);
    const name = nameOfFiles(given).replace(/#/g, "-").slice(0, 120);
    const model = formatModelAddress({ kind: "files", name, fingerprint });
    this.#given.set(fingerprint, source);
    return lookAt(source, model);
  }

  async look(model: string, opening: Opening = {}): Promise<ModelLook> {
    const located = await this.#locate(model, opening);
    return lookAt(located.source, located.model);
  }

  /**
   * The model with its tokenizer; of its weights the headers.
   *
   * @throws CheckpointError, HubError, TokenizerError, and the signal's reason
   */
  async open(model: string, opening: Opening = {}): Promise<OpenModel> {
    if (model === BUNDLED_MODEL) {
      // It is small, and everyone begins with it.
      this.#bundled ??= openModel(httpSource(this.#bundledUrl)).catch((error: unknown) => {
        this.#bundled = undefined;
        throw error;
      });
      return this.#bundled;
    }
    const { signal } = opening;
    const located = await this.#locate(model, opening);
    signal?.throwIfAborted();
    const opened = await openModel(located.source, this.#tokenizer(located, signal));
    signal?.throwIfAborted();
    return opened;
  }

  /** Lets go of the files that are kept, so that they can be deleted. */
  async release(): Promise<void> {
    await (await this.#cache?.catch(() => undefined))?.close();
  }

  async #locate(model: string, { listener, signal }: Opening): Promise<Located> {
    const address = parseModelAddress(model);
    switch (address.kind) {
      case "bundled":
        return { source: httpSource(this.#bundledUrl), model: BUNDLED_MODEL };
      case "hub": {
        const hub = { ...this.#hub, ...(signal && { signal }) };
        this.#cache ??= this.#openCache();
        const cache = await this.#cache.catch((error: unknown) => {
          this.#cache = undefined;
          throw error;
        });
        const pinned = await pinCachedAddress(address, cache, hub);
        const source = cachedHubSource(pinned, cache, hub, {
          ...(listener && { listener }),
          ...(signal && { signal }),
        });
        return { source, model: formatModelAddress(pinned) };
      }
      case "files": {
        const source = this.#given.get(address.fingerprint);
        if (source) return { source, model: formatModelAddress(address) };
        throw new CheckpointError(
          `${address.name}: the files of this model are not here: a page forgets them when it is reloaded. ` +
            "Give the same files again under Models.",
        );
      }
      case "folder":
        throw new CheckpointError(
          `${address.path}: is a folder of the command line's, which a page cannot read. Give its files under Models.`,
        );
    }
  }

  async #tokenizer({ source, model }: Located, signal: AbortSignal | undefined): Promise<Read> {
    const known = this.#tokenizers.get(model);
    // Whoever is reading it may give up; then it is read here.
    const read = (known ? known.catch(() => undefined) : Promise.resolve(undefined)).then((found) => {
      signal?.throwIfAborted();
      return found ?? openTokenizer(source);
    });
    this.#tokenizers.delete(model);
    this.#tokenizers.set(model, read);
    read.catch(() => {
      if (this.#tokenizers.get(model) === read) this.#tokenizers.delete(model);
    });
    for (const other of [...this.#tokenizers.keys()].slice(0, -MOST_TOKENIZERS)) this.#tokenizers.delete(other);
    return read;
  }
}

/** Where the browser keeps nothing for a site, as in some private windows, models are there until the page is closed. */
async function openKept(): Promise<ModelCache> {
  return new ModelCache(await OpfsFolder.at(MODEL_FOLDER).catch(() => new MemoryFolder()));
}
