import {
  type Adjective,
  CITIES,
  KINDS,
  NAMES,
  type Noun,
  OPPOSITE_ADJECTIVES,
  OPPOSITE_VERBS,
  PLACES,
  ROLES,
  SYNONYM_ADJECTIVES,
  SYNONYM_VERBS,
  TIMES,
  type Verb,
} from "./concepts.ts";
import type { Subject } from "./grammar.ts";
import {
  type EventMeaning,
  KIND_IDS,
  kindOfNoun,
  type Meaning,
  meaningKey,
  sampleMeaning,
  subjectKey,
} from "./meaning.ts";
import type { Random } from "./random.ts";

/** XNLI's labels in the order of XGLUE's files. */
export const NLI_LABELS = ["entailment", "neutral", "contradiction"] as const;
export type NliLabel = (typeof NLI_LABELS)[number];

export interface NliPair {
  readonly premise: Meaning;
  readonly hypothesis: Meaning;
  readonly label: NliLabel;
}

const other = <T>(random: Random, options: readonly T[], but: T): T =>
  random.pick(options.filter((option) => option !== but));

/**
 * A premise and a hypothesis whose label follows from what they mean, read as two descriptions of one situation:
 * what is said of the same thing, place, time and number cannot differ, what is added or said of someone else stays open.
 */
export function sampleNliPair(random: Random, label: NliLabel): NliPair {
  for (;;) {
    const premise = sampleMeaning(random);
    const hypothesis = derive(random, premise, label);
    if (hypothesis) return { premise, hypothesis, label };
  }
}

function derive(random: Random, premise: Meaning, label: NliLabel): Meaning | undefined {
  const hypothesis =
    label === "entailment"
      ? entailed(random, premise)
      : label === "neutral"
        ? open(random, premise)
        : excluded(random, premise);
  // A copy of the premise would be entailment by string comparison.
  return hypothesis && meaningKey(hypothesis) !== meaningKey(premise) ? hypothesis : undefined;
}

/** Leaves out place or time: what was true in full is true in part. Not so under negation. */
function leaveOut<M extends Meaning>(random: Random, meaning: M, probability: number): M {
  if (meaning.negated || meaning.kind !== "event") return meaning;
  const event: EventMeaning = {
    ...meaning,
    place: random.chance(probability) ? undefined : meaning.place,
    time: random.chance(probability) ? undefined : meaning.time,
  };
  return event as M;
}

function synonymous(random: Random, meaning: Meaning, probability: number): Meaning {
  if (!random.chance(probability)) return meaning;
  if (meaning.kind === "event") {
    const verb = SYNONYM_VERBS[meaning.verb];
    return verb && (kindOfNoun(meaning.noun).verbs as readonly Verb[]).includes(verb) ? { ...meaning, verb } : meaning;
  }
  if (meaning.kind === "state") {
    const adjective = SYNONYM_ADJECTIVES[meaning.adjective];
    return adjective ? { ...meaning, adjective } : meaning;
  }
  return meaning;
}

function entailed(random: Random, premise: Meaning): Meaning {
  let hypothesis = synonymous(random, leaveOut(random, premise, 0.45), 0.5);
  if (hypothesis.kind === "event" && !hypothesis.negated) {
    const { hypernym } = kindOfNoun(hypothesis.noun);
    if (hypernym && random.chance(0.4)) hypothesis = { ...hypothesis, noun: hypernym };
  }
  if (hypothesis.kind !== "state" && !hypothesis.negated && random.chance(0.2)) {
    hypothesis = { ...hypothesis, subject: "someone" };
  }
  return hypothesis;
}

function excluded(random: Random, premise: Meaning): Meaning | undefined {
  const kept = synonymous(random, leaveOut(random, premise, 0.35), 0.15);
  const options: (() => Meaning)[] = [];
  const definite = kept.kind === "state" || kept.subject !== "someone";
  // Denial is one way of many, or counting negations would give the label away.
  if (definite) options.push(() => ({ ...premise, negated: !premise.negated }));
  if (!kept.negated) {
    if (kept.kind === "event") {
      const { verb, place, time, count, noun } = kept;
      const kind = kindOfNoun(noun);
      const opposites = (OPPOSITE_VERBS[verb] ?? []).filter((opposite) => kind.verbs.includes(opposite));
      if (opposites.length > 0) options.push(() => ({ ...kept, verb: random.pick(opposites) }));
      if (place)
        options.push(() => ({
          ...kept,
          place: random.chance(0.6) ? other(random, kind.places, place) : other(random, PLACES, place),
        }));
      if (time) options.push(() => ({ ...kept, time: other(random, TIMES, time) }));
      if (count > 1) options.push(() => ({ ...kept, count: other(random, [3, 4, 5, 6, 7, 8, 9], count) }));
    } else if (kept.kind === "state") {
      const opposites: readonly Adjective[] = OPPOSITE_ADJECTIVES[kept.adjective] ?? [];
      if (opposites.length > 0) options.push(() => ({ ...kept, adjective: random.pick(opposites) }));
    } else {
      const { city } = kept;
      options.push(() => ({ ...kept, city: other(random, CITIES, city) }));
    }
  }
  return options.length > 0 ? random.pick(options)() : undefined;
}

