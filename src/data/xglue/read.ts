import { type Batches, mapRows } from "../batch.ts";
import type { Bytes } from "../bytes.ts";
import { pairOf } from "../columns/to-examples.ts";
import type { ExampleRow, PairRow, SpanRow, TagRow } from "../examples.ts";
import { readConll } from "../formats/conll.ts";
import { readSquad, type SquadOptions } from "../formats/squad.ts";
import { readTsv } from "../formats/tsv.ts";
import type { PairFormat, TagFormat, XglueFormat } from "./xglue.ts";

/** A file of XNLI, NC, PAWS-X, QAM, QADSM or WPR; with or without a header. */
export function readXgluePairs(bytes: Bytes, file: string, format: PairFormat): Batches<PairRow> {
  const { columns, textA, textB, labels, aliases } = format;
  const table = readTsv(bytes, { file, columns });
  const names = { labels, ...(aliases && { aliases }) };
  return mapRows(table, file, pairOf({ textA, textB, label: columns.at(-1)!, ...names }));
}

/** A file of NER or POS. */
export function readXglueTags(bytes: Bytes, file: string, { labels }: TagFormat): Batches<TagRow> {
  return readConll(bytes, { file, tags: labels });
}

/** A file of MLQA. */
export function readXglueSpans(bytes: Bytes, file: string, answers: SquadOptions["answers"]): Batches<SpanRow> {
  return readSquad(bytes, { file, answers });
}

/** The examples of a file, of the kind that its task has; answers of MLQA must stand where they say. */
export function xglueExamples(bytes: Bytes, file: string, format: XglueFormat): Batches<ExampleRow> {
  switch (format.kind) {
    case "pair":
      return readXgluePairs(bytes, file, format);
    case "tags":
      return readXglueTags(bytes, file, format);
    case "span":
      return readXglueSpans(bytes, file, "slices");
  }
}
