import { z } from "zod";
import { shuffledIndices } from "../../graddrop/index.ts";
import type { RandomAccess } from "../../hub/index.ts";
import type { Batches } from "../batch.ts";
import { joined } from "../bytes.ts";
import { DataError } from "../error.ts";
import type { DataFile } from "../sources/data-file.ts";
import { openParquet } from "./parquet.ts";
import type { TableRow } from "./table.ts";

/** Parquet is read from its end: a file that only comes by as a stream is held, up to here. */
const MOST_HELD_BYTES = 512 * 2 ** 20;
/** How many times more rows than needed are fetched of a large file, and out of at least how many of its groups. */
const SPARE = 4;
const FEWEST_GROUPS = 8;
/** Keeps these draws apart from other uses of the data stream. */
const SITE = 4;

export interface ParquetExamples {
  readonly columns: readonly string[];
  /** What the numbers of a column mean, counted from 0; empty where nothing says it. */
  labelNames(column: string): readonly string[];
  read(columns: readonly string[]): Batches<TableRow>;
  readonly notes: readonly string[];
}

/**
 * A file of examples in Parquet.
 *
 * @param wanted of a large remote file only so many of its row groups are fetched, drawn at random, as a sample of so many rows needs
 */
export async function openParquetFile(file: DataFile, wanted: number): Promise<ParquetExamples> {
  const access = file.access ? await file.access() : await held(file);
  const { columns, groups, about, read } = await openParquet(access, file.name);
  const drawn = file.isRemote ? drawnGroups(groups, wanted) : undefined;
  const note = `${file.name}: read in part, ${drawn?.length} of its ${groups.length} groups of rows, drawn at random.`;
  return {
    columns,
    labelNames: (column) => file.labelNames?.get(column) ?? labelNamesOf(about.get("huggingface"), column),
    read: (names) => read(names, drawn),
    notes: drawn ? [note] : [],
  };
}

/** Places of the groups to read, ascending; undefined where all are to be read. */
function drawnGroups(groups: readonly number[], wanted: number): number[] | undefined {
  const order = Array.from(shuffledIndices({ seed: 0, stream: "data", site: SITE, time: 0 }, groups.length));
  let rows = 0;
  let count = 0;
  while (count < order.length && (rows < SPARE * wanted || count < FEWEST_GROUPS)) rows += groups[order[count++]!]!;
  return count === groups.length ? undefined : order.slice(0, count).sort((a, b) => a - b);
}

const classLabel = z.object({ names: z.array(z.string()) });
const aboutSchema = z.object({
  info: z.object({ features: z.record(z.string(), z.looseObject({ feature: z.unknown() }).or(z.unknown())) }),
});

/** What `datasets` writes into its files of a ClassLabel column, or of one with lists of them. */
function labelNamesOf(about: string | undefined, column: string): readonly string[] {
  if (about === undefined) return [];
  let info: unknown;
  try {
    info = JSON.parse(about);
  } catch {
    return [];
  }
  const features = aboutSchema.safeParse(info).data?.info.features;
  const feature = features && Object.hasOwn(features, column) ? features[column] : undefined;
  const inner = z.object({ feature: classLabel }).safeParse(feature).data?.feature;
  return (inner ?? classLabel.safeParse(feature).data)?.names ?? [];
}

async function held(file: DataFile): Promise<RandomAccess> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.open()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_HELD_BYTES) {
      throw new DataError(
        `${file.name}: is Parquet of more than 512 MB in an archive. Unpack it, and give the file itself.`,
      );
    }
  }
  const bytes = joined(chunks.length > 0 ? chunks : [new Uint8Array(0)]);
  return { sizeBytes: size, slice: async (start, end) => bytes.slice(start, end).buffer as ArrayBuffer };
}
