import { TOPICS, type Topic } from "./concepts.ts";
import type { Language } from "./grammar.ts";
import { GRAMMARS } from "./languages/index.ts";
import { type Split, splitOf } from "./meaning.ts";
import { newsBody, newsTitle, sampleNewsItem } from "./news.ts";
import { NLI_LABELS, type NliLabel, type NliPair, sampleNliPair } from "./nli.ts";
import { random } from "./random.ts";
import { realise } from "./realise.ts";

/** The benchmark is one fixed data set, as XGLUE is; an experiment's seed changes the order and the head, never the examples. */
export const DATA_SEED = 2307;

export interface NewsExample {
  readonly title: string;
  readonly body: string;
  readonly category: Topic;
}

/**
 * Example `index` of a split. The same index says the same in every language, as XNLI's translated test sets do.
 * Labels go round, so that every prefix of a set is balanced.
 */
export function newsExample(split: Split, language: Language, index: number): NewsExample {
  const draws = random(DATA_SEED, `nc-${split}`, index);
  const category = TOPICS[index % TOPICS.length] as Topic;
  const item = sampleNewsItem(draws, category, split);
  const grammar = GRAMMARS[language];
  const wording = random(DATA_SEED, `nc-${split}-${language}`, index);
  return { title: newsTitle(item, grammar), body: newsBody(item, grammar, wording), category };
}

export interface NliExample {
  readonly premise: string;
  readonly hypothesis: string;
  readonly label: NliLabel;
}

/** As `newsExample`, for natural language inference. */
export function nliExample(split: Split, language: Language, index: number): NliExample {
  const pair = nliPairInSplit(split, index);
  const grammar = GRAMMARS[language];
  const wording = random(DATA_SEED, `xnli-${split}-${language}`, index);
  return {
    premise: realise(pair.premise, grammar, wording),
    hypothesis: realise(pair.hypothesis, grammar, wording),
    label: pair.label,
  };
}

const pairs = new Map<string, NliPair>();

/** The meanings behind `nliExample`. Both lie in the split. Kept, because every language asks for the same ones. */
export function nliPairInSplit(split: Split, index: number): NliPair {
  const key = `${split}-${index}`;
  const known = pairs.get(key);
  if (known) return known;
  const label = NLI_LABELS[index % NLI_LABELS.length] as NliLabel;
  const draws = random(DATA_SEED, `xnli-${split}`, index);
  for (;;) {
    const pair = sampleNliPair(draws, label);
    if (splitOf(pair.premise) !== split || splitOf(pair.hypothesis) !== split) continue;
    pairs.set(key, pair);
    return pair;
  }
}
