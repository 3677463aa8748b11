/**
 * Judges a pair of meanings by what they mean, to check the labels of the data set against: nothing here comes from the
 * code that makes the pairs.
 *
 * Each relation between two affirmed statements is written as the worlds that it leaves possible (both hold, only the
 * premise, …). The label is then what is left of the hypothesis in those worlds in which the premise, denied or not, is true.
 *
 * The reading is that of `src/minixglue/nli.ts`: the two describe one situation, which has one place, one time and one number;
 * a person lives in one city; the place in "the car in the garage" says which car.
 */
import {
  KINDS,
  type Kind,
  type Noun,
  OPPOSITE_ADJECTIVES,
  OPPOSITE_VERBS,
  SYNONYM_ADJECTIVES,
  SYNONYM_VERBS,
  type Time,
} from "../../src/minixglue/concepts.ts";
import type { Subject } from "../../src/minixglue/grammar.ts";
import type { EventMeaning, Meaning, ResidenceMeaning, StateMeaning } from "../../src/minixglue/meaning.ts";
import type { NliLabel } from "../../src/minixglue/nli.ts";

/** "unclear" where careful readers would differ: such a pair should not be in the data at all. */
export type Judgement = NliLabel | "unclear";

/** What the premise is to the hypothesis, both affirmed. */
type Relation =
  | "same"
  /** It says more: the hypothesis follows from it. */
  | "narrower"
  /** It says less: it follows from the hypothesis. */
  | "wider"
  /** Not both can hold, and perhaps neither does: Monday and Friday. */
  | "excluding"
  /** Not both can hold; whether one must is a matter of taste: big and small. */
  | "opposite"
  | "unrelated"
  | "unclear";

/** [premise holds, hypothesis holds] */
type World = readonly [boolean, boolean];
const BOTH: World = [true, true];
const PREMISE_ONLY: World = [true, false];
const HYPOTHESIS_ONLY: World = [false, true];
const NEITHER: World = [false, false];

/** The worlds that each relation leaves possible: one list for each way to read it. */
const READINGS: Readonly<Record<Exclude<Relation, "unclear">, readonly (readonly World[])[]>> = {
  same: [[BOTH, NEITHER]],
  narrower: [[BOTH, HYPOTHESIS_ONLY, NEITHER]],
  wider: [[BOTH, PREMISE_ONLY, NEITHER]],
  excluding: [[PREMISE_ONLY, HYPOTHESIS_ONLY, NEITHER]],
  opposite: [
    [PREMISE_ONLY, HYPOTHESIS_ONLY],
    [PREMISE_ONLY, HYPOTHESIS_ONLY, NEITHER],
  ],
  unrelated: [[BOTH, PREMISE_ONLY, HYPOTHESIS_ONLY, NEITHER]],
};

export function judge(premise: Meaning, hypothesis: Meaning): Judgement {
  // "Someone did not buy an apple": nobody did, or there is one who did not?
  if ([premise, hypothesis].some((meaning) => meaning.negated && isAboutSomeone(meaning))) return "unclear";
  const relation = relate(premise, hypothesis);
  if (relation === "unclear") return "unclear";
  const [first, ...others] = READINGS[relation].map((worlds) => labelIn(worlds, premise, hypothesis));
  return first && others.every((label) => label === first) ? first : "unclear";
}

function labelIn(worlds: readonly World[], premise: Meaning, hypothesis: Meaning): NliLabel {
  const outcomes = new Set(
    worlds.filter(([holds]) => holds !== premise.negated).map(([, holds]) => holds !== hypothesis.negated),
  );
  if (outcomes.size === 2) return "neutral";
  return outcomes.has(true) ? "entailment" : "contradiction";
}

function relate(premise: Meaning, hypothesis: Meaning): Relation {
  if (premise.kind === "event" && hypothesis.kind === "event") return relateEvents(premise, hypothesis);
  if (premise.kind === "state" && hypothesis.kind === "state") return relateStates(premise, hypothesis);
  if (premise.kind === "residence" && hypothesis.kind === "residence") return relateResidences(premise, hypothesis);
  return "unrelated";
}

function relateEvents(premise: EventMeaning, hypothesis: EventMeaning): Relation {
  const action = relateWords(premise.verb, hypothesis.verb, SYNONYM_VERBS, OPPOSITE_VERBS);
  return combine(
    [relateSubjects(premise.subject, hypothesis.subject), relateNouns(premise.noun, hypothesis.noun)],
    [
      action === "opposite" ? "excluding" : action,
      relateCounts(premise.count, hypothesis.count),
      relateDetails(premise.place, hypothesis.place),
      relateTimes(premise.time, hypothesis.time),
    ],
  );
}

