/** The paper's reported figures, as data. */
export { type Change, changeOf, paperChanges, rowOf, variantsOf } from "./changes.ts";
export { findContradictions, meanOfScores } from "./consistency.ts";
export { CONTRADICTIONS, type Contradiction, contradictionsOf, inWords } from "./contradictions.ts";
export { type Rank, ranksOf } from "./ranks.ts";
export { referenceOf } from "./references.ts";
export { OVERVIEW, TABLES, tableOf } from "./tables/index.ts";
export {
  PAPER_TASKS,
  type PaperRow,
  type PaperTable,
  type PaperTask,
  type ReportedRow,
  type TableNumber,
} from "./types.ts";