function open(random: Random, premise: Meaning): Meaning | undefined {
  const options: (() => Meaning)[] = [];
  // About someone or something else nothing is known, whether it is affirmed or denied.
  const elsewhere = random.chance(0.25) ? !premise.negated : premise.negated;
  if (premise.kind === "state") {
    options.push(() => ({
      ...premise,
      noun: unrelatedNoun(random, premise.noun, premise.adjective),
      negated: elsewhere,
    }));
    options.push(() => ({
      ...premise,
      adjective: unrelatedAdjective(random, premise.noun, premise.adjective),
      negated: elsewhere,
    }));
    return random.pick(options)();
  }
  if (premise.subject === "someone")
    options.push(() => ({ ...premise, subject: someoneElse(random, premise.subject) }));
  else options.push(() => ({ ...premise, subject: someoneElse(random, premise.subject), negated: elsewhere }));
  if (premise.kind === "event") {
    const { noun, place, time, negated } = premise;
    const kind = kindOfNoun(noun);
    if (!negated) {
      if (!place) options.push(() => ({ ...premise, place: random.pick(kind.places) }));
      if (!time) options.push(() => ({ ...premise, time: random.pick(TIMES) }));
      if (noun === kind.hypernym) options.push(() => ({ ...premise, noun: random.pick(kind.nouns) }));
    } else if (place || time) {
      // "did not buy it at the market" leaves open whether it was bought at all.
      options.push(() => ({ ...premise, place: undefined, time: undefined }));
    }
    options.push(() => ({
      ...premise,
      noun: unrelatedObject(random, noun, premise.verb),
      negated: premise.subject === "someone" ? negated : elsewhere,
    }));
  } else {
    const verb = premise.verb === "live" ? "work" : "live";
    options.push(() => ({ ...premise, verb, negated: premise.subject === "someone" ? premise.negated : elsewhere }));
  }
  const hypothesis = random.pick(options)();
  return premise.negated === hypothesis.negated ? leaveOut(random, hypothesis, 0.3) : hypothesis;
}

function someoneElse(random: Random, subject: Subject): Subject {
  const key = subjectKey(subject);
  const role = subject === "someone" ? random.chance(0.4) : "role" in subject;
  return role
    ? { role: random.pick(ROLES.filter((candidate) => candidate !== key)) }
    : { name: random.pick(NAMES.filter((candidate) => candidate !== key)) };
}

/** Another noun of any kind, neither more general nor more special than `noun`. */
function unrelated(random: Random, noun: Noun, fits: (kind: (typeof KINDS)[keyof typeof KINDS]) => boolean): Noun {
  const kind = kindOfNoun(noun);
  const candidates = KIND_IDS.map((id) => KINDS[id])
    .filter(fits)
    .flatMap((candidate) => candidate.nouns as readonly Noun[])
    .filter((candidate) => candidate !== noun && (noun !== kind.hypernym || kindOfNoun(candidate) !== kind));
  return candidates.length > 0 ? random.pick(candidates) : noun;
}

const unrelatedNoun = (random: Random, noun: Noun, adjective: Adjective) =>
  unrelated(random, noun, (kind) => (kind.adjectives as readonly Adjective[]).includes(adjective));
const unrelatedObject = (random: Random, noun: Noun, verb: Verb) =>
  unrelated(random, noun, (kind) => (kind.verbs as readonly Verb[]).includes(verb));

function unrelatedAdjective(random: Random, noun: Noun, adjective: Adjective): Adjective {
  const related = [adjective, SYNONYM_ADJECTIVES[adjective], ...(OPPOSITE_ADJECTIVES[adjective] ?? [])];
  return random.pick(kindOfNoun(noun).adjectives.filter((candidate) => !related.includes(candidate)));
}
