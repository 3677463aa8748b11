/** A real browser asks a Hub on another origin, whose storage is on a third: what may be sent where is the browser's own decision. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeHub, fakeHub } from "../support/fake-hub.ts";
import { wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";
import { startChromium } from "./browser.ts";
import { type StaticServer, serve } from "./server.ts";

const NAME = "someone/xlm-roberta-tiny";
const WEIGHTS = "model.safetensors";
const TOKEN = "hf_secret";
const files = syntheticModel({ dtype: "F16" });
const weights = wholeOf(files[WEIGHTS]!);

type Checkpoints = typeof import("../../src/checkpoint/index.ts");

let browser: Browser | undefined;
let site: StaticServer | undefined;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), "hub-page-"));

beforeAll(async () => {
  const built = await build({
    configFile: false,
    root: resolve(import.meta.dirname, "../.."),
    logLevel: "error",
    build: {
      write: false,
      target: "es2023",
      lib: { entry: "src/checkpoint/index.ts", formats: ["es"], fileName: "checkpoint" },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !("output" in output)) throw new Error("Vite built nothing.");
  for (const chunk of output.output)
    if (chunk.type === "chunk") writeFileSync(join(folder, chunk.fileName), chunk.code);
  const [entry] = output.output;
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><script type="module">window.checkpoints = import("./${entry.fileName}");</script>`,
  );
  site = await serve(folder);
  browser = await startChromium();
  page = await browser.newPage();
  await page.goto(site.url);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true });
});

interface Wanted {
  readonly endpoint: string;
  readonly token?: string;
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** Pins the model, and fetches ranges of its weights, in the page. */
function fetchInPage(hub: FakeHub, ranges: Wanted["ranges"], token?: string): Promise<number[][]> {
  const wanted = { endpoint: hub.endpoint, ranges, ...(token && { token }), repository: NAME, file: WEIGHTS };
  return page.evaluate(async ({ repository, file, ranges, ...options }) => {
    const { hubSource, pinHubAddress } = await (window as unknown as { checkpoints: Promise<Checkpoints> }).checkpoints;
    const source = hubSource(await pinHubAddress({ kind: "hub", repository }, options), options);
    await source.read("config.json");
    const access = await source.access(file);
    const parts = await Promise.all(ranges.map(([start, end]) => access.slice(start, end)));
    return parts.map((part) => [...new Uint8Array(part)]);
  }, wanted);
}

const hubWith = (access?: "private") =>
  fakeHub({}, { models: { [NAME]: { revisions: { main: files }, ...(access && { access }) } }, token: TOKEN });

const RANGES = [
  [0, 8],
  [1001, 5003],
  [weights.length - 3, weights.length],
] as const;
const PARTS = RANGES.map(([start, end]) => [...weights.subarray(start, end)]);

test("a public model comes in ranges, through the redirect, without one preflight", async () => {
  const hub = await hubWith();
  expect(await fetchInPage(hub, RANGES)).toEqual(PARTS);
  expect(new Set(hub.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  expect(new Set(hub.requests.map(({ headers }) => headers.referer))).toEqual(new Set([undefined]));
});

test("a private model comes with a token, which the storage host is not told", async () => {
  const hub = await hubWith("private");
  expect(await fetchInPage(hub, RANGES, TOKEN)).toEqual(PARTS);
  const stored = hub.requests.filter(({ at }) => at === "storage");
  expect(stored.map(({ method, headers }) => [method, headers.authorization])).toEqual(
    RANGES.map(() => ["GET", undefined]),
  );
});

test("faults reach the page in plain words", async () => {
  const hub = await hubWith("private");
  await expect(fetchInPage(hub, RANGES)).rejects.toThrow(/there is no such model on the Hub, or it is private \(401\)/);
  const refused = (kind: FakeHub["faults"][number]) => {
    hub.faults = [{ ...kind, path: WEIGHTS }];
    return expect(fetchInPage(hub, RANGES, TOKEN)).rejects;
  };
  await refused({ kind: "cut", afterBytes: 5 }).toThrow(
    /model\.safetensors: could not be fetched \(.+\)\. Is the network up/,
  );
  await refused({ kind: "short", byBytes: 1 }).toThrow(/sent bytes .* instead of .* has the model changed\?/);
  await refused({ kind: "web-page" }).toThrow(/sent a web page instead of the file/);
  await refused({ kind: "status", status: 503 }).toThrow(/answered 503/);
  hub.stop();
  await expect(fetchInPage(hub, RANGES, TOKEN)).rejects.toThrow(/could not be fetched/);
});

test("a server without ranges is read whole", async () => {
  const hub = await hubWith();
  hub.faults = [{ kind: "no-ranges" }];
  expect(await fetchInPage(hub, RANGES)).toEqual(PARTS);
});
