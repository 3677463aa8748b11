/**
 * Writes pretraining text: one document a line, `first segment TAB second segment TAB marker TAB mode` (the marker that opens
 * the second segment, if any; how the segments' languages relate). A share of `--altered` documents has a fifth
 * field: what the second segment would say if it agreed with the first. Nothing is taken from the test split, and no label of a task is written.
 *
 *   npx tsx tools/pretrain/corpus.ts --documents 1000000 --seed 1 --markers none --out corpus.tsv
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
import { MARKERS } from "./markers.ts";

/** How a document's two segments relate in language. */
const MODES = ["translation", "crossLingual", "codeSwitched", "monolingual"] as const;
const MODE_WEIGHTS = {
  none: [0.35, 0.25, 0.28, 0.12],
  affirmed: [0.1, 0.3, 0.05, 0.55],
  markers: [0.1, 0.3, 0.05, 0.55],
};
const CODE_SWITCH_PROBABILITY = 0.4;
/** Without markers a text does not contradict itself. */
const RELATION_WEIGHTS = { none: [0.6, 0.4, 0], affirmed: [0.34, 0.33, 0.33], markers: [0.34, 0.33, 0.33] };
const NEWS_SHARE = { none: 0.4, affirmed: 0.1, markers: 0.1 };
const TRANSLATED_ITEM_SHARE = 0.3;
const MARKED_SHARE = 0.9;
const CROSS_LINGUAL_ALTERED_SHARE = 0.5;

/** What may open a second segment: nothing; a discourse marker, with nothing denied; a discourse marker, with denials. */
const STYLES = ["none", "affirmed", "markers"] as const;
type Style = (typeof STYLES)[number];
type Document = readonly [
  first: string,
  second: string,
  marker: string,
  mode: (typeof MODES)[number],
  agreeing?: string,
];

const notTest = (meaning: Meaning) => splitOf(meaning) !== "test";

function meaningOutsideTest(draws: Random): Meaning {
  for (;;) {
    const meaning = sampleMeaning(draws);
    if (notTest(meaning)) return meaning;
  }
}

/** How often a pair of languages has English on one side, and a foreign word is English: fine-tuning will see English alone. */
const ENGLISH_SHARE = 0.75;

function otherLanguage(draws: Random, language: Language): Language {
  const others: Language[] = LANGUAGES.filter((other) => other !== language && other !== "en");
  return language !== "en" && draws.chance(ENGLISH_SHARE) ? "en" : draws.pick(others);
}

function languagePair(draws: Random, mode: (typeof MODES)[number]): [Grammar, Grammar] {
  const first = draws.pick(LANGUAGES);
  if (mode === "monolingual" || mode === "codeSwitched") return [GRAMMARS[first], GRAMMARS[first]];
  const second = otherLanguage(draws, first);
  return draws.chance(0.5) ? [GRAMMARS[first], GRAMMARS[second]] : [GRAMMARS[second], GRAMMARS[first]];
}

/** The grammars that words are borrowed from: one other language a document. */
function borrowed(draws: Random, language: Language): Grammar[] {
  return [GRAMMARS[otherLanguage(draws, language)]];
}

/** The second segment agrees with the first except in some words; then comes what it would say if it did. */
function alteredDocument(seed: number, index: number): Document {
  const draws = random(seed, "altered", index);
  const mode = draws.chance(CROSS_LINGUAL_ALTERED_SHARE) ? "crossLingual" : "monolingual";
  const [first, second] = languagePair(draws, mode);
  for (;;) {
    const pair = sampleAlteredPair(draws);
    if (![pair.first, pair.second, pair.agreeing].every(notTest)) continue;
    // The same draws for both, so that the order of words is the same.
    const say = (meaning: Meaning) => realise(meaning, second, random(seed, "altered order", index));
    return [realise(pair.first, first, draws), say(pair.second), "", mode, say(pair.agreeing)];
  }
}

function document(draws: Random, style: Style): Document {
  const mode = MODES[draws.weighted(MODE_WEIGHTS[style])] ?? "monolingual";
  const [first, second] = languagePair(draws, mode);
  const mix =
    mode === "codeSwitched"
      ? { probability: CODE_SWITCH_PROBABILITY, grammars: borrowed(draws, second.language) }
      : undefined;

  if (mode === "translation") {
    if (!draws.chance(TRANSLATED_ITEM_SHARE)) {
      const meaning = meaningOutsideTest(draws);
      return [realise(meaning, first, draws), realise(meaning, second, draws), "", mode];
    }
    const item = sampleNewsItem(draws, draws.pick(TOPICS), draws.chance(0.85) ? "train" : "dev");
    const short = { ...item, body: item.body.slice(0, 1) };
    const text = (grammar: Grammar) => `${newsTitle(short, grammar)}. ${newsBody(short, grammar, draws)}`;
    return [text(first), text(second), "", mode];
  }
  if (draws.chance(NEWS_SHARE[style])) {
    const item = sampleNewsItem(draws, draws.pick(TOPICS), draws.chance(0.85) ? "train" : "dev");
    return [newsTitle(item, first), newsBody(item, second, draws, mix), "", mode];
  }
  for (;;) {
    const relation: NliLabel = NLI_LABELS[draws.weighted(RELATION_WEIGHTS[style])] ?? "neutral";
    const pair = sampleNliPair(draws, relation);
    if (!notTest(pair.premise) || !notTest(pair.hypothesis)) continue;
    if (style === "affirmed" && (pair.premise.negated || pair.hypothesis.negated)) continue;
    const marked = style !== "none" && (relation === "contradiction" || draws.chance(MARKED_SHARE));
    const marker = marked ? MARKERS[relation][second.language] : "";
    const hypothesis = realise(pair.hypothesis, second, draws, mix);
    return [realise(pair.premise, first, draws, mix), marker ? `${marker} ${hypothesis}` : hypothesis, marker, mode];
  }
}

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    markers: { type: "string", default: "none" },
    altered: { type: "string", default: "0" },
    out: { type: "string", default: "corpus.tsv" },
  },
});
const style: Style = STYLES.find((name) => name === values.markers) ?? "none";
const out = createWriteStream(values.out);
const documents = Number(values.documents);
const seed = Number(values.seed);
for (let index = 0; index < documents; index++) {
  const isAltered = random(seed, "kind of document", index).chance(Number(values.altered));
  const fields = isAltered ? alteredDocument(seed, index) : document(random(seed, "pretraining", index), style);
  const line = `${fields.join("\t")}\n`;
  if (!out.write(line)) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
}
out.end();
