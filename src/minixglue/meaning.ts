import {
  type Adjective,
  CITIES,
  type City,
  KINDS,
  type Kind,
  type KindId,
  NAMES,
  type Noun,
  type Place,
  ROLE_TOPIC,
  ROLES,
  TIMES,
  type Time,
  type Topic,
  type Verb,
} from "./concepts.ts";
import type { Subject } from "./grammar.ts";
import { hash32, type Random } from "./random.ts";

/** What a sentence says, in no language. */
export type Meaning = EventMeaning | StateMeaning | ResidenceMeaning;

export interface EventMeaning {
  readonly kind: "event";
  readonly subject: Subject;
  readonly verb: Verb;
  readonly negated: boolean;
  readonly noun: Noun;
  /** 1, or 3 to 9. */
  readonly count: number;
  readonly place?: Place | undefined;
  readonly time?: Time | undefined;
}

export interface StateMeaning {
  readonly kind: "state";
  readonly noun: Noun;
  readonly adjective: Adjective;
  readonly negated: boolean;
  readonly place?: Place | undefined;
}

export interface ResidenceMeaning {
  readonly kind: "residence";
  readonly subject: Subject;
  readonly verb: "live" | "work";
  readonly negated: boolean;
  readonly city: City;
}

export const KIND_IDS = Object.keys(KINDS) as KindId[];
const kindOf = new Map<Noun, Kind>(
  KIND_IDS.flatMap((id) => {
    const kind: Kind = KINDS[id];
    const members: [Noun, Kind][] = kind.nouns.map((noun) => [noun, kind]);
    return kind.hypernym ? [...members, [kind.hypernym, kind]] : members;
  }),
);

/** The kind that a noun, or a kind's general word, belongs to. */
export function kindOfNoun(noun: Noun): Kind {
  const kind = kindOf.get(noun);
  if (!kind) throw new Error(`concepts.ts: noun "${noun}" belongs to no kind; add it to one.`);
  return kind;
}

/** The kinds that signal a topic. */
export const kindsOfTopic = (topic: Topic): KindId[] => KIND_IDS.filter((id) => (KINDS[id] as Kind).topic === topic);

/**
 * How often `option` goes with `owner`: about a third of the pairs are five times as frequent as the rest, fixed for ever.
 * A world in which all nouns share one distribution gives a language model nothing to tell them apart by.
 */
function affinity(owner: string, option: string): number {
  return hash32(`${owner}~${option}`) % 3 === 0 ? 5 : 1;
}

const affinities = new WeakMap<readonly unknown[], Map<string, readonly number[]>>();

/** The affinities of one owner to a list of options, computed once per list. */
function affinitiesOf(owner: string, options: readonly (string | number)[]): readonly number[] {
  const byOwner = affinities.get(options) ?? new Map<string, readonly number[]>();
  const weights = byOwner.get(owner) ?? options.map((option) => affinity(owner, String(option)));
  affinities.set(options, byOwner.set(owner, weights));
  return weights;
}

function pickBy<T extends string | number>(random: Random, owner: string, options: readonly T[]): T {
  const index = random.weighted(affinitiesOf(owner, options));
  return options[index] as T;
}

/** What a sampled sentence should be about; anything, when empty. */
export interface Theme {
  readonly topic?: Topic;
  readonly form?: Meaning["kind"];
}

const FORMS = ["event", "state", "residence"] as const;

const COUNTS = [1, 3, 4, 5, 6, 7, 8, 9];
const NEGATED_SHARE = 0.2;

function sampleSubject(random: Random, topic: Topic | undefined): Subject {
  const draw = random.uniform();
  if (draw < 0.5) return { name: pickBy(random, topic ?? "anything", NAMES) };
  if (draw < 0.6) return "someone";
  const fitting = ROLES.filter((role) => ROLE_TOPIC[role] === topic);
  return { role: fitting.length > 0 && draw < 0.9 ? random.pick(fitting) : random.pick(ROLES) };
}

/** Someone who can be denied something: "someone did not …" has two readings, so it never occurs. */
const isDefinite = (subject: Subject) => subject !== "someone";

function sampleNoun(random: Random, kind: Kind): Noun {
  return kind.hypernym && random.chance(0.12) ? kind.hypernym : random.pick(kind.nouns);
}

/** A plausible thing to say. Draws from `random` only. */
export function sampleMeaning(random: Random, theme: Theme = {}): Meaning {
  const kinds = theme.topic ? kindsOfTopic(theme.topic) : KIND_IDS;
  const form = theme.form ?? FORMS[random.weighted(theme.topic ? [0.8, 0.2, 0] : [0.7, 0.18, 0.12])];
  const kind: Kind = KINDS[random.pick(kinds)];
  if (form === "event") {
    const subject = sampleSubject(random, kind.topic);
    const noun = sampleNoun(random, kind);
    return {
      kind: "event",
      subject,
      noun,
      verb: pickBy(random, noun, kind.verbs),
      negated: isDefinite(subject) && random.chance(NEGATED_SHARE),
      count: random.chance(0.4) ? 1 : pickBy(random, noun, COUNTS),
      place: random.chance(0.55) ? pickBy(random, noun, kind.places) : undefined,
      time: random.chance(0.5) ? pickBy(random, noun, TIMES) : undefined,
    };
  }
  if (form === "state") {
    const noun = sampleNoun(random, kind);
    return {
      kind: "state",
      noun,
      adjective: pickBy(random, noun, kind.adjectives),
      negated: random.chance(NEGATED_SHARE),
      place: random.chance(0.5) ? pickBy(random, noun, kind.places) : undefined,
    };
  }
  const subject = sampleSubject(random, undefined);
  return {
    kind: "residence",
    subject,
    verb: random.chance(0.5) ? "live" : "work",
    negated: isDefinite(subject) && random.chance(NEGATED_SHARE),
    city: pickBy(random, subjectKey(subject), CITIES),
  };
}

export function subjectKey(subject: Subject): string {
  if (subject === "someone") return subject;
  return "name" in subject ? subject.name : subject.role;
}

/** Equal meanings, and only they, have equal keys. */
export function meaningKey(meaning: Meaning): string {
  switch (meaning.kind) {
    case "event":
      return [
        subjectKey(meaning.subject),
        meaning.verb,
        meaning.negated,
        meaning.noun,
        meaning.count,
        meaning.place,
        meaning.time,
      ].join("|");
    case "state":
      return ["state", meaning.noun, meaning.adjective, meaning.negated, meaning.place].join("|");
    case "residence":
      return [meaning.verb, subjectKey(meaning.subject), meaning.negated, meaning.city].join("|");
  }
}

export type Split = "train" | "dev" | "test";

/**
 * Every meaning belongs to one split for ever, so that no sentence of one split, in any language, says what a sentence
 * of another split says. Pretraining text never comes from the test split.
 */
export const splitOf = (meaning: Meaning): Split => splitOfKey(meaningKey(meaning));

export function splitOfKey(key: string): Split {
  const share = hash32(`split|${key}`) / 2 ** 32;
  return share < 0.6 ? "train" : share < 0.7 ? "dev" : "test";
}
