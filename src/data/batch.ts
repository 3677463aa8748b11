import { DataError, describeFault, type Fault, Faults } from "./error.ts";

/** A row and where it stands: "line 12". */
export interface Located<Row> {
  readonly place: string;
  readonly row: Row;
}

/** What one stretch of a file gave. Rows come in batches, since waiting for each row would take longer than reading it. */
export interface Batch<Row> {
  readonly rows: readonly Located<Row>[];
  readonly faults: readonly Fault[];
}

export type Batches<Row> = AsyncGenerator<Batch<Row>, void, undefined>;

/** What a row's converter gives for a row that cannot be used: what is wrong, and the remedy. */
export class Unusable {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** Rows of one kind made into rows of another; those that cannot be become faults. */
export async function* mapRows<From, To>(
  batches: AsyncIterable<Batch<From>>,
  file: string,
  convert: (row: From, place: string) => To | Unusable,
): Batches<To> {
  for await (const batch of batches) {
    const rows: Located<To>[] = [];
    const faults: Fault[] = [...batch.faults];
    for (const { place, row } of batch.rows) {
      const converted = convert(row, place);
      if (converted instanceof Unusable) faults.push({ file, place, message: converted.message });
      else rows.push({ place, row: converted });
    }
    yield { rows, faults };
  }
}

export interface Collected<Row> {
  readonly rows: readonly Located<Row>[];
  /** The first of them; a file of another format would have millions. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
}

/** @param limit stops reading after so many rows */
export async function collect<Row>(batches: AsyncIterable<Batch<Row>>, limit = Infinity): Promise<Collected<Row>> {
  const rows: Located<Row>[] = [];
  const faults = new Faults();
  for await (const batch of batches) {
    for (const row of batch.rows) if (rows.length < limit) rows.push(row);
    faults.add(batch.faults);
    if (rows.length >= limit) break;
  }
  return { rows, faults: faults.first, faultCount: faults.count };
}

/**
 * All rows of a file in which every row matters.
 *
 * @throws DataError for the first fault, or when there are no rows
 */
export async function collectAll<Row>(batches: AsyncIterable<Batch<Row>>, file: string): Promise<Located<Row>[]> {
  const { rows, faults, faultCount } = await collect(batches);
  const [first] = faults;
  if (first) {
    throw new DataError(describeFault(first) + (faultCount > 1 ? ` (${faultCount} faults in this file.)` : ""));
  }
  if (rows.length === 0) throw new DataError(`${file}: holds no examples. Is it the right file?`);
  return [...rows];
}
