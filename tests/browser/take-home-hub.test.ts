/** Models that were made from one of the Hub, taken home in a real Chromium: rows that the run left out come from the Hub again. */
import { resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openWeights } from "../../src/checkpoint/index.ts";
import { experimentSchema } from "../../src/experiment/experiment.ts";
import { decayOfUnseen } from "../../src/export/index.ts";
import { type FakeHub, fakeHub } from "../support/fake-hub.ts";
import { lazySource } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";
import { memorySource } from "../support/tiny-checkpoint.ts";
import { unzipped } from "../support/zip.ts";
import { startChromium } from "./browser.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = "tests/browser/worker/page.html";
const REPOSITORY = "tests/xlmr";
const WORDS = "roberta.embeddings.word_embeddings.weight";
/** A vocabulary of which the data have a small part. */
const MODEL = syntheticModel({ shape: { hidden: 32, vocabulary: 30_000 } });

let server: ViteDevServer | undefined;
let browser: Browser | undefined;
let context: BrowserContext;
let page: Page;
let hub: FakeHub;

beforeAll(async () => {
  server = await createServer({
    root: ROOT,
    configFile: resolve(ROOT, "vite.config.ts"),
    cacheDir: "node_modules/.vite-take-home",
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
  });
  await server.listen();
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  hub = await fakeHub({}, { models: { [REPOSITORY]: { revisions: { main: MODEL } } } });
  context = await browser!.newContext();
  page = await context.newPage();
  await page.goto(new URL(PAGE, server!.resolvedUrls!.local[0]).href);
  await page.waitForFunction(() => "worker" in window);
  await page.evaluate((endpoint) => window.worker.client.hub({ endpoint }), hub.endpoint);
});

afterEach(() => context.close());

/** Returns the experiment, with the model pinned. */
async function run(change = {}) {
  const { experiment, kinds } = await page.evaluate(
    async ({ model, change }) => {
      const { client, events, experiment } = window.worker;
      const asked = experiment((await client.look(model)).model, change);
      await client.start({ runId: "run-1", experiment: asked, snapshots: "fresh" });
      return { experiment: asked, kinds: events.map(({ kind }) => kind) };
    },
    { model: `hub:${REPOSITORY}`, change },
  );
  // So that what is done can be taken home from then on.
  expect(kinds.slice(-2)).toEqual(["weightsKept", "done"]);
  return experimentSchema.parse(experiment);
}

const takeHome = () =>
  page.evaluate(async () => {
    const outcome = await window.worker.client.takeHome({ runId: "run-1", name: "mine" }, () => {});
    const root = await navigator.storage.getDirectory();
    const file = await (await (await root.getDirectoryHandle("packed-model")).getFileHandle("mine.zip")).getFile();
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { outcome, base64: btoa(text) };
  });

const packed = () =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const [name] of (await root.getDirectoryHandle("packed-model", { create: true })).entries())
      names.push(name);
    return names;
  });

test("the word embedding is whole again: rows of the data as trained, the others as decay leaves them", async () => {
  const experiment = await run({ learningRate: 1e-2, weightDecay: 0.5 });
  const { outcome, base64 } = await takeHome();
  expect(outcome).toBe("done");
  const files = [...unzipped(Buffer.from(base64, "base64"))].map(([path, content]) => [
    path.replace("mine/", ""),
    content,
  ]);
  const mine = await (await openWeights(memorySource(Object.fromEntries(files)))).read(WORDS);
  const source = await (await openWeights(lazySource(MODEL))).read(WORDS);
  expect(mine).toHaveLength(source.length);
  const factor = decayOfUnseen(experiment, 3);
  expect(factor).toBeLessThan(0.999);
  let left = 0;
  for (let i = 0; i < mine.length; i += 32) if (mine[i] === Math.fround(source[i]! * factor)) left++;
  // The tokenizer has 665 tokens: none of the others can have been seen.
  expect(left).toBeGreaterThanOrEqual(30_000 - 665);
  expect(left).toBeLessThan(30_000);
});

test("without the network it says so, and nothing is left behind; once there is one it works", async () => {
  await run();
  hub.faults = [{ kind: "status", status: 503 }];
  await expect(takeHome()).rejects.toThrow(/503|could not|cannot/);
  expect(await packed()).toEqual([]);
  hub.faults = [];
  expect((await takeHome()).outcome).toBe("done");
});

test("it can be cancelled in the middle, and nothing is left behind", async () => {
  await run();
  hub.faults = [{ kind: "slow", bytesPerSecond: 100_000, path: ".safetensors" }];
  const { outcome, tookMs } = await page.evaluate(async () => {
    const { client } = window.worker;
    const over = client.takeHome({ runId: "run-1", name: "mine" }, () => {});
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const askedAt = performance.now();
    client.cancelTakeHome();
    return { outcome: await over, tookMs: performance.now() - askedAt };
  });
  expect(outcome).toBe("cancelled");
  expect(tookMs).toBeLessThan(5000);
  expect(await packed()).toEqual([]);
});
