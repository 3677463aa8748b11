/** Snapshots of runs in the browser's private files (OPFS): two slots a run, of which one is always whole. */
import { type Experiment, experimentSchema } from "../experiment/experiment.ts";
import type { RunPoint } from "../train/recovery.ts";
import { exclusive, isNotFound, isQuotaError } from "./private-files.ts";
import { readManifest, readPoint, SnapshotError, sizeOfPoint, writePoint } from "./snapshot-file.ts";

const FOLDER = "snapshots";
const SLOTS = ["a", "b"] as const;
type Slot = (typeof SLOTS)[number];

/** Beyond this share of what the browser grants, old snapshots go. */
const FULL_SHARE = 0.9;
export interface StoredSnapshot {
  readonly runId: string;
  /** Steps finished; undefined: no slot can be read. */
  readonly step: number | undefined;
  readonly writtenAtMs: number;
  readonly sizeBytes: number;
}

type Estimate = () => Promise<{ usage?: number; quota?: number }>;

export class SnapshotStore {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #estimate: Estimate;
  /** The slot that was written last, by run. */
  readonly #latest = new Map<string, Slot>();

  /** @param folder holds one folder for each run, and nothing else */
  constructor(folder: FileSystemDirectoryHandle, estimate: Estimate = () => navigator.storage.estimate()) {
    this.#folder = folder;
    this.#estimate = estimate;
  }

  /** @throws Error where the browser has no private files, as in some private windows */
  static async open(): Promise<SnapshotStore> {
    const root = await navigator.storage.getDirectory();
    return new SnapshotStore(await root.getDirectoryHandle(FOLDER, { create: true }));
  }

  /** Oldest first. */
  async list(): Promise<StoredSnapshot[]> {
    const found: StoredSnapshot[] = [];
    for await (const [name, handle] of this.#folder.entries()) {
      if (handle.kind !== "directory") continue;
      const slots = await this.#slots(handle as FileSystemDirectoryHandle);
      found.push({
        runId: decodeURIComponent(name),
        step: slots[0]?.step,
        writtenAtMs: Math.max(0, ...slots.map(({ file }) => file.lastModified)),
        sizeBytes: slots.reduce((sum, { file }) => sum + file.size, 0),
      });
    }
    return found.sort((a, b) => a.writtenAtMs - b.writtenAtMs);
  }

  /** The latest whole snapshot of just this experiment; undefined: there is none. */
  async read(runId: string, experiment: Experiment): Promise<RunPoint | undefined> {
    const folder = await this.#folderOf(runId, false);
    for (const { file, slot } of folder ? await this.#slots(folder) : []) {
      try {
        const stored = await readPoint(file);
        if (!isSame(stored.experiment, experiment)) continue;
        this.#latest.set(runId, slot);
        return stored.point;
      } catch (error) {
        // Torn: the other slot is older and whole.
        if (!(error instanceof SnapshotError)) throw error;
      }
    }
    return undefined;
  }

  /** Over the older of the run's two. Where there is no room, the oldest snapshots of other runs go first. */
  async write(runId: string, experiment: Experiment, point: RunPoint): Promise<void> {
    const needed = sizeOfPoint(point);
    while ((await this.#isFull(needed)) && (await this.#removeOldest(runId)));
    for (;;) {
      try {
        await this.#writeOnce(runId, experiment, point);
        return;
      } catch (error) {
        if (!isQuotaError(error)) throw error;
        if (!(await this.#removeOldest(runId))) throw noRoom(needed);
      }
    }
  }

  async remove(runId: string): Promise<void> {
    this.#latest.delete(runId);
    try {
      await this.#folder.removeEntry(encodeURIComponent(runId), { recursive: true });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async #writeOnce(runId: string, experiment: Experiment, point: RunPoint): Promise<void> {
    const folder = (await this.#folderOf(runId, true))!;
    const slot = this.#latest.get(runId) === "a" ? "b" : "a";
    const handle = await exclusive(await folder.getFileHandle(slot, { create: true }));
    try {
      handle.truncate(0);
      await writePoint(handle, experiment, point);
      handle.flush();
    } finally {
      handle.close();
    }
    this.#latest.set(runId, slot);
  }

  async #folderOf(runId: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      return await this.#folder.getDirectoryHandle(encodeURIComponent(runId), { create });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Slots with a readable manifest, the latest first. */
  async #slots(folder: FileSystemDirectoryHandle): Promise<{ slot: Slot; file: File; step: number }[]> {
    const found: { slot: Slot; file: File; step: number }[] = [];
    for (const slot of SLOTS) {
      try {
        const file = await (await folder.getFileHandle(slot)).getFile();
        found.push({ slot, file, step: (await readManifest(file)).step });
      } catch (error) {
        if (!(error instanceof SnapshotError) && !isNotFound(error)) throw error;
      }
    }
    return found.sort((a, b) => b.step - a.step);
  }

  async #isFull(neededBytes: number): Promise<boolean> {
    const { usage = 0, quota = Number.POSITIVE_INFINITY } = await this.#estimate();
    return usage + neededBytes > FULL_SHARE * quota;
  }

  /** Returns whether there was one. */
  async #removeOldest(exceptRunId: string): Promise<boolean> {
    const oldest = (await this.list()).find(({ runId }) => runId !== exceptRunId);
    if (oldest) await this.remove(oldest.runId);
    return oldest !== undefined;
  }
}

function isSame(a: Experiment, b: Experiment): boolean {
  // Parsed, both have their fields in the same order.
  return JSON.stringify(experimentSchema.parse(a)) === JSON.stringify(experimentSchema.parse(b));
}

function noRoom(neededBytes: number): SnapshotError {
  return new SnapshotError(
    `A snapshot takes ${Math.ceil(neededBytes / 1e6)} MB, and the browser grants this site no more. ` +
      "Clear old runs, or free space on the disk.",
  );
}
