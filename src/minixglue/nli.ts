/**
 * Premises and hypotheses whose label follows from what they mean, by the relations of natural logic (MacCartney and Manning,
 * 2009): the relation between the two statements when both are affirmed, and which of them is denied, give the label.
 *
 * The two are read as descriptions of one situation, as in XNLI: one person does not live in two cities, and what happened
 * on Monday did not happen on Friday. The same edits occur under every label, in shares chosen so that words alone (which
 * ones occur, how often, on which side) tell little; tests/minixglue measures how little.
 */
import {
  type Adjective,
  CITIES,
  KINDS,
  type Kind,
  NAMES,
  type Noun,
  OPPOSITE_ADJECTIVES,
  OPPOSITE_VERBS,
  OVERLAPPING_NOUNS,
  PLACES,
  ROLES,
  SYNONYM_ADJECTIVES,
  SYNONYM_VERBS,
  TIME_SCALES,
} from "./concepts.ts";
import type { Subject } from "./grammar.ts";
import { KIND_IDS, kindOfNoun, type Meaning, meaningKey, sampleMeaning, subjectKey } from "./meaning.ts";
import type { Random } from "./random.ts";

/** XNLI's labels in the order of XGLUE's files. */
export const NLI_LABELS = ["entailment", "neutral", "contradiction"] as const;
export type NliLabel = (typeof NLI_LABELS)[number];

export interface NliPair {
  readonly premise: Meaning;
  readonly hypothesis: Meaning;
  readonly label: NliLabel;
}

/** How the premise relates to the hypothesis when both are affirmed. */
export type Relation =
  /** The premise implies the hypothesis: it says the same, or more. */
  | "stronger"
  /** The hypothesis implies the premise. */
  | "weaker"
  /** They cannot both hold. */
  | "exclusive";

interface Recipe {
  readonly relation: Relation;
  readonly premiseNegated: boolean;
  readonly hypothesisNegated: boolean;
  readonly weight: number;
}

const recipe = (
  relation: Relation,
  premise: "affirmed" | "denied",
  hypothesis: "affirmed" | "denied",
  weight: number,
): Recipe => ({
  relation,
  premiseNegated: premise === "denied",
  hypothesisNegated: hypothesis === "denied",
  weight,
});

/** Which relation and which denials give a label. (The other combinations of the first two labels' relations are neutral.) */
const RECIPES: Readonly<Record<NliLabel, readonly Recipe[]>> = {
  entailment: [
    recipe("stronger", "affirmed", "affirmed", 0.7),
    recipe("weaker", "denied", "denied", 0.15),
    recipe("exclusive", "affirmed", "denied", 0.15),
  ],
  contradiction: [
    recipe("stronger", "affirmed", "denied", 0.5),
    recipe("weaker", "denied", "affirmed", 0.12),
    recipe("exclusive", "affirmed", "affirmed", 0.38),
  ],
  neutral: [
    recipe("weaker", "affirmed", "affirmed", 0.18),
    recipe("weaker", "affirmed", "denied", 0.17),
    recipe("stronger", "denied", "denied", 0.04),
    recipe("stronger", "denied", "affirmed", 0.07),
    recipe("exclusive", "denied", "affirmed", 0.27),
    recipe("exclusive", "denied", "denied", 0.27),
  ],
};
/** Share of neutral pairs that are an entailed or excluded pair, but about someone or something else. */
const UNRELATED_SHARE = 0.7;
/** The forms of pairs, drawn before the label, so that they tell nothing about it. */
const FORMS = ["event", "state", "residence"] as const;
const FORM_WEIGHTS = [0.72, 0.18, 0.1];

const DROP = 0.5;
const GENERALISE = 0.4;
const SYNONYM = 0.35;
const SOMEONE = 0.06;

export function sampleNliPair(random: Random, label: NliLabel): NliPair {
  const form = FORMS[random.weighted(FORM_WEIGHTS)] ?? "event";
  for (;;) {
    const strong = sampleMeaning(random, { form });
    if (strong.kind !== "state" && strong.subject === "someone") continue;
    const pair = attempt(random, { ...strong, negated: false }, label);
    // A copy would be entailment by string comparison.
    if (pair && meaningKey(pair.premise) !== meaningKey(pair.hypothesis)) return { ...pair, label };
  }
}

type Pair = Omit<NliPair, "label">;

function attempt(random: Random, strong: Meaning, label: NliLabel): Pair | undefined {
  if (label === "neutral" && random.chance(UNRELATED_SHARE)) {
    const pair = related(random, strong, random.chance(0.5) ? "entailment" : "contradiction");
    const hypothesis = pair && aboutSomethingElse(random, pair.premise, pair.hypothesis);
    return pair && hypothesis && { ...pair, hypothesis };
  }
  return related(random, strong, label);
}

