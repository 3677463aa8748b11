import type { Batch, Located } from "../batch.ts";
import { DataError, describeFault, Faults } from "../error.ts";
import type { ExampleRow } from "../examples.ts";
import { mayHoldExamples } from "../formats/detect.ts";
import { Sampler } from "../sample.ts";
import { unpacked } from "../sources/archive.ts";
import type { DataFile } from "../sources/data-file.ts";
import { saidBy, treebankFileOf } from "../sources/file-names.ts";
import { xglueExamples } from "../xglue/read.ts";
import { XGLUE, type XglueSplit, xgluePlaceOf } from "../xglue/xglue.ts";
import { MOST_TEST_ROWS, MOST_TRAIN_ROWS } from "./own-data.ts";
import { type OwnOptions, type Placed, readOwn } from "./read-file.ts";

/** The language that is trained on. */
export const TRAINED = "en";

export interface GatherOptions extends OwnOptions {
  /** Universal Dependencies: those to read, such as en_ewt; none given: all of the task's languages. */
  readonly treebanks?: readonly string[];
  /** Decides which examples are drawn of files that have more than a run can ask for. */
  readonly seed: number;
}

/** What makes a file readable: the best kind that is there is taken, and the others are left. */
export const ORIGINS = ["xglue", "treebank", "own"] as const;
export type Origin = (typeof ORIGINS)[number];

/** Examples of one language and split; `all` where nothing says which split. */
export interface Gathered {
  readonly origin: Origin;
  readonly split: XglueSplit | "all";
  readonly language: string;
  readonly treebank?: string;
  readonly sampler: Sampler<ExampleRow>;
  readonly files: Set<string>;
}

/** What there is to say of files of one origin. */
export interface Report {
  /** Files that gave no examples, and why. */
  readonly failures: DataError[];
  /** What was guessed or left out, a sentence each. */
  readonly notes: string[];
  readonly faults: Faults;
}

export interface Gathering {
  readonly parts: readonly Gathered[];
  readonly reports: Readonly<Record<Origin, Report>>;
  /** Files that nothing says how to read. */
  readonly unread: number;
}

interface Plan {
  readonly origin: Origin;
  readonly split: XglueSplit | "all";
  /** Undefined: each row says it, or nothing does. */
  readonly language?: string | undefined;
  readonly treebank?: string;
}

/** Reads every file once and keeps a sample of each language and split. */
export async function gather(
  files: Iterable<DataFile> | AsyncIterable<DataFile>,
  options: GatherOptions,
): Promise<Gathering> {
  const parts = new Map<string, Gathered>();
  const report = (): Report => ({ failures: [], notes: [], faults: new Faults() });
  const reports = { xglue: report(), treebank: report(), own: report() };
  let unread = 0;
  let isXglue = false;
  const known = Array.isArray(files) ? files.toSorted((a: DataFile, b: DataFile) => rankOf(a) - rankOf(b)) : files;
  for await (const given of known as typeof files) {
    for await (const file of given.isNamed ? unpacked(given) : [given]) {
      const plan = planOf(file, options);
      isXglue ||= plan?.origin === "xglue";
      if (
        !plan ||
        (isXglue && plan.origin !== "xglue") ||
        (plan.split === "train" && (plan.language ?? TRAINED) !== TRAINED)
      ) {
        unread++;
        continue;
      }
      const reader = new FileReader(file, plan, options, parts);
      const { failures, notes, faults } = reports[plan.origin];
      try {
        notes.push(...(await reader.read((batch) => faults.add(batch.faults))));
        if (reader.found === 0) failures.push(new DataError(reader.nothing()));
      } catch (cause) {
        // Half a file is no file: nobody would know which half.
        if (!(cause instanceof DataError) || reader.found > 0) throw cause;
        failures.push(cause);
      }
    }
  }
  return { parts: [...parts.values()].filter(({ sampler }) => sampler.found > 0), reports, unread };
}

/** XGLUE's files first: where they are, others are not read. */
function rankOf({ path }: DataFile): number {
  return xgluePlaceOf(path) ? 0 : 1;
}

/** What a file is by its path; undefined for one that is not to be read. */
function planOf(file: DataFile, { task, treebanks }: GatherOptions): Plan | undefined {
  const { path } = file;
  const place = xgluePlaceOf(path);
  const tree = treebankFileOf(path);
  if (treebanks) {
    // Several of one language are wanted together.
    if (!tree || !treebanks.includes(tree.treebank)) return undefined;
    return { origin: "treebank", split: tree.split, language: tree.language };
  }
  if (place) return place.task === task ? { origin: "xglue", split: place.split, language: place.language } : undefined;
  if (tree && (file.isNamed || XGLUE[task].languages.includes(tree.language))) return { origin: "treebank", ...tree };
  if (!mayHoldExamples(file)) return undefined;
  const said = saidBy(path);
  return { origin: "own", split: file.split ?? said.split ?? "all", language: file.language ?? said.language };
}

