import { askable, type Question, sayQuestion, verdict } from "./asking.ts";
import {
  type Fact,
  joinSentences,
  type Setting,
  sampleEvent,
  sampleInSplit,
  sampleResidence,
  sampleSetting,
  withSynonym,
} from "./facts.ts";
import type { Grammar } from "./grammar.ts";
import { GRAMMARS } from "./languages/index.ts";
import { type EventMeaning, type ResidenceMeaning, type Split, splitOf, subjectKey } from "./meaning.ts";
import type { Asked, QuestionLanguage } from "./questions.ts";
import type { Random } from "./random.ts";
import { eventParts } from "./realise.ts";

/** MLQA's languages, English first. */
export const MLQA_LANGUAGES = ["en", "ar", "de", "es", "hi", "vi", "zh"] as const satisfies readonly QuestionLanguage[];
export type MlqaLanguage = (typeof MLQA_LANGUAGES)[number];

/** A passage of facts, one a sentence, of which one answers the question; the others tell the same sort of thing. */
export interface MlqaItem {
  readonly question: Question;
  readonly facts: readonly Fact[];
  /** Which of the facts answers. */
  readonly answer: number;
}

const RESIDENCE_SHARE = 0.15;
const MIN_FACTS = 3;
const MAX_FACTS = 5;
/** How often a distractor has a part of the fact that is asked about. */
const SHARED = 0.4;
/** How often one distractor differs in nothing but what was done and the answer: it has the question's other words, too. */
const CLOSE_SHARE = 0.85;
const DETAIL_SHARE = 0.5;
const SYNONYM_SHARE = 0.4;
const LEAVE_OUT_SHARE = 0.5;
const TIME_FIRST_SHARE = 0.3;
/** Tries until distractors that fit are given up, and another fact is asked about. */
const PATIENCE = 400;

export function sampleMlqa(random: Random, split: Split): MlqaItem {
  const sample = random.chance(RESIDENCE_SHARE) ? aboutResidence : aboutEvent;
  for (;;) {
    const item = sample(random, split);
    if (item) return item;
  }
}

function aboutResidence(random: Random, split: Split): MlqaItem | undefined {
  const target = sampleInSplit(split, () => sampleResidence(random));
  const asked = random.pick(askable(target));
  const hasClose = random.chance(CLOSE_SHARE);
  return withDistractors(random, split, { about: target, asked }, target, (isFirst): ResidenceMeaning => {
    const other = sampleResidence(random);
    if (isFirst && hasClose) {
      const close: ResidenceMeaning = { ...target, verb: target.verb === "live" ? "work" : "live" };
      return asked === "who" ? { ...close, subject: other.subject } : { ...close, city: other.city };
    }
    return asked === "who"
      ? { ...other, city: random.chance(SHARED) ? target.city : other.city }
      : { ...other, subject: random.chance(SHARED) ? target.subject : other.subject };
  });
}

function aboutEvent(random: Random, split: Split): MlqaItem | undefined {
  const setting = sampleSetting(random);
  const asked = random.pick(["who", "what", "where", "when"] as const);
  const target = sampleInSplit(split, () => event(random, setting, asked));
  // What is photographed is one word with its preposition in Arabic, of which the answer would be a part.
  if (asked === "what" && target.verb === "photograph") return undefined;
  const reworded = random.chance(SYNONYM_SHARE) ? withSynonym(target) : target;
  const about: EventMeaning = {
    ...reworded,
    place: asked !== "where" && random.chance(LEAVE_OUT_SHARE) ? undefined : target.place,
    time: asked !== "when" && random.chance(LEAVE_OUT_SHARE) ? undefined : target.time,
  };
  const hasClose = random.chance(CLOSE_SHARE);
  return withDistractors(random, split, { about, asked }, target, (isFirst) => {
    const other = event(random, setting, asked);
    if (isFirst && hasClose) return withAsked({ ...target, verb: other.verb }, other, asked);
    const shares = () => random.chance(SHARED);
    const { noun, count } = shares() ? target : other;
    return {
      ...other,
      subject: shares() ? target.subject : other.subject,
      verb: shares() ? target.verb : other.verb,
      noun,
      count,
      place: shares() ? target.place : other.place,
      time: shares() ? target.time : other.time,
    };
  });
}

/** Every fact of a passage tells what is asked for; else its kind would give the answer away. */
function event(random: Random, setting: Setting, asked: Asked): EventMeaning {
  const all = sampleEvent(random, setting);
  return {
    ...all,
    place: asked === "where" || random.chance(DETAIL_SHARE) ? all.place : undefined,
    time: asked === "when" || random.chance(DETAIL_SHARE) ? all.time : undefined,
  };
}

/** With another's value of what is asked for. */
function withAsked(fact: EventMeaning, other: EventMeaning, asked: Asked): EventMeaning {
  switch (asked) {
    case "who":
      return { ...fact, subject: other.subject };
    case "what":
      return { ...fact, noun: other.noun, count: other.count };
    case "where":
      return { ...fact, place: other.place };
    case "when":
      return { ...fact, time: other.time };
  }
}

