import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { type Experiment, experimentSchema } from "../experiment/experiment.ts";
import { experimentsOf, LinkError, parseLink } from "../experiment/link.ts";
import { fileFault } from "./folder.ts";
import { UsageError } from "./io.ts";
import type { OptionSpec, Options } from "./options.ts";

export const EXPERIMENT_OPTION: OptionSpec = {
  value: "FILE|LINK",
  summary: "run what a share link, an experiment in JSON, or a file of runs says; beside it only --model is allowed",
};

/** A file of many runs has a few megabytes. */
const MOST_BYTES = 100e6;

/**
 * The experiments of `--experiment`.
 *
 * @param others flags that say what to run, too
 */
export async function givenExperiments(options: Options, others: readonly string[]): Promise<Experiment[]> {
  const source = options.required("experiment");
  const rival = others.find((flag) => flag !== "model" && options.has(flag));
  if (rival !== undefined) {
    throw new UsageError(`--${rival} cannot be used with --experiment, which already says it: leave one of them out.`);
  }
  const experiments = isLink(source) ? fromLink(source) : await fromFile(source);
  if (options.has("model")) {
    const model = options.required("model");
    return experiments.map((experiment) => ({ ...experiment, model }));
  }
  const models = new Set(experiments.map(({ model }) => model));
  if (models.size > 1) {
    throw new UsageError(
      `${source}: its runs begin from several models (${[...models].join(", ")}). Choose one: --model.`,
    );
  }
  return experiments;
}

function isLink(source: string): boolean {
  return /^(https?:\/\/|#|v=)/.test(source);
}

function fromLink(link: string): Experiment[] {
  try {
    return experimentsOf(parseLink(link));
  } catch (error) {
    if (error instanceof LinkError) throw new UsageError(`--experiment: the link cannot be opened. ${error.message}`);
    throw error;
  }
}

/** An experiment, a run, or several runs. What else a run holds does not matter here. */
const withExperiment = z.looseObject({ experiment: z.unknown() });
const withRuns = z.looseObject({ runs: z.array(withExperiment) });

async function fromFile(file: string): Promise<Experiment[]> {
  const json = parsedJson(await textOf(file), file);
  const runs = withRuns.safeParse(json).data?.runs;
  if (runs) {
    if (runs.length === 0) throw new UsageError(`${file}: there are no runs in it.`);
    return runs.map(({ experiment }, i) => checked(experiment, `${file}: run ${i + 1}`));
  }
  const run = withExperiment.safeParse(json).data;
  return [checked(run ? run.experiment : json, file)];
}

async function textOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new UsageError(`${file}: has ${Math.round(size / 1e6)} MB; is it a file of runs?`);
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${file}: ${fileFault(cause)}`, { cause });
  }
}

function parsedJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(
      `${file}: is not JSON. Expected is an experiment, or runs as the page or train --json gives.`,
      {
        cause,
      },
    );
  }
}

function checked(value: unknown, place: string): Experiment {
  const { data, error } = experimentSchema.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  const field = issue?.path.join(".");
  throw new UsageError(
    field
      ? `${place}: ${field} cannot be used: ${issue?.message}.`
      : `${place}: holds no experiment. Expected is an object with version, task, variant and so on.`,
  );
}
