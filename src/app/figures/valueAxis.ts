/** The vertical axis of Figure 2: what it spans, its ticks, and the line that a curve is held against. Pure. */
import { chanceOf } from "../../tasks/chance.ts";
import { taskById } from "../../tasks/registry.ts";
import type { Measure } from "../store/groups.ts";
import type { Curve } from "../store/series.ts";
import type { View } from "../store/store.ts";
import { axisDomain, guessingLoss, lossBound, natTicks, norms, percentTicks } from "./axes.ts";

export interface ValueAxis {
  /** What is drawn, with its unit. */
  readonly name: string;
  /** Gradients of different variants are factors apart, not differences. */
  readonly scale: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** Behind every tick's number. */
  readonly unit: string;
  /** A dashed line, and what it says. */
  readonly reference: { readonly at: number; readonly text: string; readonly side: "above" | "below" } | undefined;
}

/**
 * @param values all that is drawn
 * @param curves whose runs it belongs to
 */
export function valueAxis(
  measure: Measure,
  values: readonly number[],
  curves: readonly Curve[],
  { task, scale }: { readonly task: string; readonly scale: View["scale"] },
): ValueAxis {
  const known = taskById(task);
  const { metric } = known;
  switch (measure.kind) {
    case "score": {
      const isOwn = curves.some(({ hidden, run }) => !hidden && run.experiment.data !== undefined);
      const chance = chanceOf(known, isOwn ? "own" : "bundled");
      const at = chance === undefined ? undefined : chance * 100;
      const domain = axisDomain(values, at, scale);
      const reference =
        at === undefined ? undefined : ({ at, text: `chance ${at.toFixed(0)} %`, side: "above" } as const);
      return {
        name: `test ${metric.name}`,
        scale: "linear",
        domain,
        ticks: percentTicks(domain),
        unit: "\u00a0%",
        reference,
      };
    }
    case "loss": {
      const guessing = guessingLoss(known);
      const bound = lossBound(known, Math.max(0, ...values));
      const reference =
        guessing === undefined
          ? undefined
          : ({ at: guessing, text: `guessing ${guessing.toFixed(1)} nats`, side: "below" } as const);
      const ticks = natTicks(bound);
      return { name: "training loss, nats", scale: "linear", domain: [0, bound], ticks, unit: "", reference };
    }
    case "gradient": {
      const clip = clipNorm(curves);
      const ticks = norms(clip === undefined ? values : [...values, clip]);
      return {
        name: GRADIENT_UNIT,
        scale: "log",
        domain: [ticks[0]!, ticks.at(-1)!],
        ticks,
        unit: "",
        reference: clip === undefined ? undefined : { at: clip, text: `clipped above ${clip}`, side: "below" },
      };
    }
  }
}

/** Of the loss in nats, by weights, which have no unit of their own. */
export const GRADIENT_UNIT = "gradient norm, nats per unit of weight";

/** The bound that all the runs have in common; with early updates it is each layer's own, and the whole has none. */
function clipNorm(curves: readonly Curve[]): number | undefined {
  const shown = curves.filter(({ hidden }) => !hidden).map(({ run }) => run.experiment);
  const bounds = new Set(shown.map(({ clipNorm, memory }) => (memory.update === "after" ? clipNorm : null)));
  const [only] = bounds;
  return bounds.size === 1 ? (only ?? undefined) : undefined;
}

/** Where a value stands between the ends of the axis: 0 at the bottom, 1 at the top. */
export function heightOf({ scale, domain: [low, high] }: Pick<ValueAxis, "scale" | "domain">, value: number): number {
  if (scale === "linear") return (value - low) / (high - low);
  // What a band spans may reach below 0, where no logarithm is.
  return value <= 0 ? 0 : Math.log(value / low) / Math.log(high / low);
}
