import { AND, type JoiningLanguage } from "./conjunctions.ts";
import {
  canonicalVerb,
  type Fact,
  factClause,
  KINDS_WITH_SYNONYMS,
  personBut,
  sampleSetting,
  verbsWithSynonym,
  withSynonym,
} from "./facts.ts";
import { GRAMMARS } from "./languages/index.ts";
import { meaningKey, type Split, splitOf } from "./meaning.ts";
import type { Random } from "./random.ts";
import { sampleEvents, sampleTwins, type World } from "./twins.ts";

/** PAWS-X's labels, as its files name them: 1 for a paraphrase. */
export const PAWS_LABELS = ["0", "1"] as const;
export type PawsLabel = (typeof PAWS_LABELS)[number];

/** Two clauses joined by "and". */
export interface Compound {
  readonly facts: World;
  /** Whether the time of the first clause opens the sentence. */
  readonly timeFirst: boolean;
}

export interface PawsPair {
  readonly first: Compound;
  readonly second: Compound;
  readonly label: PawsLabel;
}

/** How often the pair turns on whether two verbs mean the same; else on who did what. */
const VERB_SHARE = 0.5;
const REORDER_SHARE = 0.6;
const SYNONYM_SHARE = 0.5;
const TIME_FIRST_SHARE = 0.4;

/** Two facts, the same in other words, and something else in as many of the same words. */
interface Rewording {
  readonly world: World;
  readonly paraphrase: World;
  readonly other: World;
}

/**
 * How a pair is worded is drawn before its label, and wording that left a paraphrase as it was is not used under either label:
 * it tells nothing.
 */
export function samplePaws(random: Random, split: Split, label: PawsLabel): PawsPair {
  const sample = random.chance(VERB_SHARE) ? changeVerb : exchangeParts;
  for (;;) {
    const rewording = sample(random, split);
    const reordered = random.chance(REORDER_SHARE);
    const first: Compound = { facts: rewording.world, timeFirst: random.chance(TIME_FIRST_SHARE) };
    const timeFirst = random.chance(TIME_FIRST_SHARE);
    const [paraphrase, other] = [rewording.paraphrase, rewording.other].map(
      ([one, two]): Compound => ({ facts: reordered ? [two, one] : [one, two], timeFirst }),
    ) as [Compound, Compound];
    const isCopy = [paraphrase, other].some((compound) => spell(compound) === spell(first));
    const isHeld = [...first.facts, ...paraphrase.facts, ...other.facts].every((fact) => splitOf(fact) === split);
    if (isHeld && !isCopy) return { first, second: label === "1" ? paraphrase : other, label };
  }
}

/** Something else is the facts' twin: all the same words, but for synonyms that come under either label. */
function exchangeParts(random: Random, split: Split): Rewording {
  const [world, twin] = sampleTwins(random, split, "alike");
  const synonyms = [random.chance(SYNONYM_SHARE), random.chance(SYNONYM_SHARE)];
  const reworded = ([one, two]: World): World => [
    synonyms[0] ? withSynonym(one) : one,
    synonyms[1] ? withSynonym(two) : two,
  ];
  return { world, paraphrase: reworded(world), other: reworded(twin) };
}

/** One verb gives way to another: in a paraphrase to its synonym, else to one that has a synonym of its own. */
function changeVerb(random: Random, split: Split): Rewording {
  const setting = sampleSetting(random, KINDS_WITH_SYNONYMS);
  const verbs = verbsWithSynonym(setting.kind);
  const [drawn, two] = sampleEvents(random, split, "alike", setting);
  // What "someone" did may be what the other did: said twice, it might as well be left out.
  const one = { ...drawn, subject: personBut(random, two.subject) };
  const verb = random.pick(verbs);
  const changed: Fact = { ...one, verb };
  const others = verbs.filter((candidate) => canonicalVerb(candidate) !== canonicalVerb(verb));
  const isFirst = random.chance(0.5);
  const inOrder = (fact: Fact): World => (isFirst ? [fact, two] : [two, fact]);
  return {
    world: inOrder(changed),
    paraphrase: inOrder(withSynonym(changed)),
    other: inOrder({ ...changed, verb: random.pick(others) }),
  };
}

const hasTime = (fact: Fact): boolean => fact.kind === "event" && fact.time !== undefined;

/** Equal for sentences of the same words in the same order. */
const spell = ({ facts, timeFirst }: Compound): string =>
  `${facts.map(meaningKey).join("/")}/${hasTime(facts[0]) && timeFirst}`;

export function sayPaws({ facts: [one, two], timeFirst }: Compound, language: JoiningLanguage): string {
  const grammar = GRAMMARS[language];
  return grammar.sentence(AND[language](factClause(one, grammar, timeFirst), factClause(two, grammar, false)));
}
