import { expect, test } from "vitest";
import { createTakeHome, type Disk, type Packer } from "../../src/app/services/take-home.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { createAppStore } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { TakeHomeRequest } from "../../src/worker/take-home-protocol.ts";

const run: Run = { ...newRun("run-3", defaultExperiment("nc", "sft")), status: "done", weightsBytes: 5e6 };
const chosen = {} as FileSystemFileHandle;

function rig(choice: FileSystemFileHandle | "ours" | "cancelled", pack: Packer["takeHome"]) {
  const store = createAppStore({ runs: [run] });
  const asked: TakeHomeRequest[] = [];
  const downloaded: string[] = [];
  const disk: Disk = { choose: async () => choice, download: async (name) => void downloaded.push(name) };
  const packer: Packer = {
    takeHome(request, listener) {
      asked.push(request);
      return pack(request, listener);
    },
    cancelTakeHome: () => {},
  };
  return { store, asked, downloaded, home: createTakeHome(store, packer, disk), notice: () => store.getState().notice };
}

test("a model goes straight to the file that was chosen, and the page says how far it is", async () => {
  const it = rig(chosen, async (_, listener) => {
    expect(it.store.getState().takingHome).toMatchObject({ name: "graddrop-nc-sft-run-3", totalBytes: 0 });
    listener({ doneBytes: 1e6, totalBytes: 4e6, msLeft: 3000 });
    expect(it.store.getState().takingHome).toMatchObject({ doneBytes: 1e6, totalBytes: 4e6, msLeft: 3000 });
    return "done";
  });
  await it.home.download(run);
  expect(it.asked).toEqual([{ runId: "run-3", name: "graddrop-nc-sft-run-3", file: chosen }]);
  expect(it.downloaded).toEqual([]);
  expect(it.store.getState().takingHome).toBeUndefined();
  expect(it.notice()).toMatchObject({ title: "The model is saved", mild: true });
  expect(it.notice()!.message).toMatch(/\.zip \(4\.0 MB\) is where you wanted it/);
});

test("where the browser cannot ask for a file, the packed one is downloaded", async () => {
  const it = rig("ours", async () => "done");
  await it.home.download(run);
  expect(it.asked).toEqual([{ runId: "run-3", name: "graddrop-nc-sft-run-3" }]);
  expect(it.downloaded).toEqual(["graddrop-nc-sft-run-3.zip"]);
});

test("who thinks better of it, before or in the middle, hears no more", async () => {
  const before = rig("cancelled", async () => "done");
  await before.home.download(run);
  expect(before.asked).toEqual([]);
  const middle = rig("ours", async () => "cancelled");
  await middle.home.download(run);
  expect(middle.downloaded).toEqual([]);
  for (const { notice, store } of [before, middle]) {
    expect(notice()).toBeUndefined();
    expect(store.getState().takingHome).toBeUndefined();
  }
});

test("what goes wrong is told, and the next may be tried", async () => {
  const it = rig("ours", async () => {
    throw new Error("huggingface.co: cannot be reached. Is the network up?");
  });
  await it.home.download(run);
  expect(it.notice()).toEqual({
    title: "The model was not saved",
    message: "huggingface.co: cannot be reached. Is the network up?",
  });
  expect(it.store.getState().takingHome).toBeUndefined();
});

test("weights that are not kept any more: the page says why and what to do, and asks for no file", async () => {
  const it = rig(chosen, async () => "done");
  const { weightsBytes: _, ...without } = run;
  await it.home.download(without);
  expect(it.asked).toEqual([]);
  expect(it.notice()!.message).toMatch(/Run it again/);
  it.store.setState({ keeping: "elsewhere" });
  await it.home.download(without);
  expect(it.notice()!.message).toMatch(/in one tab/);
});
