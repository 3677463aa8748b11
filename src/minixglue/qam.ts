import { askable, type Question, sayQuestion, verdict } from "./asking.ts";
import { TIME_SCALES } from "./concepts.ts";
import { AND } from "./conjunctions.ts";
import {
  canonicalVerb,
  type Fact,
  factClause,
  joinSentences,
  KINDS_WITH_SYNONYMS,
  personBut,
  sampleEvent,
  sampleInSplit,
  sampleResidence,
  sampleSetting,
  verbsWithSynonym,
  withSynonym,
} from "./facts.ts";
import { GRAMMARS } from "./languages/index.ts";
import { kindOfNoun, type Split, splitOf, subjectKey } from "./meaning.ts";
import type { QuestionLanguage } from "./questions.ts";
import type { Random } from "./random.ts";
import { sampleEvents, sampleTwins, type World } from "./twins.ts";

/** QAM's labels, as its files name them: 1 where the passage answers the question. */
export const QAM_LABELS = ["0", "1"] as const;
export type QamLabel = (typeof QAM_LABELS)[number];
/** QAM's languages, English first. */
export const QAM_LANGUAGES = ["en", "de", "fr"] as const satisfies readonly QuestionLanguage[];
export type QamLanguage = (typeof QAM_LANGUAGES)[number];

export interface QamPair {
  readonly question: Question;
  /** The facts of each sentence: two where they are joined by "and". */
  readonly passage: readonly (readonly Fact[])[];
  readonly label: QamLabel;
}

const THIRD_SHARE = 0.4;
const JOINED_SHARE = 0.5;
const ALIKE_SHARE = 0.5;
const SYNONYM_SHARE = 0.35;
const LEAVE_OUT_SHARE = 0.4;
const TIME_FIRST_SHARE = 0.3;

/** A question, and two facts that answer it or fail to, by the label. */
interface Draft {
  readonly question: Question;
  readonly facts: World;
  /** Whether both facts tell a place, or neither does, and so for the time: only then may "and" join them. */
  readonly alike: boolean;
}

/** Whatever makes a passage fail, a passage that answers has as many of the question's words, and of the same sort. */
export function sampleQam(random: Random, split: Split, label: QamLabel): QamPair {
  const sample = DRAFTS[random.weighted(DRAFT_WEIGHTS)] ?? exchanged;
  for (;;) {
    const draft = sample(random, split, label);
    if (!draft) continue;
    const { question, facts, alike } = draft;
    const third = random.chance(THIRD_SHARE) ? sampleThird(random, split, facts) : undefined;
    const verdicts = [...facts, ...(third ? [third] : [])].map((fact) => verdict(fact, question));
    const answers = verdicts.filter((one) => one === "answers").length;
    if (verdicts.includes("unclear") || answers !== Number(label)) continue;
    const [one, two] = facts;
    const ordered = random.chance(0.5) ? [one, two] : [two, one];
    const pair = alike && random.chance(JOINED_SHARE) ? [ordered] : ordered.map((fact) => [fact]);
    const thirdFirst = random.chance(0.5);
    const passage = third ? (thirdFirst ? [[third], ...pair] : [...pair, [third]]) : pair;
    return { question, passage, label };
  }
}

/** The passage tells a world in which the question has an answer, or that world's twin, in which it has none. */
function exchanged(random: Random, split: Split, label: QamLabel): Draft | undefined {
  const details = random.chance(ALIKE_SHARE) ? "alike" : "free";
  const [world, twin] = sampleTwins(random, split, details);
  const question = sampleQuestion(random, random.pick(world));
  if (!question || world.every((fact) => verdict(fact, question) !== "answers")) return undefined;
  if (twin.some((fact) => verdict(fact, question) !== "fails")) return undefined;
  return { question, facts: label === "1" ? world : twin, alike: details === "alike" };
}

