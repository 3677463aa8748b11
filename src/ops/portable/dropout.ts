/**
 * Factors of activation dropout, by counter: 0 for a dropped value, 1 / (1 - rate) for a kept one.
 * Rows of a matrix are padded to multiples of four in the counter, so that each row starts a Philox block.
 */
import { fillBernoulli, type RandomSource } from "../../graddrop/index.ts";
import type { DropoutSite } from "../ops.ts";
import type { Tokens } from "../tokens.ts";

function sourceOf({ dropout, site }: DropoutSite): RandomSource {
  return { seed: dropout.seed, stream: "dropout", site, time: dropout.step };
}

/** @param out [places, features]; row i is row `places[i]` of the counter */
export function fillRowDropout(site: DropoutSite, places: Int32Array, features: number, out: Float32Array): void {
  const source = sourceOf(site);
  const stride = Math.ceil(features / 4) * 4;
  let row = 0;
  while (row < places.length) {
    // Neighbouring rows make one run, where no row was padded.
    let end = row + 1;
    if (stride === features) while (end < places.length && places[end] === places[end - 1]! + 1) end++;
    const part = out.subarray(row * features, end * features);
    fillBernoulli(source, site.dropout.rate, true, part, places[row]! * stride);
    row = end;
  }
}

/**
 * Factors of one attention head's probabilities.
 *
 * @param out [queries, keys] of row `row`, head `head`
 */
export function fillAttentionDropout(
  site: DropoutSite,
  tokens: Tokens,
  place: { row: number; head: number; heads: number },
  out: Float32Array,
): void {
  const keys = tokens.starts[place.row + 1]! - tokens.starts[place.row]!;
  const stride = Math.ceil(tokens.sequence / 4) * 4;
  const first = (place.row * place.heads + place.head) * tokens.sequence * stride;
  const source = sourceOf(site);
  if (keys === stride) {
    fillBernoulli(source, site.dropout.rate, true, out, first);
    return;
  }
  for (let query = 0; query * keys < out.length; query++) {
    const row = out.subarray(query * keys, (query + 1) * keys);
    fillBernoulli(source, site.dropout.rate, true, row, first + query * stride);
  }
}
