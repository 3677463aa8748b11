import { portuguese } from "../languages/pt.ts";
import type { Queries } from "../queries.ts";
import { PLAIN } from "./plain.ts";
import { inOandA } from "./plural.ts";

export const portugueseQueries: Queries = {
  ...PLAIN,
  described: (adjective, noun) =>
    `${portuguese.plural(noun)} ${inOandA(portuguese.adjective(adjective), portuguese.definite(noun).agreement)}`,
};
