import {
  ADJECTIVES,
  CITIES,
  KINDS,
  type Kind,
  NAMES,
  type Noun,
  OPPOSITE_ADJECTIVES,
  OPPOSITE_VERBS,
  PLACES,
  type Place,
  ROLES,
  TIMES,
} from "../../src/minixglue/concepts.ts";
import type { Subject } from "../../src/minixglue/grammar.ts";
import { KIND_IDS, kindOfNoun, type Meaning, sampleMeaning } from "../../src/minixglue/meaning.ts";
import type { Random } from "../../src/minixglue/random.ts";

/**
 * Two statements of which the second agrees with the first except in some words, for translation replaced-token detection
 * (XLM-E, Chi et al. 2022): `first`, `second`, and `agreeing`, what the second would say without those words.
 */
export interface AlteredPair {
  readonly first: Meaning;
  readonly second: Meaning;
  readonly agreeing: Meaning;
}

const UNALTERED_SHARE = 0.2;
const TWO_ALTERATIONS_SHARE = 0.35;

export function sampleAlteredPair(draws: Random): AlteredPair {
  const first = sampleMeaning(draws);
  const agreeing = withLess(draws, first);
  if (draws.chance(UNALTERED_SHARE)) return { first, second: agreeing, agreeing };
  const once = alter(draws, agreeing, first);
  return { first, second: draws.chance(TWO_ALTERATIONS_SHARE) ? alter(draws, once, first) : once, agreeing };
}

/** Leaves something out, or says the kind instead of the thing. */
function withLess(draws: Random, meaning: Meaning): Meaning {
  if (meaning.kind === "residence") return meaning;
  const place = draws.chance(0.35) ? undefined : meaning.place;
  if (meaning.kind === "state") return { ...meaning, place };
  const { hypernym } = kindOfNoun(meaning.noun);
  const noun = hypernym && draws.chance(0.25) ? hypernym : meaning.noun;
  return { ...meaning, place, noun, time: draws.chance(0.35) ? undefined : meaning.time };
}

/** Says something else, or something more, in one place. What `first` says is never put in. */
function alter(draws: Random, meaning: Meaning, first: Meaning): Meaning {
  if (draws.chance(0.12) && !("subject" in meaning && meaning.subject === "someone")) {
    return { ...meaning, negated: !meaning.negated };
  }
  const said = "noun" in first ? first.noun : undefined;
  switch (meaning.kind) {
    case "residence": {
      if (draws.chance(0.2)) return { ...meaning, verb: meaning.verb === "live" ? "work" : "live" };
      if (draws.chance(0.5)) return { ...meaning, subject: otherSubject(draws, meaning.subject) };
      return { ...meaning, city: other(draws, CITIES, meaning.city) };
    }
    case "state": {
      const change = draws.below(3);
      if (change === 0)
        return {
          ...meaning,
          noun: otherNoun(draws, meaning.noun, said, (kind) => kind.adjectives.includes(meaning.adjective)),
        };
      if (change === 1) return { ...meaning, place: otherPlace(draws, kindOfNoun(meaning.noun), meaning, first) };
      const opposites = OPPOSITE_ADJECTIVES[meaning.adjective] ?? [];
      const fitting = draws.chance(0.5) && opposites.length > 0 ? opposites : kindOfNoun(meaning.noun).adjectives;
      return { ...meaning, adjective: other(draws, fitting.length > 1 ? fitting : ADJECTIVES, meaning.adjective) };
    }
    case "event": {
      const kind = kindOfNoun(meaning.noun);
      switch (draws.below(6)) {
        case 0:
          return { ...meaning, subject: otherSubject(draws, meaning.subject) };
        case 1: {
          const opposites = (OPPOSITE_VERBS[meaning.verb] ?? []).filter((verb) => kind.verbs.includes(verb));
          const verbs = draws.chance(0.5) && opposites.length > 0 ? opposites : kind.verbs;
          return {
            ...meaning,
            verb: verbs.some((verb) => verb !== meaning.verb) ? other(draws, verbs, meaning.verb) : meaning.verb,
          };
        }
        case 2:
          return {
            ...meaning,
            noun: otherNoun(draws, meaning.noun, said, ({ verbs }) => verbs.includes(meaning.verb)),
          };
        case 3:
          return meaning.count > 1
            ? { ...meaning, count: other(draws, [3, 4, 5, 6, 7, 8, 9], meaning.count) }
            : meaning;
        case 4:
          return { ...meaning, place: otherPlace(draws, kind, meaning, first) };
        default: {
          const times = TIMES.filter(
            (time) => time !== meaning.time && !(first.kind === "event" && time === first.time),
          );
          return { ...meaning, time: draws.pick(times) };
        }
      }
    }
  }
}

function otherPlace(draws: Random, kind: Kind, { place }: { place?: Place | undefined }, first: Meaning) {
  const said = "place" in first ? first.place : undefined;
  const fitting = (draws.chance(0.7) ? kind.places : PLACES).filter((one) => one !== place && one !== said);
  return draws.pick(fitting.length > 0 ? fitting : PLACES.filter((one) => one !== place && one !== said));
}

function otherSubject(draws: Random, subject: Subject): Subject {
  const isRole = subject !== "someone" && "role" in subject;
  if (draws.chance(0.8) === isRole)
    return { role: draws.pick(ROLES.filter((role) => !isRole || role !== subject.role)) };
  return { name: draws.pick(NAMES.filter((name) => subject === "someone" || isRole || name !== subject.name)) };
}

function otherNoun(draws: Random, noun: Noun, said: Noun | undefined, fits: (kind: Kind) => boolean): Noun {
  const kinds = draws.chance(0.6) ? [kindOfNoun(noun)] : KIND_IDS.map((id): Kind => KINDS[id]).filter(fits);
  const nouns = kinds.flatMap(({ nouns }) => nouns).filter((one) => one !== noun && one !== said);
  return nouns.length > 0 ? draws.pick(nouns) : noun;
}

const other = <T>(draws: Random, options: readonly T[], but: T): T =>
  draws.pick(options.filter((option) => option !== but));