function relateResidences(premise: ResidenceMeaning, hypothesis: ResidenceMeaning): Relation {
  return combine(
    [relateSubjects(premise.subject, hypothesis.subject)],
    [premise.verb === hypothesis.verb ? "same" : "unrelated", relateDetails(premise.city, hypothesis.city)],
  );
}

function relateStates(premise: StateMeaning, hypothesis: StateMeaning): Relation {
  const things = relateNouns(premise.noun, hypothesis.noun);
  // "The vehicle is new" may or may not speak of the car.
  if (things === "narrower" || things === "wider") return "unclear";
  const isSameThing = things === "same" && (!hypothesis.place || hypothesis.place === premise.place);
  return isSameThing
    ? relateWords(premise.adjective, hypothesis.adjective, SYNONYM_ADJECTIVES, OPPOSITE_ADJECTIVES)
    : "unrelated";
}

/**
 * @param participants of whom and of what the two speak
 * @param rest what they say of them
 */
function combine(participants: readonly Relation[], rest: readonly Relation[]): Relation {
  const all = [...participants, ...rest];
  for (const decisive of ["unclear", "unrelated"] as const) if (all.includes(decisive)) return decisive;
  // "Anna bought an apple on Monday; she bought a fruit on Friday" excludes nothing.
  if (rest.includes("excluding"))
    return participants.every((relation) => relation === "same") ? "excluding" : "unclear";
  const narrower = all.includes("narrower");
  const wider = all.includes("wider");
  if (narrower && wider) return "unrelated";
  return narrower ? "narrower" : wider ? "wider" : "same";
}

function relateSubjects(premise: Subject, hypothesis: Subject): Relation {
  if (premise === "someone") return hypothesis === "someone" ? "same" : "wider";
  if (hypothesis === "someone") return "narrower";
  if ("name" in premise) return "name" in hypothesis && premise.name === hypothesis.name ? "same" : "unrelated";
  return "role" in hypothesis && premise.role === hypothesis.role ? "same" : "unrelated";
}

function relateNouns(premise: Noun, hypothesis: Noun): Relation {
  if (premise === hypothesis) return "same";
  if (isA(premise, hypothesis)) return "narrower";
  return isA(hypothesis, premise) ? "wider" : "unrelated";
}

const isA = (special: Noun, general: Noun): boolean =>
  Object.values<Kind>(KINDS).some(({ hypernym, nouns }) => hypernym === general && nouns.includes(special));

/** Three apples are not five; whether who bought three bought one is a matter of taste. */
function relateCounts(premise: number, hypothesis: number): Relation {
  if (premise === hypothesis) return "same";
  return premise === 1 || hypothesis === 1 ? "unclear" : "excluding";
}

/** Places, times and cities, where given. */
function relateDetails(premise: string | undefined, hypothesis: string | undefined): Relation {
  if (premise === hypothesis) return "same";
  if (hypothesis === undefined) return "narrower";
  return premise === undefined ? "wider" : "excluding";
}

/** A Monday is no Friday, but it may be in summer; and any of them may have been yesterday. */
const TIME_SCALES: Readonly<Record<Time, string>> = {
  monday: "day",
  tuesday: "day",
  wednesday: "day",
  thursday: "day",
  friday: "day",
  saturday: "day",
  sunday: "day",
  yesterday: "yesterday",
  morning: "time of day",
  evening: "time of day",
  summer: "season",
  winter: "season",
};

function relateTimes(premise: Time | undefined, hypothesis: Time | undefined): Relation {
  const relation = relateDetails(premise, hypothesis);
  if (!premise || !hypothesis || relation === "same") return relation;
  return TIME_SCALES[premise] === TIME_SCALES[hypothesis] ? relation : "unrelated";
}

function relateWords<T extends string>(
  premise: T,
  hypothesis: T,
  synonyms: Partial<Record<T, T>>,
  opposites: Partial<Record<T, readonly T[]>>,
): Relation {
  if (premise === hypothesis || synonyms[premise] === hypothesis) return "same";
  return opposites[premise]?.includes(hypothesis) ? "opposite" : "unrelated";
}

const isAboutSomeone = (meaning: Meaning): boolean => meaning.kind !== "state" && meaning.subject === "someone";
