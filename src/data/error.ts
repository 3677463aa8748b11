/** A file that cannot be read at all, or no further; the message names the file, the fault and the remedy. */
export class DataError extends Error {
  override name = "DataError";
}

/** Something in a file that could not be used. Readers yield it beside the rows and go on. */
export interface Fault {
  readonly file: string;
  /** Where: "line 12", "row 3", "question 7". */
  readonly place: string;
  /** What is wrong, and the remedy. */
  readonly message: string;
}

export function describeFault({ file, place, message }: Fault): string {
  return `${file}: ${place} ${message}`;
}

/** "1 column", "2 columns". */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