/** As many distractors as it takes; each with another value of what is asked for than all other facts have. */
function withDistractors(
  random: Random,
  split: Split,
  question: Question,
  target: Fact,
  sample: (isFirst: boolean) => Fact,
): MlqaItem | undefined {
  const size = MIN_FACTS + random.below(MAX_FACTS - MIN_FACTS + 1);
  const distractors: Fact[] = [];
  const taken = new Set(claims(target, question.asked));
  for (let tries = 0; distractors.length < size - 1; tries++) {
    // Where there are no more places or times that differ, what there is must do.
    if (tries > PATIENCE && distractors.length >= MIN_FACTS - 1) break;
    if (tries > 2 * PATIENCE) return undefined;
    const fact = sample(distractors.length === 0);
    const claimed = claims(fact, question.asked);
    if (claimed.some((claim) => taken.has(claim))) continue;
    if (splitOf(fact) !== split || verdict(fact, question) !== "fails") continue;
    for (const claim of claimed) taken.add(claim);
    distractors.splice(random.below(distractors.length + 1), 0, fact);
  }
  const answer = random.below(distractors.length + 1);
  return { question, facts: [...distractors.slice(0, answer), target, ...distractors.slice(answer)], answer };
}

/** What no other fact of the passage may tell: the same answer, or another home or workplace of the same person. */
const claims = (fact: Fact, asked: Asked): string[] => [
  valueAsked(fact, asked),
  ...(fact.kind === "residence" ? [`${subjectKey(fact.subject)} ${fact.verb}s`] : []),
];

/** What a fact tells of the part that is asked for. */
function valueAsked(fact: Fact, asked: Asked): string {
  if (asked === "who") return subjectKey(fact.subject);
  if (fact.kind === "residence") return fact.city;
  if (asked === "what") return `${fact.count} ${fact.noun}`;
  return (asked === "where" ? fact.place : fact.time) ?? "";
}

/** A stretch of a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface MlqaText {
  readonly passage: string;
  readonly question: string;
  /** Where each fact tells what is asked for, in the passage's order; the answer is one of them. */
  readonly candidates: readonly Span[];
}

/** @param random settles the order of words */
export function sayMlqa({ facts, question }: MlqaItem, language: MlqaLanguage, random: Random): MlqaText {
  const grammar = GRAMMARS[language];
  const said = facts.map((fact) => sayMarked(fact, question.asked, grammar, random.chance(TIME_FIRST_SHARE)));
  const passage = joinSentences(
    said.map(({ sentence }) => sentence),
    grammar,
  );
  const starts: number[] = [];
  let at = 0;
  for (const { sentence } of said) {
    starts.push(passage.indexOf(sentence, at));
    at = (starts.at(-1) ?? 0) + sentence.length;
  }
  return {
    passage,
    question: sayQuestion(question, language),
    candidates: said.map(({ span }, index) => {
      const start = starts[index] ?? 0;
      return { start: start + span.start, end: start + span.end };
    }),
  };
}

/** In no script, and in no word of ours. */
const MARK = "\uE000";

/**
 * A sentence, and where it tells the asked part. The part is found by saying the sentence once more with a mark within it: as
 * written it may differ from its phrase (capital letter, case ending), and it may occur twice.
 */
export function sayMarked(
  fact: Fact,
  asked: Asked,
  grammar: Grammar,
  timeFirst: boolean,
): { sentence: string; span: Span } {
  const [phrase, say] = slot(fact, asked, grammar, timeFirst);
  const first = String.fromCodePoint(phrase.codePointAt(0) ?? 32);
  const rest = phrase.slice(first.length);
  // Prepositions are joined to a word by its first letter, and words to their neighbours by their last.
  const last = [...rest].at(-1) ?? "";
  const sentence = say(phrase);
  const marked = say(first + MARK + last);
  const at = marked.indexOf(MARK);
  const after = marked.length - at - MARK.length - last.length;
  return { sentence, span: { start: at - first.length, end: sentence.length - after } };
}

/** The phrase of the asked part, and the sentence as a function of it. */
function slot(
  fact: Fact,
  asked: Asked,
  grammar: Grammar,
  timeFirst: boolean,
): readonly [phrase: string, say: (text: string) => string] {
  if (fact.kind === "residence") {
    const subject = grammar.subject(fact.subject, "resident");
    const city = grammar.inCity(fact.city);
    const say = (who: string, where: string) =>
      grammar.sentence(grammar.residence({ ...fact, subject: { ...subject, text: who }, city: where }));
    return asked === "who" ? [subject.text, (text) => say(text, city)] : [city, (text) => say(subject.text, text)];
  }
  const parts = eventParts(
    fact,
    () => grammar,
    () => timeFirst,
  );
  const { subject, object, place = "", time = "" } = parts;
  const say = (changed: Partial<typeof parts>) => grammar.sentence(grammar.event({ ...parts, ...changed }));
  switch (asked) {
    case "who":
      return [subject.text, (text) => say({ subject: { ...subject, text } })];
    case "what":
      return [object.text, (text) => say({ object: { ...object, text } })];
    case "where":
      return [place, (text) => say({ place: text })];
    case "when":
      return [time, (text) => say({ time: text })];
  }
}
