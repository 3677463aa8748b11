import type { EventParts, Grammar, Phrase } from "./grammar.ts";
import type { EventMeaning, Meaning } from "./meaning.ts";
import type { Random } from "./random.ts";

/** Picks the grammar that words one slot of a sentence; the sentence's own, unless languages are being mixed. */
export type Chooser = () => Grammar;

const TIME_FIRST_SHARE = 0.3;

/**
 * Says a meaning in one language. Word order varies with `random` where the language leaves a choice (time first or last).
 *
 * @param mix for pretraining only: with what probability each slot is worded in another of `mix.grammars`
 */
export function realise(
  meaning: Meaning,
  grammar: Grammar,
  random: Random,
  mix?: { readonly probability: number; readonly grammars: readonly Grammar[] },
): string {
  const choose: Chooser = () => (mix && random.chance(mix.probability) ? random.pick(mix.grammars) : grammar);
  return grammar.sentence(clause(meaning, grammar, random, choose));
}

function clause(meaning: Meaning, grammar: Grammar, random: Random, choose: Chooser): string {
  switch (meaning.kind) {
    case "event": {
      const verbGrammar = choose();
      return grammar.event({
        ...eventParts(meaning, choose, () => random.chance(TIME_FIRST_SHARE)),
        ...(verbGrammar !== grammar && { foreignVerb: verbGrammar.verb(meaning.verb) }),
      });
    }
    case "state": {
      const adjectiveGrammar = choose();
      const subject: Phrase = choose().definite(meaning.noun);
      return grammar.state({
        subject,
        adjective: meaning.adjective,
        ...(adjectiveGrammar !== grammar && { foreignAdjective: adjectiveGrammar.adjective(meaning.adjective) }),
        negated: meaning.negated,
        ...(meaning.place && { place: choose().place(meaning.place) }),
      });
    }
    case "residence":
      return grammar.residence({
        subject: choose().subject(meaning.subject, "resident"),
        verb: meaning.verb,
        negated: meaning.negated,
        city: choose().inCity(meaning.city),
      });
  }
}

/** The phrases of an event, each worded by the grammar that `choose` gives, in this order. */
export function eventParts(meaning: EventMeaning, choose: Chooser, timeFirst: () => boolean): EventParts {
  return {
    subject: choose().subject(meaning.subject, "agent"),
    verb: meaning.verb,
    negated: meaning.negated,
    object: choose().object(meaning.noun, meaning.count, meaning.negated),
    ...(meaning.place && { place: choose().place(meaning.place) }),
    ...(meaning.time && { time: choose().time(meaning.time) }),
    timeFirst: timeFirst(),
  };
}
