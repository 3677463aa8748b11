/**
 * Share links: what to run and what to show, as the difference from the defaults, in the part of an address after "#".
 *
 *   #v=1&task=xnli&variant=sft,graddrop&graddrop.dropRate=0.3&lr=0.0001&score=ru&lock=variant,lr
 *
 * Version 1's meaning never changes. Should a default of the experiment change, then a version 2 begins, and version 1 keeps the
 * old default here; the links in the tests see to it.
 */
import type { z } from "zod";
import { BUNDLED_MODEL } from "../checkpoint/address.ts";
import { VARIANTS, type VariantId } from "../graddrop/index.ts";
import { TASK_IDS } from "../tasks/types.ts";
import { CONTROLS, type Control, type Lesson } from "./controls.ts";
import { defaultExperiment, MOST_SEEDS } from "./defaults.ts";
import { type Experiment, experimentSchema } from "./experiment.ts";
import {
  cellField,
  clipField,
  dataField,
  type Field,
  historyField,
  isLinkable,
  LinkError,
  type LinkView,
  linkViewSchema,
  modelField,
  numberField,
  readNumber,
  type Settings,
  shown,
  wordField,
  writeNumber,
} from "./link-fields.ts";

export { LinkError, type LinkView, type Settings } from "./link-fields.ts";

export const LINK_VERSION = 1;
/** Characters; longer ones were not made by this page. */
export const LONGEST_LINK = 3000;

export interface Link extends Lesson {
  readonly settings: Settings;
  /** At least one, none twice. */
  readonly variants: readonly VariantId[];
  /** By variant, then by name; what is left out takes the paper's value. */
  readonly hyper: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Runs of each variant, with consecutive seeds from the settings' one. */
  readonly seeds: number;
  readonly view: LinkView;
}

/** In the order in which a link lists them. */
const SETTING_FIELDS: readonly (readonly [Exclude<keyof Settings, "task" | "memory">, Field])[] = [
  ["seed", numberField("seed")],
  ["epochs", numberField("epochs")],
  ["learningRate", numberField("lr")],
  ["batchSize", numberField("batch")],
  ["trainSize", numberField("train")],
  ["evalSize", numberField("test")],
  ["labelNoise", numberField("noise")],
  ["warmupShare", numberField("warmup")],
  ["weightDecay", numberField("decay")],
  ["clipNorm", clipField],
  ["maxLength", numberField("length")],
  ["optimizer", wordField("optimizer")],
  ["embeddings", wordField("embeddings")],
  ["history", historyField],
  ["data", dataField],
  ["model", modelField],
];

const VIEW_FIELDS: readonly (readonly [keyof LinkView, Field])[] = [
  ["score", wordField("score")],
  ["scale", wordField("scale")],
  ["y", wordField("y")],
  ["x", wordField("x")],
  ["smoothing", numberField("smoothing")],
  ["table", wordField("table")],
  ["show", wordField("show")],
  ["cell", cellField],
  ["matrix", wordField("matrix")],
  ["wide", wordField("wide")],
  ["beside", wordField("beside")],
  ["quantity", wordField("quantity")],
  ["pace", wordField("pace")],
];

/** Every run that a link asks for: all variants with the first seed, then with the next. */
export function experimentsOf({ settings, variants, hyper, seeds }: Link): Experiment[] {
  return Array.from({ length: seeds }, (_, nth) =>
    variants.map((variant) => {
      const own = { variant, hyper: hyper[variant] ?? {}, seed: settings.seed + nth };
      return { ...defaultExperiment(settings.task, variant), ...settings, ...own };
    }),
  ).flat();
}

/** The link to one experiment, with its defaults for whatever else there is. A model that no link can name is left out. */
export function linkTo(experiment: Experiment, view: LinkView = {}): Link {
  const { version: _version, variant, hyper, ...rest } = experiment;
  const settings = { ...rest, model: isLinkable(rest.model) ? rest.model : BUNDLED_MODEL };
  const variants = [variant as VariantId];
  return { settings, variants, hyper: { [variant]: hyper }, seeds: 1, view, lock: [], hide: [] };
}

/** @returns what stands after "#": nothing but letters, digits and `& = . , - _` */
export function encodeLink(link: Link): string {
  const { settings, variants, hyper, seeds, view, lock, hide } = link;
  const usual = defaultExperiment(settings.task, "sft");
  const parts: [string, string][] = [
    ["v", String(LINK_VERSION)],
    ["task", settings.task],
    ["variant", variants.join(",")],
  ];
  for (const variant of variants) {
    for (const [name, value] of Object.entries(hyper[variant] ?? {})) {
      parts.push([`${variant}.${name}`, writeNumber(value)]);
    }
  }
  for (const [name, field] of SETTING_FIELDS) {
    if (settings[name] !== usual[name]) parts.push([field.key, field.write(settings[name])]);
  }
  if (seeds !== 1) parts.push(["seeds", writeNumber(seeds)]);
  if (settings.memory.recompute) parts.push(["recompute", "yes"]);
  if (settings.memory.update !== usual.memory.update) parts.push(["update", settings.memory.update]);
  for (const [name, field] of VIEW_FIELDS) {
    if (view[name] !== undefined) parts.push([field.key, field.write(view[name])]);
  }
  if (lock.length > 0) parts.push(["lock", lock.join(",")]);
  if (hide.length > 0) parts.push(["hide", hide.join(",")]);
  return parts.map(([key, value]) => `${key}=${value}`).join("&");
}

/**
 * @param text an address with a "#", or what stands after it
 * @throws LinkError, and nothing else, for whatever is no link of this page
 */
