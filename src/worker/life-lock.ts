/** A Web Lock that a worker holds as long as it lives: a worker that is killed, or closes itself, tells nobody. */

/** In the worker. Resolves when the lock is held; it never lets go. */
export function holdForLife(lock: string): Promise<void> {
  const { locks } = navigator;
  // Pages that are not secure have none.
  if (!locks) return Promise.resolve();
  return new Promise((resolve, reject) => {
    locks
      .request(lock, () => {
        resolve();
        return new Promise(() => {});
      })
      .catch(reject);
  });
}

/** On the page, once the worker holds the lock. Resolves when the worker is gone; never, where there are no locks. */
export function untilReleased(lock: string): Promise<void> {
  return navigator.locks ? navigator.locks.request(lock, () => {}) : new Promise(() => {});
}
