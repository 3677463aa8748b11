import { ndcg } from "../metrics/index.ts";
import { QUERY_LANGUAGES } from "../minixglue/queries.ts";
import { wprExample } from "../minixglue/texts.ts";
import { PAGES_PER_QUERY, WPR_GRADES } from "../minixglue/wpr.ts";
import { bundledExamples } from "./bundled.ts";
import { NDCG } from "./metrics.ts";
import type { Task } from "./types.ts";

/** What ranking at random gives on average, and all pages alike: each query has one page of each grade. */
const CHANCE = ndcg(
  WPR_GRADES.map(Number),
  WPR_GRADES.map(() => 0),
);

/** Web Page Ranking: a search query, and a page's title and snippet. Trained as five classes, and ranked by the class. */
export const wpr: Task = {
  id: "wpr",
  label: "WPR: page ranking",
  summary: "How well does the web page answer the search query, from 0 to 4?",
  languages: QUERY_LANGUAGES,
  labels: WPR_GRADES,
  meanings: ["bad", "fair", "good", "excellent", "perfect"],
  head: { kind: "sequence", classes: WPR_GRADES.length },
  metric: NDCG,
  chance: CHANCE,
  maxLength: 128,
  defaults: { trainSize: 320, evalSize: 100, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(
    QUERY_LANGUAGES,
    (split, language, index) => {
      const { query, title, snippet, grade } = wprExample(split, language, index);
      return { textA: query, textB: `${title} ${snippet}`, label: WPR_GRADES.indexOf(grade) };
    },
    PAGES_PER_QUERY,
  ),
};
