const leaving = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal comes, unless what is returned is called before. However many wait, the signal has one listener
 * (Node warns of more than ten).
 */
export function whenAborted(signal: AbortSignal, leave: () => void): () => void {
  if (signal.aborted) {
    leave();
    return () => {};
  }
  const all = leaving.get(signal) ?? new Set();
  if (!leaving.has(signal)) {
    leaving.set(signal, all);
    signal.addEventListener("abort", () => all.forEach((leave) => void leave()), { once: true });
  }
  all.add(leave);
  return () => all.delete(leave);
}

/** What the work gives, unless the signal comes first; the work itself goes on. */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stay = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stay = whenAborted(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stay();
  }
}

/** @throws the signal's reason, as soon as it is given */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await (signal ? unlessAborted(over, signal) : over);
  } finally {
    clearTimeout(timer);
  }
}
