/** Documents of the sentences that tagging tasks are about, as plain text: two translations of one, or two different ones. */
import type { Language } from "../../src/minixglue/grammar.ts";
import { splitOf, splitOfKey } from "../../src/minixglue/meaning.ts";
import type { Random } from "../../src/minixglue/random.ts";
import { NER_FRAMES, NER_LANGUAGES } from "../../src/minixglue/tagged/ner/language.ts";
import { type NerMeaning, nerKey, nerSentence, sampleNerMeaning } from "../../src/minixglue/tagged/ner/sentence.ts";
import { POS_LANGUAGES } from "../../src/minixglue/tagged/pos/language.ts";
import {
  clausesOf,
  constructionAt,
  type PosMeaning,
  posSentence,
  samplePosMeaning,
} from "../../src/minixglue/tagged/pos/sentence.ts";
import { type Document, pairOf } from "./lessons.ts";

const TRANSLATED_SHARE = 0.6;
const ANY_CONSTRUCTION = 1000;
const UNSPACED: readonly Language[] = ["zh", "th"];

/** Words as the tasks' readers join them. */
const joinWords = (words: readonly string[]): string => words.join(" ");
/** As a person would write the sentence, near enough: stops follow their word. */
function asWritten(words: readonly string[], language: Language): string {
  return UNSPACED.includes(language) ? words.join("") : words.join(" ").replace(/ ([.,!?:;،؟۔।])/gu, "$1");
}

function posMeaningOutsideTest(draws: Random): PosMeaning {
  for (;;) {
    const meaning = samplePosMeaning(draws, constructionAt(draws.below(ANY_CONSTRUCTION)));
    if (clausesOf(meaning).every((clause) => splitOf(clause) !== "test")) return meaning;
  }
}

function nerMeaningOutsideTest(draws: Random): NerMeaning {
  for (;;) {
    const meaning = sampleNerMeaning(draws, draws.pick(NER_FRAMES));
    if (splitOfKey(nerKey(meaning)) !== "test") return meaning;
  }
}

const WRITTEN_SHARE = 0.2;

export function speechDocument(draws: Random): Document {
  const languages = pairOf(draws, POS_LANGUAGES);
  const isTranslated = languages[0] !== languages[1] && draws.chance(TRANSLATED_SHARE);
  const meaning = posMeaningOutsideTest(draws);
  const other = isTranslated ? meaning : posMeaningOutsideTest(draws);
  const join = draws.chance(WRITTEN_SHARE) ? asWritten : joinWords;
  return {
    first: join(posSentence(meaning, languages[0], draws).words, languages[0]),
    second: [{ text: join(posSentence(other, languages[1], draws).words, languages[1]) }],
    mode: isTranslated ? "translation" : languages[0] === languages[1] ? "monolingual" : "crossLingual",
  };
}

export function namesDocument(draws: Random): Document {
  const languages = pairOf(draws, NER_LANGUAGES);
  const isTranslated = languages[0] !== languages[1] && draws.chance(TRANSLATED_SHARE);
  const meaning = nerMeaningOutsideTest(draws);
  const other = isTranslated ? meaning : nerMeaningOutsideTest(draws);
  return {
    first: joinWords(nerSentence(meaning, languages[0]).words),
    second: [{ text: joinWords(nerSentence(other, languages[1]).words) }],
    mode: isTranslated ? "translation" : languages[0] === languages[1] ? "monolingual" : "crossLingual",
  };
}
