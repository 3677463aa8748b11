/** What the grid of layers and modules says: shares and norms of one epoch, measured or planned. Pure. */
import type { EpochRecord, Measure } from "../../experiment/record.ts";
import { MODULES, type ModuleId } from "../../model/modules.ts";
import type { Plan } from "../../worker/plan.ts";
import { css, isDark } from "../figures/palette.ts";
import type { Quantity } from "../store/store.ts";
import { cellOf, exactPercent, type RowId, rowIds, rowLabel, wholePercent } from "./cells.ts";
import { normScale, normText, type Scale, SHARE_SCALE } from "./scale.ts";

export type PartCell =
  | { readonly kind: "share"; readonly value: number; readonly planned: boolean }
  | { readonly kind: "norm"; readonly value: number }
  /** The gradient was never computed, since nothing there or below could learn. */
  | { readonly kind: "notComputed" }
  /** The epoch is not over, it is a preview, or the run is from before this was measured. */
  | { readonly kind: "notMeasured" };

export interface PartRow {
  readonly row: RowId;
  /** One for each module of a layer; a single one for the head and the embeddings. */
  readonly cells: readonly PartCell[];
}

interface PartsOf {
  readonly plan: Plan;
  /** Of a run's finished epochs. */
  readonly records: readonly EpochRecord[];
  /** From 1. */
  readonly epoch: number;
  readonly quantity: Quantity;
}

/** From the top: the head, the layers, the embeddings. */
export function partRows({ plan, records, epoch, quantity }: PartsOf): PartRow[] {
  const measured = records.find((record) => record.epoch === epoch)?.measured;
  return rowIds(plan.layers.length).map((row): PartRow => {
    const planned = cellOf(plan, row, epoch).active;
    const cell = (measure: Measure | undefined) => partCell(measure, quantity, planned);
    if (row === "head" || row === "embeddings") return { row, cells: [cell(measured?.[row])] };
    return { row, cells: MODULES.map(({ id }) => cell(measured?.layers[row]?.[id])) };
  });
}

function partCell(measure: Measure | undefined, quantity: Quantity, planned: number): PartCell {
  if (quantity === "active") {
    return { kind: "share", value: measure?.active ?? planned, planned: measure === undefined };
  }
  if (!measure) return { kind: "notMeasured" };
  const value = measure[quantity];
  return value === null ? { kind: "notComputed" } : { kind: "norm", value };
}

/** One scale for every epoch of every run that is shown, so that colours can be compared through time and side by side. */
export function scaleOf(quantity: Quantity, runs: readonly (readonly EpochRecord[])[]): Scale | undefined {
  if (quantity === "active") return SHARE_SCALE;
  const values = runs
    .flat()
    .flatMap(({ measured }) =>
      measured ? [measured.head, measured.embeddings, ...measured.layers.flatMap((layer) => Object.values(layer))] : [],
    );
  return normScale(values.map((measure) => measure[quantity] ?? 0));
}

interface QuantityText {
  readonly label: string;
  /** With its unit. */
  readonly axis: string;
  /** For the help. */
  readonly summary: string;
}

export const QUANTITY_TEXTS: Readonly<Record<Quantity, QuantityText>> = {
  active: {
    label: "Active",
    axis: "% of the weights that learn",
    summary:
      "Share of a part's weights whose gradient the mask lets through in a step, mean over the epoch's steps, in %.",
  },
  gradNorm: {
    label: "Gradient",
    axis: "gradient norm (L2, before clipping)",
    summary:
      "Euclidean length (L2 norm) of the part's gradient before clipping and masking, mean over the measured steps. Hatched: " +
      "not computed, since nothing there or below could learn.",
  },
  updateNorm: {
    label: "Update",
    axis: "update norm (L2 of a step's change)",
    summary:
      "Euclidean length (L2 norm) of what one step changes in the part's weights, mean over the measured steps; 0 where the " +
      "weights were left alone.",
  },
};

/** Short enough for a narrow column. */
export const MODULE_SHORT: Readonly<Record<ModuleId, string>> = {
  "attention.self.query": "Query",
  "attention.self.key": "Key",
  "attention.self.value": "Value",
  "attention.output.dense": "Attn out",
  "intermediate.dense": "FFN in",
  "output.dense": "FFN out",
  LayerNorm: "Norms",
};

export interface PartText {
  readonly number: string;
  readonly sentence: string;
}

/** @param module undefined for the head and the embeddings, which are one part each */
export function partText(cell: PartCell, row: RowId, module: ModuleId | undefined, quantity: Quantity): PartText {
  const name = MODULES.find(({ id }) => id === module)?.label;
  const where = name ? `${rowLabel(row)}, ${name}` : rowLabel(row);
  const what = quantity === "gradNorm" ? "gradient norm" : "update norm";
  switch (cell.kind) {
    case "share": {
      const planned = cell.planned ? " (planned)" : "";
      const text = cell.value === 0 ? "frozen" : `${exactPercent(cell.value)} of the weights learn`;
      return { number: wholePercent(cell.value), sentence: `${where}: ${text}${planned}` };
    }
    case "norm": {
      const text = cell.value === 0 ? `${what} 0: left alone` : `${what} ${normText(cell.value)}`;
      return { number: normText(cell.value), sentence: `${where}: ${text}` };
    }
    case "notComputed":
      return { number: "", sentence: `${where}: gradient not computed, nothing there or below could learn` };
    case "notMeasured":
      return { number: "–", sentence: `${where}: ${what} not measured yet` };
  }
}

export interface PartLook {
  /** A CSS background; undefined where the style sheet has one for the kind of cell. */
  readonly background: string | undefined;
  readonly ink: "light" | "dark" | "frozen" | "none";
}

export function partLook(cell: PartCell, scale: Scale | undefined): PartLook {
  if (cell.kind === "notComputed" || cell.kind === "notMeasured") return { background: undefined, ink: "none" };
  if (cell.value === 0 || !scale) return { background: "var(--frozen)", ink: "frozen" };
  const colour = scale.colour(cell.value);
  return { background: css(colour), ink: isDark(colour) ? "light" : "dark" };
}
