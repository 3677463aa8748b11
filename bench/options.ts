/** What the command line asks for. */
import { parseArgs } from "node:util";
import type { BackendName } from "./backends.ts";

export interface Options {
  /** Nothing but one JSON document on stdout. */
  readonly json: boolean;
  /** "all": those that start here. */
  readonly backend: BackendName | "all";
  /** Measured turns of each contender; null: as many as the backend's speed allows. */
  readonly rounds: number | null;
  /** Ids of rows, or their beginnings up to a slash; empty: all. */
  readonly only: readonly string[];
  /** Print the memory plan instead of measuring. */
  readonly memory: boolean;
  /** XLM-R base on a processor too, with a small batch. */
  readonly base: boolean;
  /** A Python with PyTorch to measure beside. */
  readonly torch: string | null;
}

export const USAGE = `npm run bench -- [options]
  --json             one JSON document on stdout, nothing else
  --backend NAME     wasm, webgpu or all (default: all that start here)
  --rounds N         measured turns of each contender (default: 5; 2 on a software adapter)
  --only ID,ID       rows by id, or by the beginning of one up to a slash
  --base             XLM-R base's size on a processor too (slow)
  --torch PYTHON     PyTorch's step on the same GPU, by this Python
  --memory           bytes by kind for mini, base and large, instead of measuring`;

/** @throws RangeError that says what would be right */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      backend: { type: "string", default: "all" },
      rounds: { type: "string" },
      only: { type: "string", default: "" },
      memory: { type: "boolean", default: false },
      base: { type: "boolean", default: false },
      torch: { type: "string" },
    },
  });
  const { backend, json, memory, base } = values;
  if (backend !== "wasm" && backend !== "webgpu" && backend !== "all") {
    throw new RangeError(`There is no backend "${backend}" to measure. Choose wasm, webgpu or all.`);
  }
  const rounds = values.rounds === undefined ? null : Number(values.rounds);
  if (rounds !== null && !(Number.isInteger(rounds) && rounds >= 1)) {
    throw new RangeError(`--rounds ${values.rounds} is not a count. Give a whole number from 1.`);
  }
  const only = values.only.split(",").filter((id) => id !== "");
  return { json, backend, rounds, only, memory, base, torch: values.torch ?? null };
}
