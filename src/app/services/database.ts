/** The runs in IndexedDB. What is read back is checked; what does not fit is left where it is, and left out. */
import { type DBSchema, openDB } from "idb";
import { type Run, runSchema } from "../store/runs.ts";

const NAME = "graddrop-playground";
const VERSION = 1;
const STORE = "runs";

interface Schema extends DBSchema {
  [STORE]: { key: string; value: Run };
}

export interface RunDatabase {
  /** In the order in which they were made. */
  load(): Promise<Run[]>;
  /** All or nothing. Everything is handed over before this returns, so that a page that closes loses nothing. */
  save(change: { readonly changed: readonly Run[]; readonly removed: readonly string[] }): Promise<void>;
  close(): void;
}

/** @throws DOMException where the browser forbids it, as in some private windows */
export async function openRunDatabase(): Promise<RunDatabase> {
  const db = await openDB<Schema>(NAME, VERSION, {
    upgrade: (fresh) => void fresh.createObjectStore(STORE, { keyPath: "id" }),
    // A later version of this page, in another tab, may not be held up.
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
  });
  return {
    async load() {
      const runs: Run[] = [];
      // One by one: to unpack and check hundreds of epochs at once would hold the page up.
      for (const key of await db.getAllKeys(STORE)) {
        const run = runSchema.safeParse(await db.get(STORE, key)).data;
        if (run) runs.push(run);
      }
      return runs.sort((a, b) => orderOf(a) - orderOf(b));
    },
    async save({ changed, removed }) {
      const transaction = db.transaction(STORE, "readwrite");
      const requests = [
        ...changed.map((run) => transaction.store.put(run)),
        ...removed.map((id) => transaction.store.delete(id)),
      ];
      transaction.commit();
      await Promise.all([...requests, transaction.done]);
    },
    close: () => db.close(),
  };
}

function orderOf({ id }: Run): number {
  return Number(id.replace("run-", "")) || 0;
}
