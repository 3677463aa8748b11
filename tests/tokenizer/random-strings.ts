/** The strings of tools/goldens: the same xorshift32 over the same pool. */
export function randomStrings(seed: number, count: number, pool: readonly string[]): string[] {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return Array.from({ length: count }, () => {
    const length = 1 + (next() % 12);
    return Array.from({ length }, () => pool[next() % pool.length]!).join("");
  });
}
