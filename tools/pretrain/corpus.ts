/**
 * Writes pretraining text: one document a line, as JSON (lessons.ts). Nothing is taken from the test split.
 *
 *   npx tsx tools/pretrain/corpus.ts --documents 1000000 --seed 1 --kind plain --out plain.jsonl
 */
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { TOPICS } from "../../src/minixglue/concepts.ts";
import { type Grammar, LANGUAGES, type Language } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import { type Meaning, sampleMeaning, splitOf } from "../../src/minixglue/meaning.ts";
import { newsBody, newsTitle, sampleNewsItem } from "../../src/minixglue/news.ts";
import { NLI_LABELS, type NliLabel, sampleNliPair } from "../../src/minixglue/nli.ts";
import { type Random, random } from "../../src/minixglue/random.ts";
import { realise } from "../../src/minixglue/realise.ts";
import { sampleAlteredPair } from "./altered.ts";
import { compoundDocument, type Document, offersDocument, questionDocument } from "./lessons.ts";
import { MARKERS } from "./markers.ts";
import { namesDocument, speechDocument } from "./tagged.ts";

/** How a document's two texts relate in language. */
const MODES = ["translation", "crossLingual", "codeSwitched", "monolingual"] as const;
const MODE_WEIGHTS = {
  none: [0.35, 0.25, 0.28, 0.12],
  markers: [0.1, 0.3, 0.05, 0.55],
};
const CODE_SWITCH_PROBABILITY = 0.4;
/** Without markers a text does not contradict itself. */
const RELATION_WEIGHTS = { none: [0.6, 0.4, 0], markers: [0.34, 0.33, 0.33] };
const NEWS_SHARE = { none: 0.4, markers: 0.1 };
const TRANSLATED_ITEM_SHARE = 0.3;
const MARKED_SHARE = 0.9;
const CROSS_LINGUAL_ALTERED_SHARE = 0.5;

/** What may open a second text: nothing, or a discourse marker. */
type Style = "none" | "markers";

const notTest = (meaning: Meaning) => splitOf(meaning) !== "test";

function meaningOutsideTest(draws: Random): Meaning {
  for (;;) {
    const meaning = sampleMeaning(draws);
    if (notTest(meaning)) return meaning;
  }
}

/** Those that one of nine tasks alone has come more often: elsewhere they do not occur. */
const LANGUAGES_DRAWN: readonly Language[] = [...LANGUAGES, "it", "nl", "pl", "pl", "pt", "pt"];

/** How often a pair of languages has English on one side, and a foreign word is English: fine-tuning will see English alone. */
const ENGLISH_SHARE = 0.75;

function otherLanguage(draws: Random, language: Language): Language {
  const others: Language[] = LANGUAGES.filter((other) => other !== language && other !== "en");
  return language !== "en" && draws.chance(ENGLISH_SHARE) ? "en" : draws.pick(others);
}

function languagePair(draws: Random, mode: (typeof MODES)[number]): [Grammar, Grammar] {
  const first = draws.pick(LANGUAGES_DRAWN);
  if (mode === "monolingual" || mode === "codeSwitched") return [GRAMMARS[first], GRAMMARS[first]];
  const second = otherLanguage(draws, first);
  return draws.chance(0.5) ? [GRAMMARS[first], GRAMMARS[second]] : [GRAMMARS[second], GRAMMARS[first]];
}

/** The grammars that words are borrowed from: one other language a document. */
function borrowed(draws: Random, language: Language): Grammar[] {
  return [GRAMMARS[otherLanguage(draws, language)]];
}

/** The second text agrees with the first except in some words. */
function alteredDocument(seed: number, index: number): Document {
  const draws = random(seed, "altered", index);
  const mode = draws.chance(CROSS_LINGUAL_ALTERED_SHARE) ? "crossLingual" : "monolingual";
  const [first, second] = languagePair(draws, mode);
  for (;;) {
    const pair = sampleAlteredPair(draws);
    if (![pair.first, pair.second, pair.agreeing].every(notTest)) continue;
    // The same draws for both, so that the order of words is the same.
    const say = (meaning: Meaning) => realise(meaning, second, random(seed, "altered order", index));
    const [text, agreeing] = [say(pair.second), say(pair.agreeing)];
    return {
      first: realise(pair.first, first, draws),
      second: [{ text, agreeing }],
      mode,
      disagrees: text !== agreeing,
    };
  }
}

