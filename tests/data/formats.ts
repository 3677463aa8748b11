import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { OpenOptions, XglueTask } from "../../src/data/index.ts";

export type Content = string | Uint8Array | ArrayBuffer;

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const LABELS = ["entailment", "neutral", "contradiction"];
export const pairs = upTo(20).map((index) => ({
  premise: `p${index}`,
  hypothesis: `h${index}`,
  label: LABELS[index % 3]!,
}));
const PAIR = { textA: "p4", textB: "h4", label: "neutral" };
const sentences = upTo(20).map((index) => [`Rome${index} PROPN`, "won VERB"].join("\n"));
const SENTENCE = { words: ["Rome4", "won"], tags: ["PROPN", "VERB"] };
const conllu = (lines: string[][]) => lines.map((cells) => cells.join("\t")).join("\n");
/** A sentence of CoNLL-U. */
export const ud = (index: number) =>
  conllu([
    ["1", `Rome${index}`, "_", "PROPN", "_", "_", "0", "_", "_", "_"],
    ["2-3", "won't", "_", "_", "_", "_", "_", "_", "_", "_"],
    ["2", "won", "_", "VERB", "_", "_", "0", "_", "_", "_"],
  ]);
export const squad = (count: number) =>
  JSON.stringify({
    data: upTo(count).map((index) => ({
      paragraphs: [
        {
          context: `Anna${index} won.`,
          qas: [{ id: `q${index}`, question: "who?", answers: [{ text: `Anna${index}`, answer_start: 0 }] }],
        },
      ],
    })),
  });
const QUESTION = { id: "q4", question: "who?", context: "Anna4 won.", answers: [{ text: "Anna4", start: 0 }] };

/** Twenty examples in each format that one's own may have, and the fifth of them as it is read. */
export const FORMATS: {
  file: string;
  content: Content;
  task: XglueTask;
  expected: unknown;
  options?: Pick<OpenOptions, "columns" | "labels">;
}[] = [
  {
    file: "data.tsv",
    content: `premise\thypothesis\tlabel\n${pairs.map((row) => Object.values(row).join("\t")).join("\n")}`,
    task: "xnli",
    expected: PAIR,
  },
  {
    file: "headerless, as XGLUE has it.tsv",
    content: pairs.map((row) => `${Object.values(row).join("\t")}\r\n`).join(""),
    task: "xnli",
    expected: PAIR,
  },
  {
    file: "data.csv",
    content: `gold,first,second\n${pairs.map((row) => `${row.label},"${row.premise}",${row.hypothesis}`).join("\n")}`,
    task: "xnli",
    expected: PAIR,
    options: { columns: { text1: "first", text2: "second", label: "gold" } },
  },
  {
    file: "columns by number.csv",
    content: pairs.map((row) => `${row.label},${row.premise},${row.hypothesis}`).join("\n"),
    task: "xnli",
    expected: PAIR,
    options: { columns: { premise: "2", hypothesis: "3", label: "1" } },
  },
  {
    file: "data.jsonl",
    content: pairs
      .map(({ premise, hypothesis, label }) =>
        JSON.stringify({ sentence1: premise, sentence2: hypothesis, gold_label: label }),
      )
      .join("\n"),
    task: "xnli",
    expected: PAIR,
  },
  {
    file: "packed.jsonl.gz",
    content: new Uint8Array(gzipSync(pairs.map((row) => JSON.stringify(row)).join("\n"))),
    task: "xnli",
    expected: PAIR,
  },
  {
    file: "labels by other names.csv",
    content: `premise,hypothesis,label\n${pairs.map((row, index) => `${row.premise},${row.hypothesis},${["yes", "maybe", "NO"][index % 3]}`).join("\n")}`,
    task: "xnli",
    expected: PAIR,
    options: { labels: { yes: "entailment", maybe: "Neutral", NO: "contradiction" } },
  },
  {
    file: "data.parquet",
    content: parquetWriteBuffer({
      columnData: (["premise", "hypothesis", "label"] as const).map((name) => ({
        name,
        data: pairs.map((row) => row[name]),
        type: "STRING" as const,
      })),
    }),
    task: "xnli",
    expected: PAIR,
  },
  { file: "data.conll", content: sentences.join("\n\n"), task: "pos", expected: SENTENCE },
  {
    file: "columns of CoNLL-2003.txt",
    content: `-DOCSTART- -X- -X- O\n\n${sentences.map((text) => text.replaceAll(" ", " x y ")).join("\n\n")}\n`,
    task: "pos",
    expected: SENTENCE,
  },
  { file: "data.conllu", content: upTo(20).map(ud).join("\n\n"), task: "pos", expected: SENTENCE },
  {
    file: "tagged.jsonl",
    content: upTo(20)
      .map((index) => JSON.stringify({ tokens: [`Rome${index}`, "won"], upos: ["PROPN", "VERB"] }))
      .join("\n"),
    task: "pos",
    expected: SENTENCE,
  },
  { file: "squad.json", content: squad(20), task: "mlqa", expected: QUESTION },
  {
    file: "questions.csv",
    content: `id,question,context,answer\n${upTo(20)
      .map((index) => `q${index},who?,Anna${index} won.,Anna${index}`)
      .join("\n")}`,
    task: "mlqa",
    expected: QUESTION,
  },
  {
    file: "title alone.csv",
    content: `headline,topic\n${upTo(20)
      .map((index) => `p${index},Sports`)
      .join("\n")}`,
    task: "nc",
    expected: { textA: "p4", textB: "", label: "sports" },
  },
];
