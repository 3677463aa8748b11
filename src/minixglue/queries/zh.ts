import { type Adjective, KINDS } from "../concepts.ts";
import { chinese } from "../languages/zh.ts";
import { kindOfNoun } from "../meaning.ts";
import type { Queries } from "../queries.ts";

/** Before a noun: bare where usage allows it, else with 的, or another word than the predicate. */
const ATTRIBUTES: Partial<Record<Adjective, string>> = {
  big: "大",
  large: "巨大的",
  small: "小",
  new: "新",
  old: "旧",
  expensive: "昂贵的",
  beautiful: "美丽的",
  famous: "著名的",
  long: "长",
  short: "短",
};

export const chineseQueries: Queries = {
  described: (adjective, noun) => {
    const isOldMovie = adjective === "old" && kindOfNoun(noun) === KINDS.movie;
    const attribute = isOldMovie ? "老" : (ATTRIBUTES[adjective] ?? `${chinese.adjective(adjective)}的`);
    return attribute + chinese.plural(noun);
  },
  offer: (described, city) => city + described,
  list: (first, second) => `${first}，${second}`,
};
