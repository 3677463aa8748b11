/**
 * Answers questions from facts as a reader would, to check the data sets against: nothing here comes from the code that makes
 * them. A question is read as an affirmed statement with a gap; whatever a fact entails of it fills the gap.
 */
import type { Question } from "../../src/minixglue/asking.ts";
import type { Fact } from "../../src/minixglue/facts.ts";
import { judge } from "./inference.ts";

/**
 * How many of the facts answer the question, and how many might: those that do not rule out that they are about the very thing
 * asked about, and tell something that would be an answer.
 */
export function answers(question: Question, facts: readonly Fact[]): { sure: number; possible: number } {
  const verdicts = facts.map((fact) => fill(question, fact));
  const count = (wanted: string) => verdicts.filter((verdict) => verdict === wanted).length;
  return { sure: count("sure"), possible: count("possible") };
}

function fill({ about, asked }: Question, fact: Fact): "sure" | "possible" | "no" {
  const statement = fillGap(about, asked, fact);
  if (!statement) return "no";
  if (judge(fact, statement) === "entailment") return "sure";
  const fair = withCountLeftOpen(fact, statement);
  return judge(fair, statement) === "entailment" || judge(statement, fair) === "entailment" ? "possible" : "no";
}

/** Whether who bought 3 apples bought one is a matter of taste. */
function withCountLeftOpen(fact: Fact, statement: Fact): Fact {
  if (fact.kind !== "event" || statement.kind !== "event") return fact;
  return fact.count === 1 || statement.count === 1 ? { ...fact, count: statement.count } : fact;
}

/** The question's statement with the fact's own value in the gap, if it has one. */
function fillGap(about: Fact, asked: Question["asked"], fact: Fact): Fact | undefined {
  if (asked === "who") {
    return fact.subject === "someone" ? undefined : { ...about, subject: fact.subject };
  }
  if (about.kind === "residence" || fact.kind === "residence") {
    if (about.kind !== "residence" || fact.kind !== "residence") return undefined;
    return { ...about, city: fact.city };
  }
  switch (asked) {
    case "what":
      return { ...about, noun: fact.noun, count: fact.count };
    case "where":
      return fact.place === undefined ? undefined : { ...about, place: fact.place };
    case "when":
      return fact.time === undefined ? undefined : { ...about, time: fact.time };
  }
}
