import { describe, expect, test } from "vitest";
import type { Language } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import type { EventMeaning, Meaning } from "../../src/minixglue/meaning.ts";
import { random } from "../../src/minixglue/random.ts";
import { realise } from "../../src/minixglue/realise.ts";

/** Draws that put the time first, or last. */
const order = (timeFirst: boolean) => ({ ...random(1, "order"), chance: () => timeFirst });
const say = (language: Language, meaning: Meaning, timeFirst = false) =>
  realise(meaning, GRAMMARS[language], order(timeFirst));

const event = (verb: EventMeaning["verb"], noun: EventMeaning["noun"], more: Partial<EventMeaning> = {}): Meaning => ({
  kind: "event",
  subject: { name: "anna" },
  verb,
  negated: false,
  noun,
  count: 1,
  ...more,
});
const ON_MONDAY_AT_THE_MARKET = { time: "monday", place: "market" } as const;
const denied = { negated: true } as const;
const tom = { subject: { name: "tom" } } as const;

type Case = readonly [rule: string, meaning: Meaning, text: string, timeFirst?: boolean];

/** What a teacher of each language would look at first. */
const CASES: Partial<Record<Language, readonly Case[]>> = {
  it: [
    ["the time last", event("buy", "apple", ON_MONDAY_AT_THE_MARKET), "Anna ha comprato una mela al mercato lunedì."],
    [
      "time first, without a comma",
      event("buy", "apple", { time: "monday" }),
      "Lunedì Anna ha comprato una mela.",
      true,
    ],
    ["elision of the article", event("eat", "orange", denied), "Anna non ha mangiato nessun'arancia."],
    ["uno before s and a consonant", event("take", "syrup", denied), "Anna non ha preso nessuno sciroppo."],
    ["a verb with a preposition", event("feed", "dog", { count: 3 }), "Anna ha dato da mangiare a 3 cani."],
    ["furniture is varnished", event("paint", "chair"), "Anna ha verniciato una sedia."],
    [
      "a noun's place",
      { kind: "state", noun: "screen", adjective: "dirty", negated: true, place: "cinema" },
      "Lo schermo del cinema non è sporco.",
    ],
    ["short clothes", { kind: "state", noun: "skirt", adjective: "short", negated: false }, "La gonna è corta."],
    [
      "ad before a",
      { kind: "residence", subject: { role: "driver" }, verb: "live", negated: false, city: "athens" },
      "L'autista abita ad Atene.",
    ],
  ],
  nl: [
    [
      "time, place, object, participle",
      event("buy", "apple", ON_MONDAY_AT_THE_MARKET),
      "Anna heeft maandag op de markt een appel gekocht.",
    ],
    [
      "inversion after the time",
      event("buy", "apple", { time: "monday", ...denied }),
      "Maandag heeft Anna geen appel gekocht.",
      true,
    ],
    ["geen before a number", event("buy", "pizza", { ...denied, count: 3 }), "Anna heeft geen 3 pizza's gekocht."],
    ["zijn as the auxiliary", event("lose", "dog"), "Anna is een hond kwijtgeraakt."],
    ["contests are called off", event("cancel", "tournament"), "Anna heeft een toernooi afgelast."],
    ["het", { kind: "state", noun: "castle", adjective: "old", negated: true }, "Het kasteel is niet oud."],
  ],
  pl: [
    ["past of a woman", event("buy", "pear", ON_MONDAY_AT_THE_MARKET), "Anna kupiła w poniedziałek gruszkę na targu."],
    [
      "past of a man, time first",
      event("buy", "pear", { ...tom, time: "tuesday" }),
      "We wtorek Tom kupił gruszkę.",
      true,
    ],
    ["3 and the accusative plural", event("buy", "pear", { count: 3 }), "Anna kupiła 3 gruszki."],
    ["5 and the genitive plural", event("buy", "pear", { count: 5 }), "Anna kupiła 5 gruszek."],
    ["genitive of negation", event("buy", "pear", denied), "Anna nie kupiła gruszki."],
    ["genitive of negation after 3", event("buy", "pear", { ...denied, count: 3 }), "Anna nie kupiła 3 gruszek."],
    ["accusative of animals", event("feed", "dog", tom), "Tom nakarmił psa."],
    ["accusative plural of animals", event("feed", "dog", { ...tom, count: 4 }), "Tom nakarmił 4 psy."],
    ["an adjective in the noun", event("repair", "part"), "Anna naprawiła część zamienną."],
    ["locative of what is played", event("play", "guitar", denied), "Anna nie grała na gitarze."],
    ["locative plural of what is played", event("play", "guitar", { count: 3 }), "Anna grała na 3 gitarach."],
    [
      "a noun that has only a plural",
      { kind: "state", noun: "violin", adjective: "heavy", negated: true },
      "Skrzypce nie są ciężkie.",
    ],
    [
      "neuter",
      { kind: "state", noun: "animal", adjective: "small", negated: false, place: "village" },
      "Zwierzę w wiosce jest małe.",
    ],
    [
      "locative of a city",
      { kind: "residence", subject: "someone", verb: "work", negated: false, city: "vienna" },
      "Ktoś pracuje w Wiedniu.",
    ],
  ],
  pt: [
    [
      "contractions",
      event("buy", "apple", ON_MONDAY_AT_THE_MARKET),
      "Anna comprou uma maçã no mercado na segunda-feira.",
    ],
    [
      "time first, with a comma",
      event("buy", "apple", { time: "yesterday", ...denied }),
      "Ontem, Anna não comprou nenhuma maçã.",
      true,
    ],
    ["a participle that agrees", event("loseMatch", "race"), "Anna foi derrotada em uma corrida."],
    ["and its masculine", event("loseMatch", "match", { ...tom, count: 4 }), "Tom foi derrotado em 4 partidas."],
    ["food is asked for", event("order", "soup"), "Anna pediu uma sopa."],
    ["goods are ordered", event("order", "sofa"), "Anna encomendou um sofá."],
    [
      "a condition takes estar",
      { kind: "state", noun: "car", adjective: "clean", negated: true, place: "garage" },
      "O carro da garagem não está limpo.",
    ],
    [
      "a city with an article",
      { kind: "residence", subject: { role: "nurse" }, verb: "live", negated: true, city: "cairo" },
      "A enfermeira não mora no Cairo.",
    ],
  ],
};

describe.each(Object.entries(CASES))("%s", (language, cases) => {
  for (const [rule, meaning, text, timeFirst] of cases) {
    test(rule, () => expect(say(language as Language, meaning, timeFirst)).toBe(text));
  }
});
