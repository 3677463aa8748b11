/** PyTorch's step on the same GPU and shape: run only when a Python is given. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { engineContender, engineFor } from "./engines.ts";
import type { Context, Figures, Group } from "./groups.ts";
import { timeInTurn } from "./measure.ts";
import { HEAD, type Shape } from "./shapes.ts";

const SCRIPT = fileURLToPath(new URL("torch/step.py", import.meta.url));
const BAR = 1.5;
const LONGEST_MS = 9 * 60_000;

interface TorchResult {
  readonly device: string;
  readonly torch: string;
  /** Median time of a step. */
  readonly eagerMs: number;
  readonly compiledMs: number | null;
  readonly note: string | null;
}

/** @param python null: not asked for */
export function torchGroup({ backend, rounds }: Context, shape: Shape, python: string | null): Group {
  const id = `${backend.name}/${shape.name}/step/torch`;
  const what = `step of ${shape.name}, ${shape.rows} x ${shape.sequence} tokens, against PyTorch fp32 (TF32 off)`;
  const row = { unit: "ms", ratioIs: "ours / theirs" } as const;
  return {
    id,
    rows: [
      { ...row, id: `${id}/eager`, what: `${what}, eager`, bar: { value: BAR, rule: "ratio <= bar" } },
      { ...row, id: `${id}/compiled`, what: `${what}, compiled` },
    ],
    async measure() {
      if (backend.software) throw new Error("there is no real GPU here");
      if (python === null) throw new Error("--torch names no Python with PyTorch");
      const theirs = await runTorch(python, shape, rounds);
      const engine = engineFor(shape);
      try {
        const times = await timeInTurn([engineContender("ours", engine, shape, backend)], rounds);
        const ours = times.get("ours")!;
        const note = [`PyTorch ${theirs.torch} on ${theirs.device}, not interleaved`, theirs.note]
          .filter(Boolean)
          .join("; ");
        return new Map<string, Figures>([
          [`${id}/eager`, { ours, theirs: theirs.eagerMs, note }],
          [`${id}/compiled`, { ours, theirs: theirs.compiledMs, note }],
        ]);
      } finally {
        engine.dispose();
      }
    },
  };
}

async function runTorch(python: string, { config, rows, sequence }: Shape, rounds: number): Promise<TorchResult> {
  const sizes = { ...config, rows, sequence, classes: HEAD.classes, rounds };
  const { stdout } = await promisify(execFile)(python, [SCRIPT, JSON.stringify(sizes)], { timeout: LONGEST_MS });
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as TorchResult;
}
