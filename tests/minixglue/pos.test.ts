import { beforeAll, describe, expect, test } from "vitest";
import { tokenAccuracy } from "../../src/metrics/index.ts";
import {
  CITIES,
  KINDS,
  type Kind,
  NAMES,
  NOUNS,
  type Noun,
  PLACES,
  ROLES,
  TIMES,
  VERBS,
} from "../../src/minixglue/concepts.ts";
import type { Subject } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import { type Meaning, meaningKey } from "../../src/minixglue/meaning.ts";
import { clauseText, clauseTokens } from "../../src/minixglue/tagged/pos/clause.ts";
import { POS_WORDS } from "../../src/minixglue/tagged/pos/index.ts";
import { POS_LANGUAGES, type PosLanguage, UPOS } from "../../src/minixglue/tagged/pos/language.ts";
import { clausesOf } from "../../src/minixglue/tagged/pos/sentence.ts";
import type { Token } from "../../src/minixglue/tagged/pos/tokens.ts";
import { type PosExample, posExample, posMeaning } from "../../src/minixglue/tagged-sets.ts";
import { wordByWord } from "./tagged.ts";

const SETUP_TIMEOUT_MS = 60_000;
const TRAIN_SIZE = 1000;
const TEST_SIZE = 160;

const TOM: Subject = { name: "tom" };
const buy = (more: Partial<Extract<Meaning, { kind: "event" }>>): Meaning => ({
  kind: "event",
  subject: TOM,
  verb: "buy",
  negated: false,
  noun: "apple",
  count: 1,
  ...more,
});

/** Each thing with all that is done to it and all that it is, each person, place, time and city. */
function everything(): Meaning[] {
  const denials = [false, true];
  const things = Object.values<Kind>(KINDS).flatMap((kind) => {
    const nouns: readonly Noun[] = kind.hypernym ? [...kind.nouns, kind.hypernym] : kind.nouns;
    return nouns.flatMap((noun) =>
      denials.flatMap((negated): Meaning[] => [
        ...kind.verbs.flatMap((verb) => [1, 3, 5].map((count) => buy({ verb, negated, noun, count }))),
        ...kind.adjectives.flatMap((adjective) =>
          [undefined, ...kind.places].map((place): Meaning => ({ kind: "state", noun, adjective, negated, place })),
        ),
      ]),
    );
  });
  const people: Subject[] = [...NAMES.map((name) => ({ name })), ...ROLES.map((role) => ({ role })), "someone"];
  return [
    ...things,
    ...people.flatMap((subject): Meaning[] => [
      buy({ subject }),
      { kind: "residence", subject, verb: "live", negated: false, city: "paris" },
    ]),
    ...PLACES.map((place) => buy({ place })),
    ...TIMES.map((time) => buy({ time, place: "park" })),
    ...CITIES.flatMap((city) =>
      denials.map((negated): Meaning => ({ kind: "residence", subject: TOM, verb: "work", negated, city })),
    ),
  ];
}

const unspaced = (text: string) => text.replaceAll(" ", "");
const shown = (tokens: readonly Token[]) => tokens.map(({ word, tag }) => `${word}/${tag}`).join(" ");
const tokensOf = (meaning: Meaning, language: PosLanguage, timeFirst = false) =>
  clauseTokens(meaning, GRAMMARS[language], POS_WORDS[language], { timeFirst, verbLast: false });

