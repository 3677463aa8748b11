/** One tab of the page keeps the runs: two would overwrite each other's. */

const LOCK = "graddrop-playground keeps runs";
/** A page that is being reloaded lets go of the lock a moment later. */
const PATIENCE_MS = 1500;

/** Resolves to whether this tab is the one, as long as it is open. */
export async function claimRuns(): Promise<boolean> {
  // Pages that are not secure have no locks: then nobody can tell.
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    const claim = () => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    navigator.locks.request(LOCK, { signal: AbortSignal.timeout(PATIENCE_MS) }, claim).catch(() => resolve(false));
  });
}
