/**
 * Twin worlds: two pairs of facts that use the same words, of which one pair says what the other does not. Texts about twins
 * differ in who did what, never in which words occur.
 */
import { CITIES, OVERLAPPING_NOUNS } from "./concepts.ts";
import {
  type Fact,
  factKey,
  personBut,
  type Setting,
  sampleEvent,
  sampleInSplit,
  sampleResidence,
  sampleSetting,
} from "./facts.ts";
import { type EventMeaning, type Split, splitOf } from "./meaning.ts";
import type { Random } from "./random.ts";

export type World = readonly [Fact, Fact];

/** The one world is the other with one thing exchanged between its two facts. Which is which tells nothing. */
export type Twins = readonly [World, World];

const RESIDENCE_SHARE = 0.2;
const SAME_VERB_SHARE = 0.35;
const SAME_NOUN_SHARE = 0.2;
/** How often a place is told, and a time; facts of one sentence are kept short. */
const DETAIL_SHARE = { alike: 0.45, free: 0.6 } as const;
const SOMEONE_SHARE = 0.12;

/**
 * Twins of which all four facts lie in the split.
 *
 * @param details whether both facts of a world tell their place, or neither does, and so for the time ("alike"): joined by
 *   "and", what only one of them tells could be understood of both
 */
export function sampleTwins(random: Random, split: Split, details: "alike" | "free"): Twins {
  // Drawn once: some sorts fit a small split less often than others, and every split should have as many of each.
  const isOfResidences = random.chance(RESIDENCE_SHARE);
  for (;;) {
    const original = isOfResidences
      ? twoResidences(random, split)
      : sampleEvents(random, split, details, sampleSetting(random));
    const others = exchanges(original).filter((world) => isChanged(world, original) && isInSplit(world, split));
    if (others.length === 0) continue;
    const other = random.pick(others);
    return random.chance(0.5) ? [original, other] : [other, original];
  }
}

/** Two people did something, perhaps the same, to things of one kind. */
export function sampleEvents(
  random: Random,
  split: Split,
  details: "alike" | "free",
  setting: Setting,
): readonly [EventMeaning, EventMeaning] {
  const told = drawDetails(random, DETAIL_SHARE[details]);
  const toldOfSecond = details === "alike" ? told : drawDetails(random, DETAIL_SHARE[details]);
  const first = sampleInSplit(split, () => tell(sampleEvent(random, setting), told));
  const second = sampleInSplit(split, () => {
    const own = tell(sampleEvent(random, setting), toldOfSecond);
    return {
      ...own,
      subject: personBut(random, first.subject),
      verb: random.chance(SAME_VERB_SHARE) ? first.verb : own.verb,
      noun: random.chance(SAME_NOUN_SHARE) ? first.noun : own.noun,
    };
  });
  const unknown: EventMeaning = { ...first, subject: "someone" };
  return [random.chance(SOMEONE_SHARE) && splitOf(unknown) === split ? unknown : first, second];
}

function twoResidences(random: Random, split: Split): World {
  const first = sampleInSplit(split, () => sampleResidence(random));
  const second = sampleInSplit(split, () => ({
    ...sampleResidence(random),
    subject: personBut(random, first.subject),
    city: random.pick(CITIES.filter((city) => city !== first.city)),
  }));
  return [first, second];
}

interface Details {
  readonly place: boolean;
  readonly time: boolean;
}

const drawDetails = (random: Random, share: number): Details => ({
  place: random.chance(share),
  time: random.chance(share),
});

const tell = (event: EventMeaning, { place, time }: Details): EventMeaning => ({
  ...event,
  place: place ? event.place : undefined,
  time: time ? event.time : undefined,
});

const isInSplit = (world: World, split: Split): boolean => world.every((fact) => splitOf(fact) === split);

const keysOf = (world: World): string => world.map(factKey).sort().join("/");
const isChanged = (world: World, original: World): boolean => keysOf(world) !== keysOf(original);

/** Every world that exchanges one thing between the two facts, and changes no word's form by it. */
function exchanges([first, second]: World): World[] {
  if (first.kind === "residence" && second.kind === "residence") {
    return (["subject", "verb", "city"] as const).map((slot) => exchange(first, second, [slot]));
  }
  if (first.kind !== "event" || second.kind !== "event") return [];
  const worlds = (["subject", "verb", "place", "time"] as const).map((slot) => exchange(first, second, [slot]));
  // "An apple and 3 pears" has other words than "3 apples and a pear".
  const sameNumber = (first.count === 1) === (second.count === 1);
  if (sameNumber) worlds.push(exchange(first, second, ["noun"]), exchange(first, second, ["count"]));
  worlds.push(exchange(first, second, ["noun", "count"]));
  return overlapping(first, second) ? [] : worlds;
}

function exchange<T extends Fact>(first: T, second: T, slots: readonly (keyof T)[]): [T, T] {
  const taken = (from: T) => Object.fromEntries(slots.map((slot) => [slot, from[slot]]));
  return [
    { ...first, ...taken(second) },
    { ...second, ...taken(first) },
  ];
}

/** Whether one thing may be called the other, so that what is said of it may be meant of the other. */
const overlapping = (first: EventMeaning, second: EventMeaning): boolean =>
  OVERLAPPING_NOUNS.some(
    (pair) => pair.includes(first.noun) && pair.includes(second.noun) && first.noun !== second.noun,
  );
