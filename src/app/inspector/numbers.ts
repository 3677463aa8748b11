/** Numbers of any size, for people. */

const MINUS = "−";

/** A number as it is written: 1.23 · 10^-4, or without a power where it needs none. */
export interface Written {
  readonly digits: string;
  /** Absent: none. */
  readonly exponent?: string;
}

export function written(value: number, significant: number): Written {
  const size = Math.abs(value);
  if (value === 0) return { digits: "0" };
  if (size >= 1e-3 && size < 1e4) return { digits: withMinus(String(Number(value.toPrecision(significant)))) };
  const [digits = "", exponent = ""] = value.toExponential(significant - 1).split("e");
  return { digits: withMinus(String(Number(digits))), exponent: withMinus(exponent.replace("+", "")) };
}

/** Short enough for a table: "1.23e−4". */
export function short(value: number): string {
  const { digits, exponent } = written(value, 3);
  return exponent === undefined ? digits : `${digits}e${exponent}`;
}

/** All digits that single precision has. */
export function exact(value: number): string {
  return withMinus(String(Number(value.toPrecision(9))));
}

function withMinus(text: string): string {
  return text.replaceAll("-", MINUS);
}