function related(random: Random, strong: Meaning, label: NliLabel): Pair | undefined {
  const recipes = RECIPES[label];
  const chosen = recipes[random.weighted(recipes.map(({ weight }) => weight))];
  if (!chosen) return undefined;
  const statements =
    chosen.relation === "exclusive" ? exclusive(random, strong, label) : implication(random, strong, chosen, label);
  if (!statements) return undefined;
  const [premise, hypothesis] = statements;
  return {
    premise: { ...premise, negated: chosen.premiseNegated },
    hypothesis: { ...hypothesis, negated: chosen.hypothesisNegated },
  };
}

/** [premise, hypothesis], both affirmed, of which the stronger one implies the other. */
function implication(random: Random, strong: Meaning, chosen: Recipe, label: NliLabel): [Meaning, Meaning] | undefined {
  if (strong.kind === "state") return sameThing(random, strong, chosen, label);
  const weakIsNegated = chosen.relation === "stronger" ? chosen.hypothesisNegated : chosen.premiseNegated;
  const weak = weaken(random, strong, { generalise: true, someone: !weakIsNegated });
  // Synonyms alone make the two equivalent: that entails and excludes alike, but leaves nothing open.
  if (label === "neutral" && !saysLess(weak, strong)) return undefined;
  return chosen.relation === "stronger" ? [strong, weak] : [weak, strong];
}

/** "The car in the garage is new" speaks of the same car as "the car is new"; the other way round it may be another one. */
function sameThing(
  random: Random,
  strong: Meaning & { kind: "state" },
  chosen: Recipe,
  label: NliLabel,
): [Meaning, Meaning] | undefined {
  const weak = weaken(random, strong, { generalise: false, someone: false });
  if (label !== "neutral") return [strong, weak];
  return chosen.relation === "weaker" && strong.place && weak.kind === "state" && !weak.place
    ? [weak, strong]
    : undefined;
}

/** Leaves out place or time, says the kind instead of the thing, someone instead of who, or uses another word for the same. */
function weaken(random: Random, meaning: Meaning, may: { generalise: boolean; someone: boolean }): Meaning {
  let weak = meaning;
  if (weak.kind === "event") {
    weak = {
      ...weak,
      place: random.chance(DROP) ? undefined : weak.place,
      time: random.chance(DROP) ? undefined : weak.time,
    };
    const kind = kindOfNoun(weak.noun);
    if (may.generalise && kind.hypernym && random.chance(GENERALISE)) weak = { ...weak, noun: kind.hypernym };
    const synonym = SYNONYM_VERBS[weak.verb];
    if (synonym && kind.verbs.includes(synonym) && random.chance(SYNONYM)) weak = { ...weak, verb: synonym };
  } else if (weak.kind === "state") {
    if (random.chance(DROP)) weak = { ...weak, place: undefined };
    const synonym = SYNONYM_ADJECTIVES[weak.adjective];
    if (synonym && random.chance(SYNONYM)) weak = { ...weak, adjective: synonym };
  }
  return weak.kind !== "state" && may.someone && random.chance(SOMEONE) ? { ...weak, subject: "someone" } : weak;
}

function saysLess(weak: Meaning, strong: Meaning): boolean {
  if (weak.kind === "state" || strong.kind === "state") return false;
  if (weak.subject !== strong.subject) return true;
  if (weak.kind !== "event" || strong.kind !== "event") return false;
  return weak.place !== strong.place || weak.time !== strong.time || weak.noun !== strong.noun;
}

/** Two statements that differ where one situation has one value: place, time, number, city, or a word and its opposite. */
function exclusive(random: Random, strong: Meaning, label: NliLabel): [Meaning, Meaning] | undefined {
  const kept = weaken(random, strong, { generalise: false, someone: false });
  const clash = clashing(random, kept, label);
  if (!clash) return undefined;
  // A thing without a place after one with it is the same; the other way round it may be another (see `sameThing`).
  return strong.kind !== "state" && random.chance(0.3) ? [clash, strong] : [strong, clash];
}

/**
 * Opposite adjectives exclude each other and deny each other; opposite verbs only exclude: who bought something may have sold
 * it later, and who did not sell it may or may not have bought it.
 */
