/**
 * Starts work on each item in turn and yields the results in order, at most `ahead` later pieces being started before a
 * result is waited for: a GPU then never runs dry. With `ahead` 0 each result is waited for before the next start.
 */
export async function* pipelined<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  start: (item: Item) => Promise<Result>,
): AsyncGenerator<{ item: Item; result: Result }, void> {
  const started: { item: Item; result: Promise<Result> }[] = [];
  const finishFirst = async () => {
    const { item, result } = started.shift()!;
    return { item, result: await result };
  };
  try {
    for (const item of items) {
      const result = start(item);
      // Whoever stops early never awaits what was started: that must not become an unhandled rejection.
      result.catch(() => {});
      started.push({ item, result });
      if (started.length > ahead) yield await finishFirst();
    }
    while (started.length > 0) yield await finishFirst();
  } finally {
    await Promise.allSettled(started.map(({ result }) => result));
  }
}
