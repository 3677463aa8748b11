import { spanish } from "../languages/es.ts";
import type { Queries } from "../queries.ts";
import { PLAIN } from "./plain.ts";
import { inOandA } from "./plural.ts";

export const spanishQueries: Queries = {
  ...PLAIN,
  described: (adjective, noun) =>
    `${spanish.plural(noun)} ${inOandA(spanish.adjective(adjective), spanish.definite(noun).agreement)}`,
};
