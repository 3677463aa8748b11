import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { keepsFinalWeights } from "../../src/worker/final-keeper.ts";
import { type FinalModel, FinalWeights, FinalWeightsError } from "../../src/worker/final-weights.ts";
import { KEPT_SHARE, KeptWeights } from "../../src/worker/kept-weights.ts";
import type { RunEvent } from "../../src/worker/protocol.ts";
import { MemoryFolder, type Trouble } from "../support/private-files.ts";

const experiment = defaultExperiment("nc", "graddrop-epoch");

/** A model of two tensors. */
function modelOf(scale: number, vocabulary?: FinalModel["vocabulary"]): FinalModel {
  const values = new Map([
    ["roberta.embeddings.word_embeddings.weight", Float32Array.of(scale, 2, 3, -0, 1e-45, 6)],
    ["classifier.bias", Float32Array.of(scale)],
  ]);
  return {
    record: { experiment, epochs: [], stepsPerSecond: 2.5, backend: "wasm" },
    tensors: [
      { name: "roberta.embeddings.word_embeddings.weight", shape: [3, 2] },
      { name: "classifier.bias", shape: [1] },
    ],
    read: async (name) => values.get(name)!,
    vocabulary,
  };
}
const VOCABULARY = { ids: Int32Array.of(0, 1, 7), fullSize: 9 };

function storeIn(folder: MemoryFolder, quota = 1e12) {
  return new FinalWeights(new KeptWeights(folder.handle), async () => ({ usage: 0, quota }));
}
const kept = async (folder: MemoryFolder) => (await new KeptWeights(folder.handle).list()).map(({ runId }) => runId);

describe("the weights that runs ended with", () => {
  test.each([
    ["with all rows", undefined],
    ["with the rows of some tokens", VOCABULARY],
  ])("come back bit for bit, %s, with what is known of the run", async (_, vocabulary) => {
    const folder = new MemoryFolder();
    const model = modelOf(5, vocabulary);
    const { sizeBytes, removed } = await storeIn(folder).keep("run-1", model);
    expect(removed).toEqual([]);
    const back = await storeIn(folder).read("run-1");
    expect(back).toMatchObject({ record: model.record, tensors: model.tensors });
    expect(back.vocabulary).toEqual(vocabulary);
    for (const { name } of model.tensors) expect(await back.read(name)).toEqual(await model.read(name));
    const [listed] = await new KeptWeights(folder.handle).list();
    expect(listed!.runId).toBe("run-1");
    expect(listed!.sizeBytes).toBeGreaterThanOrEqual(sizeBytes);
  });

  test("stay within their share of the storage: the oldest go for the newest", async () => {
    const folder = new MemoryFolder();
    const { sizeBytes } = await storeIn(folder).keep("run-1", modelOf(1));
    const [{ sizeBytes: onDisk } = { sizeBytes: 0 }] = await new KeptWeights(folder.handle).list();
    // Room for three, with what comes on top.
    const store = storeIn(folder, (2 * onDisk + sizeBytes) / KEPT_SHARE);
    await store.keep("run-2", modelOf(2));
    await store.keep("run-3", modelOf(3));
    expect(await kept(folder)).toEqual(["run-1", "run-2", "run-3"]);
    expect((await store.keep("run-4", modelOf(4))).removed).toEqual(["run-1"]);
    expect(await kept(folder)).toEqual(["run-2", "run-3", "run-4"]);
    // Written again it is the newest.
    await store.keep("run-2", modelOf(2));
    expect((await store.keep("run-5", modelOf(5))).removed).toEqual(["run-3"]);
  });

  test("that are cut off while they are written are not there, and their remains go with the next", async () => {
    for (let writesLeft = 0; writesLeft < 4; writesLeft++) {
      const trouble: Trouble = { writesLeft };
      const folder = new MemoryFolder(trouble);
      await expect(storeIn(folder).keep("run-1", modelOf(1, VOCABULARY))).rejects.toThrow("killed");
      expect(folder.content.size).toBe(0);
      // A worker that is ended cannot tidy up.
      await (await folder.getDirectoryHandle("run-1", { create: true })).getFileHandle("ids", { create: true });
      expect(await kept(folder)).toEqual([]);
      await expect(storeIn(folder).read("run-1")).rejects.toThrow(/no longer kept.*Run it again/);
      delete trouble.writesLeft;
      await storeIn(folder).keep("run-2", modelOf(2));
      expect([...folder.content.keys()]).toEqual(["run-2"]);
    }
  });

  test("that find no room even alone are refused with the remedy, and nothing stays", async () => {
    const trouble: Trouble = {};
    const folder = new MemoryFolder(trouble);
    await storeIn(folder).keep("run-1", modelOf(1));
    Object.assign(trouble, { writesLeft: 0, error: new DOMException("full", "QuotaExceededError") });
    await expect(storeIn(folder).keep("run-2", modelOf(2))).rejects.toThrow(/take 1 MB.*Clear old runs/);
    expect(folder.content.size).toBe(0);
  });
});

test("a run whose weights cannot be kept ends well all the same, and says so", async () => {
  const events: RunEvent[] = [];
  const keep = async () => {
    throw new FinalWeightsError("There is no room.");
  };
  const finish = keepsFinalWeights(
    "run-1",
    (event) => void events.push(event),
    async () => ({ keep }),
  );
  await finish(modelOf(1).record, modelOf(1));
  expect(events).toEqual([{ kind: "weightsNotKept", runId: "run-1", message: "There is no room." }]);
});