export function parseLink(text: string): Link {
  const parts = readParts(text);
  const take = (key: string) => {
    const value = parts.get(key);
    parts.delete(key);
    return value;
  };
  checkVersion(take("v"));
  const task = oneOf("task", take("task") ?? "nc", TASK_IDS);
  const ids = VARIANTS.map(({ id }) => id);
  const variants = listOf("variant", take("variant") ?? "sft", ids);
  const { version: _v, variant: _variant, hyper: _hyper, ...usual } = defaultExperiment(task, "sft");
  const settings: Record<string, unknown> = { ...usual, memory: readMemory(take("recompute"), take("update")) };
  for (const [name, { key, read }] of SETTING_FIELDS) {
    const given = take(key);
    if (given !== undefined) settings[name] = read(given);
  }
  const view: Record<string, unknown> = {};
  for (const [name, { key, read }] of VIEW_FIELDS) {
    const given = take(key);
    if (given !== undefined) view[name] = read(given);
  }
  const seeds = readSeeds(take("seeds"));
  const lock = readControls("lock", take("lock"));
  const hide = readControls("hide", take("hide"));
  const hyper = readHyper(parts, variants);
  const link = { settings: settings as Settings, variants, hyper, seeds, view: checkedView(view), lock, hide };
  for (const experiment of experimentsOf(link)) check(experiment);
  return link;
}

function readParts(text: string): Map<string, string> {
  const start = text.indexOf("#");
  const hash = start < 0 ? text : text.slice(start + 1);
  if (hash.length > LONGEST_LINK) {
    throw new LinkError(`It has ${hash.length} characters after "#"; a link of this page has at most ${LONGEST_LINK}.`);
  }
  const parts = new Map<string, string>();
  for (const part of hash.split("&")) {
    const at = part.indexOf("=");
    if (at < 1) throw new LinkError(`Its part ${shown(part)} is not of the form name=value. Was it copied whole?`);
    const key = decoded(part.slice(0, at));
    if (parts.has(key)) throw new LinkError(`It has ${shown(key)} twice.`);
    parts.set(key, decoded(part.slice(at + 1)));
  }
  return parts;
}

/** Messengers encode what needs no encoding, such as commas. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new LinkError(`Its part ${shown(text)} has a broken percent sign. Was it copied whole?`);
  }
}

function checkVersion(version: string | undefined): void {
  if (version === undefined) throw new LinkError('It has no version ("v=1"). Was it copied whole?');
  if (version === String(LINK_VERSION)) return;
  const isNewer = /^\d{1,6}$/.test(version) && Number(version) > LINK_VERSION;
  throw new LinkError(
    isNewer
      ? `It was made by a newer page (version ${version}; this page knows up to ${LINK_VERSION}). Reload, or open it there.`
      : `There are no links of version ${shown(version)}.`,
  );
}

function readMemory(recompute: string | undefined, update: string | undefined): Record<string, unknown> {
  return {
    recompute: recompute === undefined ? false : oneOf("recompute", recompute, ["yes", "no"]) === "yes",
    update: update ?? "after",
  };
}

function readSeeds(text: string | undefined): number {
  const seeds = text === undefined ? 1 : readNumber("seeds", text);
  if (Number.isInteger(seeds) && seeds >= 1 && seeds <= MOST_SEEDS) return seeds;
  throw new LinkError(`seeds is ${shown(text ?? "")}, but should be a whole number from 1 to ${MOST_SEEDS}.`);
}

function readControls(key: string, text: string | undefined): readonly Control[] {
  return text === undefined ? [] : listOf(key, text, CONTROLS);
}

/** What is left over: settings of the variants, as `variant.name`; anything else is unknown. */
function readHyper(rest: ReadonlyMap<string, string>, variants: readonly VariantId[]): Link["hyper"] {
  const hyper: Record<string, Record<string, number>> = {};
  for (const [key, text] of rest) {
    const [id, name, ...more] = key.split(".");
    const variant = variants.find((candidate) => candidate === id);
    const known = VARIANTS.find((candidate) => candidate.id === variant)?.hyperparameters ?? {};
    if (!variant || !name || more.length > 0 || !Object.hasOwn(known, name)) {
      throw new LinkError(`Its part ${shown(key)} is unknown here. Is it a link to another version of this page?`);
    }
    hyper[variant] = { ...hyper[variant], [name]: readNumber(key, text) };
  }
  return hyper;
}

function oneOf<Choice extends string>(key: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new LinkError(`${key} is ${shown(text)}, but should be one of: ${choices.join(", ")}.`);
}

function listOf<Choice extends string>(key: string, text: string, choices: readonly Choice[]): Choice[] {
  const items = text.split(",").map((item) => oneOf(key, item, choices));
  if (new Set(items).size < items.length) throw new LinkError(`${key} names something twice.`);
  return items;
}

function checkedView(view: unknown): LinkView {
  const { data, error } = linkViewSchema.safeParse(view);
  if (data) return data;
  throw new LinkError(faultOf(error, VIEW_FIELDS));
}

function check(experiment: Experiment): void {
  const { error } = experimentSchema.safeParse(experiment);
  if (error) throw new LinkError(faultOf(error, SETTING_FIELDS));
}

/** By the name that the link uses. */
function faultOf({ issues: [issue] }: z.ZodError, fields: readonly (readonly [string, Field])[]): string {
  const [first = "", ...path] = issue?.path.map(String) ?? [];
  const key = fields.find(([name]) => name === first)?.[1].key ?? [first, ...path].join(".");
  return `${key} cannot be used: ${issue?.message ?? "it is not valid"}.`;
}
