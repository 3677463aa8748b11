/**
 * Writes pretraining text: one document a line, `first segment TAB second segment TAB marker TAB mode` (the marker that opens
 * the second segment, if any; how the segments' languages relate). Nothing is taken from the test split, and no label of a task is written.
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
import { MARKERS } from "./markers.ts";

/** How a document's two segments relate in language. */
const MODES = ["translation", "crossLingual", "codeSwitched", "monolingual"] as const;
const MODE_WEIGHTS = { none: [0.35, 0.25, 0.28, 0.12], markers: [0.12, 0.3, 0.1, 0.48] };
const CODE_SWITCH_PROBABILITY = 0.4;
/** Without markers a text does not contradict itself. */
const RELATION_WEIGHTS = { none: [0.6, 0.4, 0], markers: [0.34, 0.33, 0.33] };
const NEWS_SHARE = { none: 0.4, markers: 0.12 };
const TRANSLATED_ITEM_SHARE = 0.3;
const MARKED_SHARE = 0.9;

type Style = keyof typeof NEWS_SHARE;
type Document = readonly [first: string, second: string, marker: string, mode: (typeof MODES)[number]];

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
    const marked = style === "markers" && (relation === "contradiction" || draws.chance(MARKED_SHARE));
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
    out: { type: "string", default: "corpus.tsv" },
  },
});
const style: Style = values.markers === "markers" ? "markers" : "none";
const out = createWriteStream(values.out);
const documents = Number(values.documents);
for (let index = 0; index < documents; index++) {
  const line = `${document(random(Number(values.seed), "pretraining", index), style).join("\t")}\n`;
  if (!out.write(line)) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
}
out.end();
