export {
  type Batch,
  type Batches,
  type Collected,
  collect,
  collectAll,
  type Located,
  mapRows,
  Unusable,
} from "./batch.ts";
export { type Bytes, blobBytes, gunzip } from "./bytes.ts";
export {
  type LabelNames,
  type PairColumns,
  pairRows,
  type SpanColumns,
  spanRows,
  type TagColumns,
  tagRows,
} from "./columns.ts";
export { type ConllOptions, readConll, readConllU } from "./conll.ts";
export { readCsv } from "./csv.ts";
export { counted, DataError, describeFault, type Fault } from "./error.ts";
export type { PairRow, SpanAnswer, SpanRow, TagRow } from "./examples.ts";
export { readJsonLines } from "./json-lines.ts";
export { type Line, readLines } from "./lines.ts";
export { blobAccess, type ParquetOptions, type RandomAccess, readParquet } from "./parquet.ts";
export { readAnswerPredictions, readLabelPredictions, readTagPredictions } from "./predictions.ts";
export { type SampleOptions, sample } from "./sample.ts";
export { type OpenFile, readXglue, type XglueSource, xglueArchive, xglueFolder } from "./sources.ts";
export { readSquad, type SquadOptions } from "./squad.ts";
export type { TableOptions, TableRow } from "./table.ts";
export { readTar, type TarFile } from "./tar.ts";
export { readTsv } from "./tsv.ts";
export {
  type PairFormat,
  SPLITS,
  type SpanFormat,
  type TagFormat,
  XGLUE,
  XGLUE_TASKS,
  type XglueFormat,
  type XgluePlace,
  type XglueSplit,
  type XglueTask,
  xgluePlaceOf,
} from "./xglue.ts";
export { readXgluePairs, readXglueSpans, readXglueTags } from "./xglue-read.ts";
