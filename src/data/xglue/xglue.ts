/**
 * The files of XGLUE's nine understanding tasks: where they lie, what their columns are, and what their labels are called.
 * (microsoft/XGLUE, Data_Format.txt, and the release itself, which differs from it for NC and XNLI.)
 */
export const XGLUE_TASKS = ["xnli", "nc", "ner", "pawsx", "pos", "qam", "qadsm", "wpr", "mlqa"] as const;
export type XglueTask = (typeof XGLUE_TASKS)[number];

export const SPLITS = ["train", "dev", "test"] as const;
export type XglueSplit = (typeof SPLITS)[number];

interface Common {
  readonly languages: readonly string[];
  /** Path of a file within the XGLUE folder. There is training data in English alone. */
  path(split: XglueSplit, language: string): string;
}

/** One example a line, in columns parted by tabs; the last is the label. */
export interface PairFormat extends Common {
  readonly kind: "pair";
  readonly columns: readonly string[];
  /** Columns of the first text and of the second, where several are joined by a space. */
  readonly textA: string;
  readonly textB: readonly string[];
  readonly labels: readonly string[];
  /** Other names for labels. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** One word a line: `word tag`. */
export interface TagFormat extends Common {
  readonly kind: "tags";
  readonly labels: readonly string[];
}

/** SQuAD 1.1's JSON. */
export interface SpanFormat extends Common {
  readonly kind: "span";
}

export type XglueFormat = PairFormat | TagFormat | SpanFormat;

const words = (text: string): readonly string[] => text.split(" ");

/** QAM, QADSM, WPR and NC are named alike. */
const named = (task: string) => (split: XglueSplit, language: string) =>
  `${task.toUpperCase()}/xglue.${task}.${language}.${split}`;
const plain = (folder: string) => (split: XglueSplit, language: string) => `${folder}/${language}.${split}`;

export const XGLUE: Readonly<Record<XglueTask, XglueFormat>> = {
  xnli: {
    kind: "pair",
    languages: words("ar bg de el en es fr hi ru sw th tr ur vi zh"),
    path: (split, language) =>
      split === "train" ? `XNLI/multinli.train.${language}.tsv` : `XNLI/${language}.${split}`,
    columns: words("premise hypothesis label"),
    textA: "premise",
    textB: ["hypothesis"],
    labels: words("entailment neutral contradiction"),
    // So the training file writes it.
    aliases: { contradictory: "contradiction" },
  },
  nc: {
    kind: "pair",
    languages: words("de en es fr ru"),
    path: named("nc"),
    columns: words("title body category"),
    textA: "title",
    textB: ["body"],
    labels: words("foodanddrink sports news entertainment health video finance travel lifestyle autos"),
  },
  ner: {
    kind: "tags",
    languages: words("de en es nl"),
    path: plain("NER"),
    labels: words("O B-LOC I-LOC B-MISC I-MISC B-ORG I-ORG B-PER I-PER"),
  },
  pawsx: {
    kind: "pair",
    languages: words("de en es fr"),
    path: (split, language) => `PAWSX/${language}/${split === "train" ? "train" : `${split}_2k`}.tsv`,
    columns: words("id sentence1 sentence2 label"),
    textA: "sentence1",
    textB: ["sentence2"],
    labels: ["0", "1"],
  },
  pos: {
    kind: "tags",
    languages: words("ar bg de el en es fr hi it nl pl pt ru th tr ur vi zh"),
    path: plain("POS"),
    labels: words("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"),
  },
  qam: {
    kind: "pair",
    languages: words("de en fr"),
    path: named("qam"),
    columns: words("question passage label"),
    textA: "question",
    textB: ["passage"],
    labels: ["0", "1"],
  },
  qadsm: {
    kind: "pair",
    languages: words("de en fr"),
    path: named("qadsm"),
    columns: words("query title description label"),
    textA: "query",
    textB: words("title description"),
    labels: words("Good Bad"),
  },
  wpr: {
    kind: "pair",
    languages: words("de en es fr it pt zh"),
    path: named("wpr"),
    columns: words("query title snippet label"),
    textA: "query",
    textB: words("title snippet"),
    labels: words("0 1 2 3 4"),
  },
  mlqa: {
    kind: "span",
    languages: words("ar de en es hi vi zh"),
    path: (split, language) =>
      split === "train"
        ? "MLQA/squad1.1/train-v1.1.json"
        : `MLQA/MLQA_V1/${split}/${split}-context-${language}-question-${language}.json`,
  },
};

/** Which file of XGLUE something is. */
export interface XgluePlace {
  readonly task: XglueTask;
  readonly split: XglueSplit;
  readonly language: string;
}

/** What lies at a path of an archive or of a folder, which may have further folders around XGLUE's own; undefined for files that no task reads. */
export function xgluePlaceOf(path: string): XgluePlace | undefined {
  const parts = path.split("/");
  // XGLUE's paths have two to four parts.
  for (let length = 2; length <= 4; length++) {
    const place = PLACES.get(parts.slice(-length).join("/"));
    if (place) return place;
  }
  return undefined;
}

const PLACES: ReadonlyMap<string, XgluePlace> = new Map(
  XGLUE_TASKS.flatMap((task) =>
    SPLITS.flatMap((split) =>
      (split === "train" ? ["en"] : XGLUE[task].languages).map(
        (language) => [XGLUE[task].path(split, language), { task, split, language }] as const,
      ),
    ),
  ),
);
