import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, importRuns, openPage, runRows, SITE, setTiny } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;
/** A page on which the run was never disturbed. */
let calm: Page;
/** What that run came to. */
let undisturbed: Stored;

const SETTINGS = { epochs: 2, trainSize: 128, evalSize: 2 };
const STEPS_PER_EPOCH = 8;

/** As an exported file holds it. */
interface Stored {
  readonly status: string;
  readonly name?: string;
  readonly note?: string;
  readonly epochs: readonly { readonly trainLoss: number; readonly test: object }[];
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
}

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE);
  calm = (await startedRun()).page;
  await finished(calm);
  undisturbed = (await exported(calm))[0]!;
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** One run of a variant whose masks depend on the epoch, in a browser profile of its own. */
async function startedRun(): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const opened = await openPage(browser, server.url);
  await engineReady(opened.page);
  await opened.page.getByLabel("SFT", { exact: true }).uncheck();
  await setTiny(opened.page, SETTINGS);
  await button(opened.page, "run").click();
  return opened;
}

/** All epochs are there, and nothing trains any more. */
const finished = (page: Page) =>
  page.waitForFunction(
    (epochs) =>
      document.querySelector(".runs tbody td")?.textContent?.trim() === epochs &&
      document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"),
    `${SETTINGS.epochs}/${SETTINGS.epochs}`,
    { timeout: 120_000 },
  );

/** Runs that a folder of the browser's private files holds something of. */
const runsIn = (page: Page, folder: string) =>
  page.evaluate(async (folder) => {
    const names: string[] = [];
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle(folder, { create: true });
    for await (const [name] of all.entries()) names.push(name);
    return names;
  }, folder);
/** Runs that a reload would find a snapshot of. */
const snapshots = (page: Page) => runsIn(page, "snapshots");

/** The run has been kept in the middle of its second epoch. */
async function underWay(page: Page): Promise<void> {
  const step = async () => Number(/step (\d+) of/.exec(await page.locator(".run-numbers").innerText())?.[1] ?? 0);
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(STEPS_PER_EPOCH + 2);
  await expect.poll(() => snapshots(page)).toEqual(["run-1"]);
}

const menu = (page: Page) => page.getByLabel("Actions for all runs");

async function exported(page: Page): Promise<Stored[]> {
  await menu(page).click();
  const download = page.waitForEvent("download");
  await button(page, "exportRuns").click();
  const path = await (await download).path();
  return (JSON.parse(await readFile(path, "utf8")) as { runs: Stored[] }).runs;
}

async function expectUndisturbed(page: Page): Promise<void> {
  const [run] = await exported(page);
  expect(run?.epochs).toEqual(undisturbed.epochs);
  expect(run?.losses).toEqual(undisturbed.losses);
  expect(run?.losses).toHaveLength(SETTINGS.epochs * STEPS_PER_EPOCH);
  await expect.poll(() => snapshots(page)).toEqual([]);
  // What it came to can be taken home.
  expect(await runsIn(page, "final-weights")).toEqual(["run-1"]);
}

describe("a run that is interrupted has the very curve of an undisturbed one", () => {
  test("by a reload, after Resume", async () => {
    const { page, context, complaints } = await startedRun();
    await underWay(page);
    await page.reload();
    await engineReady(page);
    const state = (await runRows(page))[0]?.epochs;
    expect(state).toMatch(/interrupted at step \d+/);
    expect(Number(/step (\d+)/.exec(state ?? "")?.[1])).toBeGreaterThanOrEqual(STEPS_PER_EPOCH);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole("button", { name: /^Resume run/ }).click();
    await finished(page);
    await expectUndisturbed(page);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("by the end of its worker, without anybody's help", async () => {
    const { page, context } = await startedRun();
    await underWay(page);
    const isTraining = await Promise.all(
      page.workers().map(async (worker) => (await worker.evaluate(() => self.name).catch(() => "")) === "training"),
    );
    const worker = page.workers().find((_, i) => isTraining[i]);
    await worker!.evaluate(() => self.close()).catch(() => {});
    await page.getByText(/The training worker was ended from outside\. The run goes on from step \d+/).waitFor();
    await finished(page);
    await expectUndisturbed(page);
    await context.close();
  });
});

describe("finished runs", () => {
  test("are there after a reload, with the name and the note they were given", async () => {
    await calm.getByLabel(/^Actions for run/).click();
    await calm.locator('[data-run-action="describe"]').click();
    await calm.getByLabel("Name", { exact: true }).fill("My best");
    await calm.getByLabel("Note", { exact: true }).fill("On a quiet machine");
    await calm.getByRole("button", { name: "Save", exact: true }).click();
    await expect.poll(async () => (await runRows(calm))[0]?.name).toBe("My best");
    await calm.waitForTimeout(800);
    await calm.reload();
    await engineReady(calm);
    expect((await runRows(calm))[0]).toMatchObject({ name: "My best", epochs: "2/2" });
    expect(await calm.getByLabel("Note of run My best").getAttribute("title")).toBe("On a quiet machine");
  });

  test("go to a file and come from one, beside those that are there", async () => {
    const runs = await exported(calm);
    expect(runs).toHaveLength(1);
    await importRuns(calm, "mine.json", JSON.stringify({ format: "graddrop-playground.runs", version: 1, runs }));
    await calm.getByText("mine.json: 1 run added beside those that are here.").waitFor();
    expect((await exported(calm)).map(({ name, losses }) => ({ name, losses }))).toEqual([
      { name: "My best", losses: undisturbed.losses },
      { name: "My best", losses: undisturbed.losses },
    ]);
  });

  test("from a hostile file are refused, with its fault, and nothing changes", async () => {
    await importRuns(calm, "evil.json", JSON.stringify({ format: "graddrop-playground.runs", version: 1, runs: [{}] }));
    const alert = calm.getByRole("alert");
    await expect.poll(() => alert.innerText()).toMatch(/evil\.json: run 1 of 1 does not fit \(id: /);
    expect(await runRows(calm)).toHaveLength(2);
  });

  test("are kept by one tab at a time, and the other says so", async () => {
    const { page } = await openPage(browser, server.url, { context: calm.context() });
    await page.getByText("Runs are kept in another tab").waitFor();
    expect(await runRows(page)).toHaveLength(2);
    await button(page, "clear").click();
    await page.waitForTimeout(800);
    await page.close();
    await calm.reload();
    await engineReady(calm);
    expect(await runRows(calm)).toHaveLength(2);
  });
});
