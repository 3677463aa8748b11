import type { NerWords } from "./language.ts";

const NAMES = {
  baker: "Baker",
  miller: "Miller",
  smith: "Smith",
  fisher: "Fisher",
  hunter: "Hunter",
  shepherd: "Shepherd",
  king: "King",
  cook: "Cook",
  carpenter: "Carpenter",
  judge: "Judge",
  knight: "Knight",
  duke: "Duke",
};
const THINGS = {
  lemon: "Lemon",
  orange: "Orange",
  peach: "Peach",
  tulip: "Tulip",
  rose: "Rose",
  violet: "Violet",
  tower: "Tower",
  castle: "Castle",
};

/** Each word of a table behind an article: "the baker" (with small letters) or "The Tower". */
function after<K extends string>(words: Readonly<Record<K, string>>, article: (word: string) => string) {
  const entries = Object.entries<string>(words).map(([key, word]) => [key, article(word)]);
  return Object.fromEntries(entries) as Record<K, string>;
}
const the = (word: string) => `the ${word.toLowerCase()}`;
const a = (word: string) => `${/^O/.test(word) ? "an" : "a"} ${word.toLowerCase()}`;

export const english: NerWords = {
  surnames: NAMES,
  theOccupations: after(NAMES, the),
  anOccupation: after(NAMES, a),
  companies: THINGS,
  theThings: after(THINGS, the),
  aThing: after(THINGS, a),
  titles: after(THINGS, (word) => `The ${word}`),
  countries: {
    italy: "Italy",
    france: "France",
    germany: "Germany",
    spain: "Spain",
    egypt: "Egypt",
    greece: "Greece",
    china: "China",
    kenya: "Kenya",
  },
  nationals: {
    italy: "Italians",
    france: "Frenchmen",
    germany: "Germans",
    spain: "Spaniards",
    egypt: "Egyptians",
    greece: "Greeks",
    china: "Chinese",
    kenya: "Kenyans",
  },
  nationalsAreNames: true,
  saint: (name) => `Saint ${name}`,
  university: (city) => `University of ${city}`,
  bank: (country) => `Bank of ${country}`,
  race: (city) => `${city} Marathon`,
  prize: (name) => `${name} Prize`,
  firm: (surname) => `${surname} & Sons`,
  frames: {
    livesIn: "{person} lives in {city} .",
    worksFor: "{person} works for {company} in {city} .",
    loss: "{company} announced a loss of {n} million euros .",
    occupationLives: "{theOccupation} lives in {city} .",
    bought: "{surname} bought {aThing} in {city} .",
    beat: "{club} beat {otherClub} {n} - {m} .",
    studies: "{first} studies at the {university} .",
    universityIn: "the university in {city} is famous , said {first} .",
    wonRace: "{person} won the {race} .",
    raceIn: "the marathon in {city} was too long for {theOccupation} .",
    award: "{first} won the {award} in {city} .",
    saintIn: "{saint} is a village in {country} .",
    newHead: "{surname} , the new head of {company} , comes from {country} .",
    shares: "in {city} shares of {company} fell by {n} % .",
    nationals: "{n} {nationals} are in {city} .",
    cheap: "{theThing} was cheap , said {first} .",
    met: "{theOccupation} met {anOccupation} and {person} in {country} .",
    wrote: '{person} wrote " {title} " .',
    stands: "{theThing} of {surname} is in {saint} .",
    sold: "{firm} , {city} , sold {company} .",
    visited: "{cityPerson} visited {city} .",
    coach: "the coach {surname} praised {club} .",
    defeat: "for {club} the match in {city} was a defeat , said {theOccupation} .",
    bank: "{theOccupation} works for the {bank} .",
    named: "{person} named {aThing} after {otherFirst} .",
    prize: "{surname} won the {prize} and {aThing} .",
  },
};
