/** The page's end of the training worker: starts it, listens to it, and starts it anew when it has died. */
import * as Comlink from "comlink";
import type { GivenModelFile } from "../checkpoint/index.ts";
import type { Fit } from "../train/fit.ts";
import type { TraceRequest } from "../train/trace.ts";
import { untilReleased } from "./life-lock.ts";
import { messageOf } from "./message.ts";
import type { AskListener, FitRequest, HubSettings, ModelLook } from "./model-protocol.ts";
import {
  type BackendReport,
  backendReportSchema,
  type RunEvent,
  runEventSchema,
  type SetupRequest,
  type StartRequest,
  type TrainingApi,
} from "./protocol.ts";
import type { TakeHomeProgress, TakeHomeRequest } from "./take-home-protocol.ts";

/** What a Worker offers of itself, so that tests can stand in for one. */
export interface WorkerLike extends Comlink.Endpoint {
  terminate(): void;
}

/** The worker's end, however it came about. */
class WorkerGone extends Error {
  override name = "WorkerGone";
}

/** Numbers the workers of this page. */
let spawned = 0;

export type Command = "pause" | "resume" | "step" | "stop";

export class TrainingClient {
  readonly #spawn: () => WorkerLike;
  readonly #untilReleased: (lock: string) => Promise<void>;
  readonly #setup: SetupRequest;
  readonly #listener: (event: RunEvent) => void;
  #worker: WorkerLike | undefined;
  #lifeLock = "";
  #api: Comlink.Remote<TrainingApi> | undefined;
  #ready: Promise<BackendReport> | undefined;
  /** Rejects what waits for a worker that has died. */
  #fail: ((error: Error) => void) | undefined;
  #runId: string | undefined;
  /** Given before the worker had the run; handed on right behind it. */
  #early: Command[] | undefined;
  #traced: TraceRequest | null = null;
  /** What a fresh worker has to be told of models. */
  #hub: HubSettings | undefined;
  #given: readonly (readonly GivenModelFile[])[] = [];

  constructor(
    setup: SetupRequest,
    listener: (event: RunEvent) => void,
    spawn: () => WorkerLike = () =>
      new Worker(new URL("./training.worker.ts", import.meta.url), { type: "module", name: "training" }),
    released: (lock: string) => Promise<void> = untilReleased,
  ) {
    this.#untilReleased = released;
    this.#setup = setup;
    this.#listener = listener;
    this.#spawn = spawn;
  }

