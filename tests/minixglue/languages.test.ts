import { beforeAll, describe, expect, test } from "vitest";
import {
  ADJECTIVES,
  CITIES,
  KINDS,
  type Kind,
  NAMES,
  NOUNS,
  PLACES,
  ROLES,
  TIMES,
  VERBS,
} from "../../src/minixglue/concepts.ts";
import { nliExample, nliPairInSplit } from "../../src/minixglue/datasets.ts";
import { type Grammar, LANGUAGES, type Language, type Subject } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import { type Meaning, meaningKey } from "../../src/minixglue/meaning.ts";
import type { Random } from "../../src/minixglue/random.ts";
import { realise } from "../../src/minixglue/realise.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;

/** The letters (and vowel signs) that each language is written in; a name or word in other letters is not transliterated. */
const ALPHABETS: Readonly<Record<Language, RegExp>> = {
  en: /^[a-z]$/i,
  // Arabic's own letters, no Persian or Urdu ones, and the stroke that joins a letter to a numeral.
  ar: /^[\u0621-\u063a\u0640-\u0652]$/,
  bg: /^[а-ъьюя]$/i,
  de: /^[a-zäöüß]$/i,
  el: /^[α-ωάέήίόύώϊϋΐΰ]$/i,
  es: /^[a-záéíóúüñ]$/i,
  fr: /^[a-zàâçéèêëîïôœùûü]$/i,
  hi: /^\p{Script=Devanagari}$/u,
  ru: /^[а-яё]$/i,
  sw: /^[a-z]$/i,
  th: /^\p{Script=Thai}$/u,
  // Only foreign names have an x.
  tr: /^[a-pr-vx-zçğıöşüâİ]$/i,
  // Urdu writes ک, ی and ہ, not Arabic's ك, ي and ه.
  ur: /^(?![\u0643\u064a\u0647\u0629])[\u0620-\u06d3]$/,
  vi: /^\p{Script=Latin}$/u,
  zh: /^\p{Script=Han}$/u,
  // Names and borrowed words have letters that the language's own words lack.
  it: /^[a-zàèéìòù]$/i,
  nl: /^[a-zéëïöü]$/i,
  pl: /^[a-ząćęłńóśźż]$/i,
  pt: /^[a-zàáâãçéêíóôõú]$/i,
};
const STOPS: Readonly<Partial<Record<Language, string>>> = { hi: "।", ur: "۔", th: "", zh: "。" };
const CASED: readonly Language[] = ["en", "bg", "de", "el", "es", "fr", "ru", "sw", "tr", "vi", "it", "nl", "pl", "pt"];

const SUBJECTS: readonly Subject[] = [
  ...NAMES.map((name) => ({ name })),
  ...ROLES.map((role) => ({ role })),
  "someone" as const,
];
const ANNA: Subject = { name: "anna" };
const COUNTS = [1, 3, 4, 5, 6, 7, 8, 9];

/** The forms of a table's concepts, in one construction. */
interface Table {
  readonly name: string;
  readonly forms: readonly string[];
}

function tablesOf(grammar: Grammar): Table[] {
  const object = grammar.object("apple", 1, false);
  const event = (verb: (typeof VERBS)[number], negated: boolean) =>
    grammar.event({ subject: grammar.subject(ANNA, "agent"), verb, negated, object, timeFirst: false });
  const state = (adjective: (typeof ADJECTIVES)[number], negated: boolean) =>
    grammar.state({ subject: grammar.definite("car"), adjective, negated });
  return [
    { name: "nouns: the …", forms: NOUNS.map((noun) => grammar.definite(noun).text) },
    { name: "nouns: plural", forms: NOUNS.map((noun) => grammar.plural(noun)) },
    ...COUNTS.flatMap((count) =>
      [false, true].map((negated) => ({
        name: `nouns: ${negated ? "not " : ""}${count} …`,
        forms: NOUNS.map((noun) => grammar.object(noun, count, negated).text),
      })),
    ),
    { name: "verbs, affirmed and denied", forms: VERBS.flatMap((verb) => [event(verb, false), event(verb, true)]) },
    { name: "verbs, alone", forms: VERBS.map((verb) => grammar.verb(verb)) },
    {
      name: "adjectives, affirmed and denied",
      forms: ADJECTIVES.flatMap((adjective) => [state(adjective, false), state(adjective, true)]),
    },
    { name: "adjectives, alone", forms: ADJECTIVES.map((adjective) => grammar.adjective(adjective)) },
    { name: "places", forms: PLACES.map((place) => grammar.place(place)) },
    { name: "times", forms: TIMES.map((time) => grammar.time(time)) },
    { name: "cities", forms: CITIES.map((city) => grammar.city(city)) },
    { name: "in cities", forms: CITIES.map((city) => grammar.inCity(city)) },
    { name: "who acts", forms: SUBJECTS.map((subject) => grammar.subject(subject, "agent").text) },
    { name: "who resides", forms: SUBJECTS.map((subject) => grammar.subject(subject, "resident").text) },
  ];
}

