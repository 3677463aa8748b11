/** Where activations are dropped: numbered from the input up, four numbers each for the embeddings, every layer, and the head. */
import type { Dropout, DropoutSite } from "../ops/ops.ts";

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

/** Before the head, and within a sequence head. */
export function headSites(dropout: Dropout | null, layers: number): [DropoutSite, DropoutSite] | null {
  const first = (1 + layers) * SITES_PER_LAYER;
  const before = siteOf(dropout, first);
  const within = siteOf(dropout, first + 1);
  return before && within && [before, within];
}
