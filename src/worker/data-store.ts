/** Data of one's own, as read and sampled, in the browser's IndexedDB: the training worker and the page read it from there. */
import { type DBSchema, openDB } from "idb";
import { z } from "zod";
import { type OwnData, XGLUE_TASKS } from "../data/index.ts";

const NAME = "graddrop-playground-data";
const VERSION = 1;

const partSchema = z.object({
  split: z.enum(["train", "test"]),
  language: z.string(),
  /** Examples that the files hold, and those of them that are kept: as many as a run can ask for. */
  found: z.int().min(0),
  kept: z.int().min(0),
  files: z.array(z.string()),
});

/** All about a data set but its examples. */
export const dataSummarySchema = z.object({
  fingerprint: z.string().min(1),
  task: z.enum(XGLUE_TASKS),
  name: z.string(),
  parts: z.array(partSchema),
  /** What people should know of how it was read, a sentence each. */
  notes: z.array(z.string()),
  /** The first of them. */
  faults: z.array(z.object({ file: z.string(), place: z.string(), message: z.string() })),
  faultCount: z.int().min(0),
  /** Of the examples' texts. */
  sizeBytes: z.number().min(0),
  addedAtMs: z.number(),
  /** It has been taken away, and can still be brought back. */
  isRemoved: z.boolean(),
});
export type DataSummary = z.infer<typeof dataSummarySchema>;

interface Schema extends DBSchema {
  /** By fingerprint. */
  examples: { key: string; value: OwnData };
  summaries: { key: string; value: DataSummary };
}

export function summaryOf(data: OwnData, addedAtMs: number): DataSummary {
  const { parts, ...about } = data;
  const sizes = parts.flatMap(({ groups }) => groups.flat().map((row) => JSON.stringify(row).length));
  return {
    ...about,
    notes: [...about.notes],
    faults: [...about.faults],
    parts: parts.map(({ split, language, found, groups, files }) => ({
      split,
      language,
      found,
      kept: groups.reduce((sum, rows) => sum + rows.length, 0),
      files: [...files],
    })),
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    addedAtMs,
    isRemoved: false,
  };
}

export class DataStore {
  readonly #db: Awaited<ReturnType<typeof open>>;

  private constructor(db: Awaited<ReturnType<typeof open>>) {
    this.#db = db;
  }

  /** @throws DOMException where the browser forbids it, as in some private windows */
  static async open(): Promise<DataStore> {
    return new DataStore(await open());
  }

  /** Oldest first. What does not fit any more is left out. */
  async list(): Promise<DataSummary[]> {
    const all: unknown[] = await this.#db.getAll("summaries");
    const known = all.flatMap((item) => dataSummarySchema.safeParse(item).data ?? []);
    return known.sort((a, b) => a.addedAtMs - b.addedAtMs);
  }

  async read(fingerprint: string): Promise<OwnData | undefined> {
    return this.#db.get("examples", fingerprint);
  }

  /** Over data with the same examples, of whatever name. */
  async write(data: OwnData, summary: DataSummary): Promise<void> {
    const transaction = this.#db.transaction(["examples", "summaries"], "readwrite");
    await Promise.all([
      transaction.objectStore("examples").put(data, data.fingerprint),
      transaction.objectStore("summaries").put(summary, data.fingerprint),
      transaction.done,
    ]);
  }

  /** Marks it, or takes the mark away. */
  async mark(summary: DataSummary): Promise<void> {
    await this.#db.put("summaries", summary, summary.fingerprint);
  }

  async remove(fingerprint: string): Promise<void> {
    const transaction = this.#db.transaction(["examples", "summaries"], "readwrite");
    await Promise.all([
      transaction.objectStore("examples").delete(fingerprint),
      transaction.objectStore("summaries").delete(fingerprint),
      transaction.done,
    ]);
  }

  close(): void {
    this.#db.close();
  }
}

function open() {
  return openDB<Schema>(NAME, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore("examples");
      fresh.createObjectStore("summaries");
    },
    // A later version of this page, in another tab, may not be held up.
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
  });
}
