export type Rank = "best" | "second" | undefined;

/** The highest and the second highest of some figures, as the paper's tables mark them; equal figures share their rank. */
export function ranksOf(figures: readonly (number | null | undefined)[]): Rank[] {
  const known = [...new Set(figures.filter((figure) => typeof figure === "number"))].sort((a, b) => b - a);
  // Nothing is best where there is nothing worse.
  if (known.length < 2) return figures.map(() => undefined);
  return figures.map((figure) => {
    if (typeof figure !== "number") return undefined;
    return figure === known[0] ? "best" : figure === known[1] ? "second" : undefined;
  });
}
