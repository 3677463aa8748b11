import { createReadStream } from "node:fs";
import { XGLUE, XGLUE_TASKS, type XglueTask } from "../data/index.ts";
import { ANSWER_LANGUAGES, ScoreError } from "../metrics/index.ts";
import type { Command } from "./command.ts";
import { fileFault } from "./folder.ts";
import { UsageError } from "./io.ts";
import { HELP_OPTION, type Options, parseChoice } from "./options.ts";
import {
  answerFileScore,
  entityFileScore,
  type FileScore,
  gradeFileScore,
  labelFileScore,
  posFileScore,
  type Source,
} from "./score-files.ts";

export const scoreCommand: Command = {
  name: "score",
  summary: "Score a file of predictions as XGLUE does: one JSON object {score, …}, from 0 to 1.",
  details:
    "Gold files are XGLUE's own. Prediction files have one label a line; for NER and POS one tag a line and a blank line " +
    "between sentences, where tags missing at the end of a sentence count as O; for MLQA a JSON object from question id to " +
    "answer, where missing ones score 0. The score is accuracy, but F1 of entities for NER, precision of runs of equal tags " +
    "for POS, nDCG for WPR and F1 of words for MLQA.",
  options: {
    task: { value: "T", summary: XGLUE_TASKS.join(", ") },
    language: { value: "L", summary: "the files' language, such as en; MLQA compares answers by its rules" },
    gold: { value: "FILE", summary: "what is right, such as XNLI/de.test of XGLUE" },
    pred: { value: "FILE", summary: "what a model predicted" },
    json: { summary: "accepted; the output is JSON in any case" },
    help: HELP_OPTION,
  },
  async run(options, io) {
    // The paper writes PAWS-X and XNLI, and so may others.
    const task = parseChoice("--task", options.required("task").toLowerCase().replace("-", ""), XGLUE_TASKS);
    const language = options.choice("language", XGLUE[task].languages);
    const [gold, predicted] = [source(options, "gold"), source(options, "pred")];
    try {
      const score = await scoreOf(task, language, gold, predicted);
      await io.out(`${JSON.stringify({ task, language, ...score })}\n`);
    } catch (error) {
      if (error instanceof ScoreError) throw new UsageError(`${gold.file}: ${error.message}`, { cause: error });
      throw error;
    }
  },
};

function scoreOf(task: XglueTask, language: string, gold: Source, predicted: Source): Promise<FileScore> {
  const format = XGLUE[task];
  switch (format.kind) {
    case "pair":
      return task === "wpr" ? gradeFileScore(gold, predicted, format) : labelFileScore(gold, predicted, format);
    case "tags":
      return task === "ner" ? entityFileScore(gold, predicted, format) : posFileScore(gold, predicted, format);
    case "span":
      return answerFileScore(gold, predicted, parseChoice("--language", language, ANSWER_LANGUAGES));
  }
}

function source(options: Options, flag: "gold" | "pred"): Source {
  const file = options.required(flag);
  return { file, bytes: fileBytes(file) };
}

async function* fileBytes(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (cause) {
    throw new UsageError(`${file}: ${fileFault(cause)}`, { cause });
  }
}
