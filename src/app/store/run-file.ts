/** Runs as a file: one JSON document, with a version. What is read may come from anyone: it is believed only when all of it fits. */
import { z } from "zod";
import { taskById } from "../../tasks/registry.ts";
import { isOver, type Run, runSchema } from "./runs.ts";

const FORMAT = "graddrop-playground.runs";
const VERSION = 1;

/** A hundred times what a long afternoon makes. */
export const MOST_FILE_BYTES = 64e6;
const MOST_RUNS = 2000;
/** More than any chart draws. */
const MOST_LOSSES = 5000;
const MOST_LAYERS = 200;
const MOST_TEXT = 4000;

/** A file of runs that is refused; the message names the file, the fault and the remedy. */
export class RunFileError extends Error {
  override name = "RunFileError";
}

const envelopeSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  runs: z.array(z.unknown()),
});

/** Runs that are over, as a file's text. */
export function writeRunFile(runs: readonly Run[], exportedAt: Date): string {
  // What this browser keeps of a run besides stays with it.
  const lasting = runs.filter(isOver).map(({ keptStep: _, weightsBytes: _weights, ...run }) => run);
  const head = JSON.stringify({ format: FORMAT, version: VERSION, exportedAt: exportedAt.toISOString() });
  // A line for each run: indented, the many numbers of its epochs would take half as much room again.
  return `${head.slice(0, -1)},"runs":[\n${lasting.map((run) => JSON.stringify(run)).join(",\n")}\n]}\n`;
}

/**
 * The runs of a file's text, all of them or none.
 *
 * @param file its name, for messages
 * @throws RunFileError
 */
export function readRunFile(text: string, file: string): Run[] {
  const refuse = (fault: string, remedy = "Export the runs again.") => {
    return new RunFileError(`${file}: ${fault}. ${remedy}`);
  };
  if (text.length > MOST_FILE_BYTES) {
    throw refuse(`is larger than ${MOST_FILE_BYTES / 1e6} MB`, "Export fewer runs at a time.");
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // A stack that overflows on brackets is no SyntaxError, and no better file.
    throw refuse(`is no JSON (${error instanceof SyntaxError ? error.message : "it is nested too deeply"})`);
  }
  const envelope = envelopeSchema.safeParse(json).data;
  if (!envelope) throw refuse("holds no runs of this page", "Choose a file that Export runs has made.");
  if (envelope.version !== VERSION) {
    throw refuse(
      `is of version ${envelope.version}, and this page reads version ${VERSION}`,
      "Reload the page for its latest version.",
    );
  }
  if (envelope.runs.length === 0) throw refuse("holds no runs", "Choose another file.");
  if (envelope.runs.length > MOST_RUNS) throw refuse(`holds ${envelope.runs.length} runs, more than ${MOST_RUNS}`);
  return envelope.runs.map((item, i) => {
    const where = `run ${i + 1} of ${envelope.runs.length}`;
    const { data, error } = runSchema.safeParse(item);
    if (error) throw refuse(`${where} does not fit (${firstIssue(error)})`);
    const fault = faultOf(data);
    if (fault) throw refuse(`${where} does not fit (${fault})`);
    return importable(data);
  });
}

/** Data of one's own may be in any language. */
const LANGUAGE_CODE = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

/** Beyond types: what the figures take for granted. */
function faultOf(run: Run): string | undefined {
  const { experiment, epochs, losses, message = "", steps, stepsPerEpoch, step } = run;
  const languages: readonly string[] = taskById(experiment.task).languages;
  const isLanguage = (code: string) => (experiment.data ? LANGUAGE_CODE.test(code) : languages.includes(code));
  if (epochs.length > experiment.epochs) return `${epochs.length} epochs where ${experiment.epochs} were to be made`;
  if (losses.length > MOST_LOSSES) return `${losses.length} losses, more than ${MOST_LOSSES}`;
  if (message.length > MOST_TEXT) return "its message is too long";
  const perEpoch = Math.ceil(experiment.trainSize / experiment.batchSize);
  if (stepsPerEpoch !== perEpoch || steps !== perEpoch * experiment.epochs || step > steps)
    return "its numbers of steps";
  const unknown = [run.confusions, run.samples]
    .flatMap((tests) => Object.keys(tests ?? {}))
    .find((code) => !isLanguage(code));
  if (unknown !== undefined) return `${JSON.stringify(unknown.slice(0, 20))} is no language of the task`;
  for (const [i, { epoch, test, layers }] of epochs.entries()) {
    if (epoch !== i + 1) return `epochs.${i}: is epoch ${epoch} where ${i + 1} should be`;
    const stranger = Object.keys(test).find((language) => !isLanguage(language));
    if (stranger !== undefined)
      return `epochs.${i}.test: ${JSON.stringify(stranger.slice(0, 20))} is no language of the task`;
    if (layers.length > MOST_LAYERS) return `epochs.${i}.layers: more than ${MOST_LAYERS}`;
  }
  const isSorted = losses.every(({ step: at }, i) => at <= steps && (i === 0 || at > losses[i - 1]!.step));
  return isSorted ? undefined : "losses: their steps do not count up";
}

/** What was interrupted elsewhere cannot go on here: its snapshot is there, and so are a finished run's weights. */
function importable(run: Run): Run {
  const { keptStep: _, weightsBytes: _weights, ...rest } = run;
  return rest.status === "interrupted" ? { ...rest, status: "stopped" } : rest;
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  return `${path}${path ? ": " : ""}${issue?.message ?? "unknown"}`.slice(0, 200);
}
