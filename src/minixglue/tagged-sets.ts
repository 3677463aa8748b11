import { DATA_SEED } from "./datasets.ts";
import { type Split, splitOf, splitOfKey } from "./meaning.ts";
import { random } from "./random.ts";
import type { NerLanguage } from "./tagged/ner/language.ts";
import {
  frameAt,
  type NerLabel,
  type NerMeaning,
  nerKey,
  nerSentence,
  sampleNerMeaning,
} from "./tagged/ner/sentence.ts";
import type { PosLanguage, Upos } from "./tagged/pos/language.ts";
import { clausesOf, constructionAt, type PosMeaning, posSentence, samplePosMeaning } from "./tagged/pos/sentence.ts";

export interface NerExample {
  readonly words: readonly string[];
  /** One for each word. */
  readonly tags: readonly NerLabel[];
}

/** Example `index` of a split: a sentence of words with the entities in it. */
export function nerExample(split: Split, language: NerLanguage, index: number): NerExample {
  return nerSentence(nerMeaning(split, index), language);
}

/** What `nerExample` says; frames go round, so that every prefix of a set has each as often. */
export const nerMeaning = remembered((split, index): NerMeaning => {
  const draws = random(DATA_SEED, `ner-${split}`, index);
  for (;;) {
    const meaning = sampleNerMeaning(draws, frameAt(index));
    if (splitOfKey(nerKey(meaning)) === split) return meaning;
  }
});

export interface PosExample {
  readonly words: readonly string[];
  /** One for each word. */
  readonly tags: readonly Upos[];
}

/** Example `index` of a split: a sentence of words with their parts of speech. */
export function posExample(split: Split, language: PosLanguage, index: number): PosExample {
  return posSentence(posMeaning(split, index), language, random(DATA_SEED, `pos-${split}-${language}`, index));
}

/** What `posExample` says; constructions go round, as frames do. Its clauses say what no clause of another split says. */
export const posMeaning = remembered((split, index): PosMeaning => {
  const draws = random(DATA_SEED, `pos-${split}`, index);
  const construction = constructionAt(index);
  for (;;) {
    const meaning = samplePosMeaning(draws, construction);
    if (clausesOf(meaning).every((clause) => splitOf(clause) === split)) return meaning;
  }
});

/** Keeps what was made, because every language asks for the same. */
function remembered<T>(make: (split: Split, index: number) => T): (split: Split, index: number) => T {
  const made = new Map<string, T>();
  return (split, index) => {
    const key = `${split}-${index}`;
    const meaning = made.get(key) ?? make(split, index);
    made.set(key, meaning);
    return meaning;
  };
}
