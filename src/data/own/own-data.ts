import type { Fault } from "../error.ts";
import type { ExampleRow } from "../examples.ts";
import { Fingerprint } from "../fingerprint.ts";
import type { XglueTask } from "../xglue/xglue.ts";

/** As many as an experiment can ask for. */
export const MOST_TRAIN_ROWS = 5000;
/** A language. */
export const MOST_TEST_ROWS = 1000;
/** Characters of a name: links have to carry it. Of longer ones the end is kept. */
export const LONGEST_NAME = 120;

/** The examples of one language that training or testing can ask for, in the order of a random sample. */
export interface OwnPart {
  readonly split: "train" | "test";
  readonly language: string;
  /** In groups: the pages of one query in WPR; elsewhere single examples. */
  readonly groups: readonly (readonly ExampleRow[])[];
  /** Examples that the files hold, of which `groups` are a sample. */
  readonly found: number;
  /** Names of the files. */
  readonly files: readonly string[];
}

/**
 * Examples of one's own: XGLUE's files, files in other formats, or a repository of the Hub, read once, sampled and held. It is
 * plain data: it can be sent to a worker and kept.
 */
export interface OwnData {
  readonly task: XglueTask;
  /** What the user gave: a folder, a file, an address. */
  readonly name: string;
  /** Of the held examples and nothing else: a folder and its archive have the same, whatever they are called. */
  readonly fingerprint: string;
  /** Training in English, then one for each language that is tested, English first. */
  readonly parts: readonly OwnPart[];
  /** What people should know of what was read, left out, or made up for: a sentence each. */
  readonly notes: readonly string[];
  /** The first hundred lines, rows and questions that could not be used, over all files. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
}

/** Tells collections of examples apart by their texts, labels, languages, splits and order. */
export function fingerprintOf(task: XglueTask, parts: readonly OwnPart[]): string {
  const hash = new Fingerprint().addText(task);
  for (const { split, language, groups } of parts) {
    hash.addText(split).addText(language).add([groups.length]);
    for (const rows of groups) for (const row of rows) hash.addText(JSON.stringify(row));
  }
  return hash.hex;
}