  /** Starts the worker, its backend and the model. Repeating it costs nothing; after a failure it tries again. */
  setup(): Promise<BackendReport> {
    this.#ready ??= this.#untilDead(async (api) => {
      const report = backendReportSchema.parse(await api.setup({ ...this.#setup, lifeLock: this.#lifeLock }));
      this.#watch();
      // What is wrong with them was told when they were given.
      await Promise.all(this.#given.map((files) => api.giveFiles(files).catch(() => {})));
      return report;
    }).catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  /** Resolves when the run is over, or its worker; every failure, the worker's death too, is an event of the run. */
  async start(request: StartRequest): Promise<void> {
    const { runId } = request;
    this.#runId = runId;
    const early: Command[] = [];
    this.#early = early;
    let hasStarted = false;
    const listener = (event: unknown) => {
      const known = runEventSchema.parse(event);
      hasStarted ||= known.kind === "started";
      // A stopped worker's last words may come late.
      if (known.runId === this.#runId) this.#listener(known);
    };
    try {
      this.#listener({ kind: "loading", runId, what: "Loading the engine and the model" });
      await this.setup();
      this.#early = undefined;
      if (early.includes("stop")) {
        this.#listener({ kind: "stopped", runId });
        return;
      }
      await this.#untilDead((api) => {
        // A fresh worker does not know yet.
        if (this.#traced) void api.trace(this.#traced);
        const over = api.start(request, Comlink.proxy(listener));
        for (const name of early) void api[name]();
        return over;
      });
    } catch (error) {
      // A worker that dies before the run has started would die again.
      const kind = error instanceof WorkerGone && hasStarted ? "workerLost" : "failed";
      if (this.#runId === runId) this.#listener({ kind, runId, message: messageOf(error) });
    } finally {
      if (this.#runId === runId) this.#runId = undefined;
    }
  }

  /** Does nothing where there is no run. */
  command(name: Command): void {
    if (this.#runId === undefined) return;
    if (this.#early) this.#early.push(name);
    else void this.#api?.[name]();
  }

  /** Which weights are looked at, in this run and the next. */
  trace(request: TraceRequest | null): void {
    this.#traced = request;
    void this.#api?.trace(request);
  }

  /** How the Hub is reached from now on. */
  hub(settings: HubSettings): void {
    this.#hub = settings;
    void this.#api?.hub(settings);
  }

  /** A model of the user's own; the worker reads its files when they are needed. */
  giveFiles(files: readonly File[]): Promise<ModelLook> {
    // A file that travels forgets its folder.
    const given = files.map((file): GivenModelFile => ({ path: file.webkitRelativePath || file.name, file }));
    return this.#ask(async (api) => {
      const look = await api.giveFiles(given);
      this.#given = [...this.#given, given];
      return look;
    });
  }

  look(model: string): Promise<ModelLook> {
    return this.#ask((api) => api.look(model));
  }

  fit(request: FitRequest, listener?: AskListener): Promise<Fit> {
    return this.#ask((api) => api.fit(request, listener && Comlink.proxy(listener)));
  }

  calibrate(request: FitRequest, listener?: AskListener): Promise<Fit> {
    return this.#ask((api) => api.calibrate(request, listener && Comlink.proxy(listener)));
  }

  /** See TakeHomeApi. */
  takeHome(request: TakeHomeRequest, listener: (progress: TakeHomeProgress) => void): Promise<"done" | "cancelled"> {
    return this.#ask((api) => api.takeHome(request, Comlink.proxy(listener)));
  }

  cancelTakeHome(): void {
    void this.#api?.cancelTakeHome();
  }

  cancelFit(): void {
    void this.#api?.cancelFit();
  }

  /** Ends the worker; the next call starts a fresh one. */
  restart(why = "The training was ended."): void {
    this.#die(new WorkerGone(why));
  }

  async #ask<T>(question: (api: Comlink.Remote<TrainingApi>) => Promise<T>): Promise<T> {
    await this.setup();
    return this.#untilDead(question);
  }

  #untilDead<T>(call: (api: Comlink.Remote<TrainingApi>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const api = this.#live();
      const outer = this.#fail;
      this.#fail = (error) => {
        reject(error);
        outer?.(error);
      };
      call(api).then(resolve, reject);
    });
  }

  #live(): Comlink.Remote<TrainingApi> {
    if (this.#api) return this.#api;
    const worker = this.#spawn();
    const onDeath = (event: Event) => {
      event.preventDefault?.();
      if (worker === this.#worker) this.#die(new WorkerGone(deathMessage(event)));
    };
    worker.addEventListener("error", onDeath as EventListener);
    worker.addEventListener("messageerror", onDeath as EventListener);
    this.#worker = worker;
    spawned++;
    this.#lifeLock = `training-worker ${performance.timeOrigin} ${spawned}`;
    const api = Comlink.wrap<TrainingApi>(worker);
    this.#api = api;
    if (this.#hub) void api.hub(this.#hub);
    return api;
  }

  /** A worker that is killed says nothing: its lock tells. */
  #watch(): void {
    const worker = this.#worker;
    void this.#untilReleased(this.#lifeLock).then(() => {
      if (worker === this.#worker) this.#die(new WorkerGone("The training worker was ended from outside."));
    });
  }

  #die(error: Error): void {
    const fail = this.#fail;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#api = undefined;
    this.#ready = undefined;
    this.#fail = undefined;
    fail?.(error);
  }
}

function deathMessage(event: Event): string {
  const { message } = event as Partial<ErrorEvent>;
  const reason = message ? `: ${message}` : " (its program could not be loaded, or memory ran out)";
  return `The training worker stopped working${reason}. Run again: a fresh worker is started.`;
}
