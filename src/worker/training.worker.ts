/** The worker that owns the device and trains: one run at a time. */
import * as Comlink from "comlink";
import type { TraceRequest } from "../train/trace.ts";
import { Tracer } from "../train/tracer.ts";
import { rankBackends } from "./backend.ts";
import { RunDriver } from "./driver.ts";
import { keptRun } from "./kept-run.ts";
import { holdForLife } from "./life-lock.ts";
import { messageOf } from "./message.ts";
import { probeMachine } from "./probe.ts";
import {
  type RunEvent,
  setupRequestSchema,
  startRequestSchema,
  type TrainingApi,
  traceRequestSchema,
} from "./protocol.ts";

type EngineModule = typeof import("./engine.ts");
type Started = Awaited<ReturnType<EngineModule["startBackend"]>>;
interface Ready {
  readonly engine: EngineModule;
  readonly backend: Started;
  readonly model: Awaited<ReturnType<EngineModule["readModel"]>>;
}

let ready: Promise<Ready> | undefined;
let backend: Promise<Started> | undefined;
let driver: RunDriver | undefined;
let held: Promise<void> | undefined;
let busy = false;
/** What of the current run's steps is looked at. */
let tracer: Tracer | undefined;
let watched: TraceRequest | null = null;
/** Commands that came while the run was still being prepared. */
let early: ("pause" | "resume" | "step" | "stop")[] = [];

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
    const model = engine.then(({ readModel }) => readModel(request.modelUrl));
    ready ??= Promise.all([engine, backend, model]).then((parts) => ({
      engine: parts[0],
      backend: parts[1],
      model: parts[2],
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
    try {
      tell({ kind: "loading", runId, what: "Preparing model and data" });
      if (!ready) throw new Error("The model is not loaded. Reload the page.");
      const { engine, backend, model } = await ready;
      await breathe();
      const kept = await keptRun({ runId, experiment, snapshots }, tell);
      tracer = new Tracer(
        (trace) => tell({ kind: "trace", runId, trace }),
        () => performance.now(),
      );
      tracer.request = watched;
      const { events, dispose } = await engine.beginTraining(experiment, model, backend.gpu, kept, tracer);
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
      tell({ kind: "failed", runId, message: messageOf(error) });
    } finally {
      await heard;
      driver = undefined;
      tracer = undefined;
      busy = false;
    }
  },

  pause: () => command("pause"),
  resume: () => command("resume"),
  step: () => command("step"),
  stop: () => command("stop"),

  trace(input) {
    watched = traceRequestSchema.parse(input);
    if (tracer) tracer.request = watched;
  },
};

function command(name: (typeof early)[number]): void {
  if (driver) driver[name]();
  else if (busy) early.push(name);
}

// A rejection that nobody handles would pass in silence; thrown again it reaches the page as the worker's error.
self.addEventListener("unhandledrejection", (event) => {
  setTimeout(() => {
    throw event.reason;
  });
});

Comlink.expose(api);
