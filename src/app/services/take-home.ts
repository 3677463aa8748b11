/** Trained models as files on the person's own disk. */
import type { TrainingClient } from "../../worker/client.ts";
import { PACKED } from "../../worker/take-home-protocol.ts";
import { bytes } from "../format.ts";
import type { Run } from "../store/runs.ts";
import type { AppStore } from "../store/store.ts";
import { downloadBlob } from "./files.ts";

/** What of the client is used, so that tests can stand in for it. */
export type Packer = Pick<TrainingClient, "takeHome" | "cancelTakeHome">;

/** Where the file goes, so that tests can stand in for a browser. */
export interface Disk {
  /** Lets the person choose a file; "ours" where the browser cannot, "cancelled" where they thought better of it. */
  choose(name: string): Promise<FileSystemFileHandle | "ours" | "cancelled">;
  /** Hands over the file that the worker made among the browser's private files. */
  download(name: string): Promise<void>;
}

export interface TakeHome {
  /** Never rejects: how it went is told in a notice. */
  download(run: Run): Promise<void>;
  cancel(): void;
}

export function createTakeHome(store: AppStore, packer: Packer, disk: Disk = browserDisk): TakeHome {
  const notify = (title: string, message: string, mild?: true) =>
    store.setState({ notice: { title, message, ...(mild ? { mild } : {}) } });

  async function pack(run: Run, name: string): Promise<void> {
    const file = await disk.choose(`${name}.zip`);
    if (file === "cancelled") return;
    const request = { runId: run.id, name, ...(file === "ours" ? {} : { file }) };
    store.setState({ takingHome: { name, doneBytes: 0, totalBytes: 0, msLeft: undefined } });
    let totalBytes = 0;
    const outcome = await packer.takeHome(request, (progress) => {
      totalBytes = progress.totalBytes;
      // A last word may come after the end.
      store.setState(({ takingHome }) => (takingHome ? { takingHome: { name, ...progress } } : {}));
    });
    if (outcome === "cancelled") return;
    if (file === "ours") await disk.download(`${name}.zip`);
    const place = file === "ours" ? "goes to your downloads" : "is where you wanted it";
    const message =
      `${name}.zip (${bytes(totalBytes)}) ${place}. Unpacked, it is a folder that Hugging Face's from_pretrained opens; ` +
      "its README.md says how the model was made.";
    notify("The model is saved", message, true);
  }

  return {
    async download(run) {
      if (store.getState().takingHome) {
        notify("One model at a time", "Another one is being packed: wait until it is there, or cancel it.", true);
        return;
      }
      if (run.weightsBytes === undefined) {
        notify("This run's weights are not kept", whyNotKept(store.getState().keeping));
        return;
      }
      try {
        await pack(run, nameOf(run));
      } catch (error) {
        notify("The model was not saved", error instanceof Error ? error.message : String(error));
      } finally {
        store.setState({ takingHome: undefined });
      }
    },
    cancel: () => packer.cancelTakeHome(),
  };
}

/** What an earlier visit left: nobody knows when a browser has finished a download. */
export async function forgetPacked(): Promise<void> {
  try {
    await (await navigator.storage.getDirectory()).removeEntry(PACKED, { recursive: true });
  } catch {
    // There is none.
  }
}

function nameOf({ id, experiment: { task, variant } }: Run): string {
  return `graddrop-${task}-${variant}-${id}`.replace(/[^\w.-]/g, "-").slice(0, 100);
}

function whyNotKept(keeping: "here" | "elsewhere" | "elsewhere-told" | "nowhere"): string {
  const why =
    keeping === "here"
      ? "It was trained before they were kept or in another browser, newer runs took their room, or there was none."
      : "They are kept only where runs are: in one tab, and in a browser that allows storage.";
  return `${why} Run it again, on the same engine for the same model, and download it then.`;
}

/** TypeScript does not know it yet, and not all browsers have it (2026-11: Chromium's). */
interface SavePicker {
  showSaveFilePicker?(options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle>;
}

const browserDisk: Disk = {
  async choose(suggestedName) {
    const { showSaveFilePicker } = globalThis as SavePicker;
    if (!showSaveFilePicker) return "ours";
    try {
      const types = [{ description: "ZIP file", accept: { "application/zip": [".zip"] } }];
      return await showSaveFilePicker.call(globalThis, { suggestedName, types });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "cancelled";
      throw error;
    }
  },
  async download(name) {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(PACKED);
    // A file on disk: its bytes do not pass through the page.
    downloadBlob(name, await (await folder.getFileHandle(name)).getFile());
  },
};
