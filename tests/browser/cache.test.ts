/** Models that are fetched from a Hub and kept in the private files of a real Chromium. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type FakeHub, fakeHub } from "../support/fake-hub.ts";
import { startChromium } from "./browser.ts";
import { CHUNK_BYTES, REPOSITORY } from "./cache/protocol.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const WEIGHTS = Uint8Array.from({ length: 3_000_001 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 255);
const SHA256 = createHash("sha256").update(WEIGHTS).digest("hex");
const FILE = "model.safetensors";
/** Of six requests that were under way each loses what has come of its chunk. */
const LOST_BY_A_BREAK = 6 * CHUNK_BYTES;

let server: ViteDevServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  server = await createServer({
    root: ROOT,
    configFile: resolve(ROOT, "vite.config.ts"),
    cacheDir: "node_modules/.vite-cache-test",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true, include: ["comlink", "hash-wasm", "zod"] },
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
  context = await browser.newContext();
  page = await openPage();
});

afterEach(() => context.close());

async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(new URL("tests/browser/cache/page.html", server.resolvedUrls!.local[0]).href);
  await opened.waitForFunction(() => "removeAll" in window);
  return opened;
}

const hub = () => fakeHub({}, { models: { [REPOSITORY]: { revisions: { main: { [FILE]: WEIGHTS } } } } });
const read = (tab: Page, { endpoint }: FakeHub, patienceMs?: number) =>
  tab.evaluate(({ endpoint, file, patienceMs }) => window.read(endpoint, file, patienceMs), {
    endpoint,
    file: FILE,
    patienceMs,
  });
const keptBytes = async () => {
  const files = await page.evaluate(() => window.stored());
  return files.filter(({ path }) => path.includes("/data/")).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
};
const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

test("a download that is ended in the middle goes on after a reload, and then needs no network", async () => {
  const from = await hub();
  from.faults = [{ kind: "slow", bytesPerSecond: 600_000 }];
  const first = read(page, from);
  await until(async () => (await keptBytes()) > 1_200_000);
  await page.evaluate(() => window.endWorker());
  expect(await first).toBeUndefined();
  from.faults = [];
  await page.reload();
  await page.waitForFunction(() => "removeAll" in window);
  expect(await read(page, from)).toMatchObject({ sha256: SHA256 });
  expect(from.sentBytes).toBeGreaterThan(WEIGHTS.length);
  expect(from.sentBytes).toBeLessThan(WEIGHTS.length + LOST_BY_A_BREAK);
  from.stop();
  expect(await read(page, from)).toEqual({ sha256: SHA256, progress: 0 });
});

test("connections that break off lose at most their chunk", async () => {
  const from = await hub();
  from.faults = [{ kind: "cut", afterBytes: 100_000, times: 5 }];
  expect(await read(page, from)).toMatchObject({ sha256: SHA256 });
  expect(from.sentBytes).toBeLessThanOrEqual(WEIGHTS.length + 5 * CHUNK_BYTES);
});

test("of two tabs one fetches; the other waits and then fetches nothing", async () => {
  const from = await hub();
  from.faults = [{ kind: "slow", bytesPerSecond: 400_000 }];
  const other = await openPage();
  const reads = await Promise.all([read(page, from), read(other, from)]);
  expect(reads).toMatchObject([{ sha256: SHA256 }, { sha256: SHA256 }]);
  expect(from.sentBytes).toBe(WEIGHTS.length);
});

test("a tab that has waited long enough is told that another one has the file", async () => {
  const from = await hub();
  from.faults = [{ kind: "slow", bytesPerSecond: 200_000 }];
  const other = await openPage();
  const first = read(page, from);
  await until(async () => (await keptBytes()) > 0);
  expect((await read(other, from, 300))?.error).toMatch(
    /CheckpointError: .*: is in use in another tab or window of this browser\. Wait until that has ended/,
  );
  await page.evaluate(() => window.endWorker());
  await first;
});

test("what is kept is listed by the page with what it takes, and deleted", async () => {
  const from = await hub();
  await read(page, from);
  const [model] = await page.evaluate(() => window.models());
  expect(model).toMatchObject({ endpoint: from.endpoint, repository: REPOSITORY, wholeBytes: WEIGHTS.length });
  expect(model!.sizeBytes).toBeGreaterThan(WEIGHTS.length);
  expect(model!.sizeBytes).toBeLessThan(WEIGHTS.length + 10_000);
  expect(Math.abs(model!.lastUsedMs - Date.now())).toBeLessThan(60_000);
  await page.evaluate(() => window.removeAll());
  expect(await page.evaluate(() => window.stored())).toEqual([]);
});

test("what is not as the Hub says is deleted", async () => {
  const from = await hub();
  from.faults = [{ kind: "corrupt" }];
  const told = await read(page, from);
  expect(told?.error).toMatch(/CheckpointError: .*its SHA-256 is .* but the Hub says .* deleted\. Try again/);
  await until(async () => (await keptBytes()) === 0);
});

test("where the browser grants no more room, that is said, and nothing half-written stays", async () => {
  const from = await hub();
  const session = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_500_000 });
  const told = await read(page, from);
  expect(told?.error).toMatch(
    /is not kept\. Another 4 MB are needed, and this browser's storage for this site is full/,
  );
  await until(async () => (await keptBytes()) === 0);
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  expect(await read(page, from)).toMatchObject({ sha256: SHA256 });
});
