/** Plain affirmed statements: what the sentences and passages of the tasks about several of them are made of. */
import {
  CITIES,
  KINDS,
  type Kind,
  NAMES,
  ROLES,
  SYNONYM_VERBS,
  TIME_SCALES,
  type Time,
  type Verb,
} from "./concepts.ts";
import type { Grammar, Subject } from "./grammar.ts";
import {
  type EventMeaning,
  KIND_IDS,
  kindOfNoun,
  meaningKey,
  type ResidenceMeaning,
  type Split,
  splitOf,
  subjectKey,
} from "./meaning.ts";
import type { Random } from "./random.ts";
import { eventParts } from "./realise.ts";

/** An affirmed statement. */
export type Fact = EventMeaning | ResidenceMeaning;

/** What the facts of one text share: a kind of thing, and times that exclude each other. */
export interface Setting {
  readonly kind: Kind;
  readonly times: readonly Time[];
}

const ALL_KINDS: readonly Kind[] = KIND_IDS.map((id): Kind => KINDS[id]);
const SCALE_WEIGHTS = [0.6, 0.2, 0.2];
const SINGLE_SHARE = 0.35;
const ROLE_SHARE = 0.35;

export function sampleSetting(random: Random, kinds: readonly Kind[] = ALL_KINDS): Setting {
  return { kind: random.pick(kinds), times: TIME_SCALES[random.weighted(SCALE_WEIGHTS)] ?? [] };
}

const samplePerson = (random: Random): Subject =>
  random.chance(ROLE_SHARE) ? { role: random.pick(ROLES) } : { name: random.pick(NAMES) };

/** Someone other than `but`. */
export function personBut(random: Random, but: Subject): Subject {
  for (;;) {
    const person = samplePerson(random);
    if (subjectKey(person) !== subjectKey(but)) return person;
  }
}

/** Someone did something to a thing of the setting's kind, somewhere at some time. */
export function sampleEvent(random: Random, { kind, times }: Setting): EventMeaning & Required<EventMeaning> {
  return {
    kind: "event",
    subject: samplePerson(random),
    verb: random.pick(kind.verbs),
    negated: false,
    noun: random.pick(kind.nouns),
    count: random.chance(SINGLE_SHARE) ? 1 : 3 + random.below(7),
    place: random.pick(kind.places),
    time: random.pick(times),
  };
}

export const sampleResidence = (random: Random): ResidenceMeaning => ({
  kind: "residence",
  subject: samplePerson(random),
  verb: random.chance(0.5) ? "live" : "work",
  negated: false,
  city: random.pick(CITIES),
});

/** One of the verbs that mean the same, always the same one. */
export function canonicalVerb(verb: Verb): Verb {
  const synonym = SYNONYM_VERBS[verb];
  return synonym && synonym < verb ? synonym : verb;
}

/** The verbs of a kind that another one of it means the same as. */
export const verbsWithSynonym = ({ verbs }: Kind): Verb[] =>
  verbs.filter((verb) => {
    const synonym = SYNONYM_VERBS[verb];
    return synonym !== undefined && verbs.includes(synonym);
  });

/** Kinds with two meanings that each have two verbs: which are the same is nothing that the words themselves tell. */
export const KINDS_WITH_SYNONYMS: readonly Kind[] = ALL_KINDS.filter((kind) => verbsWithSynonym(kind).length >= 4);

/** Equal for two facts that say the same, be it in other words. */
export const factKey = (fact: Fact): string =>
  meaningKey(fact.kind === "event" ? { ...fact, verb: canonicalVerb(fact.verb) } : fact);

/** Says a fact, without capital letter and stop. */
export function factClause(fact: Fact, grammar: Grammar, timeFirst: boolean): string {
  if (fact.kind === "event") {
    return grammar.event(
      eventParts(
        fact,
        () => grammar,
        () => timeFirst,
      ),
    );
  }
  return grammar.residence({
    subject: grammar.subject(fact.subject, "resident"),
    verb: fact.verb,
    negated: fact.negated,
    city: grammar.inCity(fact.city),
  });
}

/** With the verb's synonym, where there is one that is said of such things. */
export function withSynonym<T extends Fact>(fact: T): T {
  if (fact.kind !== "event") return fact;
  const synonym = SYNONYM_VERBS[fact.verb];
  return synonym && kindOfNoun(fact.noun).verbs.includes(synonym) ? { ...fact, verb: synonym } : fact;
}

/** Chinese puts no space between sentences. */
export const joinSentences = (sentences: readonly string[], grammar: Grammar): string =>
  sentences.join(grammar.language === "zh" ? "" : " ");

/** Samples until a fact lies in the split. */
export function sampleInSplit<T extends Fact>(split: Split, sample: () => T): T {
  for (;;) {
    const fact = sample();
    if (splitOf(fact) === split) return fact;
  }
}
