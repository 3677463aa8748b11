/** Data of one's own on the page: which sets this browser keeps, and which of them the form asks for. */
import type { OwnFiles } from "../../experiment/experiment.ts";
import { taskById } from "../../tasks/registry.ts";
import type { DataSummary } from "../../worker/data-store.ts";
import { thousands } from "../format.ts";
import { type Form, toNumber, withTask } from "./form.ts";
import { isOfForm } from "./liveCurves.ts";
import type { AppState, AppStore } from "./store.ts";

/** Longest name that an experiment has room for. */
const MOST_NAME = 120;

type DataState = Pick<AppState, "form" | "data">;

/** How experiments name a data set. */
export function filesOf({ name, fingerprint }: Pick<DataSummary, "name" | "fingerprint">): OwnFiles {
  return { kind: "files", name: name.slice(0, MOST_NAME), fingerprint };
}

export function keptSets({ data }: Pick<AppState, "data">): readonly DataSummary[] {
  return data.filter(({ isRemoved }) => !isRemoved);
}

/** The set that the form asks for; undefined: the bundled data, or a set that is not here. */
export function chosenSet({ form, data }: DataState): DataSummary | undefined {
  return keptSets({ data }).find(({ fingerprint }) => fingerprint === form.data?.fingerprint);
}

/** Sets that the chosen task can take. */
export function setsFor(state: DataState): readonly DataSummary[] {
  return keptSets(state).filter(({ task }) => task === state.form.task);
}

/** Why the chosen data cannot be run on, and what to do. */
export function dataProblem(state: DataState): string | undefined {
  const { form } = state;
  if (!form.data) return undefined;
  const set = chosenSet(state);
  const name = `“${form.data.name}”`;
  if (!set) {
    return `The data ${name} are not in this browser. Add the same files again under Own data, or take the bundled data.`;
  }
  if (set.task !== form.task) {
    return `The data ${name} were read for ${taskById(set.task).label}. Choose that task, or read them again for this one.`;
  }
  const most = trainingExamples(set);
  const asked = toNumber(form.numbers.trainSize) ?? 0;
  if (asked <= most) return undefined;
  return `The data ${name} have ${thousands(most)} training examples, and ${thousands(asked)} are asked for. Enter at most ${thousands(most)} below.`;
}

export function trainingExamples({ parts }: DataSummary): number {
  return parts.find(({ split }) => split === "train")?.kept ?? 0;
}

/** Languages that the set is tested in, English first. */
export function testLanguages({ parts }: DataSummary): readonly string[] {
  return parts.filter(({ split }) => split === "test").map(({ language }) => language);
}

/** What the form's runs are tested in, English first: of data that are not here, what the runs made with them tell. */
export function testedLanguages({ form, data, runs }: Pick<AppState, "form" | "data" | "runs">): readonly string[] {
  const { languages } = taskById(form.task);
  if (!form.data) return languages;
  const set = chosenSet({ form, data });
  if (set) return testLanguages(set);
  const tested = runs.find(({ experiment, epochs }) => isOfForm(experiment, form) && epochs.length > 0)?.epochs[0];
  return tested ? Object.keys(tested.test) : languages;
}

/** The form with a set, its task, and no more examples than there are. */
export function withData(form: Form, set: DataSummary): Form {
  const next = withTask(form, set.task);
  const [trained, tested] = [trainingExamples(set), mostTested(set)];
  const { trainSize, evalSize } = next.numbers;
  const atMost = (entry: typeof trainSize, most: number) => {
    const number = toNumber(entry);
    return number !== undefined && number > most ? most : entry;
  };
  const numbers = { ...next.numbers, trainSize: atMost(trainSize, trained), evalSize: atMost(evalSize, tested) };
  return { ...next, numbers, data: filesOf(set) };
}

function mostTested({ parts }: DataSummary): number {
  return Math.max(1, ...parts.filter(({ split }) => split === "test").map(({ kept }) => kept));
}

export function withoutData({ data: _, ...form }: Form): Form {
  return form;
}

/** A set that has just been read stands last; one with the same examples goes. */
export function addSet(store: AppStore, set: DataSummary): void {
  store.setState(({ data }) => ({
    data: [...data.filter(({ fingerprint }) => fingerprint !== set.fingerprint), set],
  }));
}

/** Marks a set as taken away, or brings it back; the form keeps asking for it, and says that it is gone. */
export function markSet(store: AppStore, fingerprint: string, isRemoved: boolean): DataSummary | undefined {
  const set = store.getState().data.find((known) => known.fingerprint === fingerprint);
  if (!set) return undefined;
  const marked = { ...set, isRemoved };
  store.setState(({ data }) => ({ data: data.map((known) => (known === set ? marked : known)) }));
  return marked;
}

export function forgetSet(store: AppStore, fingerprint: string): void {
  store.setState(({ data }) => ({ data: data.filter((known) => known.fingerprint !== fingerprint) }));
}

/** What a person would call files: the folder that they lie in, or the first of them and how many more. */
export function nameOfFiles(paths: readonly string[]): string {
  const [first = "data"] = paths;
  const folder = first.includes("/") ? first.slice(0, first.indexOf("/")) : undefined;
  if (folder !== undefined && paths.every((path) => path.startsWith(`${folder}/`))) return folder;
  return paths.length > 1 ? `${first} and ${paths.length - 1} more` : first;
}
