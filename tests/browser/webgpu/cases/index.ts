/** Every check that runs on a GPU. */
import { attentionCases } from "./attention.ts";
import type { Case } from "./case.ts";
import { crossEntropyCases } from "./cross-entropy.ts";
import { engineCases } from "./engine.ts";
import { goldenCases } from "./golden.ts";
import { headCases } from "./heads.ts";
import { lossCases } from "./loss.ts";
import { maskCases } from "./masks.ts";
import { matmulCases } from "./matmul.ts";
import { measureCases } from "./measures.ts";
import { opsCases } from "./ops.ts";
import { traceCases } from "./traces.ts";
import { updateCases } from "./update.ts";
import { updateTableCases } from "./update-tables.ts";

export const CASES: readonly Case[] = [
  ...matmulCases,
  ...attentionCases,
  ...opsCases,
  ...crossEntropyCases,
  ...maskCases,
  ...updateCases,
  ...updateTableCases,
  ...measureCases,
  ...goldenCases,
  ...engineCases,
  ...headCases,
  ...traceCases,
  ...lossCases,
];
