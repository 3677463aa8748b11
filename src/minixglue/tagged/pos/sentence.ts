import { GRAMMARS } from "../../languages/index.ts";
import { type Meaning, sampleMeaning } from "../../meaning.ts";
import type { Random } from "../../random.ts";
import { clauseTokens } from "./clause.ts";
import { POS_WORDS } from "./index.ts";
import type { Aside, Joint, PosLanguage, Upos } from "./language.ts";
import { parseFrame, type Token } from "./tokens.ts";

/** What a sentence says, in no language. */
export interface PosMeaning {
  readonly joint: Joint;
  readonly first: Meaning;
  readonly second: Meaning;
  readonly aside: SaidAside;
  /** Follows where the joint is `tell` or `ask`. */
  readonly linked: SaidAside;
  /** 5 to 9: languages that decline after numbers do so alike after these. */
  readonly count: number;
}

interface SaidAside {
  readonly aside: Aside;
  /** Which of the aside's six. */
  readonly filler: number;
}

const CLAUSE_JOINTS = ["alone", "and", "but", "because", "when", "say", "truth", "yes", "no", "oh"] as const;
const TOLD_ASIDES = ["remember", "want", "sleep", "go", "rise", "cost", "call", "facts"] as const;
/** Those whose words most often have two tags follow others, too. */
const LINKED_ASIDES = ["remember", "want", "go", "facts"] as const;
interface Construction {
  readonly joint: Joint;
  readonly aside: Aside;
}
const CONSTRUCTIONS: readonly Construction[] = [
  ...CLAUSE_JOINTS.map((joint) => ({ joint, aside: "facts" }) as const),
  ...TOLD_ASIDES.map((aside) => ({ joint: "tell", aside }) as const),
  { joint: "ask", aside: "questions" },
  { joint: "ask", aside: "questions" },
];

/** Constructions go round, so that every prefix of a set has them all. */
export const constructionAt = (index: number): Construction =>
  CONSTRUCTIONS[index % CONSTRUCTIONS.length] ?? { joint: "alone", aside: "facts" };

export function samplePosMeaning(random: Random, { joint, aside }: Construction): PosMeaning {
  const isAside = joint === "tell" || joint === "ask";
  // What is said to have been so "when we were here" is an event; beside asides, clauses are short.
  const form = joint === "when" ? "event" : isAside ? random.pick(["state", "residence"] as const) : undefined;
  return {
    joint,
    first: sampleMeaning(random, form ? { form } : {}),
    second: sampleMeaning(random),
    aside: { aside, filler: random.below(6) },
    linked: { aside: random.pick(LINKED_ASIDES.filter((other) => other !== aside)), filler: random.below(6) },
    count: 5 + random.below(5),
  };
}

const hasSecond = (joint: Joint) => joint === "and" || joint === "but" || joint === "because";
/** The clauses that are said: a meaning's second one is only there if its joint has a place for it. */
export const clausesOf = ({ joint, first, second }: PosMeaning): Meaning[] =>
  hasSecond(joint) ? [first, second] : [first];

const TIME_FIRST_SHARE = 0.3;
const CASELESS: readonly PosLanguage[] = ["ar", "hi", "th", "ur", "zh"];

/** The sentence as words, each with its tag; words contain no spaces. */
export function posSentence(
  meaning: PosMeaning,
  language: PosLanguage,
  random: Random,
): { words: string[]; tags: Upos[] } {
  const words = POS_WORDS[language];
  const { joint, aside, linked } = meaning;
  const clause = (said: Meaning, verbLast: boolean) => {
    const subordinate = joint === "when" || joint === "say" || (joint === "because" && said === meaning.second);
    const timeFirst = random.chance(TIME_FIRST_SHARE) && !subordinate;
    return clauseTokens(said, GRAMMARS[language], words, { timeFirst, verbLast });
  };
  const fill = (frame: string, { aside, filler }: SaidAside): Token[] =>
    parseFrame(frame).flatMap((item) => {
      if ("word" in item) return [item];
      const [frameOfAside, fillers] = words.asides[aside];
      switch (item.slot) {
        case "a":
        case "e":
          return clause(meaning.first, false);
        case "a>":
        case "e>":
          return clause(meaning.first, true);
        case "b":
          return clause(meaning.second, false);
        case "b>":
          return clause(meaning.second, true);
        case "s":
          return fill(frameOfAside, { aside, filler });
        case "f":
          return fill(fillers[filler] ?? fillers[0], { aside, filler });
        case "n":
          return [{ word: String(meaning.count), tag: "NUM" }];
        default:
          throw new Error(`${language}: "${frame}" asks for {${item.slot}}, which is no slot.`);
      }
    });
  const isAside = joint === "tell" || joint === "ask";
  const filled = [...fill(words.joints[joint], aside), ...(isAside ? fill(words.joints.link, linked) : [])];
  const tokens = filled.map(({ word, tag }, index): Token => {
    const isBeforeVowel = /^[aeiouàâéèêîô]/i.test(filled[index + 1]?.word ?? "");
    return { word: (isBeforeVowel && words.beforeVowel?.[word]) || word, tag };
  });
  return {
    words: CASELESS.includes(language) ? tokens.map(({ word }) => word) : tokens.map(sentenceCase(language)),
    tags: tokens.map(({ tag }) => tag),
  };
}

/** A capital at the beginning and behind a full stop, a question or an exclamation; an opening mark has none. */
function sentenceCase(language: PosLanguage) {
  return ({ word }: Token, index: number, tokens: readonly Token[]): string => {
    const before = tokens[index - 1]?.word ?? ".";
    const opens = /^[.?!]$/.test(before) || (/^[¿¡]$/.test(before) && /^[.?!]$/.test(tokens[index - 2]?.word ?? "."));
    if (!opens) return word;
    const initial = String.fromCodePoint(word.codePointAt(0) ?? 32);
    // Only Turkish needs its own rule; that of Greek would drop the accent.
    const capital = language === "tr" ? initial.toLocaleUpperCase(language) : initial.toUpperCase();
    return capital + word.slice(initial.length);
  };
}
