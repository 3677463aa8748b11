import type { Located } from "../batch.ts";
import { namesOf } from "../columns/labels.ts";
import { counted, DataError } from "../error.ts";
import type { ExampleRow } from "../examples.ts";
import type { DataFile } from "../sources/data-file.ts";
import { XGLUE } from "../xglue/xglue.ts";
import { type Gathered, type Gathering, type GatherOptions, gather, ORIGINS, TRAINED } from "./gather.ts";
import {
  fingerprintOf,
  LONGEST_NAME,
  MOST_TEST_ROWS,
  MOST_TRAIN_ROWS,
  type OwnData,
  type OwnPart,
} from "./own-data.ts";

export interface OpenOptions extends Omit<GatherOptions, "seed"> {
  /** What the user gave: a folder, a file, an address. */
  readonly name: string;
  /** Decides which examples are drawn of files that have more than a run can ask for; 0 where nothing is said. */
  readonly seed?: number;
}

/** Of a file that is to be both, so much is set apart for testing. */
const TEST_SHARE = 0.2;

/**
 * Examples of one's own, for one task: from XGLUE's files, treebanks, or files in any format. Reads every file once, which may
 * take as long as the files are large, and holds at most what a run can ask for.
 *
 * @throws DataError where there is nothing to train on, or a file is damaged
 */
export async function openOwn(
  files: Iterable<DataFile> | AsyncIterable<DataFile>,
  { name: given, ...options }: OpenOptions,
): Promise<OwnData> {
  const name = given.length > LONGEST_NAME ? `…${given.slice(1 - LONGEST_NAME)}` : given;
  // Meanings that are no labels are found before anything is read.
  namesOf(options);
  const gathering = await gather(files, { seed: 0, ...options });
  const origin = ORIGINS.find((candidate) => gathering.parts.some((part) => part.origin === candidate)) ?? "own";
  const { faults, failures, ...report } = gathering.reports[origin];
  const notes = [...report.notes];
  const found = gathering.parts.filter((part) => part.origin === origin);
  const usable = origin === "treebank" ? oneTreebankEach(found, notes) : found;
  const all = [...trainingAndEnglish(usable, gathering, { name, ...options }, notes), ...otherTests(usable, notes)];
  checkGroups(all);
  const parts = scorable(all, options.task, notes);
  notes.push(...failures.map(({ message }) => `Not used: ${message}`), ...missing(parts, options));
  if (gathering.unread > 0 && origin === "own") notes.push(`${counted(gathering.unread, "other file")} not read.`);
  const { task } = options;
  const fingerprint = fingerprintOf(task, parts);
  return { task, name, fingerprint, parts, notes, faults: faults.first, faultCount: faults.count };
}

/** Those with most sentences. */
function oneTreebankEach(found: readonly Gathered[], notes: string[]): Gathered[] {
  const kept: Gathered[] = [];
  for (const language of new Set(found.map((part) => part.language))) {
    const ofLanguage = found.filter((part) => part.language === language);
    const split = language === TRAINED ? "train" : "test";
    const size = (id: string | undefined) =>
      ofLanguage.find((part) => part.treebank === id && part.split === split)?.sampler.found ?? 0;
    const ids = [...new Set(ofLanguage.map(({ treebank }) => treebank))].sort((a, b) => size(b) - size(a));
    kept.push(...ofLanguage.filter(({ treebank }) => treebank === ids[0]));
    if (ids.length > 1) {
      notes.push(
        `${language}: of the treebanks ${ids.join(", ")} the first is used, which has most sentences to ${split === "train" ? "train" : "test"} on.`,
      );
    }
  }
  return kept;
}

/** Only of a file that is one query throughout. */
function checkGroups(parts: readonly OwnPart[]): void {
  const empty = parts.find(({ groups }) => groups.length === 0);
  if (!empty) return;
  throw new DataError(
    `${empty.files.join(", ")}: has more pages of one query than can be ranked at once (${empty.found}). Does its first column hold the queries?`,
  );
}

/** Without what there is no score for. */
function scorable(parts: readonly OwnPart[], task: OpenOptions["task"], notes: string[]): readonly OwnPart[] {
  if (task === "wpr") return ranked(parts, notes);
  if (task !== "mlqa") return parts;
  return parts.filter(({ language }) => {
    const isKnown = XGLUE.mlqa.languages.includes(language);
    if (!isKnown) notes.push(`${language}: not tested, since MLQA has no rules to compare answers in this language.`);
    return isKnown;
  });
}

/** Of a test the queries with two pages and more: XGLUE's score is not about the others. */
function ranked(parts: readonly OwnPart[], notes: string[]): OwnPart[] {
  return parts.flatMap((part) => {
    const { split, language, files } = part;
    if (split === "train") return part;
    const groups = part.groups.filter((rows) => rows.length > 1);
    if (groups.length > 0) return { ...part, groups };
    const fault = "no query has two pages in consecutive lines, so that there is no ranking to score";
    if (language === TRAINED) throw new DataError(`${files.join(", ")}: ${fault}. Sort the lines by their queries.`);
    notes.push(`${language}: not tested, since ${fault}.`);
    return [];
  });
}

