import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import type { LayerMask } from "../../src/graddrop/index.ts";
import type { Ops } from "../../src/ops/index.ts";
import { createEngine, type Engine, type MemorySettings } from "../../src/train/engine.ts";
import { expectedUpdate, type StepTrace } from "../../src/train/trace.ts";
import { ADAMW, randomWeights, TINY } from "../model/support.ts";
import {
  misses,
  requestOf,
  stepOf,
  TRACED_CASES,
  TRACED_HEAD,
  TRACED_STEPS,
  TRACED_TENSORS,
  type TracedCase,
} from "../model/traces.ts";
import { OP_SETS } from "../ops/opsets.ts";

const QUERY = "roberta.encoder.layer.1.attention.self.query.weight";
const WORDS = "roberta.embeddings.word_embeddings.weight";
const caseOf = (name: string) => TRACED_CASES.find((candidate) => candidate.name === name)!;

function engineOn(create: () => Ops, memory?: MemorySettings): Engine {
  return createEngine(TINY, TRACED_HEAD, randomWeights(TINY, TRACED_HEAD), create(), memory);
}

afterEach(() => expect(tf.memory().numTensors).toBe(0));

describe.each(OP_SETS)("with $set ops on $backend", ({ backend, create }) => {
  /** Of each step, on the tensors in turn. */
  async function tracesOf(traced: TracedCase, ...tensors: string[]): Promise<StepTrace[]> {
    await selectBackend(backend);
    const engine = engineOn(create, traced.memory);
    const traces: StepTrace[] = [];
    for (let step = 0; step < TRACED_STEPS; step++) {
      const { batch, plan } = stepOf(traced, step);
      const tensor = tensors[step % tensors.length]!;
      traces.push((await engine.trace(batch, plan, requestOf(engine, tensor))).trace);
    }
    engine.dispose();
    return traces;
  }

  test.each(TRACED_CASES)("the device did what Eq. 3-4 and the optimizer say: $name", async (traced) => {
    const traces = await tracesOf(traced, ...TRACED_TENSORS);
    for (const trace of traces) expect(misses(trace), `${trace.tensor.name}, step ${trace.step}`).toBeLessThan(1);
  });

  test("one step's end is the next one's beginning", async () => {
    const traces = await tracesOf(caseOf("graddrop-epoch"), QUERY);
    traces.slice(1).forEach((trace, i) => {
      const ends = traces[i]!.weights.map(({ after }) => after);
      expect(trace.weights.map(({ before }) => before)).toEqual(ends);
    });
  });

  test.each(["graddrop", "graddrop-epoch", "a step that is measured too", "updates within the backward pass"])(
    "a run with traced steps equals the undisturbed one, bit for bit: %s",
    async (name) => {
      const traced = caseOf(name);
      await selectBackend(backend);
      const outcome = async (isTraced: (step: number) => boolean) => {
        const engine = engineOn(create, traced.memory);
        const reports = [];
        for (let step = 0; step < TRACED_STEPS; step++) {
          const { batch, plan } = stepOf(traced, step);
          const tensor = TRACED_TENSORS[step % TRACED_TENSORS.length]!;
          if (isTraced(step)) reports.push((await engine.trace(batch, plan, requestOf(engine, tensor))).report);
          else reports.push(await engine.step(batch, plan).read());
        }
        const snapshot = await engine.snapshot();
        engine.dispose();
        return { reports, snapshot };
      };
      expect(await outcome((step) => step !== 1)).toEqual(await outcome(() => false));
    },
  );

  test("GradDrop multiplies with 0 or 1.25; a dropped weight still moves by its moments and decay", async () => {
    const traces = await tracesOf(caseOf("graddrop"), QUERY);
    const rescaled = Math.fround(1 / (1 - 0.2));
    const all = traces.flatMap((trace) => trace.weights.map((weight) => expectedUpdate(trace, weight)));
    expect(new Set(all.map(({ factor }) => factor))).toEqual(new Set([0, rescaled]));
    expect(new Set(all.map(({ fate }) => fate))).toEqual(new Set(["dropped", "updated"]));
    const last = traces.at(-1)!;
    for (const weight of last.weights) {
      if (expectedUpdate(last, weight).fate !== "dropped") continue;
      expect(weight.gradient).not.toBe(0);
      expect(weight.after.first).toBeCloseTo(0.9 * weight.before.first, 9);
      expect(weight.after.value).not.toBe(weight.before.value);
      expect(weight.after.steps).toBe(TRACED_STEPS);
    }
  });

  test("a weight that GradDrop-Epoch has not turned on keeps its bits, though its gradient was computed", async () => {
    const traces = await tracesOf(caseOf("graddrop-epoch"), QUERY);
    const fates = traces.flatMap((trace) => trace.weights.map((weight) => expectedUpdate(trace, weight).fate));
    expect(new Set(fates)).toEqual(new Set(["untouched", "updated"]));
    for (const trace of traces) {
      for (const weight of trace.weights) {
        if (expectedUpdate(trace, weight).fate !== "untouched") continue;
        expect(weight.gradient).not.toBeNull();
        expect(weight.after).toEqual(weight.before);
      }
    }
    // Turned on in the first, second or third epoch, of three steps each: moments are corrected for the steps since then.
    const steps = traces.at(-1)!.weights.map(({ after }) => after.steps);
    expect(new Set(steps)).toEqual(new Set([0, 1, 4, 7]));
  });

  test("of a frozen layer no gradient was computed, and nothing of it changed", async () => {
    const masks: LayerMask[] = [{ kind: "active" }, { kind: "frozen" }, { kind: "active" }];
    const [first, second] = await tracesOf({ name: "frozen", planAt: () => ({ layerMasks: masks }) }, QUERY);
    for (const trace of [first!, second!]) {
      for (const weight of trace.weights) {
        expect(weight.gradient).toBeNull();
        expect(weight.after).toEqual(weight.before);
        expect(expectedUpdate(trace, weight)).toMatchObject({ fate: "frozen", factor: 0, masked: null });
      }
    }
  });

  test("frozen embeddings have no gradient; a word that the batch lacks has one of 0 and only decays", async () => {
    const frozen = await tracesOf({ name: "frozen", planAt: () => ({ embeddings: "frozen" }) }, WORDS);
    expect(frozen[0]!.weights.every(({ gradient }) => gradient === null)).toBe(true);
    const [trace] = await tracesOf({ name: "trained", planAt: () => ({}) }, WORDS);
    const unseen = trace!.weights.filter(({ gradient }) => gradient === 0);
    const seen = trace!.weights.filter(({ gradient }) => gradient !== 0);
    expect(seen.length).toBeGreaterThan(0);
    expect(unseen.length).toBeGreaterThan(0);
    for (const { before, after } of unseen) {
      expect(after.value).toBeCloseTo(before.value * (1 - trace!.learningRate * ADAMW.weightDecay), 7);
    }
  });

  test("clipping shows as the scale that the device used, and its absence as none", async () => {
    const [clipped] = await tracesOf(caseOf("hard clipping"), QUERY);
    expect(clipped!.clipScale).toBeGreaterThan(0);
    expect(clipped!.clipScale).toBeLessThan(0.1);
    const [free] = await tracesOf(caseOf("no clipping"), QUERY);
    expect(free!.clipScale).toBeNull();
  });

  test("a tensor, an element or a number of weights that cannot be is refused before the step is made", async () => {
    await selectBackend(backend);
    const engine = engineOn(create);
    const before = await engine.weights();
    const { batch, plan } = stepOf(caseOf("sft"), 0);
    const trace = (tensor: string, elements: number[]) => engine.trace(batch, plan, { tensor, elements });
    await expect(trace("no.such.weight", [0])).rejects.toThrow('The model has no tensor "no.such.weight"');
    await expect(trace(QUERY, [256])).rejects.toThrow(/Element 256 .* has 256/);
    await expect(trace(QUERY, [0.5])).rejects.toThrow(/Element 0\.5/);
    await expect(trace(QUERY, new Array(17).fill(0))).rejects.toThrow("at most 16");
    expect(await engine.weights()).toEqual(before);
    engine.dispose();
  });
});