function clashing(random: Random, meaning: Meaning, label: NliLabel): Meaning | undefined {
  switch (meaning.kind) {
    case "residence":
      return { ...meaning, city: other(random, CITIES, meaning.city) };
    case "state": {
      const adjectives = OPPOSITE_ADJECTIVES[meaning.adjective] ?? [];
      return label !== "neutral" && adjectives.length > 0
        ? { ...meaning, adjective: random.pick(adjectives) }
        : undefined;
    }
    case "event": {
      const { verb, place, time, count, noun } = meaning;
      const kind = kindOfNoun(noun);
      const options: (() => Meaning)[] = [];
      const verbs = (OPPOSITE_VERBS[verb] ?? []).filter((opposite) => kind.verbs.includes(opposite));
      if (label === "contradiction" && verbs.length > 0) options.push(() => ({ ...meaning, verb: random.pick(verbs) }));
      if (place) {
        const places = random.chance(0.7) ? kind.places : PLACES;
        options.push(() => ({ ...meaning, place: other(random, places, place) }));
      }
      const times = time && TIME_SCALES.find((scale) => scale.includes(time));
      if (times) options.push(() => ({ ...meaning, time: other(random, times, time) }));
      if (count > 1) options.push(() => ({ ...meaning, count: other(random, [3, 4, 5, 6, 7, 8, 9], count) }));
      return options.length > 0 ? random.pick(options)() : undefined;
    }
  }
}

/** The same said of another person or thing, of which the premise tells nothing. */
function aboutSomethingElse(random: Random, premise: Meaning, meaning: Meaning): Meaning | undefined {
  const draw = random.uniform();
  if (meaning.kind === "state") {
    if (draw < 0.5)
      return withOtherNoun(
        random,
        premise,
        meaning,
        (kind) =>
          kind.adjectives.includes(meaning.adjective) && (!meaning.place || kind.places.includes(meaning.place)),
      );
    const related = [
      meaning.adjective,
      SYNONYM_ADJECTIVES[meaning.adjective],
      ...(OPPOSITE_ADJECTIVES[meaning.adjective] ?? []),
    ];
    const adjectives: readonly Adjective[] = kindOfNoun(meaning.noun).adjectives;
    return { ...meaning, adjective: random.pick(adjectives.filter((adjective) => !related.includes(adjective))) };
  }
  if (meaning.kind === "event") {
    const kind = kindOfNoun(meaning.noun);
    if (draw < 0.4) {
      const related = [meaning.verb, SYNONYM_VERBS[meaning.verb], ...(OPPOSITE_VERBS[meaning.verb] ?? [])];
      return { ...meaning, verb: random.pick(kind.verbs.filter((verb) => !related.includes(verb))) };
    }
    if (draw < 0.76 || meaning.subject === "someone") {
      const { verb, place } = meaning;
      return withOtherNoun(
        random,
        premise,
        meaning,
        ({ verbs, places }) => verbs.includes(verb) && (!place || places.includes(place)),
      );
    }
  }
  if (meaning.kind === "residence" && (draw < 0.4 || meaning.subject === "someone")) {
    return { ...meaning, verb: meaning.verb === "live" ? "work" : "live" };
  }
  return { ...meaning, subject: someoneElse(random, meaning.subject) };
}

function someoneElse(random: Random, subject: Subject): Subject {
  const key = subjectKey(subject);
  const isRole = subject !== "someone" && "role" in subject;
  return isRole !== random.chance(0.2)
    ? { role: random.pick(ROLES.filter((role) => role !== key)) }
    : { name: random.pick(NAMES.filter((name) => name !== key)) };
}

/** With a noun that is neither more general nor more special than the premise's or the meaning's own, of a kind that `fits`. */
function withOtherNoun(
  random: Random,
  premise: Meaning,
  meaning: Extract<Meaning, { noun: Noun }>,
  fits: (kind: Kind) => boolean,
): Meaning | undefined {
  const own = kindOfNoun(meaning.noun);
  const isGeneral = [premise, meaning].some((one) => "noun" in one && one.noun === own.hypernym);
  const nouns = KIND_IDS.map((id): Kind => KINDS[id])
    .filter((kind) => fits(kind) && !(isGeneral && kind === own))
    .flatMap((kind) =>
      kind.hypernym && kind !== own && random.chance(0.12) ? [kind.hypernym, ...kind.nouns] : kind.nouns,
    )
    .filter((noun) => noun !== meaning.noun && !overlaps(noun, meaning.noun));
  return nouns.length > 0 ? { ...meaning, noun: random.pick(nouns) } : undefined;
}

const overlaps = (one: Noun, another: Noun): boolean =>
  OVERLAPPING_NOUNS.some((pair) => pair.includes(one) && pair.includes(another));

const other = <T>(random: Random, options: readonly T[], but: T): T =>
  random.pick(options.filter((option) => option !== but));