function trainingAndEnglish(
  parts: readonly Gathered[],
  gathering: Gathering,
  { name, task }: OpenOptions,
  notes: string[],
): OwnPart[] {
  const english = (split: Gathered["split"]) => parts.find((part) => part.language === TRAINED && part.split === split);
  const train = english("train");
  const test = english("test") ?? english("dev");
  const source = train ?? english("all");
  if (!source) throw nothingToTrainOn(gathering, name, task);
  if (test) {
    if (!english("test")) notes.push(`${TRAINED}: no test file; it is tested on the development file.`);
    return [partOf(source, "train", MOST_TRAIN_ROWS), partOf(test, "test")];
  }
  const groups = rowsOf(source);
  const { found } = source.sampler;
  const count = groups.reduce((sum, rows) => sum + rows.length, 0);
  const wanted = Math.min(MOST_TEST_ROWS, Math.max(1, Math.floor(count * TEST_SHARE)));
  let size = 0;
  let cut = 0;
  while (size < wanted && cut < groups.length) size += groups[cut++]!.length;
  const set = groups.slice(0, cut);
  const rest = upTo(withoutTexts(groups.slice(cut), set), MOST_TRAIN_ROWS);
  if (rest.length === 0) {
    throw new DataError(
      `${[...source.files].join(", ")}: has too few examples to set some apart for testing (${count}). Give a second file, called test.`,
    );
  }
  notes.push(`No file to test English on: ${size} of ${found} examples were drawn at random and set apart for it.`);
  const common = { language: TRAINED, files: [...source.files] };
  return [
    { split: "train", ...common, groups: rest, found: found - size },
    { split: "test", ...common, groups: set, found: size },
  ];
}

function otherTests(parts: readonly Gathered[], notes: string[]): OwnPart[] {
  const languages = [...new Set(parts.map(({ language }) => language))].filter((language) => language !== TRAINED);
  const tests: OwnPart[] = [];
  const onDev: string[] = [];
  for (const language of languages.sort()) {
    const of = (split: Gathered["split"]) => parts.find((part) => part.language === language && part.split === split);
    const test = of("test") ?? of("all") ?? of("dev");
    if (!test) continue;
    if (test.split === "dev") onDev.push(language);
    tests.push(partOf(test, "test"));
  }
  if (onDev.length > 0) notes.push(`${onDev.join(" ")}: no test file; tested on the development file.`);
  return tests;
}

function partOf(part: Gathered, split: OwnPart["split"], most = MOST_TEST_ROWS): OwnPart {
  const { language, sampler, files } = part;
  return { split, language, groups: upTo(rowsOf(part), most), found: sampler.found, files: [...files] };
}

function rowsOf({ sampler }: Gathered): ExampleRow[][] {
  return sampler.drawn().map((group: readonly Located<ExampleRow>[]) => group.map(({ row }) => row));
}

/** Whole groups, at least one. */
function upTo(groups: readonly (readonly ExampleRow[])[], most: number): (readonly ExampleRow[])[] {
  let size = 0;
  const end = groups.findIndex((rows) => {
    size += rows.length;
    return size > most;
  });
  return end < 0 ? [...groups] : groups.slice(0, Math.max(1, end));
}

/** Without the examples on texts that others are about: what was trained on cannot be tested. */
function withoutTexts(groups: readonly (readonly ExampleRow[])[], others: readonly (readonly ExampleRow[])[]) {
  const texts = new Set(others.flat().map((row) => ("context" in row ? row.context : undefined)));
  texts.delete(undefined);
  return groups.filter((rows) => !rows.some((row) => "context" in row && texts.has(row.context)));
}

function nothingToTrainOn({ reports, parts }: Gathering, name: string, task: OpenOptions["task"]): DataError {
  const [failure] = ORIGINS.flatMap((origin) => reports[origin].failures);
  if (failure) return failure;
  const format = XGLUE[task];
  const found = parts.map(({ split, language }) => (split === "all" ? language : `${split} ${language}`));
  const others = found.length === 0 ? "" : ` (its files are taken for: ${found.join(", ")})`;
  return new DataError(
    `${name}: has no English examples to train ${task} on${others}. Expected is XGLUE's ${format.path("train", TRAINED)}, or a file whose name says ` +
      "what it is, such as train.en.tsv, or a single file.",
  );
}

/** Which of the task's languages are not tested. */
function missing(parts: readonly OwnPart[], { task }: Pick<OpenOptions, "task">): string[] {
  const tested = new Set(parts.filter(({ split }) => split === "test").map(({ language }) => language));
  const absent = XGLUE[task].languages.filter((language) => !tested.has(language));
  return absent.length === 0 ? [] : [`Not in the data, and so not tested: ${absent.join(" ")}.`];
}
