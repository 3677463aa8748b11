/** How the values of a link are written: only with letters, digits and `. , - _`, which no messenger breaks. */
import { z } from "zod";
import { formatModelAddress, parseModelAddress } from "../checkpoint/address.ts";
import { VARIANTS, type VariantId } from "../graddrop/index.ts";
import { LANGUAGES } from "../minixglue/grammar.ts";
import type { Experiment, OwnFiles, Stretch } from "./experiment.ts";

/** A link that cannot be opened; the message says what is wrong with it, for people. */
export class LinkError extends Error {
  override name = "LinkError";
}

/** What all runs of a link have in common, the first epochs of forks included. The seed is the first run's. */
export type Settings = Omit<Experiment, "version" | "variant" | "hyper">;

/** What the figures show; what is left out is as the page opens. */
export const linkViewSchema = z
  .object({
    score: z.enum(["zero-shot", "all", ...LANGUAGES]),
    scale: z.enum(["full", "close"]),
    y: z.enum(["score", "loss", "gradient"]),
    x: z.enum(["epoch", "seconds"]),
    smoothing: z.number().min(0).max(0.9),
    table: z.enum(["runs", "means"]),
    /** Figure 1 shows what this variant would do. */
    show: z.enum(VARIANTS.map(({ id }) => id) as [VariantId, ...VariantId[]]),
    /** Layer from 0 and epoch from 1, of Figure 1. */
    cell: z.object({ layer: z.int().min(0).max(999), epoch: z.int().min(1).max(100) }),
    /** A module's name, as in the checkpoint. */
    matrix: z.string().regex(/^[A-Za-z_.]{1,60}$/),
    /** What is inside takes the whole page, with room for a second variant. */
    wide: z.enum(["yes"]),
    /** The second variant. */
    beside: z.enum(VARIANTS.map(({ id }) => id) as [VariantId, ...VariantId[]]),
    /** What the grid of layers and modules shows. */
    quantity: z.enum(["active", "gradNorm", "updateNorm"]),
    /** In what steps time goes by. */
    pace: z.enum(["epochs", "batches"]),
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

const NUMBER = /\d+(?:\.\d+)?(?:e-?\d+)?/.source;
const STRETCH = new RegExp(`^([a-z-]{1,40})\\.(\\d{1,4})((?:\\.[A-Za-z]{1,40}\\.${NUMBER})*)$`);

/** "sft.4,graddrop.8.dropRate.0.3": up to epoch 4 SFT, up to epoch 8 GradDrop with a drop rate of its own. */
export const historyField: Field = {
  key: "history",
  read: (text) =>
    text.split(",").map((part) => {
      const [, variant, until, hyper = ""] = STRETCH.exec(part) ?? [];
      if (variant === undefined) {
        throw new LinkError(`history: ${shown(part)} is not of the form VARIANT.EPOCH, such as sft.4.`);
      }
      const settings = hyper.matchAll(new RegExp(`\\.([A-Za-z]+)\\.(${NUMBER})`, "g"));
      return {
        variant,
        until: Number(until),
        hyper: Object.fromEntries(Array.from(settings, ([, name, value]) => [name, readNumber(name!, value!)])),
      };
    }),
  write: (value) =>
    (value as readonly Stretch[])
      .map(({ variant, until, hyper }) => {
        const settings = Object.entries(hyper).map(([name, number]) => `.${name}.${writeNumber(number)}`);
        return `${variant}.${until}${settings.join("")}`;
      })
      .join(","),
};

/** "0123456789ab,my_20file.csv": fingerprint and name, whose other characters are written in hex digits after a "_". */
export const dataField: Field = {
  key: "data",
  read(text) {
    const [, fingerprint, name = ""] = /^([0-9a-f]{12}),((?:[A-Za-z0-9.-]|_[0-9a-f]{2})+)$/.exec(text) ?? [];
    try {
      if (fingerprint) return { kind: "files", name: decodeURIComponent(name.replaceAll("_", "%")), fingerprint };
    } catch {
      // Not UTF-8.
    }
    throw new LinkError(`data=${shown(text)} does not name data: it should be of the form FINGERPRINT,NAME.`);
  },
  write(value) {
    const { name, fingerprint } = value as OwnFiles;
    const bytes = Array.from(new TextEncoder().encode(name));
    const characters = bytes.map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9.-]/.test(character) ? character : `_${byte.toString(16).padStart(2, "0")}`;
    });
    return `${fingerprint},${characters.join("")}`;
  },
};

/**
 * A model of the Hub, "hub,FacebookAI,xlm-roberta-base,REVISION"; or "files,0123456789ab,my_20model", which names files that the
 * receiver must have, too, as data are named. A folder of the command line is nobody else's: no link names it.
 */
export const modelField: Field = {
  key: "model",
  read(text) {
    const [kind, ...parts] = text.split(",");
    const [owner = "", name = "", ...revision] = parts;
    const model =
      kind === "files" ? filesAddress(parts.join(",")) : `hub:${owner}/${name}${atRevision(revision.join("/"))}`;
    if ((kind === "hub" || kind === "files") && model !== undefined && isLinkable(model)) return model;
    throw new LinkError(
      `model=${shown(text)} does not name a model: it should be of the form hub,OWNER,NAME,REVISION.`,
    );
  },
  write(value) {
    const address = parseModelAddress(value as string);
    if (address.kind === "files") return `files,${dataField.write(address)}`;
    if (address.kind !== "hub") throw new RangeError(`${value} has no place in a link.`);
    const { repository, revision } = address;
    return ["hub", ...repository.split("/"), ...(revision?.split("/") ?? [])].join(",");
  },
};

function filesAddress(text: string): string | undefined {
  try {
    const { name, fingerprint } = dataField.read(text) as OwnFiles;
    return formatModelAddress({ kind: "files", name, fingerprint });
  } catch {
    return undefined;
  }
}

function atRevision(revision: string): string {
  return revision === "" ? "" : `@${revision}`;
}

/** Whether a link can name the model. */
export function isLinkable(model: string): boolean {
  try {
    return parseModelAddress(model).kind !== "folder";
  } catch {
    return false;
  }
}

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
