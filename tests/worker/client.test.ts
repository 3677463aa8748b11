import * as Comlink from "comlink";
import { afterEach, describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { TrainingClient, type WorkerLike } from "../../src/worker/client.ts";
import type { BackendReport, RunEvent, TrainingApi } from "../../src/worker/protocol.ts";

const backend: BackendReport = {
  backend: "wasm",
  adapter: "Processor",
  software: false,
  threads: 1,
  reason: "It is there.",
};
const experiment = defaultExperiment("nc", "sft");
const setup = { wish: "auto", modelUrl: "http://localhost/models/mini/" } as const;
const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A worker in this thread: the real protocol over a real channel. */
class HereWorker extends EventTarget implements WorkerLike {
  terminated = false;
  readonly #port: MessagePort;

  constructor(api: Partial<TrainingApi>) {
    super();
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    Comlink.expose(api, port2 as unknown as Comlink.Endpoint);
    this.#port = port1;
    port1.addEventListener("message", (event) =>
      this.dispatchEvent(new MessageEvent("message", { data: (event as MessageEvent).data as unknown })),
    );
    port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer as never);
  }

  terminate(): void {
    this.terminated = true;
  }

  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { message }));
  }
}

function rig(apis: Partial<TrainingApi>[]) {
  const events: RunEvent[] = [];
  const workers: HereWorker[] = [];
  /** By worker: lets go of its lock, as its end does. */
  const releases: (() => void)[] = [];
  const client = new TrainingClient(
    setup,
    (event) => events.push(event),
    () => {
      const worker = new HereWorker({ setup: async () => backend, ...apis[workers.length] });
      workers.push(worker);
      return worker;
    },
    () =>
      new Promise((resolve) => {
        releases.push(resolve);
      }),
  );
  return { client, events, workers, releases };
}

const done = (runId: string): RunEvent => ({ kind: "done", runId, stepsPerSecond: 2 });
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe("a run", () => {
  test("is set up once, and its events reach the page", async () => {
    let setups = 0;
    const { client, events } = rig([
      {
        setup: async () => {
          setups++;
          return backend;
        },
        start: async ({ runId }, listener) => await listener(done(runId)),
      },
    ]);
    expect(await client.setup()).toEqual(backend);
    await client.start({ runId: "run-1", experiment });
    await client.start({ runId: "run-2", experiment });
    expect(setups).toBe(1);
    await until(() => events.length === 4);
    expect(events.map(({ kind, runId }) => `${kind} ${runId}`)).toEqual([
      "loading run-1",
      "done run-1",
      "loading run-2",
      "done run-2",
    ]);
  });

  test("that cannot be set up fails with the reason, and can be tried again", async () => {
    let healthy = false;
    const { client, events } = rig([
      {
        setup: async () => {
          if (!healthy) throw new Error("model.safetensors: is cut off. Download it again.");
          return backend;
        },
        start: async ({ runId }, listener) => await listener(done(runId)),
      },
    ]);
    await client.start({ runId: "run-1", experiment });
    expect(events.at(-1)).toMatchObject({
      kind: "failed",
      message: "model.safetensors: is cut off. Download it again.",
    });
    healthy = true;
    await client.start({ runId: "run-2", experiment });
    await until(() => events.at(-1)?.kind === "done");
  });

  test("is told which weights to look at, before it and while it goes on; a fresh worker is told again", async () => {
    const told: string[] = [];
    const api = (name: string): Partial<TrainingApi> => ({
      start: async ({ runId }, listener) => {
        told.push(`${name} starts`);
        await listener(done(runId));
      },
      trace: (request) => void told.push(`${name} looks at ${request?.elements ?? "nothing"}`),
    });
    const { client } = rig([api("first"), api("second")]);
    client.trace({ tensor: "a", elements: [1, 2] });
    await client.start({ runId: "run-1", experiment });
    client.trace({ tensor: "a", elements: [3] });
    client.trace(null);
    client.trace({ tensor: "b", elements: [4] });
    client.restart();
    await client.start({ runId: "run-2", experiment });
    await until(() => told.includes("second starts"));
    expect(told).toEqual([
      ...["first looks at 1,2", "first starts", "first looks at 3", "first looks at nothing", "first looks at 4"],
      ...["second looks at 4", "second starts"],
    ]);
  });

  test("whose worker dies fails with a message, and the next run gets a fresh worker", async () => {
    const { client, events, workers } = rig([
      { start: () => new Promise(() => {}) },
      { start: async ({ runId }, listener) => listener(done(runId)) },
    ]);
    const over = client.start({ runId: "run-1", experiment });
    await until(() => workers.length === 1);
    await client.setup();
    workers[0]!.crash("out of memory");
    await over;
    expect(events.at(-1)).toMatchObject({ kind: "failed", runId: "run-1" });
    expect(events.at(-1)).toHaveProperty("message", expect.stringContaining("out of memory"));
    expect(workers[0]!.terminated).toBe(true);
    await client.start({ runId: "run-2", experiment });
    await until(() => events.at(-1)?.kind === "done");
    expect(workers).toHaveLength(2);
  });

  test("whose worker is killed without a word, once it has started, is lost with it and may go on", async () => {
    const started = { steps: 4, stepsPerEpoch: 2, layers: 1, backend };
    const { client, events, workers, releases } = rig([
      {
        start: async ({ runId }, listener) => {
          await listener({ kind: "started", runId, ...started });
          await new Promise(() => {});
        },
      },
      { start: async ({ runId }, listener) => listener(done(runId)) },
    ]);
    const over = client.start({ runId: "run-1", experiment, snapshots: "fresh" });
    await until(() => events.at(-1)?.kind === "started");
    releases[0]!();
    await over;
    expect(events.at(-1)).toMatchObject({ kind: "workerLost", runId: "run-1" });
    expect(workers[0]!.terminated).toBe(true);
    await client.start({ runId: "run-1", experiment, snapshots: "resume" });
    await until(() => events.at(-1)?.kind === "done");
  });

  test("is not believed when what it says is malformed", async () => {
    const { client, events } = rig([
      {
        start: async ({ runId }, listener) => {
          await (listener as (event: unknown) => Promise<void>)({ kind: "epoch", runId, record: { epoch: "one" } });
        },
      },
    ]);
    await client.start({ runId: "run-1", experiment });
    expect(events.at(-1)?.kind).toBe("failed");
  });
});

describe("commands", () => {
  test("given while everything still loads are not lost", async () => {
    const heard: string[] = [];
    let release = () => {};
    const loading = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { client } = rig([
      {
        setup: async () => {
          await loading;
          return backend;
        },
        start: async () => {
          heard.push("start");
          await new Promise((resolve) => setTimeout(resolve, 20));
        },
        pause: () => void heard.push("pause"),
      },
    ]);
    const over = client.start({ runId: "run-1", experiment });
    client.command("pause");
    release();
    await over;
    expect(heard).toEqual(["start", "pause"]);
  });

  test("stop while everything still loads ends the run before it starts", async () => {
    let started = false;
    const { client, events } = rig([
      {
        start: async () => {
          started = true;
        },
      },
    ]);
    const over = client.start({ runId: "run-1", experiment });
    client.command("stop");
    await over;
    expect(events.at(-1)).toEqual({ kind: "stopped", runId: "run-1" });
    expect(started).toBe(false);
  });

  test("without a run do nothing", () => {
    const { client, workers } = rig([{}]);
    client.command("pause");
    expect(workers).toHaveLength(0);
  });
});
