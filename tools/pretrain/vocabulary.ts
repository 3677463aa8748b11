/**
 * Writes the text from which the Unigram vocabulary is learned: sentences of every language, and every word on its own.
 * Chinese and Thai write no spaces, so whole sentences would become pieces; there "|" marks where a piece must end.
 *
 *   npx tsx tools/pretrain/vocabulary.ts --sentences 4000 --out vocabulary.txt
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { TOPICS } from "../../src/minixglue/concepts.ts";
import { type Grammar, LANGUAGES } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import { sampleMeaning, splitOf } from "../../src/minixglue/meaning.ts";
import { newsTitle, sampleNewsItem } from "../../src/minixglue/news.ts";
import { random } from "../../src/minixglue/random.ts";
import { realise } from "../../src/minixglue/realise.ts";
import { compoundDocument, offersDocument, questionDocument } from "./lessons.ts";
import { MARKERS } from "./markers.ts";
import { namesDocument, speechDocument } from "./tagged.ts";

const DELIMITER = "|";
const UNSPACED = new Set(["zh", "th"]);

/** The grammar with every phrase, and the verb and the adjective, between delimiters. */
function delimited(grammar: Grammar): Grammar {
  const cut = (text: string) => `${DELIMITER}${text}${DELIMITER}`;
  return {
    ...grammar,
    subject: (subject, as) => ({ ...grammar.subject(subject, as), text: cut(grammar.subject(subject, as).text) }),
    object: (noun, count, negated) => {
      const phrase = grammar.object(noun, count, negated);
      const bare = grammar.plural(noun);
      return { ...phrase, text: cut(phrase.text.replace(bare, cut(bare))) };
    },
    definite: (noun) => {
      const phrase = grammar.definite(noun);
      return { ...phrase, text: cut(phrase.text.replace(grammar.plural(noun), cut(grammar.plural(noun)))) };
    },
    plural: (noun) => cut(grammar.plural(noun)),
    place: (place) => cut(grammar.place(place)),
    time: (time) => cut(grammar.time(time)),
    inCity: (city) => cut(grammar.inCity(city).replace(grammar.city(city), cut(grammar.city(city)))),
    city: (city) => cut(grammar.city(city)),
    event: (parts) => grammar.event({ ...parts, foreignVerb: cut(grammar.verb(parts.verb)) }),
    state: (parts) => grammar.state({ ...parts, foreignAdjective: cut(grammar.adjective(parts.adjective)) }),
  };
}

const { values } = parseArgs({
  options: { sentences: { type: "string", default: "4000" }, out: { type: "string", default: "vocabulary.txt" } },
});
const lines: string[] = [];
for (const language of LANGUAGES) {
  const grammar = UNSPACED.has(language) ? delimited(GRAMMARS[language]) : GRAMMARS[language];
  const words = new Set<string>();
  for (let index = 0; index < Number(values.sentences); index++) {
    const draws = random(7, `vocabulary-${language}`, index);
    const meaning = sampleMeaning(draws);
    const text =
      index % 5 === 0
        ? newsTitle(sampleNewsItem(draws, TOPICS[index % TOPICS.length] ?? "news", "train"), grammar)
        : splitOf(meaning) === "test"
          ? ""
          : realise(meaning, grammar, draws);
    if (text === "") continue;
    lines.push(text.replace(/\|{2,}/g, DELIMITER));
    if (!UNSPACED.has(language)) for (const word of text.split(" ")) words.add(word.replace(/[.,:;،۔।]+$/u, ""));
  }
  // The trainer counts a distinct word once when it looks for candidates; with several endings the word itself stands out.
  for (const word of words) for (const mark of [".", ",", ":"]) lines.push(`${word}${mark}`);
  for (const marker of Object.values(MARKERS)) lines.push(...Array.from({ length: 40 }, () => marker[language]));
}
// Questions, offers and tagged sentences have words of their own, which few of the sentences above do.
const UNSPACED_TEXT = /[\u0e00-\u0e7f\u3000-\u9fff]/u;
const texts = Array.from({ length: Number(values.sentences) }, (_, index) => [
  compoundDocument(7, index),
  questionDocument(7, index),
  offersDocument(7, index),
  ...Array.from({ length: 6 }, (_, part) => speechDocument(random(7, `vocabulary speech ${part}`, index))),
  ...Array.from({ length: 2 }, (_, part) => namesDocument(random(7, `vocabulary names ${part}`, index))),
]).flatMap((documents) => documents.flatMap(({ first, second }) => [first, ...second.map(({ text }) => text)]));
const found = new Set<string>();
const characters = new Set<string>();
for (const text of texts) {
  // Where no spaces are written, the words of tagged sentences have some, and they show what a word is.
  if (UNSPACED_TEXT.test(text) && !text.includes(" ")) {
    for (const character of text) characters.add(character);
    continue;
  }
  lines.push(text);
  if (!UNSPACED_TEXT.test(text)) for (const word of text.split(" ")) found.add(word.replace(/[.,:;،۔।?¿؟]+$/u, ""));
}
for (const word of found) for (const mark of [".", ",", ":"]) lines.push(`${word}${mark}`);
lines.push([...characters].join(" "));
writeFileSync(values.out, `${lines.join("\n")}\n`);
