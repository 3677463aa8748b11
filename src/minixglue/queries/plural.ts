/** The plural of a Spanish or Portuguese adjective in -o (feminine -a) or in -e (both). */
export const inOandA = (masculine: string, gender: string): string =>
  `${gender === "f" ? masculine.replace(/o$/, "a") : masculine}s`;
