/** Where activations are dropped: numbered from the input up, four numbers each for the embeddings, every layer, and the head. */
import type { Dropout, DropoutSite, HeadSites } from "../ops/ops.ts";
import type { Architecture } from "./config.ts";
import type { Head } from "./parameters.ts";

const SITES_PER_LAYER = 4;

function siteOf(dropout: Dropout | null, number: number): DropoutSite | null {
  return dropout === null || dropout.rate === 0 ? null : { dropout, site: number };
}

export function embeddingSite(dropout: Dropout | null): DropoutSite | null {
  return siteOf(dropout, 0);
}

export function layerSites(dropout: Dropout | null, layer: number) {
  const first = (1 + layer) * SITES_PER_LAYER;
  return {
    probabilities: siteOf(dropout, first),
    attentionOutput: siteOf(dropout, first + 1),
    output: siteOf(dropout, first + 2),
  };
}

/**
 * Before the head, and within a sequence head. Hugging Face drops before a token head, and not before a span head; before the
 * sequence head of XLM-R, and not before BERT's pooler.
 */
export function headSites(
  dropout: Dropout | null,
  { layers, architecture, head }: { layers: number; architecture: Architecture; head: Head["kind"] },
): HeadSites {
  const first = (1 + layers) * SITES_PER_LAYER;
  const isBefore = head === "token" || (head === "sequence" && architecture === "xlm-roberta");
  return {
    before: isBefore ? siteOf(dropout, first) : null,
    within: head === "sequence" ? siteOf(dropout, first + 1) : null,
  };
}
