import { ADJECTIVES, CITIES, NAMES, NOUNS, PLACES, ROLES, TIMES, VERBS } from "../../concepts.ts";
import type { Grammar } from "../../grammar.ts";
import type { PosWords, Upos } from "./language.ts";
import { type Token, tablesOf } from "./tokens.ts";

/** Every word of a language that writes without spaces: those of its table, and what its grammar calls things. */
function lexiconOf(grammar: Grammar, words: PosWords): ReadonlyMap<string, Upos> {
  const { words: table } = tablesOf(words);
  const bare = (phrase: string): string => {
    const preposition = [...table.keys()].find((word) => table.get(word) === "ADP" && phrase.startsWith(word));
    const rest = preposition ? phrase.slice(preposition.length) : phrase;
    const particle = [...table.keys()].find((word) => table.get(word) === "ADP" && rest.endsWith(word));
    return particle ? rest.slice(0, -particle.length) : rest;
  };
  /** "Of large size" is no word: it is put together from a noun of the table and another adjective. */
  const isPhrase = (adjective: string) =>
    [...table].some(([word, tag]) => tag === "NOUN" && adjective.startsWith(word) && adjective !== word);
  const entries: [string, Upos][] = [
    ...PLACES.map((place): [string, Upos] => [bare(grammar.place(place)), "NOUN"]),
    ...TIMES.map((time): [string, Upos] => [bare(grammar.time(time)), "NOUN"]),
    ...ADJECTIVES.map((adjective) => grammar.adjective(adjective))
      .filter((adjective) => !isPhrase(adjective))
      .map((adjective): [string, Upos] => [adjective, "ADJ"]),
    ...VERBS.map((verb): [string, Upos] => [grammar.verb(verb), "VERB"]),
    ...NOUNS.map((noun): [string, Upos] => [grammar.plural(noun), "NOUN"]),
    ...ROLES.map((role): [string, Upos] => [grammar.subject({ role }, "agent").text, "NOUN"]),
    ...NAMES.map((name): [string, Upos] => [grammar.subject({ name }, "agent").text, "PROPN"]),
    ...CITIES.map((city): [string, Upos] => [grammar.city(city), "PROPN"]),
    ...table,
  ];
  return new Map(entries);
}

const lexicons = new WeakMap<PosWords, ReadonlyMap<string, Upos>>();

/** Cuts a text into the fewest words of the lexicon; of equally few, those whose first is longest. */
export function segment(text: string, grammar: Grammar, words: PosWords): Token[] {
  const lexicon = lexicons.get(words) ?? lexiconOf(grammar, words);
  lexicons.set(words, lexicon);
  return text.split(" ").flatMap((run) => cut(run, lexicon, grammar.language));
}

function tagIn(lexicon: ReadonlyMap<string, Upos>, word: string): Upos | undefined {
  if (/^\d+$/.test(word)) return "NUM";
  return /^[，。,]$/u.test(word) ? "PUNCT" : lexicon.get(word);
}

function cut(run: string, lexicon: ReadonlyMap<string, Upos>, language: string): Token[] {
  /** best[start]: the tokens from there to the end. */
  const best: (Token[] | undefined)[] = [];
  best[run.length] = [];
  for (let start = run.length - 1; start >= 0; start--) {
    for (let end = run.length; end > start; end--) {
      const rest = best[end];
      const word = run.slice(start, end);
      const tag = tagIn(lexicon, word);
      const current = best[start];
      if (!rest || !tag || (current && current.length <= rest.length + 1)) continue;
      best[start] = [{ word, tag }, ...rest];
    }
  }
  const tokens = best[0];
  if (!tokens)
    throw new Error(`${language}: "${run}" has a word that is in no table; add it to its file in tagged/pos.`);
  return tokens;
}
