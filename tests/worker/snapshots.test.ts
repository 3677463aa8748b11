import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { ParameterState } from "../../src/ops/index.ts";
import type { RunPoint } from "../../src/train/recovery.ts";
import { keptRun } from "../../src/worker/kept-run.ts";
import type { RunEvent } from "../../src/worker/protocol.ts";
import { readPoint, SnapshotError, writePoint } from "../../src/worker/snapshot-file.ts";
import { SnapshotStore } from "../../src/worker/snapshot-store.ts";
import { MemoryFile, MemoryFolder, type Trouble } from "../support/private-files.ts";

const experiment = defaultExperiment("nc", "graddrop-epoch");

const PART = { gradSteps: 2, gradNorm: 0.1 + 0.2, active: 0.8, updateNorm: 1e-17 };

function pointAt(step: number): RunPoint {
  const values = Float32Array.from({ length: 7 }, (_, i) => Math.sin(step + i));
  const state: ParameterState = {
    values,
    moments: { first: values.map((value) => value / 3), second: values.map((value) => value * value) },
    steps: step,
    counts: Int32Array.from(values, (_, i) => step - i),
    seen: Uint8Array.from([1, 0, 1]),
  };
  const bare: ParameterState = {
    values: new Float32Array([Number.NaN, -0, 1e-45]),
    moments: null,
    steps: 0,
    counts: null,
    seen: null,
  };
  const losses = Float32Array.from({ length: step }, (_, i) => 1 / (i + 1));
  return {
    step,
    epochs: [],
    losses,
    epochMs: 12.5,
    tally: { steps: 2, measuredSteps: 1, globalNorm: 1 / 3, parts: [PART] },
    snapshot: new Map([
      ["encoder.a", state],
      ["encoder.b", bare],
    ]),
  };
}

async function written(point: RunPoint): Promise<MemoryFile> {
  const file = new MemoryFile({});
  await writePoint(await file.createSyncAccessHandle(), experiment, point);
  return file;
}

describe("a snapshot's file", () => {
  test("gives back every bit", async () => {
    const point = pointAt(5);
    expect(await readPoint(await (await written(point)).getFile())).toEqual({ experiment, point });
  });

  test("takes memory that threads share", async () => {
    const values = new Float32Array(new SharedArrayBuffer(8));
    values.set([1, 2]);
    const snapshot = new Map([["a", { values, moments: null, steps: 0, counts: null, seen: null }]]);
    const file = await written({ ...pointAt(1), snapshot });
    expect((await readPoint(await file.getFile())).point.snapshot.get("a")?.values).toEqual(Float32Array.of(1, 2));
  });

  test("cut off anywhere, or changed in any byte, is refused", async () => {
    const { bytes } = await written(pointAt(2));
    for (let length = 0; length < bytes.length; length += 11) {
      await expect(readPoint(new Blob([bytes.slice(0, length)]))).rejects.toThrow(SnapshotError);
    }
    for (let at = 0; at < bytes.length; at += 11) {
      const changed = bytes.slice();
      changed[at]! ^= 0x40;
      await expect(readPoint(new Blob([changed]))).rejects.toThrow(SnapshotError);
    }
  });
});

const wide = async () => ({ usage: 0, quota: 1e12 });

describe("the snapshots of runs", () => {
  test("the latest is read, and a write that is cut off anywhere leaves the one before", async () => {
    for (let writesLeft = 0; writesLeft < 9; writesLeft++) {
      const trouble: Trouble = {};
      const folder = new MemoryFolder(trouble);
      const store = new SnapshotStore(folder.handle, wide);
      await store.write("run-1", experiment, pointAt(3));
      await store.write("run-1", experiment, pointAt(4));
      trouble.writesLeft = writesLeft;
      await expect(store.write("run-1", experiment, pointAt(5))).rejects.toThrow("killed");
      const later = new SnapshotStore(folder.handle, wide);
      expect((await later.read("run-1", experiment))?.step).toBe(4);
      // Whoever goes on does not write over the only whole one.
      trouble.writesLeft = 3;
      await expect(later.write("run-1", experiment, pointAt(5))).rejects.toThrow("killed");
      expect((await later.read("run-1", experiment))?.step).toBe(4);
    }
  });

  test("of a fork belong to that fork, and are no other's nor its source's", async () => {
    const store = new SnapshotStore(new MemoryFolder().handle, wide);
    const forkAfter = (until: number) => ({ ...experiment, history: [{ variant: "sft", hyper: {}, until }] });
    await store.write("run-1", forkAfter(4), pointAt(3));
    expect((await store.read("run-1", forkAfter(4)))?.step).toBe(3);
    for (const other of [forkAfter(5), experiment]) expect(await store.read("run-1", other)).toBeUndefined();
  });

  test("belong to one experiment: another one under the same name does not get them", async () => {
    const store = new SnapshotStore(new MemoryFolder().handle, wide);
    await store.write("run-1", experiment, pointAt(3));
    expect(await store.read("run-1", { ...experiment, seed: 2 })).toBeUndefined();
    expect(await store.read("run-2", experiment)).toBeUndefined();
    await store.remove("run-1");
    await store.remove("run-1");
    expect(await store.list()).toEqual([]);
  });

  test("when there is no room the oldest of other runs go first", async () => {
    let quota = 1e12;
    const trouble: Trouble = {};
    const folder = new MemoryFolder(trouble);
    const estimate = async () => ({ usage: 400 * folder.content.size, quota });
    const store = new SnapshotStore(folder.handle, estimate);
    for (const id of ["run-3", "run-1", "run-2"]) await store.write(id, experiment, pointAt(2));
    quota = 700;
    await store.write("run-2", experiment, pointAt(3));
    expect((await store.list()).map(({ runId, step }) => `${runId} ${step}`)).toEqual(["run-2 3"]);
    quota = 1e12;
    Object.assign(trouble, { writesLeft: 0, error: new DOMException("full", "QuotaExceededError") });
    await expect(store.write("run-2", experiment, pointAt(4))).rejects.toThrow(
      /browser grants this site no more.*Clear old runs/,
    );
  });
});

describe("a run that is kept", () => {
  const rig = (folder: MemoryFolder) => {
    const events: RunEvent[] = [];
    const open = async () => new SnapshotStore(folder.handle, wide);
    const begin = (snapshots: "fresh" | "resume" | "none") =>
      keptRun({ runId: "run-1", experiment, snapshots }, (event) => events.push(event), open);
    return { events, begin };
  };

  test("goes on from its latest point, begins anew when it is fresh, and leaves nothing when it has ended", async () => {
    const folder = new MemoryFolder();
    const { events, begin } = rig(folder);
    await (await begin("fresh")).keeper?.keep(pointAt(6));
    expect(events).toEqual([{ kind: "kept", runId: "run-1", step: 6 }]);
    const again = await begin("resume");
    expect(again.from?.step).toBe(6);
    await again.forget();
    expect(folder.content.size).toBe(0);
    await (await begin("fresh")).keeper?.keep(pointAt(1));
    expect((await begin("fresh")).from).toBeUndefined();
    expect((await begin("none")).keeper).toBeUndefined();
  });

  test("is trained all the same when it cannot be kept, and that is told once", async () => {
    const trouble: Trouble = { writesLeft: 0 };
    const { events, begin } = rig(new MemoryFolder(trouble));
    const { keeper } = await begin("fresh");
    await keeper?.keep(pointAt(1));
    await keeper?.keep(pointAt(2));
    expect(events).toEqual([{ kind: "notKept", runId: "run-1", message: "killed" }]);
  });
});
