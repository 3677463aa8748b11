/**
 * Examples from files that people have.
 *
 * - `sources/`: where files come from: a browser, archives, the Hub, treebanks (a folder on disk: cli/data.ts)
 * - `formats/`: what they are, and a reader for each format. A new one is a reader here, a name in detect.ts, and a case in
 *   own/read-file.ts and own/look.ts
 * - `columns/`: which columns of a table make an example, and what its labels mean
 * - `xglue/`: files, columns and labels of XGLUE's tasks. A new task is an entry in xglue.ts, beside its file in src/tasks
 * - `own/`: all of it put together: a run's data from whatever was given
 */
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
export { type ColumnChoice, chooseColumns, type Field, fieldsOf } from "./columns/choose.ts";
export { type LabelMeanings, namesOf } from "./columns/labels.ts";
export { parsePairs } from "./columns/pairs-text.ts";
export {
  type LabelNames,
  type PairColumns,
  pairOf,
  type SpanColumns,
  spanOf,
  type TagColumns,
  tagsOf,
} from "./columns/to-examples.ts";
export { counted, DataError, describeFault, type Fault } from "./error.ts";
export type { ExampleRow, PairRow, SpanAnswer, SpanRow, TagRow } from "./examples.ts";
export { Fingerprint } from "./fingerprint.ts";
export { type ConllOptions, readConll, readConllU } from "./formats/conll.ts";
export { readCsv } from "./formats/csv.ts";
export type { FileFormat } from "./formats/detect.ts";
export { readJsonLines } from "./formats/json-lines.ts";
export { type ParquetOptions, readParquet } from "./formats/parquet.ts";
export { readAnswerPredictions, readLabelPredictions, readTagPredictions } from "./formats/predictions.ts";
export { readSquad, type SquadOptions } from "./formats/squad.ts";
export type { TableOptions, TableRow } from "./formats/table.ts";
export { readTsv } from "./formats/tsv.ts";
export { type Line, readLines } from "./lines.ts";
export { type FileLook, type Look, lookAt, type TableLook, type TaskFiles } from "./own/look.ts";
export { type OpenOptions, openOwn } from "./own/open.ts";
export { fingerprintOf, MOST_TEST_ROWS, MOST_TRAIN_ROWS, type OwnData, type OwnPart } from "./own/own-data.ts";
export { type SampleOptions, Sampler } from "./sample.ts";
export { blobFile } from "./sources/blob-file.ts";
export type { DataFile } from "./sources/data-file.ts";
export { hubFiles } from "./sources/hub.ts";
export { type HubAddress, parseHubAddress } from "./sources/hub-address.ts";
export { readTar, type TarFile } from "./sources/tar.ts";
export { parseTreebankAddress, type TreebankAddress, treebankFiles } from "./sources/treebanks.ts";
export { readXgluePairs, readXglueSpans, readXglueTags } from "./xglue/read.ts";
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
} from "./xglue/xglue.ts";
