/**
 * Starts work on each item in turn and yields the results in order, at most `ahead` later pieces being started before a
 * result is waited for: a GPU then never runs dry. With `ahead` 0 each result is waited for before the next start. `underWay`
 * is how many have been started and not been yielded yet.
 *
 * @param ahead may change while the work goes on
 */
export async function* pipelined<Item, Result>(
  items: Iterable<Item>,
  ahead: number | (() => number),
  start: (item: Item) => Promise<Result>,
): AsyncGenerator<{ item: Item; result: Result; underWay: number }, void> {
  const most = typeof ahead === "number" ? () => ahead : ahead;
  const started: { item: Item; result: Promise<Result> }[] = [];
  const finishFirst = async () => {
    const { item, result } = started.shift()!;
    return { item, result: await result, underWay: started.length };
  };
  try {
    for (const item of items) {
      const result = start(item);
      // Whoever stops early never awaits what was started: that must not become an unhandled rejection.
      result.catch(() => {});
      started.push({ item, result });
      while (started.length > most()) yield await finishFirst();
    }
    while (started.length > 0) yield await finishFirst();
  } finally {
    await Promise.allSettled(started.map(({ result }) => result));
  }
}
