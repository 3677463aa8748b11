/**
 * Documents whose second text says partly something else than the first: a compound sentence, a passage on a question, offers for a
 * query. The model learns to tell which words disagree, which sentence answers, and whether anything agrees at all. Meanings
 * come from the splits of training and development alone.
 */
import { type Question, sayQuestion, verdict } from "../../src/minixglue/asking.ts";
import { AND, JOINING_LANGUAGES, type JoiningLanguage } from "../../src/minixglue/conjunctions.ts";
import { canonicalVerb, type Fact, factClause } from "../../src/minixglue/facts.ts";
import type { Grammar, Language } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import type { Split } from "../../src/minixglue/meaning.ts";
import { sampleMlqa, sayMarked } from "../../src/minixglue/mlqa.ts";
import {
  isCalled,
  isSameAdjective,
  type Offer,
  type Query,
  sayOffers,
  sayQuery,
  sayTitle,
  type TwoOffers,
} from "../../src/minixglue/offers.ts";
import { samplePaws, sayPaws } from "../../src/minixglue/paws.ts";
import { QADSM_LANGUAGES, type QadsmLanguage, sampleQadsm, sayDescription } from "../../src/minixglue/qadsm.ts";
import { sampleQam } from "../../src/minixglue/qam.ts";
import { QUERY_LANGUAGES, type QueryLanguage } from "../../src/minixglue/queries.ts";
import { QUESTION_LANGUAGES, type QuestionLanguage } from "../../src/minixglue/questions.ts";
import { type Random, random } from "../../src/minixglue/random.ts";
import { sampleWpr } from "../../src/minixglue/wpr.ts";

/** A sentence, or several, of a document's second text, with what is asked about its words. */
export interface Sentence {
  readonly text: string;
  /** What it would say if it agreed with the first text; words that are not in it are altered. Absent: not asked about. */
  readonly agreeing?: string;
  /** Whether it answers the question that is the first text. */
  readonly answers?: boolean;
  /** Where it tells the sort of thing that the question asks for, in UTF-16 units. */
  readonly asked?: readonly [start: number, end: number];
}

export interface Document {
  readonly first: string;
  readonly second: readonly Sentence[];
  /** Opens the second text, if not empty. */
  readonly marker?: string;
  /** How the texts' languages relate. */
  readonly mode: "translation" | "crossLingual" | "codeSwitched" | "monolingual";
  /** Whether nothing of the second text agrees with the first, or, of a statement, whether anything is altered. */
  readonly disagrees?: boolean;
}

const CROSS_LINGUAL_SHARE = 0.5;
const ENGLISH_SHARE = 0.75;

/** Of both texts; English is one of them more often than another language, since fine-tuning will see English alone. */
export function pairOf<L extends Language>(draws: Random, languages: readonly L[]): readonly [L, L] {
  const first = draws.pick(languages);
  if (!draws.chance(CROSS_LINGUAL_SHARE)) return [first, first];
  const english = languages.find((language) => language === "en");
  const others = languages.filter((language) => language !== first && language !== "en");
  const second = english && first !== english && draws.chance(ENGLISH_SHARE) ? english : draws.pick(others);
  return draws.chance(0.5) ? [first, second] : [second, first];
}

const modeOf = ([one, other]: readonly [Language, Language]) => (one === other ? "monolingual" : "crossLingual");

const splitFor = (draws: Random): Split => (draws.chance(0.85) ? "train" : "dev");

/** Two compound sentences that say the same, or of which one tells something else in the same words. */
export function compoundDocument(seed: number, index: number): Document {
  const draws = random(seed, "compound", index);
  const languages: readonly [JoiningLanguage, JoiningLanguage] = pairOf(draws, JOINING_LANGUAGES);
  const split = splitFor(draws);
  // The same draws give the same wording, whatever the label.
  const say = (label: "0" | "1") => samplePaws(random(seed, "compound pair", index), split, label);
  const label = draws.chance(0.5) ? "1" : "0";
  const agreeing = sayPaws(say("1").second, languages[1]);
  const pair = say(label);
  return {
    first: sayPaws(pair.first, languages[0]),
    second: [{ text: sayPaws(pair.second, languages[1]), agreeing }],
    mode: modeOf(languages),
    disagrees: label === "0",
  };
}

const JOINING: readonly Language[] = JOINING_LANGUAGES;
const TIME_FIRST_SHARE = 0.3;

/** A question, and a passage of which one fact answers it, or none. */
export function questionDocument(seed: number, index: number): Document {
  const draws = random(seed, "question", index);
  const languages: readonly [QuestionLanguage, QuestionLanguage] = pairOf(draws, QUESTION_LANGUAGES);
  const split = splitFor(draws);
  if (draws.chance(0.5)) {
    const item = sampleMlqa(draws, split);
    const sentences = item.facts.map((fact) => factSentence(fact, item.question, GRAMMARS[languages[1]], draws));
    return {
      first: sayQuestion(item.question, languages[0]),
      second: sentences,
      mode: modeOf(languages),
      disagrees: false,
    };
  }
  const label = draws.chance(0.5) ? "1" : "0";
  const { question, passage } = sampleQam(draws, split, label);
  const [, language] = languages;
  const grammar = GRAMMARS[language];
  const sentences = passage.flatMap((facts) => {
    const [one, other] = facts;
    if (one && other && JOINING.includes(language)) return [joinedSentence([one, other], question, grammar, draws)];
    return facts.map((fact) => factSentence(fact, question, grammar, draws));
  });
  return {
    first: sayQuestion(question, languages[0]),
    second: sentences,
    mode: modeOf(languages),
    disagrees: label === "0",
  };
}

