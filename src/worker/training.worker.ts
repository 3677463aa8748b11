/** The worker that owns the device and trains: one run at a time. */
import * as Comlink from "comlink";
import { BUNDLED_MODEL } from "../checkpoint/address.ts";
import type { DownloadListener } from "../checkpoint/cache/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { DeviceRoom, Fit } from "../train/fit.ts";
import type { OpenModel } from "../train/session.ts";
import type { TraceRequest } from "../train/trace.ts";
import { Tracer } from "../train/tracer.ts";
import { rankBackends } from "./backend.ts";
import { RunDriver } from "./driver.ts";
import { keepsFinalWeights } from "./final-keeper.ts";
import { keptRun } from "./kept-run.ts";
import { holdForLife } from "./life-lock.ts";
import { messageOf } from "./message.ts";
import {
  type AskListener,
  type FitRequest,
  fitRequestSchema,
  givenFilesSchema,
  type HubSettings,
  hubSettingsSchema,
  modelTextSchema,
} from "./model-protocol.ts";
import type { Stages } from "./prepare.ts";
import { probeMachine } from "./probe.ts";
import {
  type RunEvent,
  setupRequestSchema,
  startRequestSchema,
  type TrainingApi,
  traceRequestSchema,
} from "./protocol.ts";
import { type TakeHomeProgress, takeHomeRequestSchema } from "./take-home-protocol.ts";

/** The most that WebAssembly can address. */
const WASM_BYTES = 2 ** 32;

type EngineModule = typeof import("./engine.ts");
type Started = Awaited<ReturnType<EngineModule["startBackend"]>>;
interface Ready {
  readonly engine: EngineModule;
  readonly backend: Started;
  readonly models: InstanceType<EngineModule["Models"]>;
}

let ready: Promise<Ready> | undefined;
let backend: Promise<Started> | undefined;
let driver: RunDriver | undefined;
let held: Promise<void> | undefined;
let busy = false;
/** What of the current run's steps is looked at. */
let tracer: Tracer | undefined;
let watched: TraceRequest | null = null;
let takingHome: AbortController | undefined;
/** Commands that came while the run was still being prepared. */
let early: ("pause" | "resume" | "step" | "stop")[] = [];
/** Ends the preparation of a run. */
let preparing: AbortController | undefined;
/** Ends the answer to whether a run fits. */
let fitting: AbortController | undefined;
let hub: HubSettings = {};

const channel = new MessageChannel();
const resting: (() => void)[] = [];
channel.port1.onmessage = () => resting.shift()?.();

/** One turn of the message queue. A timer would cost 4 ms each time. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    resting.push(resolve);
    channel.port2.postMessage(null);
  });
}

const api: TrainingApi = {
  async setup(input) {
    const request = setupRequestSchema.parse(input);
    if (request.lifeLock) held ??= holdForLife(request.lifeLock);
    await held;
    // The engine and the model travel side by side; a failure is forgotten, so that it can be tried again.
    const engine = import("./engine.ts");
    backend ??= (async () => (await engine).startBackend(rankBackends(await probeMachine(), request.wish)))();
    backend.catch(() => {
      backend = undefined;
    });
    const models = async () => {
      const found = new (await engine).Models(request.modelUrl);
      found.hub(hub);
      await found.open(BUNDLED_MODEL);
      return found;
    };
    ready ??= Promise.all([engine, backend, models()]).then((parts) => ({
      engine: parts[0],
      backend: parts[1],
      models: parts[2],
    }));
    ready.catch(() => {
      ready = undefined;
    });
    return (await ready).backend.report;
  },

  async start(input, listener) {
    const { runId, experiment, snapshots } = startRequestSchema.parse(input);
    if (busy) throw new Error("A run is under way; stop it before starting another.");
    busy = true;
    early = [];
    // Answers and events take different ports, and nothing keeps their order: the last event is waited for.
    let heard: unknown = null;
    let ended = false;
    const tell = (event: RunEvent) => {
      heard = listener(event);
    };
    preparing = new AbortController();
    const { signal } = preparing;
    const stages: Stages = { signal, tell: (progress) => tell({ kind: "loading", runId, ...progress }) };
    try {
      fitting?.abort();
      stages.tell({ what: "Preparing model and data" });
      const { engine, backend, models } = await started();
      await breathe();
      const model = await models.open(experiment.model, { signal, listener: downloadTeller(runId, tell) });
      const kept = await keptRun({ runId, experiment, snapshots }, tell);
      const keeping = snapshots === "none" ? kept : { ...kept, finish: keepsFinalWeights(runId, tell) };
      tracer = new Tracer(
        (trace) => tell({ kind: "trace", runId, trace }),
        () => performance.now(),
      );
      tracer.request = watched;
      const { events, dispose } = await engine.beginTraining(experiment, model, backend.gpu, keeping, tracer, stages);
      preparing = undefined;
      try {
        driver = new RunDriver({
          events,
          emit: (event) => {
            if (event.kind === "done" || event.kind === "stopped") ended = true;
            tell({ ...event, runId });
          },
          onStarted: (started) => tell({ ...started, runId, backend: backend.report }),
          now: () => performance.now(),
          breathe,
          tracer,
        });
        for (const name of early) driver[name]();
        await driver.run();
      } finally {
        dispose();
      }
      // One that failed may go on when what was in its way is gone.
      if (ended) await kept.forget();
    } catch (error) {
      tell(signal.aborted ? { kind: "stopped", runId } : { kind: "failed", runId, message: messageOf(error) });
    } finally {
      await heard;
      await release();
      preparing = undefined;
      driver = undefined;
      tracer = undefined;
      busy = false;
    }
  },

  pause: () => command("pause"),
  resume: () => command("resume"),
  step: () => command("step"),
  stop: () => command("stop"),

  hub(settings) {
    hub = hubSettingsSchema.parse(settings);
    void ready?.then(({ models }) => models.hub(hub));
  },
  giveFiles: async (files) => (await started()).models.give(givenFilesSchema.parse(files)),
  look: async (model) => {
    const { models } = await started();
    return models.look(modelTextSchema.parse(model)).finally(release);
  },
  fit: (request, listener) => answerFit(request, listener, false),
  calibrate: (request, listener) => answerFit(request, listener, true),
  cancelFit: () => fitting?.abort(),

  async takeHome(input, listener) {
    const request = takeHomeRequestSchema.parse(input);
    if (takingHome) throw new Error("A model is being taken home; wait until it is there, or cancel it.");
    takingHome = new AbortController();
    const { signal } = takingHome;
    try {
      const { takeHome } = await import("./take-home.ts");
      const tell = (progress: TakeHomeProgress) => void listener(progress);
      await takeHome(request, { origin: originOf, tell, signal });
      return "done";
    } catch (error) {
      if (signal.aborted) return "cancelled";
      throw error;
    } finally {
      takingHome = undefined;
      if (!busy && !fitting) await release();
    }
  },
  cancelTakeHome: () => takingHome?.abort(),

  trace(input) {
    watched = traceRequestSchema.parse(input);
    if (tracer) tracer.request = watched;
  },
};

async function started(): Promise<Ready> {
  if (!ready) throw new Error("The engine is not loaded. Reload the page.");
  return ready;
}

/** What a run began from. */
async function originOf({ model }: Experiment, signal: AbortSignal): Promise<OpenModel> {
  return (await started()).models.open(model, { signal });
}

