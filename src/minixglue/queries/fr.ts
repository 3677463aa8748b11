import type { Adjective } from "../concepts.ts";
import { french } from "../languages/fr.ts";
import type { Queries } from "../queries.ts";
import { PLAIN } from "./plain.ts";

/** [masculine plural, feminine plural] */
const PLURALS: Record<Adjective, readonly [string, string]> = {
  big: ["grands", "grandes"],
  large: ["énormes", "énormes"],
  small: ["petits", "petites"],
  new: ["nouveaux", "nouvelles"],
  old: ["vieux", "vieilles"],
  expensive: ["chers", "chères"],
  cheap: ["bon marché", "bon marché"],
  clean: ["propres", "propres"],
  dirty: ["sales", "sales"],
  heavy: ["lourds", "lourdes"],
  light: ["légers", "légères"],
  beautiful: ["beaux", "belles"],
  ugly: ["laids", "laides"],
  famous: ["célèbres", "célèbres"],
  unknown: ["inconnus", "inconnues"],
  interesting: ["intéressants", "intéressantes"],
  boring: ["ennuyeux", "ennuyeuses"],
  long: ["longs", "longues"],
  short: ["courts", "courtes"],
};
/** What comes out of a factory or workshop, when new. */
const NEUF = ["neufs", "neuves"] as const;
const BEFORE_NOUN: readonly Adjective[] = ["big", "small", "new", "old", "beautiful", "long"];

export const frenchQueries: Queries = {
  ...PLAIN,
  described: (adjective, noun) => {
    const [gender, made] = french.definite(noun).agreement.split(" ");
    const form = gender === "f" ? 1 : 0;
    const things = french.plural(noun);
    if (adjective === "new" && made === "neuf") return `${things} ${NEUF[form]}`;
    return BEFORE_NOUN.includes(adjective)
      ? `${PLURALS[adjective][form]} ${things}`
      : `${things} ${PLURALS[adjective][form]}`;
  },
};
