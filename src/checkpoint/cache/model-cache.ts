/** Models of the Hub that are kept, in whole or in part: what there is, and files to read and fill. */
import { z } from "zod";
import { formatModelAddress, type HubModelAddress } from "../address.ts";
import type { CheckpointFile } from "../source.ts";
import { BusyError, type Folder, originalName, safeName } from "./folder.ts";
import { KeptFile } from "./kept-file.ts";
import { explained } from "./messages.ts";
import { Slots } from "./slots.ts";

/** Of what a model is: a commit never changes, so what is kept of one stays right. */
export interface ModelKey {
  /** The Hub's address, as `parseEndpoint` gives it. */
  readonly endpoint: string;
  readonly repository: string;
  /** 40 hex digits. */
  readonly commit: string;
}

export interface KeptModel extends ModelKey {
  /** As an experiment names it. */
  readonly address: string;
  /** What it takes here. */
  readonly sizeBytes: number;
  /** Of the files that are kept in whole or in part; undefined where the list of files is lost. */
  readonly wholeBytes: number | undefined;
  readonly lastUsedMs: number;
}

/** Requests under way at a time, of all files: as many as a browser opens to one host. Each holds a chunk in memory. */
const REQUESTS = 6;
/** Longer names are taken by no file system. */
const MOST_NAME_LETTERS = 200;
/** A repository with more files than fit in here is no model. */
const MOST_LIST_BYTES = 2 ** 24;

const FILES = "files.json";
const USED = "used";
const DATA = "data";
const REFS = "refs";

const commitSchema = z.string().regex(/^[0-9a-f]{40}$/);
const filesSchema = z.array(
  z.object({
    path: z.string(),
    sizeBytes: z.int().min(0),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .exactOptional(),
  }),
);

/**
 * In a folder of its own:
 * ENDPOINT/REPOSITORY/COMMIT/data/FILE, files.json (what the repository has), used (written when it is opened),
 * ENDPOINT/REPOSITORY/refs/BRANCH (the commit that the branch was last). All names as `safeName` gives them.
 */
export class ModelCache {
  readonly folder: Folder;
  readonly slots = new Slots(REQUESTS);
  readonly #files = new Map<string, KeptFile>();

  constructor(folder: Folder) {
    this.folder = folder;
  }

  /** The last used first. */
  async list(): Promise<KeptModel[]> {
    const models = new Map<string, KeptModel & { kept: string[] }>();
    for (const { path, sizeBytes, changedAtMs } of await this.folder.list()) {
      const [endpoint = "", repository = "", commit = "", kind = "", file] = path.split("/");
      if (!commitSchema.safeParse(commit).success) continue;
      const key = { endpoint: originalName(endpoint), repository: originalName(repository), commit };
      const name = placeOf(key);
      const model = models.get(name) ?? {
        ...key,
        address: formatModelAddress({ kind: "hub", repository: key.repository, revision: commit }),
        sizeBytes: 0,
        wholeBytes: undefined,
        lastUsedMs: 0,
        kept: [],
      };
      if (kind === DATA && file !== undefined) model.kept.push(originalName(file));
      const lastUsedMs = kind === USED ? changedAtMs : Math.max(model.lastUsedMs, 0);
      models.set(name, { ...model, sizeBytes: model.sizeBytes + sizeBytes, lastUsedMs });
    }
    const listed = Array.from(models.values(), async ({ kept, ...model }): Promise<KeptModel> => {
      const files = await this.files(model);
      const sizes = files?.filter(({ path }) => kept.includes(path)).map(({ sizeBytes }) => sizeBytes);
      return { ...model, wholeBytes: sizes?.reduce((sum, size) => sum + size, 0) };
    });
    return (await Promise.all(listed)).sort((a, b) => b.lastUsedMs - a.lastUsedMs);
  }

  /** @throws CheckpointError while the model is being used, here or elsewhere */
  async remove(key: ModelKey): Promise<void> {
    const place = placeOf(key);
    try {
      for (const file of this.#files.values()) if (file.path.startsWith(`${place}/`)) await file.close();
      await this.folder.remove(place);
      const { endpoint, repository, commit } = key;
      for (const { path } of await this.folder.list(`${repositoryPlace(endpoint, repository)}/${REFS}`)) {
        if ((await this.#readCommit(path)) === commit) await this.folder.remove(path);
      }
    } catch (error) {
      throw explained(formatModelAddress(addressOf(key)), this.folder, error);
    }
  }

  /** Lets go of all files that nobody uses at the moment. */
  async close(): Promise<void> {
    for (const file of this.#files.values()) {
      await file.close().catch((error: unknown) => {
        if (!(error instanceof BusyError)) throw error;
      });
    }
  }

  /** The commit that a branch or tag was when it was last asked for. */
  async ref({ endpoint, repository }: Omit<ModelKey, "commit">, revision: string): Promise<string | undefined> {
    return this.#readCommit(refPath(endpoint, repository, revision));
  }

  async keepRef({ endpoint, repository, commit }: ModelKey, revision: string): Promise<void> {
    if (safeName(revision).length > MOST_NAME_LETTERS) return;
    await this.#writeSmall(refPath(endpoint, repository, revision), commit);
  }

  /** What the repository has, if that is known here. */
  async files(key: ModelKey): Promise<CheckpointFile[] | undefined> {
    const bytes = await this.folder.readSmall(`${placeOf(key)}/${FILES}`);
    if (!bytes || bytes.length > MOST_LIST_BYTES) return undefined;
    try {
      return filesSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
    } catch {
      // Cut off by a crash: it is asked for again.
      return undefined;
    }
  }

  async keepFiles(key: ModelKey, files: readonly CheckpointFile[]): Promise<void> {
    await this.#writeSmall(`${placeOf(key)}/${FILES}`, JSON.stringify(files));
  }

  async noteUse(key: ModelKey): Promise<void> {
    await this.#writeSmall(`${placeOf(key)}/${USED}`, new Date().toISOString());
  }

  /** @returns the same for the same file */
  file(key: ModelKey, { path, sizeBytes, sha256 }: CheckpointFile): KeptFile {
    const place = `${placeOf(key)}/${DATA}/${safeName(path)}`;
    const { endpoint, repository, commit } = key;
    const about = JSON.stringify({ version: 1, endpoint, repository, commit, path, sizeBytes, sha256 });
    const file = this.#files.get(place) ?? new KeptFile(this.folder, place, about);
    this.#files.set(place, file);
    return file;
  }

  async #readCommit(path: string): Promise<string | undefined> {
    const bytes = await this.folder.readSmall(path);
    return commitSchema.safeParse(bytes && new TextDecoder().decode(bytes)).data;
  }

  /** Where it cannot be, it is not there: all that is kept in small files can be done without. */
  async #writeSmall(path: string, text: string): Promise<void> {
    try {
      const file = await this.folder.open(path);
      try {
        await file.truncate(0);
        await file.write(0, new TextEncoder().encode(text));
        await file.flush();
      } finally {
        await file.close();
      }
    } catch {
      await this.folder.remove(path).catch(() => {});
    }
  }
}

function addressOf({ repository, commit }: ModelKey): HubModelAddress {
  return { kind: "hub", repository, revision: commit };
}

function placeOf({ endpoint, repository, commit }: ModelKey): string {
  return `${repositoryPlace(endpoint, repository)}/${commit}`;
}

function repositoryPlace(endpoint: string, repository: string): string {
  return `${safeName(endpoint)}/${safeName(repository)}`;
}

function refPath(endpoint: string, repository: string, revision: string): string {
  return `${repositoryPlace(endpoint, repository)}/${REFS}/${safeName(revision)}`;
}
