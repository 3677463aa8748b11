import { german } from "../languages/de.ts";
import type { Queries } from "../queries.ts";
import { PLAIN } from "./plain.ts";

/** Without an article the plural takes -e; "teuer" loses an e of its own. */
const plural = (adjective: string) => (adjective === "teuer" ? "teure" : `${adjective}e`);

export const germanQueries: Queries = {
  ...PLAIN,
  described: (adjective, noun) => `${plural(german.adjective(adjective))} ${german.plural(noun)}`,
};
