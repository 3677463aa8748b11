import { describe, expect, test } from "vitest";
import { ADJECTIVES, type Adjective, CITIES, KINDS, type Kind, type Noun } from "../../src/minixglue/concepts.ts";
import { sayOffers, sayQuery, sayTitle, type TwoOffers } from "../../src/minixglue/offers.ts";
import { QUERIES } from "../../src/minixglue/queries/index.ts";
import { QUERY_LANGUAGES, type QueryLanguage } from "../../src/minixglue/queries.ts";

const OFFERS: TwoOffers = [
  { noun: "car", adjective: "new", city: "cairo" },
  { noun: "building", adjective: "old", city: "athens" },
];

test.each<[QueryLanguage, string, string, string]>([
  ["en", "new cars Cairo", "Cars and buildings", "New cars in Cairo, old buildings in Athens."],
  ["de", "neue Autos Kairo", "Autos und Gebäude", "Neue Autos in Kairo, alte Gebäude in Athen."],
  ["es", "coches nuevos El Cairo", "Coches y edificios", "Coches nuevos en El Cairo, edificios viejos en Atenas."],
  ["fr", "voitures neuves Le Caire", "Voitures et bâtiments", "Voitures neuves au Caire, vieux bâtiments à Athènes."],
  ["it", "automobili nuove Il Cairo", "Automobili ed edifici", "Automobili nuove al Cairo, edifici vecchi ad Atene."],
  ["pt", "carros novos Cairo", "Carros e edifícios", "Carros novos no Cairo, edifícios velhos em Atenas."],
  ["zh", "新汽车 开罗", "汽车和建筑", "开罗新汽车，雅典旧建筑。"],
])("%s searches and offers", (language, query, title, offers) => {
  expect(sayQuery(OFFERS[0], language)).toBe(query);
  expect(sayTitle(OFFERS, language)).toBe(title);
  expect(sayOffers(OFFERS, language)).toBe(offers);
});

const CASES: Readonly<Partial<Record<QueryLanguage, readonly (readonly [Adjective, Noun, string])[]>>> = {
  de: [
    ["expensive", "pear", "teure Birnen"],
    ["clean", "dress", "saubere Kleider"],
  ],
  es: [
    ["big", "pear", "peras grandes"],
    ["cheap", "pear", "peras baratas"],
    ["interesting", "novel", "novelas interesantes"],
  ],
  fr: [
    ["new", "movie", "nouveaux films"],
    ["new", "car", "voitures neuves"],
    ["beautiful", "palace", "beaux palais"],
    ["cheap", "pear", "poires bon marché"],
  ],
  it: [
    ["old", "car", "automobili vecchie"],
    ["cheap", "taxi", "taxi economici"],
    ["long", "skirt", "gonne lunghe"],
    ["short", "skirt", "gonne corte"],
    ["short", "novel", "romanzi brevi"],
    ["heavy", "flute", "flauti pesanti"],
    ["famous", "poem", "poesie famose"],
  ],
  pt: [
    ["light", "pear", "peras leves"],
    ["cheap", "pear", "peras baratas"],
  ],
  zh: [
    ["old", "movie", "老电影"],
    ["old", "car", "旧汽车"],
    ["cheap", "car", "便宜的汽车"],
  ],
};

describe.each(Object.entries(CASES))("%s describes things", (language, cases) => {
  test.each(cases)("%s %s: %s", (adjective, noun, text) => {
    expect(QUERIES[language as QueryLanguage].described(adjective, noun)).toBe(text);
  });
});

test.each(QUERY_LANGUAGES.map((language) => [language]))(
  "in %s, no word is missing and no two queries are alike",
  (language) => {
    const said = new Map<string, string>();
    for (const kind of Object.values<Kind>(KINDS))
      for (const noun of [...kind.nouns, ...(kind.hypernym ? [kind.hypernym] : [])])
        for (const adjective of ADJECTIVES)
          for (const city of CITIES.slice(0, 2)) {
            const text = sayQuery({ noun, adjective, city }, language);
            const meaning = [noun, adjective, city].join(" ");
            expect(text).toMatch(/^\S+( \S+)+$/u);
            expect(text).not.toMatch(/undefined/);
            expect(said.get(text) ?? meaning, text).toBe(meaning);
            said.set(text, meaning);
          }
  },
);
