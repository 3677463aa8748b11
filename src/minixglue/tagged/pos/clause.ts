import type { Grammar, Phrase } from "../../grammar.ts";
import type { Meaning } from "../../meaning.ts";
import type { Part, PosWords } from "./language.ts";
import { segment } from "./segments.ts";
import { splitText, type Tables, type Token, tablesOf, tagOf } from "./tokens.ts";

/** Stands for a phrase whose words are not to be seen; a grammar lets words that it does not know pass as they are. */
const BLANK: Readonly<Partial<Record<string, string>>> = { ar: "ءء" };

/** A clause in its language, the phrases that went into it, and the same clause with only the words of its predicate. */
interface Worded {
  readonly text: string;
  readonly phrases: readonly (readonly [Part, string])[];
  /** Holds every word of the predicate, and none of the phrases that the grammar may have inflected. */
  readonly predicate: string;
  readonly predicatePart: "verb" | "adjective";
}

function worded(meaning: Meaning, grammar: Grammar, timeFirst: boolean): Worded {
  const blank = BLANK[grammar.language] ?? "qq";
  if (meaning.kind === "state") {
    const subject = grammar.definite(meaning.noun);
    const place = meaning.place && grammar.place(meaning.place);
    const { adjective, negated } = meaning;
    const bare = grammar.state({ subject, adjective, negated });
    return {
      text: grammar.state({ subject, adjective, negated, ...(place && { place }) }),
      phrases: [...(place ? [["place", place] as const] : []), ["object", subject.text]],
      predicate: bare.replace(subject.text, blank),
      predicatePart: "adjective",
    };
  }
  const { subject: who, negated } = meaning;
  const subject = grammar.subject(who, meaning.kind === "event" ? "agent" : "resident");
  const subjectPart = who === "someone" ? "someone" : "name" in who ? "name" : "role";
  const hidden = (phrase: Phrase) => ({ ...phrase, text: blank });
  if (meaning.kind === "residence") {
    const city = grammar.inCity(meaning.city);
    const parts = { subject, verb: meaning.verb, negated };
    return {
      text: grammar.residence({ ...parts, city }),
      phrases: [
        ["city", city],
        [subjectPart, subject.text],
      ],
      predicate: grammar.residence({ ...parts, subject: hidden(subject), city: blank }),
      predicatePart: "verb",
    };
  }
  const object = grammar.object(meaning.noun, meaning.count, negated);
  const place = meaning.place && grammar.place(meaning.place);
  const time = meaning.time && grammar.time(meaning.time);
  const parts = { subject, verb: meaning.verb, negated, object };
  return {
    text: grammar.event({ ...parts, ...(place && { place }), ...(time && { time }), timeFirst }),
    phrases: [
      ...(time ? [["time", time] as const] : []),
      ...(place ? [["place", place] as const] : []),
      ["object", object.text],
      [subjectPart, subject.text],
    ],
    predicate: grammar.event({ ...parts, subject: hidden(subject), object: hidden(object), timeFirst: false }),
    predicatePart: "verb",
  };
}

/** Where `part` stands in `whole`, in places that are still free; -1 if nowhere. */
function findRun(whole: readonly string[], part: readonly string[], free: (index: number) => boolean): number {
  return whole.findIndex((_, start) =>
    part.every((word, offset) => whole[start + offset] === word && free(start + offset)),
  );
}

/** A word's part of the clause: a phrase that stands there unchanged, the predicate, or else a phrase that was inflected. */
function partsOf(words: readonly string[], clause: Worded, split: (text: string) => string[]): Part[] {
  const parts: (Part | undefined)[] = words.map(() => undefined);
  for (const [part, text] of clause.phrases) {
    const run = split(text);
    const start = findRun(words, run, (index) => parts[index] === undefined);
    if (start >= 0) parts.fill(part, start, start + run.length);
  }
  const predicate = new Set(split(clause.predicate));
  return parts.map((part, index) => part ?? (predicate.has(words[index] ?? "") ? clause.predicatePart : "object"));
}

/** The finite verb of "Anna hat geschlafen" goes to the end, as in "weil Anna geschlafen hat". */
function finiteLast(tokens: readonly Token[], parts: readonly Part[]): Token[] {
  const index = tokens.findIndex(
    ({ tag }, at) => (tag === "AUX" || tag === "VERB") && (parts[at] === "verb" || parts[at] === "adjective"),
  );
  return [...tokens.slice(0, index), ...tokens.slice(index + 1), ...tokens.slice(index, index + 1)];
}

function tagAll(words: readonly string[], parts: readonly Part[], tables: Tables): Token[] {
  return words.map((word, index) => ({
    word,
    tag: tagOf(word, parts[index] ?? "object", index === words.length - 1, tables),
  }));
}

export interface ClauseOptions {
  /** Whether the time opens the clause. */
  readonly timeFirst: boolean;
  /** Whether its finite verb goes to the end. */
  readonly verbLast: boolean;
}

/** The words of a clause with their tags; joined, they are the clause that the grammar makes. */
export function clauseTokens(meaning: Meaning, grammar: Grammar, words: PosWords, options: ClauseOptions): Token[] {
  const clause = worded(meaning, grammar, options.timeFirst);
  if (grammar.language === "th" || grammar.language === "zh") return segment(clause.text, grammar, words);
  const split = (text: string) => splitText(text, words.elides);
  const tokens = split(clause.text);
  const parts = partsOf(tokens, clause, split);
  const tagged = tagAll(tokens, parts, tablesOf(words));
  return options.verbLast ? finiteLast(tagged, parts) : tagged;
}

/** The text that `clauseTokens` cuts into words. */
export const clauseText = (meaning: Meaning, grammar: Grammar, timeFirst: boolean): string =>
  worded(meaning, grammar, timeFirst).text;
