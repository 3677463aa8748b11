/** Between the page's state and share links. */
import { BUNDLED_MODEL } from "../../checkpoint/address.ts";
import { CONTROLS, type Control, type Lesson } from "../../experiment/controls.ts";
import { defaultExperiment } from "../../experiment/defaults.ts";
import { maxLengthOf } from "../../experiment/experiment.ts";
import { type Link, LinkError, type LinkView } from "../../experiment/link.ts";
import { isLinkable, linkViewSchema } from "../../experiment/link-fields.ts";
import { MATRICES } from "../../model/modules.ts";
import { NUMBER_FIELDS, type NumberFieldName, toShown } from "./fields.ts";
import { checkForm, defaultForm, type Form } from "./form.ts";
import { type AppState, FIRST_VIEW, type View } from "./store.ts";

/** Which control of links a field of the form is. */
export const CONTROL_OF: Readonly<Record<NumberFieldName, Control>> = {
  epochs: "epochs",
  seed: "seed",
  learningRate: "lr",
  batchSize: "batch",
  trainSize: "train",
  evalSize: "test",
  labelNoise: "noise",
  warmupShare: "warmup",
  weightDecay: "decay",
  clipNorm: "clip",
  maxLength: "length",
};

/** Undefined while the form holds something that cannot be run. */
export function linkFrom({ form, view, lesson }: Pick<AppState, "form" | "view" | "lesson">): Link | undefined {
  const { experiments } = checkForm(form);
  const [first] = experiments;
  if (!first) return undefined;
  const { version: _version, variant: _variant, hyper: _hyper, ...rest } = first;
  const settings = { ...rest, model: isLinkable(rest.model) ? rest.model : BUNDLED_MODEL };
  const hyper = Object.fromEntries(
    experiments.filter(({ hyper }) => Object.keys(hyper).length > 0).map(({ variant, hyper }) => [variant, hyper]),
  );
  const { lock, hide } = lesson;
  return { settings, variants: form.variants, hyper, seeds: Number(form.seeds), view: viewOf(view), lock, hide };
}

/** What differs from how the page opens. What belongs to one's own runs stays at home. */
function viewOf(view: View): LinkView {
  const { score, scale, y, x, smoothing, table, matrix, quantity, pace } = view;
  const all = linkViewSchema.safeParse({ score, scale, y, x, smoothing, table, matrix, quantity, pace }).data ?? {};
  const changed = Object.entries(all).filter(([name, value]) => value !== FIRST_VIEW[name as keyof View]);
  return {
    ...Object.fromEntries(changed),
    ...(view.subject.kind === "preview" ? { show: view.subject.variant } : {}),
    ...(view.cell?.epoch ? { cell: { layer: view.cell.layer, epoch: view.cell.epoch } } : {}),
    ...(view.microscope ? { wide: "yes" } : {}),
    ...(view.microscope && view.compared?.kind === "preview" ? { beside: view.compared.variant } : {}),
  };
}

/** @throws LinkError where a link fits its own rules but not this page */
export function stateFrom(link: Link): Pick<AppState, "form" | "view" | "lesson" | "opened"> {
  const form = formFrom(link);
  const { lock, hide } = link;
  return { form, view: viewFrom(link), lesson: { lock, hide }, opened: form };
}

function formFrom({ settings, variants, hyper, seeds }: Link): Form {
  const numbers = NUMBER_FIELDS.map((name) => {
    const value = name === "maxLength" ? maxLengthOf(settings) : settings[name];
    return [name, value === null ? "" : toShown(name, value)];
  });
  const { task, model, data, embeddings, optimizer, memory, history } = settings;
  return {
    ...defaultForm(task, model),
    variants: [...variants],
    ...(data ? { data } : {}),
    ...(history ? { history } : {}),
    hyper,
    seeds,
    numbers: Object.fromEntries(numbers) as Form["numbers"],
    embeddings,
    optimizer,
    memory,
  };
}

function viewFrom({ view: { show, matrix: name, cell, wide, beside, ...rest } }: Link): View {
  const matrix = MATRICES.find(({ id }) => id === (name ?? FIRST_VIEW.matrix))?.id;
  if (!matrix)
    throw new LinkError(`matrix is "${name}", but should be one of: ${MATRICES.map(({ id }) => id).join(", ")}.`);
  return {
    ...FIRST_VIEW,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    matrix,
    cell,
    subject: show ? { kind: "preview", variant: show } : FIRST_VIEW.subject,
    compared: beside && { kind: "preview", variant: beside },
    // On a phone the zone must be the one that is shown.
    ...(wide ? { microscope: true, zone: "inside" as const } : {}),
  };
}

export type Access = "free" | "locked" | "hidden";

export function accessOf({ lock, hide }: Lesson, control: Control): Access {
  if (hide.includes(control)) return "hidden";
  return lock.includes(control) ? "locked" : "free";
}

export function isLesson({ lock, hide }: Lesson): boolean {
  return lock.length + hide.length > 0;
}

/** What a reset goes back to: with a lesson what its link said, else the task's defaults. */
export function resetForm({ form, lesson, opened }: Pick<AppState, "form" | "lesson" | "opened">): Form {
  return isLesson(lesson) && opened ? opened : defaultForm(form.task);
}

export interface ControlGroup {
  readonly label: string;
  readonly controls: readonly Control[];
}

/** What a teacher locks or hides at once. */
export const CONTROL_GROUPS: readonly ControlGroup[] = [
  { label: "Model", controls: ["model"] },
  { label: "Task and data", controls: ["task"] },
  { label: "Variants", controls: ["variant"] },
  { label: "Settings of the variants", controls: ["hyper"] },
  { label: "Epochs and examples", controls: ["epochs", "train", "test"] },
  { label: "Seeds", controls: ["seed", "seeds"] },
  { label: "Learning rate and batch size", controls: ["lr", "batch"] },
  { label: "Embeddings", controls: ["embeddings"] },
  { label: "More settings", controls: ["noise", "warmup", "decay", "clip", "length", "optimizer"] },
  { label: "Memory", controls: ["memory"] },
];

/** The lesson with a group's controls in the list, or out of it; a control is never in both lists. */
export function withGroup(lesson: Lesson, list: keyof Lesson, group: ControlGroup, isIn: boolean): Lesson {
  const others = (controls: readonly Control[]) => controls.filter((control) => !group.controls.includes(control));
  const cleared = { lock: others(lesson.lock), hide: others(lesson.hide) };
  if (!isIn) return { ...lesson, [list]: cleared[list] };
  const wanted = new Set([...cleared[list], ...group.controls]);
  return { ...cleared, [list]: CONTROLS.filter((control) => wanted.has(control)) };
}

export function hasGroup(controls: readonly Control[], group: ControlGroup): boolean {
  return group.controls.every((control) => controls.includes(control));
}

/** The settings of a link that differ from the task's defaults, by the names that the link uses. */
export function changedCount({ settings, hyper }: Link): number {
  const usual = defaultExperiment(settings.task, "sft", settings.model);
  const changed = [...NUMBER_FIELDS, "optimizer" as const, "embeddings" as const].filter(
    (name) => settings[name] !== usual[name],
  );
  const { recompute, update } = settings.memory;
  const own = Object.values(hyper).reduce((sum, values) => sum + Object.keys(values).length, 0);
  return (
    changed.length +
    own +
    Number(settings.history !== undefined) +
    Number(recompute) +
    Number(update !== usual.memory.update)
  );
}