function plainDocument(draws: Random, style: Style): Document {
  const mode = MODES[draws.weighted(MODE_WEIGHTS[style])] ?? "monolingual";
  const [first, second] = languagePair(draws, mode);
  const mix =
    mode === "codeSwitched"
      ? { probability: CODE_SWITCH_PROBABILITY, grammars: borrowed(draws, second.language) }
      : undefined;

  if (mode === "translation") {
    if (!draws.chance(TRANSLATED_ITEM_SHARE)) {
      const meaning = meaningOutsideTest(draws);
      return { first: realise(meaning, first, draws), second: [{ text: realise(meaning, second, draws) }], mode };
    }
    const item = sampleNewsItem(draws, draws.pick(TOPICS), draws.chance(0.85) ? "train" : "dev");
    const short = { ...item, body: item.body.slice(0, 1) };
    const text = (grammar: Grammar) => `${newsTitle(short, grammar)}. ${newsBody(short, grammar, draws)}`;
    return { first: text(first), second: [{ text: text(second) }], mode };
  }
  if (draws.chance(NEWS_SHARE[style])) {
    const item = sampleNewsItem(draws, draws.pick(TOPICS), draws.chance(0.85) ? "train" : "dev");
    return { first: newsTitle(item, first), second: [{ text: newsBody(item, second, draws, mix) }], mode };
  }
  for (;;) {
    const relation: NliLabel = NLI_LABELS[draws.weighted(RELATION_WEIGHTS[style])] ?? "neutral";
    const pair = sampleNliPair(draws, relation);
    if (!notTest(pair.premise) || !notTest(pair.hypothesis)) continue;
    const marked = style !== "none" && (relation === "contradiction" || draws.chance(MARKED_SHARE));
    const marker = marked ? MARKERS[relation][second.language] : "";
    const hypothesis = realise(pair.hypothesis, second, draws, mix);
    return {
      first: realise(pair.premise, first, draws, mix),
      second: [{ text: marker ? `${marker} ${hypothesis}` : hypothesis }],
      ...(marker && { marker }),
      mode,
    };
  }
}

/** The kinds of documents, and how often each comes in text for the first phases ("plain") and for the last ("lessons"). */
const SHARES = {
  plain: {
    standard: 0.5,
    speech: 0.24,
    names: 0.08,
    compound: 0.04,
    question: 0.08,
    offers: 0.06,
    altered: 0,
    marked: 0,
  },
  lessons: {
    standard: 0.09,
    speech: 0.08,
    names: 0.04,
    compound: 0.12,
    question: 0.2,
    offers: 0.12,
    altered: 0.2,
    marked: 0.15,
  },
} as const;
type Content = keyof (typeof SHARES)["plain"];

const MAKE: Readonly<Record<Content, (seed: number, index: number) => Document>> = {
  standard: (seed, index) => plainDocument(random(seed, "pretraining", index), "none"),
  marked: (seed, index) => plainDocument(random(seed, "pretraining", index), "markers"),
  speech: (seed, index) => speechDocument(random(seed, "speech", index)),
  names: (seed, index) => namesDocument(random(seed, "names", index)),
  compound: compoundDocument,
  question: questionDocument,
  offers: offersDocument,
  altered: alteredDocument,
};

/** The same text, of which nothing is asked. */
const withoutQuestions = ({ first, second, mode }: Document): Document => ({
  first,
  second: second.map(({ text }) => ({ text })),
  mode,
});

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    kind: { type: "string", default: "plain" },
    out: { type: "string", default: "corpus.jsonl" },
  },
});
const kind = values.kind === "lessons" ? "lessons" : "plain";
const contents = Object.keys(SHARES[kind]) as Content[];
const weights = contents.map((content) => SHARES[kind][content]);
const out = createWriteStream(values.out);
const seed = Number(values.seed);
for (let index = 0; index < Number(values.documents); index++) {
  const content = contents[random(seed, "kind of document", index).weighted(weights)] ?? "standard";
  const made = MAKE[content](seed, index);
  const line = `${JSON.stringify(kind === "plain" ? withoutQuestions(made) : made)}\n`;
  if (!out.write(line)) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
}
out.end();
