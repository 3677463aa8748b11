/** How the values of a link are written: only with letters, digits and `. , - _`, which no messenger breaks. */
import { z } from "zod";
import { VARIANTS, type VariantId } from "../graddrop/index.ts";
import { LANGUAGES } from "../minixglue/grammar.ts";
import type { Experiment } from "./experiment.ts";

/** A link that cannot be opened; the message says what is wrong with it, for people. */
export class LinkError extends Error {
  override name = "LinkError";
}

/** What all runs of a link have in common. The seed is the first run's. */
export type Settings = Omit<Experiment, "version" | "variant" | "hyper" | "model">;

/** What the figures show; what is left out is as the page opens. */
export const linkViewSchema = z
  .object({
    score: z.enum(["zero-shot", "all", ...LANGUAGES]),
    scale: z.enum(["full", "close"]),
    y: z.enum(["score", "loss"]),
    x: z.enum(["epoch", "seconds"]),
    smoothing: z.number().min(0).max(0.9),
    table: z.enum(["runs", "means"]),
    /** Figure 1 shows what this variant would do. */
    show: z.enum(VARIANTS.map(({ id }) => id) as [VariantId, ...VariantId[]]),
    /** Layer from 0 and epoch from 1, of Figure 1. */
    cell: z.object({ layer: z.int().min(0).max(999), epoch: z.int().min(1).max(100) }),
    /** A module's name, as in the checkpoint. */
    matrix: z.string().regex(/^[A-Za-z_.]{1,60}$/),
  })
  .partial();
export type LinkView = z.infer<typeof linkViewSchema>;

/** Writes a value as text, and reads it back; what is read is checked by the schemas afterwards. */
export interface Field {
  readonly key: string;
  read(text: string): unknown;
  write(value: unknown): string;
}

export function numberField(key: string): Field {
  return { key, read: (text) => readNumber(key, text), write: (value) => writeNumber(value as number) };
}

export function wordField(key: string): Field {
  return { key, read: (text) => text, write: String };
}

/** Gradient clipping may be switched off. */
export const clipField: Field = {
  key: "clip",
  read: (text) => (text === "none" ? null : readNumber("clip", text)),
  write: (value) => (value === null ? "none" : writeNumber(value as number)),
};

/** "5,2": layer 5 counted from 1, epoch 2. */
export const cellField: Field = {
  key: "cell",
  read(text) {
    const [layer = "", epoch = "", ...more] = text.split(",");
    if (more.length > 0) throw new LinkError(`cell=${shown(text)} is not of the form LAYER,EPOCH, such as 5,2.`);
    return { layer: readNumber("cell", layer) - 1, epoch: readNumber("cell", epoch) };
  },
  write(value) {
    const { layer, epoch } = value as NonNullable<LinkView["cell"]>;
    return `${writeNumber(layer + 1)},${writeNumber(epoch)}`;
  },
};

const MOST_DIGITS = 30;

export function readNumber(key: string, text: string): number {
  if (text.length > MOST_DIGITS || !/^\d+(\.\d+)?(e-?\d+)?$/.test(text)) {
    throw new LinkError(`${shown(key)} should be a number, but is ${shown(text)}.`);
  }
  return Number(text);
}

/** JavaScript's shortest text that reads back as the same number; a plus would be a space in a URL. */
export function writeNumber(value: number): string {
  return String(value).replace("e+", "e");
}

/** Somebody else's text in a message: short, and nothing but plain characters. */
export function shown(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/g, "?");
  return `"${plain.length > 40 ? `${plain.slice(0, 40)}…` : plain}"`;
}
