/** The kernels in a real Chromium, on its software adapter. Each case of webgpu/cases is a test. */
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { CASES } from "./webgpu/cases/index.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = "tests/browser/webgpu/page.html";

let server: ViteDevServer | undefined;
let browser: Browser | undefined;
let page: Page;
/** What the page said that no case could catch. */
const complaints: string[] = [];

beforeAll(async () => {
  server = await createServer({
    root: ROOT,
    configFile: resolve(ROOT, "vite.config.ts"),
    // Apart from the development server's, which may be running.
    cacheDir: "node_modules/.vite-webgpu",
    logLevel: "error",
    // A package found late would reload the page in the middle of a case.
    optimizeDeps: {
      noDiscovery: true,
      include: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "@tensorflow/tfjs-backend-webgpu", "zod"],
    },
    server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
  });
  await server.listen();
  browser = await startChromium(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
  page = await browser.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(new URL(PAGE, server.resolvedUrls!.local[0]).href);
  const loaded = page.waitForFunction(() => "opened" in window, null, { timeout: 120_000 });
  await Promise.race([loaded, until(() => complaints.length > 0)]);
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
  await page.evaluate(() => window.opened);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 100).unref());
}

test("cases have names of their own", () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});

test.each(CASES.map(({ name }) => name))("%s", async (name) => {
  let complained: string[] = [];
  const {
    measured,
    limit,
    what = "",
  } = await page
    .evaluate((name) => window.runCase(name), name)
    .finally(() => {
      complained = complaints.splice(0);
    });
  expect(complained).toEqual([]);
  expect(measured, what).toBeLessThanOrEqual(limit);
});
