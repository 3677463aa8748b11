import type { Queries } from "../queries.ts";

/** As European languages name and list what they offer. */
export const PLAIN: Pick<Queries, "offer" | "list"> = {
  offer: (described, _, inCity) => `${described} ${inCity}`,
  list: (first, second) => `${first}, ${second}`,
};
