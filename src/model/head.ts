/** The heads on the encoder, forward and backward. */
import type { Tensor2D } from "@tensorflow/tfjs";
import type { Dropout, DropoutSite, LinearGradients, Ops, Saved, SavedTensors, Wanted } from "../ops/ops.ts";
import type { Tokens } from "../ops/tokens.ts";
import { headSites } from "./sites.ts";
import type { HeadOf } from "./weights.ts";

/** What a head is computed with. */
export interface HeadPlace {
  readonly ops: Ops;
  readonly head: HeadOf;
  /** Encoder layers below. */
  readonly layers: number;
  readonly tokens: Tokens;
  readonly dropout: Dropout | null;
}

/** Hugging Face drops before a token head, and not before a span head. */
function tokenSite({ head, dropout, layers }: HeadPlace): DropoutSite | null {
  return head.kind === "token" ? (headSites(dropout, layers)?.[0] ?? null) : null;
}

/**
 * @param x the top layer's output: [rows, hidden] of first tokens for a sequence head, else [count, hidden]
 * @returns logits [rows, classes]; or of each token [count, classes], [count, 2]
 */
export function headForward(place: HeadPlace, x: Tensor2D): Saved<Tensor2D> {
  const { ops, head, layers, tokens, dropout } = place;
  if (head.kind === "sequence") return ops.head(x, head.parameters, headSites(dropout, layers));
  return ops.tokenHead(x, head.parameters.out, tokens, tokenSite(place));
}

/** @param gradient by the logits */
export function headBackward(
  place: HeadPlace,
  saved: SavedTensors,
  gradient: Tensor2D,
  wanted: Wanted,
): { input?: Tensor2D; gradients: Readonly<Record<string, LinearGradients>> } {
  const { ops, head, layers, tokens, dropout } = place;
  if (head.kind === "sequence") {
    const sites = headSites(dropout, layers);
    const { input, ...gradients } = ops.headBackward(saved, gradient, head.parameters, sites, wanted);
    return { ...(input && { input }), gradients };
  }
  const { input, ...out } = ops.tokenHeadBackward(
    saved,
    gradient,
    head.parameters.out,
    tokens,
    tokenSite(place),
    wanted,
  );
  return { ...(input && { input }), gradients: { out } };
}