/** Reads one file into the parts that its examples belong to. */
class FileReader {
  found = 0;
  readonly #file: DataFile;
  readonly #plan: Plan;
  readonly #options: GatherOptions;
  readonly #parts: Map<string, Gathered>;
  #firstFault: string | undefined;
  #faults = 0;
  #foreign = new Set<string>();

  constructor(file: DataFile, plan: Plan, options: GatherOptions, parts: Map<string, Gathered>) {
    this.#file = file;
    this.#plan = plan;
    this.#options = options;
    this.#parts = parts;
  }

  /** @returns what people should know */
  async read(tell: (batch: Batch<unknown>) => void): Promise<string[]> {
    const { name } = this.#file;
    const { origin, split, language } = this.#plan;
    const { task } = this.#options;
    const wanted =
      split === "train" ? MOST_TRAIN_ROWS : split === "all" ? MOST_TRAIN_ROWS + MOST_TEST_ROWS : MOST_TEST_ROWS;
    const notes: string[] = [];
    if (origin === "xglue") {
      for await (const batch of xglueExamples(this.#file.open(), name, XGLUE[task])) {
        this.#take(batch, language ?? TRAINED, batch.rows);
        tell(batch);
      }
      return notes;
    }
    const own = await readOwn(this.#file, this.#options, wanted);
    notes.push(...own.notes);
    let isGuessed = false;
    for await (const batch of own.rows) {
      for (const [said, rows] of byLanguage(batch)) {
        isGuessed ||= said === undefined && language === undefined;
        this.#take({ rows, faults: [] }, said ?? language ?? TRAINED, rows);
      }
      this.#note(batch);
      tell(batch);
    }
    if (isGuessed) {
      notes.push(
        `${name}: taken to be English, since nothing says its language. Put it into the name, such as test.de.tsv.`,
      );
    }
    if (this.#foreign.size > 0) {
      notes.push(
        `${name}: its training examples in ${[...this.#foreign].join(" ")} are left out: training is in English.`,
      );
    }
    return notes;
  }

  /** Why there are no examples. */
  nothing(): string {
    if (this.#firstFault === undefined) return `${this.#file.name}: holds no examples. Is it the right file?`;
    const more = this.#faults > 1 ? ` (${this.#faults} faults in this file, and nothing else.)` : "";
    return this.#firstFault + more;
  }

  #note({ faults }: Batch<unknown>): void {
    const [first] = faults;
    if (first) this.#firstFault ??= describeFault(first);
    this.#faults += faults.length;
  }

  #take(batch: Batch<unknown>, language: string, rows: readonly Located<ExampleRow>[]): void {
    this.#note(batch);
    if (rows.length === 0) return;
    this.found += rows.length;
    const { split, origin, treebank } = this.#plan;
    if (split === "train" && language !== TRAINED) {
      this.#foreign.add(language);
      return;
    }
    const key = [origin, treebank, split, language].join(" ");
    const part = this.#parts.get(key) ?? newPart({ ...this.#plan, language }, this.#options);
    this.#parts.set(key, part);
    part.files.add(this.#file.name);
    part.sampler.add(rows);
  }
}

function newPart({ origin, split, language, treebank }: Plan & { language: string }, options: GatherOptions): Gathered {
  const size = {
    train: MOST_TRAIN_ROWS,
    dev: MOST_TEST_ROWS,
    test: MOST_TEST_ROWS,
    all: MOST_TRAIN_ROWS + MOST_TEST_ROWS,
  };
  const together = options.task === "wpr" ? isSameQuery : undefined;
  const sampler = new Sampler<ExampleRow>({
    size: size[split],
    seed: options.seed,
    copy: copyOf,
    ...(together && { together }),
  });
  return { origin, split, language, ...(treebank !== undefined && { treebank }), sampler, files: new Set() };
}

/** V8's texts that are cut out of others keep these alive (2026-11): a sample would hold the whole file. */
function copyOf(row: ExampleRow): ExampleRow {
  return JSON.parse(JSON.stringify(row)) as ExampleRow;
}

/** WPR ranks the pages of one query, which stand one after the other. */
function isSameQuery(before: ExampleRow, row: ExampleRow): boolean {
  return "textA" in before && "textA" in row && before.textA === row.textA;
}

function byLanguage({ rows }: Batch<Placed>): Map<string | undefined, Located<ExampleRow>[]> {
  const found = new Map<string | undefined, Located<ExampleRow>[]>();
  for (const { place, row } of rows) {
    const list = found.get(row.language) ?? [];
    list.push({ place, row: row.row });
    found.set(row.language, list);
  }
  return found;
}
