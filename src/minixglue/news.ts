import { CITIES, type City, KINDS, type Kind, type Noun, TOPICS, type Topic } from "./concepts.ts";
import type { Grammar } from "./grammar.ts";
import { kindsOfTopic, type Meaning, type Split, sampleMeaning, splitOf, splitOfKey } from "./meaning.ts";
import type { Random } from "./random.ts";
import { realise } from "./realise.ts";

/** A short news item: a headline and one to three sentences. */
export interface NewsItem {
  readonly topic: Topic;
  readonly city: City;
  readonly headline: readonly [Noun, Noun];
  readonly body: readonly Meaning[];
}

/** The share of body sentences after the first that may be about anything: real news digress. */
const DIGRESSION_SHARE = 0.3;

export function sampleNewsItem(random: Random, topic: Topic, split: Split): NewsItem {
  const { city, headline } = sampleHeadline(random, topic, split);
  const sentences = 1 + random.below(3);
  return {
    topic,
    city,
    headline,
    body: Array.from({ length: sentences }, (_, index) =>
      sampleInSplit(random, split, index > 0 && random.chance(DIGRESSION_SHARE) ? undefined : topic),
    ),
  };
}

const nounsOf = (topic: Topic): Noun[] => kindsOfTopic(topic).flatMap((id) => (KINDS[id] as Kind).nouns);
const ALL_TOPICAL_NOUNS = TOPICS.flatMap(nounsOf);

/** One noun of the topic, and another that is of the topic half of the time. */
function sampleHeadline(random: Random, topic: Topic, split: Split): Pick<NewsItem, "city" | "headline"> {
  const nouns = nounsOf(topic);
  for (;;) {
    const city = random.pick(CITIES);
    const first = random.pick(nouns);
    const second = random.pick(random.chance(0.5) ? nouns : ALL_TOPICAL_NOUNS);
    if (first !== second && splitOfKey(`headline|${city}|${first}|${second}`) === split)
      return { city, headline: [first, second] };
  }
}

function sampleInSplit(random: Random, split: Split, topic: Topic | undefined): Meaning {
  for (;;) {
    const meaning = sampleMeaning(random, topic ? { topic } : {});
    if (splitOf(meaning) === split) return meaning;
  }
}

export const newsTitle = (item: NewsItem, grammar: Grammar): string =>
  grammar.headline(grammar.city(item.city), grammar.plural(item.headline[0]), grammar.plural(item.headline[1]));

/** The body's sentences; Thai and Chinese put no space between sentences' words, but do between Thai sentences. */
export function newsBody(
  item: NewsItem,
  grammar: Grammar,
  random: Random,
  mix?: Parameters<typeof realise>[3],
): string {
  const separator = grammar.language === "zh" ? "" : " ";
  return item.body.map((meaning) => realise(meaning, grammar, random, mix)).join(separator);
}
