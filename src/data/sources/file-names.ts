import { XGLUE, XGLUE_TASKS, type XglueSplit } from "../xglue/xglue.ts";

/** What the names of folders and files say of the examples in them. */

/** Those that MiniXGLUE and XGLUE have. */
const XGLUE_LANGUAGES: ReadonlySet<string> = new Set(XGLUE_TASKS.flatMap((task) => XGLUE[task].languages));

const SPLIT_NAMES: Readonly<Record<string, XglueSplit>> = {
  train: "train",
  training: "train",
  dev: "dev",
  devel: "dev",
  development: "dev",
  valid: "dev",
  validation: "dev",
  val: "dev",
  test: "test",
  testing: "test",
};

export interface Said {
  readonly split?: XglueSplit;
  readonly language?: string;
}

/**
 * The split and the language that a path names, as in `train.en.tsv`, `de/test-00000-of-00001.parquet`, `xnli/validation.de/0000.parquet`
 * or `xquad_el.json`. Names nearer to the end count first. Only XGLUE's languages are taken for one, since `my` and `no`, too, are languages.
 */
export function saidBy(path: string): Said {
  const parts = path.toLowerCase().split("/").reverse();
  let said: Said = {};
  for (const part of parts) {
    const words = part.split(/[^a-z]+/);
    const split = words.map((word) => (Object.hasOwn(SPLIT_NAMES, word) ? SPLIT_NAMES[word] : undefined)).find(Boolean);
    // Not between spaces: "as it is.csv" is no Italian.
    const languages = part.split(/[^a-z ]+/).filter((word) => XGLUE_LANGUAGES.has(word));
    // `mlqa.en.de` has questions in one language on texts in another.
    const language = new Set(languages).size === 1 ? languages[0] : undefined;
    said = { ...(split && { split }), ...(language !== undefined && { language }), ...said };
  }
  return said;
}

/** A file of a treebank of Universal Dependencies. */
export interface TreebankFile {
  /** Such as `en_ewt`. */
  readonly treebank: string;
  readonly language: string;
  readonly split: XglueSplit;
}

/** What a name such as `en_ewt-ud-train.conllu` says; large treebanks have `train-a`, `train-b` and so on. */
export function treebankFileOf(path: string): TreebankFile | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const match = /^(([a-z]{2,3})_[a-z0-9]+)-ud-(train|dev|test)(?:-[a-z0-9-]+)?\.conllu(?:\.gz)?$/.exec(name);
  if (match === null) return undefined;
  const [, treebank = "", language = "", split = ""] = match;
  return { treebank, language, split: split as XglueSplit };
}
