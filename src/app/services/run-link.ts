/** The link to a run's experiment, for the clipboard. */
import type { Experiment } from "../../experiment/experiment.ts";
import { encodeLink, linkTo } from "../../experiment/link.ts";
import type { AppStore } from "../store/store.ts";

/** How it went is a notice; where there is no clipboard, the link itself is in it. */
export async function copyLink(store: AppStore, experiment: Experiment): Promise<void> {
  const address = `${location.origin}${location.pathname}#${encodeLink(linkTo(experiment))}`;
  try {
    await navigator.clipboard.writeText(address);
    const message = "It opens the page with this run's settings. Runs themselves are exported as files.";
    store.setState({ notice: { title: "The link was copied", message, mild: true } });
  } catch {
    store.setState({ notice: { title: "The link could not be copied: select it here", message: address, mild: true } });
  }
}
