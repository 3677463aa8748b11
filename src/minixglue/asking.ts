import { OVERLAPPING_NOUNS } from "./concepts.ts";
import { canonicalVerb, type Fact } from "./facts.ts";
import type { Subject } from "./grammar.ts";
import { GRAMMARS } from "./languages/index.ts";
import { type EventMeaning, type ResidenceMeaning, subjectKey } from "./meaning.ts";
import { QUESTIONS } from "./questions/index.ts";
import type { Asked, QuestionLanguage } from "./questions.ts";
import { eventParts } from "./realise.ts";

/**
 * "Where did Anna buy 3 apples?": a fact and which part of it is asked for. The fact's own value of that part is the answer;
 * a place or time that the question leaves out is missing.
 */
export interface Question {
  readonly about: Fact;
  readonly asked: Asked;
}

export function sayQuestion({ about, asked }: Question, language: QuestionLanguage): string {
  const grammar = GRAMMARS[language];
  const questions = QUESTIONS[language];
  if (about.kind === "event") {
    const parts = eventParts(
      about,
      () => grammar,
      () => false,
    );
    return questions.event[asked]({ ...parts, noun: about.noun, timeFirst: false });
  }
  return asked === "who"
    ? questions.whoResides(about.verb, grammar.inCity(about.city))
    : questions.whereResides(grammar.subject(about.subject, "resident"), about.verb);
}

/** Which parts of a fact can be asked for: those that it tells. Nobody asks about "someone" but who it was. */
export function askable(fact: Fact): Asked[] {
  if (fact.subject === "someone") return [];
  if (fact.kind === "residence") return ["who", "where"];
  return ["who", "what", ...(fact.place ? ["where" as const] : []), ...(fact.time ? ["when" as const] : [])];
}

/** Whether a statement answers a question; "unclear" where it may be about what the question is about. */
export type Verdict = "answers" | "fails" | "unclear";

/** How a part of a statement compares with what the question tells of it. */
type Match = "same" | "other" | "unclear";

export function verdict(fact: Fact, question: Question): Verdict {
  const matches = compare(fact, question);
  if (!matches || matches.includes("other")) return "fails";
  if (matches.includes("unclear")) return "unclear";
  return tells(fact, question.asked) ? "answers" : "fails";
}

function tells(fact: Fact, asked: Asked): boolean {
  if (asked === "who") return fact.subject !== "someone";
  if (fact.kind === "residence" || asked === "what") return true;
  return (asked === "where" ? fact.place : fact.time) !== undefined;
}

function compare(fact: Fact, { about, asked }: Question): Match[] | undefined {
  if (fact.kind === "event" && about.kind === "event") return compareEvents(fact, about, asked);
  if (fact.kind === "residence" && about.kind === "residence") return compareResidences(fact, about, asked);
  return undefined;
}

const compareResidences = (fact: ResidenceMeaning, about: ResidenceMeaning, asked: Asked): Match[] => [
  same(fact.verb === about.verb),
  asked === "who" ? same(fact.city === about.city) : compareSubjects(fact.subject, about.subject),
];

const compareEvents = (fact: EventMeaning, about: EventMeaning, asked: Asked): Match[] => [
  same(canonicalVerb(fact.verb) === canonicalVerb(about.verb)),
  ...(asked === "who" ? [] : [compareSubjects(fact.subject, about.subject)]),
  ...(asked === "what" ? [] : [compareObjects(fact, about)]),
  ...(asked === "where" ? [] : [compareDetails(fact.place, about.place)]),
  ...(asked === "when" ? [] : [compareDetails(fact.time, about.time)]),
];

const same = (holds: boolean): Match => (holds ? "same" : "other");

function compareSubjects(one: Subject, other: Subject): Match {
  if (one === "someone" && other !== "someone") return "unclear";
  return same(subjectKey(one) === subjectKey(other));
}

function compareObjects(one: EventMeaning, other: EventMeaning): Match {
  if (one.noun !== other.noun) {
    const pair = OVERLAPPING_NOUNS.find((nouns) => nouns.includes(one.noun) && nouns.includes(other.noun));
    return pair ? "unclear" : "other";
  }
  if (one.count === other.count) return "same";
  // Whether who bought 3 apples bought one is a matter of taste.
  return one.count === 1 || other.count === 1 ? "unclear" : "other";
}

/** What the question does not tell fits anything; what the statement does not tell may be so or not. */
function compareDetails(stated: string | undefined, told: string | undefined): Match {
  if (told === undefined || stated === told) return "same";
  return stated === undefined ? "unclear" : "other";
}