/** What is wrong with a text, if anything: letters from elsewhere, gaps, remains of a missing word. */
function faultOf(text: string, language: Language): string | undefined {
  if (text === "" || text.trim() !== text || text.includes("  ")) return "a word is missing";
  // Arabic is written with the sign for a doubled letter before that for the ending; form C has them the other way round.
  if (language !== "ar" && text !== text.normalize("NFC")) return "not in normal form C";
  const foreign = [...text].find(
    (character) => /[\p{L}\p{M}]/u.test(character) && !ALPHABETS[language].test(character),
  );
  if (foreign) return `"${foreign}" is not in the alphabet`;
  const mark = [...text].find((character) => !/[\p{L}\p{M}0-9 ,.:;'’«»\-،۔।，、。：]/u.test(character));
  return mark ? `unexpected sign "${mark}"` : undefined;
}

const faults = (texts: Iterable<string>, language: Language): string[] =>
  [...new Set(texts)].flatMap((text) => {
    const fault = faultOf(text, language);
    return fault ? [`${text}: ${fault}`] : [];
  });

/** Settles what a language leaves open (time first or last) one way or the other. */
const wording = (chance: boolean): Random => ({
  uniform: () => 0,
  below: () => 0,
  chance: () => chance,
  pick: (items) => items[0]!,
  weighted: () => 0,
});
const wordings = (meaning: Meaning, grammar: Grammar) =>
  [true, false].map((timeFirst) => realise(meaning, grammar, wording(timeFirst)));

/** Each verb with things that it is said of, each thing with each of its adjectives, each place, time, city and person. */
function manyMeanings(): Meaning[] {
  const kinds = Object.values<Kind>(KINDS);
  const nounsOf = ({ nouns, hypernym }: Kind) => (hypernym ? [...nouns, hypernym] : nouns);
  const denials = [false, true];
  const events = kinds.flatMap((kind) =>
    kind.verbs.flatMap((verb, index): Meaning[] =>
      denials.flatMap((negated) =>
        [1, 5].map((count) => ({
          kind: "event",
          subject: SUBJECTS[(index * 7 + count) % (SUBJECTS.length - 1)]!,
          verb,
          negated,
          noun: nounsOf(kind)[index % nounsOf(kind).length]!,
          count,
          place: count === 1 ? undefined : kind.places[index % kind.places.length],
          time: negated ? undefined : TIMES[index % TIMES.length],
        })),
      ),
    ),
  );
  const states = kinds.flatMap((kind) =>
    nounsOf(kind).flatMap((noun) =>
      kind.adjectives.flatMap((adjective, index) =>
        denials.map((negated): Meaning => {
          const place = index % 2 === 0 ? undefined : kind.places[index % kind.places.length];
          return { kind: "state", noun, adjective, negated, place };
        }),
      ),
    ),
  );
  const residences = SUBJECTS.flatMap((subject, index) =>
    (["live", "work"] as const).map((verb): Meaning => {
      const negated = subject !== "someone" && index % 2 === 0;
      return { kind: "residence", subject, verb, negated, city: CITIES[index % CITIES.length]! };
    }),
  );
  return [...events, ...states, ...residences];
}

describe.each(LANGUAGES.map((language) => [language]))("%s", (language) => {
  const grammar = GRAMMARS[language];

  test("has a word for every concept, in its own letters, and never the same word for two", () => {
    for (const { name, forms } of tablesOf(grammar)) {
      expect(faults(forms, language), name).toEqual([]);
      const repeated = forms.filter((form, index) => forms.indexOf(form) !== index);
      expect(repeated, name).toEqual([]);
    }
  });

  test("says whole sentences, begun and ended as the language does", () => {
    const stop = STOPS[language] ?? ".";
    const texts = manyMeanings().flatMap((meaning) => wordings(meaning, grammar));
    expect(faults(texts, language)).toEqual([]);
    const unfinished = texts.filter(
      (text) => !text.endsWith(stop) || (stop !== "" && text.indexOf(stop) !== text.length - stop.length),
    );
    expect(unfinished).toEqual([]);
    if (CASED.includes(language)) expect(texts.filter((text) => /^\p{Ll}/u.test(text))).toEqual([]);
  });

  test("a headline names city and things", () => {
    const headline = grammar.headline(grammar.city("paris"), grammar.plural("apple"), grammar.plural("car"));
    expect(faults([headline], language)).toEqual([]);
    for (const part of [grammar.city("paris"), grammar.plural("apple"), grammar.plural("car")])
      expect(headline.toLocaleLowerCase(language)).toContain(part.toLocaleLowerCase(language));
  });
});

describe("what a sentence says can be told from it alone", () => {
  const SIZE = 600;
  let said: Meaning[];
  beforeAll(() => {
    const pairs = (["train", "test"] as const).flatMap((split) =>
      Array.from({ length: SIZE }, (_, index) => nliPairInSplit(split, index)),
    );
    said = [...pairs.flatMap(({ premise, hypothesis }) => [premise, hypothesis]), ...manyMeanings()];
  }, SETUP_TIMEOUT_MS);

  test.each(LANGUAGES.map((language) => [language]))(
    "%s: no sentence has two meanings, and example N says what it says in every other language",
    (language) => {
      const meanings = new Map<string, string>();
      const ambiguous: string[] = [];
      for (const meaning of said) {
        const key = meaningKey(meaning);
        for (const text of wordings(meaning, GRAMMARS[language])) {
          if ((meanings.get(text) ?? key) !== key) ambiguous.push(`${text} (${key} or ${meanings.get(text)})`);
          meanings.set(text, key);
        }
      }
      expect(ambiguous).toEqual([]);
      for (let index = 0; index < SIZE; index++) {
        const { premise, hypothesis, label } = nliPairInSplit("test", index);
        const example = nliExample("test", language, index);
        expect([meanings.get(example.premise), meanings.get(example.hypothesis), example.label]).toEqual([
          meaningKey(premise),
          meaningKey(hypothesis),
          label,
        ]);
      }
    },
  );
});
