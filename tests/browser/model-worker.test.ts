/** The training worker with models of a Hub, in a real Chromium with its private files. */
import { resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commitOf, type FakeHub, fakeHub } from "../support/fake-hub.ts";
import { wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";
import { startChromium } from "./browser.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = "tests/browser/worker/page.html";
const REPOSITORY = "tests/xlmr";
const OTHER = "tests/other";
/** Large enough that a download can be ended in the middle. */
const WIDE = { hidden: 64, inner: 256, layers: 4, vocabulary: 20_000 } as const;

let server: ViteDevServer | undefined;
let browser: Browser | undefined;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  server = await createServer({
    root: ROOT,
    configFile: resolve(ROOT, "vite.config.ts"),
    cacheDir: "node_modules/.vite-worker",
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
  });
  await server.listen();
  browser = await startChromium(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  context = await browser!.newContext();
  page = await context.newPage();
  await page.goto(new URL(PAGE, server!.resolvedUrls!.local[0]).href);
  await page.waitForFunction(() => "worker" in window);
});

afterEach(() => context.close());

function startHub(): Promise<FakeHub> {
  return fakeHub(
    {},
    {
      models: {
        [REPOSITORY]: { revisions: { main: syntheticModel() } },
        [OTHER]: { revisions: { main: syntheticModel({ shape: WIDE, shards: 3 }) } },
      },
    },
  );
}

/** Runs to its end; returns the kinds of its events, repeated ones once. */
async function run(model: string, change = {}): Promise<string[]> {
  return page.evaluate(
    async ({ model, change }) => {
      const { client, events, experiment } = window.worker;
      const first = events.length;
      await client.start({ runId: `run-${first}`, experiment: experiment(model, change) });
      const kinds = events.slice(first).map(({ kind }) => kind);
      return kinds.filter((kind, i) => kind !== kinds[i - 1]);
    },
    { model, change },
  );
}

const use = (hub: FakeHub) => page.evaluate((endpoint) => window.worker.client.hub({ endpoint }), hub.endpoint);
const lastEvent = () => page.evaluate(() => window.worker.events.at(-1)!);

describe("a model of the Hub", () => {
  test("is looked at by its small files, pinned to its commit, then trained, and the next time nothing is fetched", async () => {
    const hub = await startHub();
    await use(hub);
    const look = await page.evaluate((model) => window.worker.client.look(model), `hub:${REPOSITORY}`);
    const commit = commitOf(REPOSITORY, "main");
    expect(look).toMatchObject({ model: `hub:${REPOSITORY}@${commit}`, name: REPOSITORY, commit });
    const kinds = await run(look.model);
    expect(kinds).toContain("downloading");
    expect(kinds.at(-1)).toBe("done");
    const { sentBytes } = hub;
    expect((await run(look.model)).at(-1)).toBe("done");
    expect(hub.sentBytes).toBe(sentBytes);
  });

  test("takes its turn with others; whatever is wrong with one is said, and the next one runs", async () => {
    const hub = await startHub();
    await use(hub);
    expect((await run("mini")).at(-1)).toBe("done");
    expect((await run(`hub:${OTHER}`)).at(-1)).toBe("done");
    expect((await run("hub:tests/nobody")).at(-1)).toBe("failed");
    expect(await lastEvent()).toMatchObject({ message: expect.stringMatching(/tests\/nobody.*no such model/) });
    hub.faults = [{ kind: "status", status: 401 }];
    expect((await run(`hub:${REPOSITORY}`)).at(-1)).toBe("failed");
    expect(await lastEvent()).toMatchObject({ message: expect.stringContaining("token") });
    hub.faults = [];
    expect((await run(`hub:${REPOSITORY}`)).at(-1)).toBe("done");
    expect((await run("mini")).at(-1)).toBe("done");
  });

  test("can be given up while it is fetched: the run is stopped, and what came is not fetched again", async () => {
    const hub = await startHub();
    await use(hub);
    hub.faults = [{ kind: "slow", bytesPerSecond: 200_000, path: ".safetensors" }];
    const kinds = await page.evaluate(async (model) => {
      const { client, events, experiment } = window.worker;
      const over = client.start({ runId: "run-slow", experiment: experiment(model) });
      while (!events.some((event) => event.kind === "downloading" && event.bytes > 100_000)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const stoppedAt = performance.now();
      client.command("stop");
      await over;
      return { last: events.at(-1)!.kind, tookMs: performance.now() - stoppedAt };
    }, `hub:${OTHER}`);
    expect(kinds.last).toBe("stopped");
    expect(kinds.tookMs).toBeLessThan(3000);
    hub.faults = [];
    expect((await run(`hub:${OTHER}`)).at(-1)).toBe("done");
  });

  test("a run on it is planned before its weights are fetched, and timed on this device", async () => {
    const hub = await startHub();
    await use(hub);
    const ask = (question: "fit" | "calibrate", deviceBytes?: number) =>
      page.evaluate(
        async ({ question, model, deviceBytes }) => {
          const { client, experiment, note } = window.worker;
          const room = deviceBytes === undefined ? {} : { deviceBytes };
          return client[question]({ experiment: experiment(model), ...room }, note);
        },
        { question, model: `hub:${OTHER}`, deviceBytes },
      );
    const fit = await ask("fit");
    // Of the weights' files only the headers have come, with what follows them.
    expect(fit.downloadBytes).toBeGreaterThan(fit.cachedBytes);
    expect(fit.vocabulary.used).toBeLessThan(fit.vocabulary.of);
    expect(fit).toMatchObject({ verdict: "fits", room: { backend: "wasm", mostBytes: 2 ** 32 } });
    const sent = hub.sentBytes;
    const timed = await ask("calibrate");
    expect(timed.times!.epochMs).toBeGreaterThan(0);
    expect(hub.sentBytes).toBe(sent);
    const small = await ask("fit", fit.memory.total / 2);
    expect(small.verdict).toBe("too-large");
    expect(small.proposals.length).toBeGreaterThan(0);
    expect((await run(`hub:${OTHER}`)).at(-1)).toBe("done");
    expect(hub.sentBytes - sent).toBeLessThan(1.1 * fit.downloadBytes + 20_000);
    const after = await ask("fit");
    expect(after).toMatchObject({ downloadBytes: 0, cachedBytes: fit.downloadBytes + fit.cachedBytes });
  });
});

test("a model of the user's own files trains, and again after the worker has died", async () => {
  const files = Object.entries(syntheticModel()).map(([path, file]) => ({ path, text: latin1(wholeOf(file)) }));
  const model = await page.evaluate(async (files) => {
    const given = files.map(({ path, text }) => {
      const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      return new File([bytes], `mine/${path}`);
    });
    const look = await window.worker.client.giveFiles(given);
    return look.model;
  }, files);
  expect(model).toMatch(/^files:mine#[0-9a-f]{12}$/);
  expect((await run(model)).at(-1)).toBe("done");
  await page.evaluate(() => window.worker.client.restart());
  expect((await run(model)).at(-1)).toBe("done");
  expect((await run("files:mine#000000000000")).at(-1)).toBe("failed");
  expect(await lastEvent()).toMatchObject({ message: expect.stringContaining("Give the same files again") });
});

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
