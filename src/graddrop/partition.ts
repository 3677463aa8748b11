/**
 * Sampling without replacement (III.B): each of a tensor's N weights is born in one of T epochs.
 *
 * Weight i has a place in a random order, perm(i) in 0..N-1; those at places below floor(e * N / T) are born by epoch e.
 * So after epoch e exactly floor(e * N / T) are active. As a formula, the birth epoch is
 * 1 + floor((perm(i) * T + T - 1) / N); deciding by comparing places with that bound needs u32 alone, which is what a
 * shader does. e * N stays below 2^53, where doubles count exactly, for N <= 2^31 and T < 2^16.
 *
 * The order depends on seed and tensor only: it is the same in every step, and births may be kept for a whole run.
 */
import { keyedPermutation } from "./permutation.ts";

/** Births are held in 16 bits. */
export const MAX_EPOCHS = 2 ** 16 - 1;

/** A weight's place in the order of births, 0..size-1. */
export function birthOrder(seed: number, tensor: number, size: number): (element: number) => number {
  return keyedPermutation({ seed, stream: "partition", site: tensor, time: 0 }, size);
}

/** How many of `size` weights are born by the end of epoch `epoch` (0: none, `epochs`: all). */
export function bornBy(epoch: number, epochs: number, size: number): number {
  if (!Number.isInteger(epochs) || epochs < 1 || epochs > MAX_EPOCHS) {
    throw new RangeError(
      `Training for ${epochs} epochs cannot be divided; choose a whole number from 1 to ${MAX_EPOCHS}.`,
    );
  }
  if (!Number.isInteger(epoch) || epoch < 0 || epoch > epochs) {
    throw new RangeError(`Epoch ${epoch} is not within 1 to ${epochs}, the epochs of this training.`);
  }
  return Math.floor((epoch * size) / epochs);
}

/** The places [from, to) in the order of births whose weights learn in an epoch. */
export function activePlaces(
  partition: { epoch: number; epochs: number; mode: "cumulative" | "toggle" },
  size: number,
): { from: number; to: number } {
  const { epoch, epochs, mode } = partition;
  if (epoch < 1) throw new RangeError(`Epoch ${epoch} is not within 1 to ${epochs}, the epochs of this training.`);
  return { from: mode === "toggle" ? bornBy(epoch - 1, epochs, size) : 0, to: bornBy(epoch, epochs, size) };
}

/** Each weight's birth epoch, 1..epochs: what Figure 1 draws, and what a caller may keep instead of asking again each step. */
export function birthEpochs(request: { seed: number; tensor: number; size: number; epochs: number }): Uint16Array {
  const { seed, tensor, size, epochs } = request;
  const births = new Uint16Array(size);
  bornBy(epochs, epochs, size);
  if (size === 0) return births;
  const placeOf = birthOrder(seed, tensor, size);
  for (let i = 0; i < size; i++) {
    births[i] = 1 + Math.floor((placeOf(i) * epochs + epochs - 1) / size);
  }
  return births;
}