/** Words (with their tags) that at least `many` of the sentences have, but not most: "Tom" and "bought" are in nearly all. */
function common(sentences: readonly string[], many: number, tags: RegExp): string[] {
  const counts = new Map<string, number>();
  for (const item of sentences.flatMap((sentence) => [...new Set(sentence.split(" "))])) {
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  const frequent = [...counts].filter(([, times]) => times >= many && times < sentences.length / 2);
  return frequent.map(([item]) => item).filter((item) => tags.test(item));
}

const CLASSIFYING: readonly PosLanguage[] = ["th", "vi", "zh"];
/** Languages that make many of their verbs from a noun and "do". */
const COMPOUNDING: readonly PosLanguage[] = ["hi", "tr", "ur", "vi"];

/**
 * Words that a clause may use as different parts of speech; any other word has one tag wherever it stands. In Vietnamese
 * they are syllables of longer words: "làm" in "làm việc" (to work) and in "người làm vườn" (gardener).
 */
const HOMOGRAPHS: Readonly<Partial<Record<PosLanguage, string>>> = {
  en: "film park",
  ar: "عرض",
  hi: "किसी की कोई",
  pt: "a",
  ur: "کسی کوئی کی",
  vi: "bản công làm may phim quay sửa tải ăn đơn",
};

/** Test example 3, read by eye: a subordinate clause, a negation, a preposition, a number. */
const PROOFREAD: Readonly<Record<PosLanguage, string>> = {
  en: "Laura/PROPN signed/VERB a/DET law/NOUN ,/PUNCT because/SCONJ Oscar/PROPN did/AUX not/PART discover/VERB 4/NUM engines/NOUN on/ADP the/DET street/NOUN on/ADP Wednesday/PROPN ./PUNCT",
  ar: "وقّعت/VERB لورا/PROPN قانونًا/NOUN ،/PUNCT إذ/SCONJ لم/PART يكتشف/VERB أوسكار/PROPN 4/NUM محركات/NOUN في/ADP الشارع/NOUN يوم/NOUN الأربعاء/NOUN ./PUNCT",
  bg: "Лаура/PROPN подписа/VERB закон/NOUN ,/PUNCT защото/SCONJ Оскар/PROPN не/PART попадна/VERB на/ADP 4/NUM двигателя/NOUN на/ADP улицата/NOUN в/ADP сряда/NOUN ./PUNCT",
  de: "Laura/PROPN hat/AUX ein/DET Gesetz/NOUN unterschrieben/VERB ,/PUNCT weil/SCONJ Oscar/PROPN am/ADP Mittwoch/NOUN auf/ADP der/DET Straße/NOUN keine/DET 4/NUM Motoren/NOUN entdeckt/VERB hat/AUX ./PUNCT",
  el: "Η/DET Λάουρα/PROPN υπέγραψε/VERB έναν/DET νόμο/NOUN ,/PUNCT επειδή/SCONJ ο/DET Όσκαρ/PROPN δεν/PART ανακάλυψε/VERB 4/NUM κινητήρες/NOUN στον/ADP δρόμο/NOUN την/DET Τετάρτη/NOUN ./PUNCT",
  es: "Laura/PROPN firmó/VERB una/DET ley/NOUN ,/PUNCT porque/SCONJ Óscar/PROPN no/ADV descubrió/VERB 4/NUM motores/NOUN en/ADP la/DET calle/NOUN el/DET miércoles/NOUN ./PUNCT",
  fr: "Laura/PROPN a/AUX signé/VERB une/DET loi/NOUN ,/PUNCT parce/ADV qu'/SCONJ Oscar/PROPN n'/ADV a/AUX pas/ADV découvert/VERB 4/NUM moteurs/NOUN dans/ADP la/DET rue/NOUN mercredi/NOUN ./PUNCT",
  hi: "लौरा/PROPN ने/ADP एक/NUM कानून/NOUN पर/ADP हस्ताक्षर/NOUN किए/VERB क्योंकि/SCONJ ऑस्कर/PROPN ने/ADP बुधवार/NOUN को/ADP सड़क/NOUN पर/ADP 4/NUM इंजन/NOUN नहीं/PART खोज/VERB निकाले/AUX ।/PUNCT",
  it: "Laura/PROPN ha/AUX firmato/VERB una/DET legge/NOUN ,/PUNCT perché/SCONJ Oscar/PROPN non/ADV ha/AUX scoperto/VERB 4/NUM motori/NOUN per/ADP strada/NOUN mercoledì/NOUN ./PUNCT",
  nl: "Laura/PROPN heeft/AUX een/DET wet/NOUN ondertekend/VERB ,/PUNCT omdat/SCONJ Oscar/PROPN woensdag/NOUN op/ADP straat/NOUN geen/DET 4/NUM motoren/NOUN ontdekt/VERB heeft/AUX ./PUNCT",
  pl: "Laura/PROPN podpisała/VERB ustawę/NOUN ,/PUNCT ponieważ/SCONJ Oskar/PROPN nie/PART odkrył/VERB w/ADP środę/NOUN 4/NUM silników/NOUN na/ADP ulicy/NOUN ./PUNCT",
  pt: "Laura/PROPN assinou/VERB uma/DET lei/NOUN ,/PUNCT porque/SCONJ Oscar/PROPN não/ADV descobriu/VERB 4/NUM motores/NOUN na/ADP rua/NOUN na/ADP quarta-feira/NOUN ./PUNCT",
  ru: "Лаура/PROPN подписала/VERB закон/NOUN ,/PUNCT потому/ADV что/SCONJ Оскар/PROPN в/ADP среду/NOUN не/PART обнаружил/VERB 4/NUM двигателя/NOUN на/ADP улице/NOUN ./PUNCT",
  th: "ลอรา/PROPN เซ็น/VERB กฎหมาย/NOUN หนึ่ง/NUM ฉบับ/NOUN เพราะ/SCONJ ออสการ์/PROPN ไม่/PART ได้/AUX พบ/VERB เครื่องยนต์/NOUN 4/NUM เครื่อง/NOUN บน/ADP ถนน/NOUN เมื่อ/ADP วันพุธ/NOUN",
  tr: "Laura/PROPN bir/DET yasa/NOUN imzaladı/VERB ,/PUNCT çünkü/CCONJ Oscar/PROPN çarşamba/NOUN günü/NOUN sokakta/NOUN 4/NUM motor/NOUN keşfetmedi/VERB ./PUNCT",
  ur: "لورا/PROPN نے/ADP ایک/NUM قانون/NOUN پر/ADP دستخط/NOUN کیے/VERB کیونکہ/SCONJ آسکر/PROPN نے/ADP بدھ/NOUN کو/ADP سڑک/NOUN پر/ADP 4/NUM انجن/NOUN نہیں/PART ڈھونڈ/VERB نکالے/AUX ۔/PUNCT",
  vi: "Laura/PROPN đã/ADV ký/VERB một/NUM đạo/NOUN luật/NOUN ,/PUNCT vì/SCONJ Oscar/PROPN không/ADV phát/VERB hiện/VERB 4/NUM động/NOUN cơ/NOUN trên/ADP phố/NOUN hôm/NOUN thứ/NOUN Tư/NOUN ./PUNCT",
  zh: "劳拉/PROPN 签署/VERB 了/PART 一/NUM 部/NOUN 法律/NOUN ，/PUNCT 因为/SCONJ 奥斯卡/PROPN 星期三/NOUN 没有/ADV 在/ADP 街/NOUN 上/ADP 发现/VERB 4/NUM 台/NOUN 发动机/NOUN 。/PUNCT",
};

/** The tags that Universal Dependencies gives hardly a word of these languages. */
const WITHOUT_PARTICLES: readonly PosLanguage[] = ["es", "fr", "it", "nl", "pt", "tr"];

describe.each(POS_LANGUAGES.map((language) => [language]))("%s", (language) => {
  let clauses: readonly { meaning: Meaning; tokens: Token[] }[];
  beforeAll(() => {
    clauses = everything().map((meaning) => ({ meaning, tokens: tokensOf(meaning, language) }));
  }, SETUP_TIMEOUT_MS);

  test("cuts every clause into its words, losing nothing", () => {
    const altered = clauses.filter(
      ({ meaning, tokens }) =>
        unspaced(clauseText(meaning, GRAMMARS[language], false)) !== tokens.map(({ word }) => word).join("") ||
        tokens.some(({ word }) => word === "" || word.includes(" ")),
    );
    expect(altered.map(({ tokens }) => shown(tokens))).toEqual([]);
    const first = buy({ time: "monday", place: "park" });
    expect(
      tokensOf(first, language, true)
        .map(({ word }) => word)
        .join(""),
    ).toBe(unspaced(clauseText(first, GRAMMARS[language], true)));
  });

  test("tags a verb in what happened, an adjective in what is, a name in who lives where", () => {
    const has = (tokens: readonly Token[], tag: string) => tokens.some((token) => token.tag === tag);
    const lacking = clauses.filter(({ meaning, tokens }) => {
      if (meaning.kind === "state") return !has(tokens, "NOUN") || !(has(tokens, "ADJ") || has(tokens, "VERB"));
      if (meaning.kind === "residence") return !has(tokens, "PROPN") || !has(tokens, "VERB");
      return !has(tokens, "NOUN") || !has(tokens, "VERB");
    });
    expect(lacking.map(({ tokens }) => shown(tokens))).toEqual([]);
    const names = NAMES.map((name) => GRAMMARS[language].subject({ name }, "agent").text.split(" ").at(-1));
    const untagged = clauses.filter(
      ({ meaning, tokens }) =>
        meaning.kind !== "state" &&
        meaning.subject !== "someone" &&
        "name" in meaning.subject &&
        !tokens.some(({ word, tag }) => tag === "PROPN" && names.includes(word)),
    );
    expect(untagged.map(({ tokens }) => shown(tokens))).toEqual([]);
  });

  test("a word that goes with many things or many places is no noun, adjective or name, one of many verbs no verb", () => {
    const sentences = (meanings: readonly Meaning[]) => meanings.map((meaning) => shown(tokensOf(meaning, language)));
    const ofThings = sentences(NOUNS.flatMap((noun) => [buy({ noun }), buy({ noun, negated: true })]));
    const ofPlaces = sentences(PLACES.map((place) => buy({ place })));
    const ofVerbs = sentences(VERBS.map((verb) => buy({ verb })));
    // Classifiers go with many nouns.
    if (!CLASSIFYING.includes(language)) expect(common(ofThings, 8, /\/(NOUN|ADJ|PROPN)$/)).toEqual([]);
    expect(common(ofPlaces, 4, language === "vi" ? /\/(ADJ|PROPN)$/ : /\/(NOUN|ADJ|PROPN)$/)).toEqual([]);
    if (!COMPOUNDING.includes(language)) expect(common(ofVerbs, 6, /\/(NOUN|VERB|ADJ|PROPN)$/)).toEqual([]);
  });

  test("gives a word two tags only where the language does", () => {
    const tags = new Map<string, Set<string>>();
    for (const { word, tag } of clauses.flatMap(({ tokens }) => tokens)) {
      tags.set(word, (tags.get(word) ?? new Set()).add(tag));
    }
    const several = [...tags].filter(([, found]) => found.size > 1).map(([word]) => word);
    expect(several.sort()).toEqual((HOMOGRAPHS[language] ?? "").split(" ").filter(Boolean).sort());
  });

  test("has every tag in a test set of 160, and sentences without gaps", () => {
    const examples = Array.from({ length: TEST_SIZE }, (_, index) => posExample("test", language, index));
    const wrong = examples.filter(
      ({ words, tags }) =>
        words.length !== tags.length ||
        words.some((word) => word === "" || /[\s{}]/.test(word)) ||
        !tags.every((tag) => UPOS.includes(tag)),
    );
    expect(wrong).toEqual([]);
    const found = new Set(examples.flatMap(({ tags }) => tags));
    expect(UPOS.filter((tag) => !found.has(tag))).toEqual(WITHOUT_PARTICLES.includes(language) ? ["PART"] : []);
    expect(posExample("test", language, 42)).toEqual(examples[42]);
    const { words, tags } = posExample("test", language, 3);
    expect(words.map((word, index) => `${word}/${tags[index]}`).join(" ")).toBe(PROOFREAD[language]);
  });
});

describe("English and the rest", () => {
  const examples = (split: "train" | "test", language: PosLanguage, size: number): PosExample[] =>
    Array.from({ length: size }, (_, index) => posExample(split, language, index));
  let predict: (words: readonly string[]) => string[];
  beforeAll(() => {
    predict = wordByWord(examples("train", "en", TRAIN_SIZE), "NOUN");
  }, SETUP_TIMEOUT_MS);
  const accuracy = (language: PosLanguage) => {
    const held = examples("test", language, TEST_SIZE);
    return tokenAccuracy(
      held.map(({ tags }) => tags),
      held.map(({ words }) => predict(words)),
    );
  };

  /**
   * Measured: 94.1 % with 200 sentences to learn from, 95.1 % with 1000. What is missing is "that", "to", "play" and the
   * like, which only their sentence tells apart; three points are the least that a model must be able to gain.
   */
  test("a word's most frequent tag leaves what the context decides", () => {
    expect(accuracy("en")).toBeLessThan(0.97);
    expect(accuracy("en")).toBeGreaterThan(0.85);
  });

  /** Measured: 40 % on average, from signs, numbers, names and the guess that an unknown word is a noun. */
  test("and tells little of other languages", () => {
    const others = POS_LANGUAGES.filter((language) => language !== "en").map(accuracy);
    expect(others.reduce((sum, score) => sum + score, 0) / others.length).toBeLessThan(0.5);
    expect(Math.max(...others)).toBeLessThan(0.6);
  });

  test("no clause of one split says what one of another says", () => {
    const keys = (split: "train" | "dev" | "test", size: number) =>
      Array.from({ length: size }, (_, index) => clausesOf(posMeaning(split, index)).map(meaningKey)).flat();
    const seen = new Set([...keys("train", TRAIN_SIZE), ...keys("dev", TEST_SIZE)]);
    expect(keys("test", TEST_SIZE).filter((key) => seen.has(key))).toEqual([]);
  });
});
