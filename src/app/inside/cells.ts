/** What a cell of Figure 1 says and how it looks. */
import type { EpochRecord } from "../../experiment/record.ts";
import type { Plan, PlanCell } from "../../worker/plan.ts";
import { css, isDark, noiseColour, type Rgb, recencyColour } from "../figures/palette.ts";
import { tilePicture } from "./tilePicture.ts";

/** A row of Figure 1, from the top. */
export type RowId = "head" | "embeddings" | number;

export function rowIds(layers: number): RowId[] {
  return ["head", ...Array.from({ length: layers }, (_, i) => layers - 1 - i), "embeddings"];
}

export function rowLabel(row: RowId): string {
  if (row === "head") return "Head";
  if (row === "embeddings") return "Embeddings";
  return `Layer ${row + 1}`;
}

export function cellOf(plan: Plan, row: RowId, epoch: number): PlanCell {
  const cells = row === "head" ? plan.head : row === "embeddings" ? plan.embeddings : plan.layers[row];
  return cells?.[epoch - 1] ?? { kind: "bands", bands: [], active: 0 };
}

export interface CellText {
  /** A percentage without its sign. */
  readonly number: string;
  /** For the ear and the title. */
  readonly sentence: string;
}

/** @param record of that epoch, once it is over: then what was measured is said, else what is planned */
export function cellText(cell: PlanCell, row: RowId, epoch: number, record: EpochRecord | undefined): CellText {
  const measured = record && measuredShare(cell, row, record);
  const share = measured ?? cell.active;
  const number = wholePercent(share);
  const when = record ? "" : " (planned)";
  const where = `${rowLabel(row)}, epoch ${epoch}`;
  if (share === 0) return { number, sentence: `${where}: frozen${when}` };
  switch (cell.kind) {
    case "bands":
      return { number, sentence: `${where}: ${exactPercent(share)} of the weights active${when}` };
    case "fresh": {
      const often = cell.per === "step" ? "drawn anew for each batch" : "drawn for this epoch";
      return { number, sentence: `${where}: ${exactPercent(share)} of the weights active, ${often}${when}` };
    }
    case "noise":
      return {
        number,
        sentence: `${where}: all weights active, gradients times N(1, ${cell.sigma.toFixed(2)}²)${when}`,
      };
    case "turns":
      return { number, sentence: `${where}: active in ${exactPercent(share)} of the batches${when}` };
  }
}

function measuredShare(cell: PlanCell, row: RowId, record: EpochRecord): number | undefined {
  if (row === "head") return record.head.active;
  if (row === "embeddings") return record.embeddings.active;
  const activity = record.layers[row];
  if (!activity) return undefined;
  if (cell.kind === "turns") return activity.steps;
  // Over an epoch a mask that is fresh each step reaches every weight; what is drawn is one step's share.
  if (cell.kind === "fresh" && cell.per === "step") return cell.active;
  return activity.active;
}

export function wholePercent(share: number): string {
  // Nearly all is not all, and hardly any is not none.
  if (share > 0.99 && share < 1) return "99";
  if (share > 0 && share < 0.01) return "1";
  return String(Math.round(share * 100));
}

export function exactPercent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

export interface CellLook {
  /** A CSS background. */
  readonly background: string;
  /** What reads on it. */
  readonly ink: "light" | "dark" | "frozen" | "mixed" | "pattern";
}

const FROZEN = "var(--frozen)";
const NEWEST = recencyColour(0, 2);
const LIVE = css(NEWEST);

export function cellLook(cell: PlanCell, epochs: number, variety: number): CellLook {
  switch (cell.kind) {
    case "bands":
      return bandLook(cell.bands, cell.active, epochs);
    case "fresh":
      return {
        background: mosaic(`fresh ${cell.active}`, variety, (random) => (random < cell.active ? NEWEST : undefined)),
        ink: "pattern",
      };
    case "noise":
      return {
        background: mosaic(`noise ${cell.sigma}`, variety, (_, normal) => noiseColour(1 + cell.sigma * normal)),
        ink: "pattern",
      };
    case "turns":
      return { background: stripes(cell.sample), ink: "pattern" };
  }
}

function bandLook(bands: Extract<PlanCell, { kind: "bands" }>["bands"], active: number, epochs: number): CellLook {
  const [only] = bands;
  if (!only) return { background: FROZEN, ink: "frozen" };
  if (bands.length === 1 && active === 1) {
    const colour = recencyColour(only.age, epochs);
    return { background: css(colour), ink: isDark(colour) ? "light" : "dark" };
  }
  const stops: string[] = [];
  const underNumber = new Set<CellLook["ink"]>();
  let from = 0;
  const add = (share: number, colour: string, ink: CellLook["ink"]) => {
    stops.push(stop(colour, from, from + share));
    if (from < NUMBER_TO && from + share > NUMBER_FROM) underNumber.add(ink);
    from += share;
  };
  for (const { age, share } of bands) {
    const colour = recencyColour(age, epochs);
    add(share, css(colour), isDark(colour) ? "light" : "dark");
  }
  if (from < 1) add(1 - from, FROZEN, "frozen");
  const [ink = "mixed"] = underNumber;
  const background = `linear-gradient(to right, ${stops.join(", ")})`;
  return { background, ink: underNumber.size === 1 ? ink : "mixed" };
}

/** The part of a cell's width that its number covers. */
const NUMBER_FROM = 0.22;
const NUMBER_TO = 0.78;

function stripes(sample: readonly boolean[]): string {
  const stops = sample.map((live, i) => stop(live ? LIVE : FROZEN, i / sample.length, (i + 1) / sample.length));
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

function stop(colour: string, from: number, to: number): string {
  return `${colour} ${(from * 100).toFixed(2)}% ${(to * 100).toFixed(2)}%`;
}

const TILES = { across: 12, down: 6 } as const;

/** Different ornaments for the same share, so that neighbours differ. */
const ORNAMENTS = 4;

/** A few squares that stand for many weights; `place` tells neighbouring cells apart. */
function mosaic(name: string, place: number, colour: (random: number, normal: number) => Rgb | undefined): string {
  const variety = place % ORNAMENTS;
  const picture = tilePicture(`${name} ${variety}`, TILES.across, () =>
    Array.from({ length: TILES.across * TILES.down }, (_, index) => {
      const random = scatter(index, variety);
      const normal = (random + scatter(index, variety + 101) + scatter(index, variety + 202) - 1.5) * 2;
      return colour(random, normal);
    }),
  );
  return `${FROZEN} ${picture} 0 0 / 100% 100%`;
}

/** 0 to 1, evenly scattered: an ornament, not the mask (that one is drawn below the figure). */
function scatter(index: number, variety: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(variety + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
