import type { Grammar, Phrase } from "./grammar.ts";
import type { Meaning } from "./meaning.ts";
import type { Random } from "./random.ts";

/** Picks the grammar that words one slot of a sentence; the sentence's own, unless languages are being mixed. */
type Chooser = () => Grammar;

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
        subject: choose().subject(meaning.subject, "agent"),
        verb: meaning.verb,
        ...(verbGrammar !== grammar && { foreignVerb: verbGrammar.verb(meaning.verb) }),
        negated: meaning.negated,
        object: choose().object(meaning.noun, meaning.count, meaning.negated),
        ...(meaning.place && { place: choose().place(meaning.place) }),
        ...(meaning.time && { time: choose().time(meaning.time) }),
        timeFirst: random.chance(TIME_FIRST_SHARE),
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