/** What is kept of models can be deleted when nobody uses it. */
async function release(): Promise<void> {
  if (takingHome) return;
  await ready?.then(({ models }) => models.release()).catch(() => {});
}

async function answerFit(input: FitRequest, listener: AskListener | undefined, times: boolean): Promise<Fit> {
  const { experiment, deviceBytes } = fitRequestSchema.parse(input);
  if (times && busy)
    throw new Error("A run is under way, which would disturb the timing. Wait for its end, or stop it.");
  fitting?.abort();
  const mine = new AbortController();
  fitting = mine;
  const stages: Stages = { signal: mine.signal, tell: (progress) => void listener?.(progress) };
  try {
    const { engine, backend, models } = await started();
    stages.tell({ what: "Opening the model" });
    const model = await models.open(experiment.model, { signal: mine.signal });
    const data = await engine.runData(experiment);
    if (times && backend.gpu?.isSpent) await backend.gpu.take();
    const room = deviceRoom(backend, deviceBytes);
    return await engine.fitFor({ experiment, model, data, room, times }, stages);
  } finally {
    if (fitting === mine) fitting = undefined;
    if (times && !busy) (await started()).backend.gpu?.trim();
    await release();
  }
}

function deviceRoom({ report, gpu }: Started, deviceBytes: number | undefined): DeviceRoom {
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return {
    backend: report.backend,
    ...(report.backend === "wasm" && { mostBytes: WASM_BYTES, mostIs: "addresses" as const }),
    ...gpu?.room,
    ...(deviceBytes !== undefined && { mostBytes: deviceBytes, mostIs: "given" as const }),
    ...(deviceMemory !== undefined && { computerBytes: deviceMemory * 2 ** 30 }),
  };
}

function downloadTeller(runId: string, tell: (event: RunEvent) => void): DownloadListener {
  return ({ file, phase, bytes, totalBytes, bytesPerSecond, msLeft }) => {
    if (phase === "check") tell({ kind: "loading", runId, what: `Checking ${file}` });
    else tell({ kind: "downloading", runId, file, bytes, totalBytes, bytesPerSecond, msLeft });
  };
}

function command(name: (typeof early)[number]): void {
  if (driver) driver[name]();
  else if (busy && name === "stop") preparing?.abort();
  else if (busy) early.push(name);
}

// A rejection that nobody handles would pass in silence; thrown again it reaches the page as the worker's error.
self.addEventListener("unhandledrejection", (event) => {
  setTimeout(() => {
    throw event.reason;
  });
});

Comlink.expose(api);
