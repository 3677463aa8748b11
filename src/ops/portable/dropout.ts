/**
 * Factors of activation dropout, by counter: 0 for a dropped value, 1 / (1 - rate) for a kept one.
 * Rows of a matrix are padded to multiples of four in the counter, so that each row starts a Philox block.
 */
import { fillBernoulli, type RandomSource } from "../../graddrop/index.ts";
import type { DropoutSite } from "../ops.ts";
import type { Tokens } from "../tokens.ts";

/** Which factors a matrix of them holds. Of two implementations each must give the same bits. */
export interface FactorRows {
  readonly source: RandomSource;
  readonly dropRate: number;
  /** The counter's element that row 0 starts with; a multiple of four, as is `stride`. */
  readonly first: number;
  /** From one row to the next. */
  readonly stride: number;
  readonly columns: number;
}

/** @param out [rows, columns] */
export type FillFactorRows = (rows: FactorRows, out: Float32Array) => void;

export const fillFactorRows: FillFactorRows = ({ source, dropRate, first, stride, columns }, out) => {
  if (stride === columns) {
    fillBernoulli(source, dropRate, true, out, first);
    return;
  }
  for (let row = 0; row * columns < out.length; row++) {
    const part = out.subarray(row * columns, (row + 1) * columns);
    fillBernoulli(source, dropRate, true, part, first + row * stride);
  }
};

function sourceOf({ dropout, site }: DropoutSite): RandomSource {
  return { seed: dropout.seed, stream: "dropout", site, time: dropout.step };
}

const up4 = (size: number) => Math.ceil(size / 4) * 4;

/** @param out [places, features]; row i is row `places[i]` of the counter */
export function fillRowDropout(
  site: DropoutSite,
  places: Int32Array,
  features: number,
  out: Float32Array,
  fill = fillFactorRows,
): void {
  const shared = { source: sourceOf(site), dropRate: site.dropout.rate, stride: up4(features), columns: features };
  let row = 0;
  while (row < places.length) {
    // Neighbouring rows make one run.
    let end = row + 1;
    while (end < places.length && places[end] === places[end - 1]! + 1) end++;
    fill({ ...shared, first: places[row]! * shared.stride }, out.subarray(row * features, end * features));
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
  fill = fillFactorRows,
): void {
  const columns = tokens.starts[place.row + 1]! - tokens.starts[place.row]!;
  const stride = up4(tokens.sequence);
  const first = (place.row * place.heads + place.head) * tokens.sequence * stride;
  fill({ source: sourceOf(site), dropRate: site.dropout.rate, first, stride, columns }, out);
}
