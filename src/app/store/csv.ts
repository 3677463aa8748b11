/** Curves as CSV (RFC 4180): one row for each run, epoch and language. */
import { historyField } from "../../experiment/link-fields.ts";
import { completeHyperparameters, variantById } from "../../graddrop/index.ts";
import { taskById } from "../../tasks/registry.ts";
import type { Run } from "./runs.ts";

type Value = string | number | null | undefined;

/** Scores are shares, from 0 to 1. Of a fork, `variant` is the one that it goes on with, and `history` what came before, as in links. */
export function curvesCsv(runs: readonly Run[]): string {
  const scores = runs.flatMap(({ epochs }) => epochs.flatMap(({ test }) => Object.values(test)));
  const companions = [...new Set(scores.flatMap((score) => Object.keys(score.companions ?? {})))];
  return csv(runs.flatMap((run) => rowsOf(run, companions)));
}

/** @param companions names of the measures that have a column */
function rowsOf(run: Run, companions: readonly string[]): Record<string, Value>[] {
  const { id, name, status, backend, experiment, epochs } = run;
  const { version: _, hyper, history, memory, variant, task, data, seed, ...settings } = experiment;
  const { metric } = taskById(task);
  const own = Object.entries(completeHyperparameters(variantById(variant), hyper));
  return epochs.flatMap(({ epoch, trainLoss, gradNorm, test, zeroShot }) =>
    Object.entries(test).map(([language, score]) => ({
      run: id,
      name,
      task,
      variant,
      seed,
      epoch,
      language,
      metric: metric.name,
      score: score.score,
      zero_shot_score: zeroShot.score,
      ...Object.fromEntries(companions.map((name) => [snakeCase(name), score.companions?.[name]])),
      train_loss_nats: trainLoss,
      gradient_norm: gradNorm,
      status,
      backend: backend?.backend,
      variant_settings: own.map(([setting, value]) => `${setting}=${value}`).join(" "),
      history: history && historyField.write(history),
      ...Object.fromEntries(Object.entries(settings).map(([setting, value]) => [snakeCase(setting), value ?? "none"])),
      data: data?.name ?? "bundled",
      data_fingerprint: data?.fingerprint,
      recompute: String(memory.recompute),
      update: memory.update,
    })),
  );
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The first row's names are the heading; rows have the same names. */
export function csv(rows: readonly Readonly<Record<string, Value>>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names.map(cell), ...rows.map((row) => names.map((name) => cell(row[name])))];
  return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
}

/**
 * Spreadsheets run what begins like a formula, so such text gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers.
 */
function cell(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^\s*[=+\-@\t\r|%]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
