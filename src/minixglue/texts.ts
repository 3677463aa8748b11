import type { JoiningLanguage } from "./conjunctions.ts";
import { DATA_SEED } from "./datasets.ts";
import type { Split } from "./meaning.ts";
import { type MlqaItem, type MlqaLanguage, type MlqaText, sampleMlqa, sayMlqa } from "./mlqa.ts";
import { sayOffers, sayQuery, sayTitle } from "./offers.ts";
import { PAWS_LABELS, type PawsLabel, type PawsPair, samplePaws, sayPaws } from "./paws.ts";
import {
  QADSM_LABELS,
  type QadsmLabel,
  type QadsmLanguage,
  type QadsmPair,
  sampleQadsm,
  sayDescription,
} from "./qadsm.ts";
import {
  QAM_LABELS,
  type QamLabel,
  type QamLanguage,
  type QamPair,
  sampleQam,
  sayQamPassage,
  sayQamQuestion,
} from "./qam.ts";
import type { QueryLanguage } from "./queries.ts";
import { random } from "./random.ts";
import { PAGES_PER_QUERY, sampleWpr, type WprGrade, type WprGroup, type WprPage } from "./wpr.ts";

/**
 * The examples of the tasks about several texts or sentences. As in `datasets.ts`: the same index says the same in every
 * language, and labels go round.
 */

/** Keeps what an example means: every language asks for the same ones. */
function remembered<T>(make: (split: Split, index: number) => T): (split: Split, index: number) => T {
  const known = new Map<string, T>();
  return (split, index) => {
    const key = `${split}-${index}`;
    const kept = known.get(key) ?? make(split, index);
    known.set(key, kept);
    return kept;
  };
}

const roundRobin = <T>(labels: readonly T[], index: number): T => labels[index % labels.length] as T;

export interface PawsExample {
  readonly sentence1: string;
  readonly sentence2: string;
  readonly label: PawsLabel;
}

/** The meanings behind `pawsExample`; every clause of them lies in the split. */
export const pawsPair: (split: Split, index: number) => PawsPair = remembered((split, index) =>
  samplePaws(random(DATA_SEED, `pawsx-${split}`, index), split, roundRobin(PAWS_LABELS, index)),
);

export function pawsExample(split: Split, language: JoiningLanguage, index: number): PawsExample {
  const { first, second, label } = pawsPair(split, index);
  return { sentence1: sayPaws(first, language), sentence2: sayPaws(second, language), label };
}

export interface QamExample {
  readonly question: string;
  readonly passage: string;
  readonly label: QamLabel;
}

/** The meanings behind `qamExample`; every fact of the passage lies in the split. */
export const qamPair: (split: Split, index: number) => QamPair = remembered((split, index) =>
  sampleQam(random(DATA_SEED, `qam-${split}`, index), split, roundRobin(QAM_LABELS, index)),
);

export function qamExample(split: Split, language: QamLanguage, index: number): QamExample {
  const pair = qamPair(split, index);
  const wording = random(DATA_SEED, `qam-${split}-${language}`, index);
  return {
    question: sayQamQuestion(pair, language),
    passage: sayQamPassage(pair, language, wording),
    label: pair.label,
  };
}

export interface MlqaExample {
  readonly passage: string;
  readonly question: string;
  /** An exact slice of the passage. */
  readonly answer: string;
  /** Where the answer starts in the passage: in UTF-16 units, as strings here count, and in code points, as SQuAD does. */
  readonly start: number;
  readonly startInCodePoints: number;
}

/** The meanings behind `mlqaExample`; every fact of the passage lies in the split. */
export const mlqaItem: (split: Split, index: number) => MlqaItem = remembered((split, index) =>
  sampleMlqa(random(DATA_SEED, `mlqa-${split}`, index), split),
);

/** The example's texts, and every place of the passage that tells the sort of thing that is asked for. */
export const mlqaText = (split: Split, language: MlqaLanguage, index: number): MlqaText =>
  sayMlqa(mlqaItem(split, index), language, random(DATA_SEED, `mlqa-${split}-${language}`, index));

export function mlqaExample(split: Split, language: MlqaLanguage, index: number): MlqaExample {
  const { passage, question, candidates } = mlqaText(split, language, index);
  const { start, end } = candidates[mlqaItem(split, index).answer] ?? { start: 0, end: 0 };
  return {
    passage,
    question,
    answer: passage.slice(start, end),
    start,
    startInCodePoints: [...passage.slice(0, start)].length,
  };
}

export interface QadsmExample {
  readonly query: string;
  readonly title: string;
  readonly description: string;
  readonly label: QadsmLabel;
}

/** The meanings behind `qadsmExample`; both offers lie in the split. */
export const qadsmPair: (split: Split, index: number) => QadsmPair = remembered((split, index) =>
  sampleQadsm(random(DATA_SEED, `qadsm-${split}`, index), split, roundRobin(QADSM_LABELS, index)),
);

export function qadsmExample(split: Split, language: QadsmLanguage, index: number): QadsmExample {
  const { query, ad, label } = qadsmPair(split, index);
  const wording = random(DATA_SEED, `qadsm-${split}-${language}`, index);
  return {
    query: sayQuery(query, language),
    title: sayTitle(ad, language),
    description: sayDescription(ad, language, wording),
    label,
  };
}

export interface WprExample {
  readonly query: string;
  readonly title: string;
  readonly snippet: string;
  readonly grade: WprGrade;
}

/** The meanings behind `wprExample`: group `number` is that of the examples from `number * PAGES_PER_QUERY` on. */
export const wprGroup: (split: Split, number: number) => WprGroup = remembered((split, number) =>
  sampleWpr(random(DATA_SEED, `wpr-${split}`, number), split, number),
);

/** The pages of one query follow each other, one of each grade. */
export function wprExample(split: Split, language: QueryLanguage, index: number): WprExample {
  const { query, pages } = wprGroup(split, Math.floor(index / PAGES_PER_QUERY));
  const { offers, grade } = pages[index % PAGES_PER_QUERY] as WprPage;
  return {
    query: sayQuery(query, language),
    title: sayTitle(offers, language),
    snippet: sayOffers(offers, language),
    grade,
  };
}
