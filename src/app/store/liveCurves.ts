/** The curves of the chosen task's runs: worked out once for all figures, and drawn anew at most ten times a second. */
import { isOver, type Run } from "./runs.ts";
import { type Curve, curvesOf } from "./series.ts";
import type { AppState, AppStore } from "./store.ts";

/** Epochs of a small run on a fast device come more often than anybody can see. */
export const REDRAW_MS = 100;

export interface LiveCurves {
  get(): readonly Curve[];
  /** @returns a function that ends it */
  subscribe(listener: () => void): () => void;
}

const known = new WeakMap<AppStore, LiveCurves>();

/** The one of this store. */
export function liveCurves(store: AppStore): LiveCurves {
  const curves = known.get(store) ?? follow(store);
  known.set(store, curves);
  return curves;
}

function follow(store: AppStore): LiveCurves {
  const listeners = new Set<() => void>();
  let shown = chosenRuns(store.getState());
  let curves = curvesOf(shown);
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    lastMs = performance.now();
    shown = chosenRuns(store.getState());
    curves = curvesOf(shown);
    for (const listener of listeners) listener();
  }

  store.subscribe((state, before) => {
    const { form } = before;
    const sameForm = FORM_PARTS.every((part) => part(state.form) === part(form));
    if (state.runs === before.runs && sameForm) return;
    const now = chosenRuns(state);
    if (!hasSame(now, shown, CHOSEN)) show();
    else if (timer === undefined && !hasSame(now, shown, LEARNED)) {
      const waitMs = lastMs + REDRAW_MS - performance.now();
      if (waitMs <= 0) show();
      else timer = setTimeout(show, waitMs);
    }
  });

  return {
    get: () => curves,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const FORM_PARTS: readonly ((form: AppState["form"]) => unknown)[] = [
  ({ task }) => task,
  ({ data }) => data,
  ({ model }) => model,
];

/** Whether a run is about the same task, data and model: others were tested on other examples, or began elsewhere. */
export function isOfForm({ task, data, model }: Run["experiment"], form: AppState["form"]): boolean {
  return task === form.task && data?.fingerprint === form.data?.fingerprint && model === form.model;
}

function chosenRuns({ runs, form }: AppState): readonly Run[] {
  return runs.filter(({ experiment }) => isOfForm(experiment, form));
}

type Part = (run: Run) => unknown;

/** What a person does to runs: shown at once. */
const CHOSEN: readonly Part[] = [
  ({ id }) => id,
  ({ hidden }) => hidden,
  ({ experiment }) => experiment,
  ({ name }) => name,
  ({ note }) => note,
];

/** What training does to them. The rest, which changes at every step, is no part of a curve: who needs it reads the run itself. */
const LEARNED: readonly Part[] = [({ epochs }) => epochs, ({ identity }) => identity, (run) => isOver(run)];

function hasSame(now: readonly Run[], before: readonly Run[], parts: readonly Part[]): boolean {
  return now.length === before.length && now.every((run, i) => parts.every((part) => part(run) === part(before[i]!)));
}
