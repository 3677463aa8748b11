import { parseModelAddress } from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { courseLabel, stretchesOf } from "../experiment/history.ts";
import { historyField } from "../experiment/link-fields.ts";
import type { RunRecord } from "../experiment/record.ts";
import { variantById } from "../graddrop/index.ts";
import type { Architecture } from "../model/config.ts";
import { chanceOf } from "../tasks/chance.ts";
import { taskById } from "../tasks/registry.ts";

/** What the Hub calls tasks with each head. */
const PIPELINES = {
  sequence: "text-classification",
  token: "token-classification",
  span: "question-answering",
} as const;

/** The README.md beside a fine-tuned model: what it is, how it was made, how good it is. */
export function modelCard({ experiment, epochs, backend }: RunRecord, architecture: Architecture): string {
  const task = taskById(experiment.task);
  const variants = [...new Set(stretchesOf(experiment).map(({ variant }) => variantById(variant)))];
  const last = epochs.at(-1);
  const scores = Object.entries(last?.test ?? {}).map(([language, { score }]) => `| ${language} | ${percent(score)} |`);
  const guessing = chanceOf(task, experiment.data ? "own" : "bundled");
  const chance = guessing === undefined ? "" : ` (chance: ${percent(guessing)})`;
  return `---
library_name: transformers
pipeline_tag: ${PIPELINES[task.head.kind]}
language: [${task.languages.join(", ")}]
tags: [${architecture}, graddrop]
${baseModel(experiment)}---

# ${task.label}, fine-tuned with ${courseLabel(experiment)}

${task.summary}${task.labels.length > 0 ? ` Labels: ${task.labels.join(", ")}.` : ""}
Fine-tuned by the GradDrop Playground from the checkpoint \`${plain(experiment.model)}\`, on English examples of ${experiment.data ? plain(experiment.data.name) : "its bundled benchmark"}
alone; every other language is tested zero-shot.

${variants.map(({ label, paper, summary }) => `${label} (${paper}): ${summary}`).join("\n\n")}

## Results

After epoch ${last?.epoch ?? 0} of ${experiment.epochs}, ${task.metric.name} in percent (${task.metric.summary}) on up to ${experiment.evalSize} test examples per language${chance}, one run:

| language | ${task.metric.name} |
|---|---:|
${scores.join("\n")}
| zero-shot average | ${percent(last?.zeroShot.score ?? 0)} |

## The experiment

| setting | value |
|---|---|
${settings(experiment)
  .map(([name, value]) => `| ${name} | ${plain(value)} |`)
  .join("\n")}
| computed on | ${backend} |

\`\`\`
npm run --silent graddrop -- ${commandLine(experiment)}
\`\`\`
`;
}

function settings({ version: _, memory, history, data, ...experiment }: Experiment): [string, string][] {
  const hyper = { ...defaultsOf(experiment.variant), ...experiment.hyper };
  return Object.entries({
    ...experiment,
    data: data ? `${data.name} (${data.fingerprint})` : "bundled",
    ...(history ? { history: historyField.write(history) } : {}),
    ...memory,
    hyper: Object.entries(hyper).map(([name, value]) => `${name}=${value}`),
  }).map(([name, value]) => [name, Array.isArray(value) ? value.join(" ") || "none" : String(value ?? "none")]);
}

function defaultsOf(variant: string): Record<string, number> {
  const { hyperparameters } = variantById(variant);
  return Object.fromEntries(Object.entries(hyperparameters).map(([name, { default: value }]) => [name, value]));
}

/** What makes the same run again. */
function commandLine(experiment: Experiment): string {
  const flags: [string, string | number][] = [
    ["task", experiment.task],
    ...(experiment.data ? [["data", experiment.data.name] as [string, string]] : []),
    ["variant", experiment.variant],
    ...Object.entries(experiment.hyper).map(([name, value]): [string, string] => ["hyper", `${name}=${value}`]),
    ...(experiment.history ? [["history", historyField.write(experiment.history)] as [string, string]] : []),
    ["epochs", experiment.epochs],
    ["train-size", experiment.trainSize],
    ["eval-size", experiment.evalSize],
    ["batch-size", experiment.batchSize],
    ["lr", experiment.learningRate],
    ["warmup", experiment.warmupShare],
    ["weight-decay", experiment.weightDecay],
    ["clip", experiment.clipNorm ?? "none"],
    ["optimizer", experiment.optimizer],
    ["embeddings", experiment.embeddings],
    ["label-noise", experiment.labelNoise],
    ...(experiment.maxLength === undefined ? [] : [["max-length", experiment.maxLength] as [string, number]]),
    ["seed", experiment.seed],
    ["model", experiment.model],
  ];
  const { recompute, update } = experiment.memory;
  const switches = [...(recompute ? ["--recompute"] : []), ...(update === "fused" ? ["--fused-update"] : [])];
  return ["train", ...flags.map(([flag, value]) => `--${flag} ${shellWord(String(value))}`), ...switches].join(" ");
}

/** What the Hub links a fine-tuned model to. */
function baseModel({ model }: Experiment): string {
  const address = parseModelAddress(model);
  return address.kind === "hub" ? `base_model: ${address.repository}\n` : "";
}

/** Names are other people's: they must not end a line, a table's cell or a stretch of code. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}`|<>]/gu, " ");
}

function shellWord(text: string): string {
  return /^[\w./@:=,+#-]+$/.test(text) ? text : `'${plain(text).replaceAll("'", "'\\''")}'`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
