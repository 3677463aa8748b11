/** What of an experiment a link can lock or hide, by the short names that links use. */
export const CONTROLS = [
  "task",
  "variant",
  "hyper",
  "epochs",
  "seed",
  "seeds",
  "lr",
  "batch",
  "train",
  "test",
  "embeddings",
  "noise",
  "warmup",
  "decay",
  "clip",
  "optimizer",
  "memory",
  "model",
  "length",
] as const;
export type Control = (typeof CONTROLS)[number];

/** What a teacher's link does to the controls. A help to concentrate, not a protection: the address can be edited. */
export interface Lesson {
  /** Shown, but not to be changed. */
  readonly lock: readonly Control[];
  /** Not shown at all. */
  readonly hide: readonly Control[];
}

export const FREE: Lesson = { lock: [], hide: [] };
