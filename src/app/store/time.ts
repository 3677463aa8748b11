/** Time in a run, as the figures of its inside are scrubbed and played through. Pure. */

/** One place in time. */
export interface Moment {
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 0. */
  readonly batch: number;
}

export const PACES = ["epochs", "batches"] as const;
/** In what steps time goes by. */
export type Pace = (typeof PACES)[number];

/** All of the time that there is. */
export interface Span {
  readonly epochs: number;
  /** Of one epoch. */
  readonly batches: number;
  readonly pace: Pace;
}

export interface Time {
  readonly moment: Moment;
  readonly playing: boolean;
}

export type TimeEvent =
  /** Play or pause; at the end it plays from the beginning. */
  | { readonly kind: "toggle" }
  /** While playing. */
  | { readonly kind: "tick" }
  /** By hand, which ends playing, as does the next. */
  | { readonly kind: "move"; readonly by: -1 | 1 }
  | { readonly kind: "scrub"; readonly place: number };

export function reduceTime({ moment, playing }: Time, event: TimeEvent, span: Span): Time {
  const place = placeInTime(moment, span);
  const end = lastPlace(span);
  const at = (wanted: number) => momentAt(Math.max(0, Math.min(end, wanted)), moment, span);
  switch (event.kind) {
    case "toggle":
      if (playing) return { moment, playing: false };
      return { moment: place < end ? moment : at(0), playing: end > 0 };
    case "tick":
      if (!playing) return { moment, playing };
      return { moment: at(place + 1), playing: place + 1 < end };
    case "move":
      return { moment: at(place + event.by), playing: false };
    case "scrub":
      return { moment: at(event.place), playing: false };
  }
}

/** Places in time are counted from 0, in epochs or in batches. */
export function placeInTime({ epoch, batch }: Moment, { batches, pace }: Span): number {
  return pace === "epochs" ? epoch - 1 : (epoch - 1) * batches + batch;
}

export function lastPlace({ epochs, batches, pace }: Span): number {
  return (pace === "epochs" ? epochs : epochs * batches) - 1;
}

/** Going by epochs, the batch within the epoch stays. */
function momentAt(place: number, { batch }: Moment, { batches, pace }: Span): Moment {
  if (pace === "epochs") return { epoch: place + 1, batch };
  return { epoch: Math.floor(place / batches) + 1, batch: place % batches };
}
