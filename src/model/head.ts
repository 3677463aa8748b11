/** The heads on the encoder, forward and backward. */
import type { Tensor2D } from "@tensorflow/tfjs";
import type { Dropout, HeadSites, LinearGradients, Ops, Saved, SavedTensors, Wanted } from "../ops/ops.ts";
import type { Tokens } from "../ops/tokens.ts";
import type { EncoderConfig } from "./config.ts";
import { headSites } from "./sites.ts";
import type { HeadOf } from "./weights.ts";

/** What a head is computed with. */
export interface HeadPlace {
  readonly ops: Ops;
  readonly head: HeadOf;
  /** Of the encoder below. */
  readonly config: Pick<EncoderConfig, "architecture" | "layers">;
  readonly tokens: Tokens;
  readonly dropout: Dropout | null;
}

function sitesOf({ head, dropout, config: { architecture, layers } }: HeadPlace): HeadSites {
  return headSites(dropout, { architecture, layers, head: head.kind });
}

/**
 * @param x the top layer's output: [rows, hidden] of first tokens for a sequence head, else [count, hidden]
 * @returns logits [rows, classes]; or of each token [count, classes], [count, 2]
 */
export function headForward(place: HeadPlace, x: Tensor2D): Saved<Tensor2D> {
  const { ops, head, tokens } = place;
  if (head.kind === "sequence") return ops.head(x, head.parameters, sitesOf(place));
  return ops.tokenHead(x, head.parameters.out, tokens, sitesOf(place).before);
}

/** @param gradient by the logits */
export function headBackward(
  place: HeadPlace,
  saved: SavedTensors,
  gradient: Tensor2D,
  wanted: Wanted,
): { input?: Tensor2D; gradients: Readonly<Record<string, LinearGradients>> } {
  const { ops, head, tokens } = place;
  if (head.kind === "sequence") {
    const { input, ...gradients } = ops.headBackward(saved, gradient, head.parameters, sitesOf(place), wanted);
    return { ...(input && { input }), gradients };
  }
  const { input, ...out } = ops.tokenHeadBackward(
    saved,
    gradient,
    head.parameters.out,
    tokens,
    sitesOf(place).before,
    wanted,
  );
  return { ...(input && { input }), gradients: { out } };
}