/** The question has none of the passage's verbs: a synonym of one of them, or a verb that is none. */
function otherVerb(random: Random, split: Split, label: QamLabel): Draft | undefined {
  const setting = sampleSetting(random, KINDS_WITH_SYNONYMS);
  const details = random.chance(ALIKE_SHARE) ? "alike" : "free";
  const [one, two] = sampleEvents(random, split, details, setting);
  const verbs = verbsWithSynonym(setting.kind);
  const fact = { ...one, verb: random.pick(verbs) };
  if (splitOf(fact) !== split) return undefined;
  const fitting = verbs.filter(
    (verb) =>
      verb !== fact.verb && verb !== two.verb && (canonicalVerb(verb) === canonicalVerb(fact.verb)) === (label === "1"),
  );
  if (fitting.length === 0) return undefined;
  const question = sampleQuestion(random, { ...fact, verb: random.pick(fitting) }, "as it is");
  return question && { question, facts: [fact, two], alike: details === "alike" };
}

/** The fact that is asked about tells its place, or its time; the question asks for what it tells, or for the other. */
function missing(random: Random, split: Split, label: QamLabel): Draft | undefined {
  const setting = sampleSetting(random);
  const tellsPlace = random.chance(0.5);
  const one = { ...sampleEvent(random, setting), ...(tellsPlace ? { time: undefined } : { place: undefined }) };
  const [two] = sampleEvents(random, split, "free", setting);
  if (splitOf(one) !== split || subjectKey(one.subject) === subjectKey(two.subject)) return undefined;
  const asked = tellsPlace === (label === "1") ? "where" : "when";
  return { question: { about: { ...one, place: undefined, time: undefined }, asked }, facts: [one, two], alike: false };
}

/** The ways in which a passage may fail, and how often each is the one. */
const DRAFTS = [exchanged, otherVerb, missing];
const DRAFT_WEIGHTS = [0.4, 0.3, 0.3];

function sampleQuestion(
  random: Random,
  fact: Fact,
  wording: "at times with a synonym" | "as it is" = "at times with a synonym",
): Question | undefined {
  const parts = askable(fact);
  if (parts.length === 0) return undefined;
  const asked = random.pick(parts);
  const isReworded = wording !== "as it is" && random.chance(SYNONYM_SHARE);
  const about = isReworded ? withSynonym(fact) : fact;
  if (about.kind === "residence") return { about, asked };
  return {
    about: {
      ...about,
      place: asked !== "where" && random.chance(LEAVE_OUT_SHARE) ? undefined : about.place,
      time: asked !== "when" && random.chance(LEAVE_OUT_SHARE) ? undefined : about.time,
    },
    asked,
  };
}

/** Something else of the same sort, about somebody else. */
function sampleThird(random: Random, split: Split, [one, two]: World): Fact {
  const subject = () => {
    for (;;) {
      const person = personBut(random, one.subject);
      if (subjectKey(person) !== subjectKey(two.subject)) return person;
    }
  };
  if (one.kind === "residence") return sampleInSplit(split, () => ({ ...sampleResidence(random), subject: subject() }));
  const { noun, time } = one;
  const times = TIME_SCALES.find((scale) => time && scale.includes(time)) ?? TIME_SCALES[0] ?? [];
  const kind = kindOfNoun(noun);
  return sampleInSplit(split, () => ({ ...sampleEvent(random, { kind, times }), subject: subject() }));
}

/** @param random settles the order of words */
export function sayQamPassage({ passage }: QamPair, language: QamLanguage, random: Random): string {
  const grammar = GRAMMARS[language];
  const sentences = passage.map(([first, second]) => {
    if (!first) return "";
    const clause = factClause(first, grammar, random.chance(TIME_FIRST_SHARE));
    return grammar.sentence(second ? AND[language](clause, factClause(second, grammar, false)) : clause);
  });
  return joinSentences(sentences, grammar);
}

export const sayQamQuestion = ({ question }: QamPair, language: QamLanguage): string => sayQuestion(question, language);
