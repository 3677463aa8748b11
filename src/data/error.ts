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

/** As much of a text as a message has room for. */
export function shortened(text: string, most = 40): string {
  // A character takes up to two units.
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : text;
}

const MOST_LISTED = 20;

/** As many names as a message has room for. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => shortened(name));
  return names.length > MOST_LISTED ? `${shown.join(", ")} and ${names.length - MOST_LISTED} more` : shown.join(", ");
}

/** A file of another format would have millions. */
const MOST_FAULTS = 100;

/** The first faults, and how many there are. */
export class Faults {
  count = 0;
  readonly #first: Fault[] = [];

  get first(): readonly Fault[] {
    return this.#first;
  }

  add(faults: readonly Fault[]): void {
    this.count += faults.length;
    this.#first.push(...faults.slice(0, Math.max(0, MOST_FAULTS - this.#first.length)));
  }
}
