/**
 * The address bar and the form, in both directions. The address follows what is set, as people know it from other playgrounds: it
 * can be copied, kept as a bookmark, and a reload brings back what one sees rather than what the link said an hour ago. It
 * replaces the current entry of the history: the back button leaves the page, it does not undo a keystroke.
 */
import { FREE } from "../../experiment/controls.ts";
import { encodeLink, LinkError, parseLink } from "../../experiment/link.ts";
import { chosenSet } from "../store/data.ts";
import { defaultForm } from "../store/form.ts";
import { addressOf, hubHost, modelName, modelProblem } from "../store/models.ts";
import { linkFrom, stateFrom } from "../store/share.ts";
import { type AppState, type AppStore, FIRST_VIEW, type Notice } from "../store/store.ts";

/** Safari allows 100 changes of the address in 30 s. */
const DELAY_MS = 500;

/** What of window is used, so that tests can stand in for it. */
export interface AddressBar {
  readonly hash: string;
  replace(hash: string): void;
  /** @returns a function that ends it */
  onChange(listener: () => void): () => void;
}

export function browserAddress(): AddressBar {
  return {
    get hash() {
      return location.hash;
    },
    replace: (hash) => history.replaceState(history.state, "", `#${hash}`),
    onChange(listener) {
      addEventListener("hashchange", listener);
      return () => removeEventListener("hashchange", listener);
    },
  };
}

/** Makes the state what the link says. A link that cannot be opened gives a message, and the defaults: never half of it. */
export function openLink(store: AppStore, hash: string): void {
  if (hash.replace(/^#/, "") === "") return;
  try {
    store.setState({ ...stateFrom(parseLink(hash)), notice: undefined });
    const state = store.getState();
    if (state.form.data && !chosenSet(state)) store.setState({ notice: missingData(state.form.data.name) });
    else if (modelProblem(state)) store.setState({ notice: missingModel(state) });
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    const notice = {
      title: "The link could not be opened",
      message: `${error.message} The page shows its defaults instead.`,
    };
    store.setState({ form: defaultForm(), view: FIRST_VIEW, lesson: FREE, opened: undefined, notice });
  }
}

/** A link names data of one's own, and never contains them. */
function missingData(name: string): Notice {
  return {
    title: "The link's data are not here",
    message:
      `It is about “${name}”, which this browser does not keep. Ask whoever made the link for the files, add them under ` +
      "Own data, and run; or take the bundled data.",
    mild: true,
  };
}

/** A link names a model, and fetches nothing: whoever opened it decides. */
function missingModel({ form, models, hub }: AppState): Notice {
  const name = modelName(form.model, models);
  const isOfHub = addressOf(form.model).kind === "hub";
  const message = isOfHub
    ? `It is about “${name}” of the Hub. Nothing of it has been fetched. Open Models to look at it on ${hubHost(hub)}, or take the bundled model.`
    : `It is about the model “${name}”, which is made of files. Ask whoever made the link for them, and give them under Models; or take the bundled model.`;
  return { title: isOfHub ? "The link asks for another model" : "The link's model is not here", message, mild: true };
}

/** Nothing is written before something changes: whoever opens the plain page keeps the plain address. */
export function followAddress(store: AppStore, address: AddressBar): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = encoded(store.getState());

  function write(): void {
    timer = undefined;
    const hash = encoded(store.getState());
    if (hash === undefined || hash === written) return;
    written = hash;
    address.replace(hash);
  }

  const unsubscribe = store.subscribe(({ form, view, lesson }, before) => {
    if (form === before.form && view === before.view && lesson === before.lesson) return;
    timer ??= setTimeout(write, DELAY_MS);
  });
  const unlisten = address.onChange(() => {
    openLink(store, address.hash);
    written = encoded(store.getState());
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
    unlisten();
  };
}

/** Undefined while the form cannot be run: the address keeps the last that could. */
function encoded(state: AppState): string | undefined {
  const link = linkFrom(state);
  return link && encodeLink(link);
}
