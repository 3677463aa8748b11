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
export { blobFile } from "./blob-files.ts";
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
export type { ExampleRow, PairRow, SpanAnswer, SpanRow, TagRow } from "./examples.ts";
export type { DataFile } from "./file.ts";
export { Fingerprint } from "./fingerprint.ts";
export type { FileFormat } from "./format.ts";
export { hubFiles } from "./hub.ts";
export { type HubAddress, parseHubAddress } from "./hub-address.ts";
export { HUB, type HubOptions } from "./hub-client.ts";
export { readJsonLines } from "./json-lines.ts";
export { type LabelMeanings, namesOf } from "./label-names.ts";
export { type Line, readLines } from "./lines.ts";
export { type FileLook, type Look, lookAt, type TableLook, type TaskFiles } from "./look.ts";
export { type ColumnChoice, chooseColumns, type Field, fieldsOf } from "./mapping.ts";
export { parsePairs } from "./mapping-text.ts";
export { type OpenOptions, openOwn } from "./open-own.ts";
export { fingerprintOf, MOST_TEST_ROWS, MOST_TRAIN_ROWS, type OwnData, type OwnPart } from "./own.ts";
export { blobAccess, type ParquetOptions, type RandomAccess, readParquet } from "./parquet.ts";
export { readAnswerPredictions, readLabelPredictions, readTagPredictions } from "./predictions.ts";
export { type SampleOptions, Sampler } from "./sample.ts";
export { readSquad, type SquadOptions } from "./squad.ts";
export type { TableOptions, TableRow } from "./table.ts";
export { readTar, type TarFile } from "./tar.ts";
export { parseTreebankAddress, type TreebankAddress, treebankFiles } from "./treebanks.ts";
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
