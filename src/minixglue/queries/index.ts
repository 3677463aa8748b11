import type { Queries, QueryLanguage } from "../queries.ts";
import { germanQueries } from "./de.ts";
import { englishQueries } from "./en.ts";
import { spanishQueries } from "./es.ts";
import { frenchQueries } from "./fr.ts";
import { italianQueries } from "./it.ts";
import { portugueseQueries } from "./pt.ts";
import { chineseQueries } from "./zh.ts";

/** Every language that searches. */
export const QUERIES: Readonly<Record<QueryLanguage, Queries>> = {
  en: englishQueries,
  de: germanQueries,
  es: spanishQueries,
  fr: frenchQueries,
  it: italianQueries,
  pt: portugueseQueries,
  zh: chineseQueries,
};