function factSentence(fact: Fact, question: Question, grammar: Grammar, draws: Random): Sentence {
  const timeFirst = draws.chance(TIME_FIRST_SHARE);
  const agreeing = agreeingFact(fact, question);
  const answer = verdict(fact, question);
  const told = asks(fact, question) ? sayMarked(fact, question.asked, grammar, timeFirst) : undefined;
  const text = told?.sentence ?? grammar.sentence(factClause(fact, grammar, timeFirst));
  return {
    text,
    ...(agreeing && { agreeing: grammar.sentence(factClause(agreeing, grammar, timeFirst)) }),
    ...(answer !== "unclear" && { answers: answer === "answers" }),
    ...(told && { asked: [told.span.start, told.span.end] as const }),
  };
}

/** Whether the fact tells the sort of thing that is asked for. */
function asks(fact: Fact, { asked }: Question): boolean {
  if (fact.kind === "residence") return asked === "who" || asked === "where";
  return asked === "who" || asked === "what" || (asked === "where" ? fact.place : fact.time) !== undefined;
}

function joinedSentence(facts: readonly [Fact, Fact], question: Question, grammar: Grammar, draws: Random): Sentence {
  const timeFirst = draws.chance(TIME_FIRST_SHARE);
  const and = AND[grammar.language as JoiningLanguage];
  const say = ([one, other]: readonly [Fact, Fact]) =>
    grammar.sentence(and(factClause(one, grammar, timeFirst), factClause(other, grammar, false)));
  const agreeing = facts.map((fact) => agreeingFact(fact, question) ?? fact) as unknown as readonly [Fact, Fact];
  return { text: say(facts), agreeing: say(agreeing) };
}

/** The fact with all that the question says otherwise; undefined where they are not about the same sort of thing. */
function agreeingFact(fact: Fact, { about, asked }: Question): Fact | undefined {
  if (fact.kind === "residence" && about.kind === "residence") {
    return { ...about, ...(asked === "who" ? { subject: fact.subject } : { city: fact.city }) };
  }
  if (fact.kind !== "event" || about.kind !== "event") return undefined;
  return {
    ...fact,
    subject: asked === "who" ? fact.subject : about.subject,
    verb: canonicalVerb(fact.verb) === canonicalVerb(about.verb) ? fact.verb : about.verb,
    noun: asked === "what" ? fact.noun : about.noun,
    count: asked === "what" ? fact.count : about.count,
    place: asked === "where" || !about.place || !fact.place ? fact.place : about.place,
    time: asked === "when" || !about.time || !fact.time ? fact.time : about.time,
  };
}

/** A query, and two offers: one is all that it asks for, or neither is. */
export function offersDocument(seed: number, index: number): Document {
  const draws = random(seed, "offers", index);
  const languages: readonly [QueryLanguage, QueryLanguage] = pairOf(draws, QUERY_LANGUAGES);
  const [asking, offering] = languages;
  const { query, offers } = sampleOffers(draws, splitFor(draws), index);
  const text = sayOffers(offers, offering);
  const agreeing = sayOffers(offers.map((offer) => agreeingOffer(offer, query)) as unknown as TwoOffers, offering);
  const hasInvitation = (QADSM_LANGUAGES as readonly Language[]).includes(offering) && draws.chance(0.5);
  const invitation = hasInvitation
    ? sayDescription(offers, offering as QadsmLanguage, draws)
        .slice(text.length)
        .trim()
    : "";
  return {
    first: sayQuery(query, asking),
    second: [
      { text: sayTitle(offers, offering) + (draws.chance(0.5) ? "." : "") },
      { text, agreeing },
      ...(invitation ? [{ text: invitation }] : []),
    ],
    mode: modeOf(languages),
    disagrees: !offers.some((offer) => agreeingOffer(offer, query) === offer),
  };
}

function sampleOffers(draws: Random, split: Split, index: number): { query: Query; offers: TwoOffers } {
  if (draws.chance(0.5)) {
    const { query, ad } = sampleQadsm(draws, split, draws.chance(0.5) ? "Good" : "Bad");
    return { query, offers: ad };
  }
  const { query, pages } = sampleWpr(draws, split, index);
  return { query, offers: draws.pick(pages).offers };
}

function agreeingOffer(offer: Offer, { noun, adjective, city }: Query): Offer {
  const fits = {
    noun: isCalled(offer.noun, noun),
    adjective: !adjective || isSameAdjective(offer.adjective, adjective),
    city: !city || offer.city === city,
  };
  if (fits.noun && fits.adjective && fits.city) return offer;
  return {
    noun: fits.noun ? offer.noun : noun,
    adjective: fits.adjective ? offer.adjective : (adjective ?? offer.adjective),
    city: fits.city ? offer.city : (city ?? offer.city),
  };
}
