import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, runRows, SITE, setTiny } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const settled = (page: Page) =>
  page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"), null, {
    timeout: 180_000,
  });
const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
const FORK = "SFT → GradDrop-Epoch from epoch 3";
const menuOf = (page: Page, run: string) => page.getByLabel(`Actions for run ${run}`, { exact: true });

interface FileOfRuns {
  readonly runs: readonly {
    readonly experiment: { readonly history?: unknown };
    readonly epochs: readonly unknown[];
  }[];
}

/** The runs as the page exports them. */
async function exported(page: Page): Promise<FileOfRuns["runs"]> {
  await page.getByLabel("Actions for all runs").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "exportRuns").click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return (JSON.parse(Buffer.concat(chunks).toString()) as FileOfRuns).runs;
}

describe("a run that is forked", () => {
  let page: Page;
  let context: BrowserContext;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, context, complaints } = await openPage(browser, server.url, { width: 1280, height: 800 }));
    await engineReady(page);
    await setTiny(page, { epochs: 4, trainSize: 64, evalSize: 4 });
    await page.getByRole("checkbox", { name: "GradDrop-Epoch", exact: true }).uncheck();
    await button(page, "run").click();
    await settled(page);
  });

  test("is described in a dialog, by keyboard, that says what will happen and what cannot be", async () => {
    await menuOf(page, "SFT · seed 1").click();
    await page.locator('[data-run-action="fork"]').click();
    const dialog = page.getByRole("dialog", { name: "Fork SFT · seed 1" });
    await dialog.waitFor();
    const add = dialog.locator('[data-action="fork"]');
    await dialog.getByLabel("Go on with").selectOption("sft");
    expect(await add.isDisabled()).toBe(true);
    await dialog.getByText("Epoch 2 is SFT's already", { exact: false }).waitFor();
    await dialog.getByLabel("Go on with").selectOption("graddrop-epoch");
    await dialog.getByLabel("Fork after epoch", { exact: true }).fill("4");
    await dialog.getByText("Enter a whole number from 1 to 3.").waitFor();
    await dialog.getByLabel("Fork after epoch", { exact: true }).fill("2");
    await dialog.getByText("trains epochs 1 to 2 again as SFT", { exact: false }).waitFor();
    // Mantine's portal stands outside every landmark.
    const problems = await accessibilityProblems(page);
    expect(problems.filter((problem) => !problem.startsWith("region:"))).toEqual([]);
    await dialog.getByLabel("Fork after epoch", { exact: true }).press("Enter");
    await dialog.waitFor({ state: "hidden" });
  });

  test("is in the queue under its own name, says that it repeats, and finishes", async () => {
    const told = page.locator(".run-title", { hasText: "repeats epochs 1 to 2 of SFT" });
    await told.waitFor({ timeout: 60_000 });
    await expect
      .poll(async () => (await runRows(page)).map(({ name }) => name))
      .toEqual(["SFT · seed 1", `${FORK} · seed 1`]);
    await settled(page);
    await expect.poll(async () => (await runRows(page)).map(({ epochs }) => epochs)).toEqual(["4/4", "4/4"]);
  });

  test("has the very figures of its source up to the fork, and others after it", async () => {
    const [source, fork] = await exported(page);
    expect(fork!.experiment.history).toEqual([{ variant: "sft", hyper: {}, until: 2 }]);
    expect(fork!.epochs.slice(0, 2)).toEqual(source!.epochs.slice(0, 2));
    expect(fork!.epochs[2]).not.toEqual(source!.epochs[2]);
  });

  test("is a line of its own in Figure 2, from an open mark on, and a group of its own in the means", async () => {
    await expect.poll(() => page.locator(".fork-mark").count()).toBe(1);
    const points = await page
      .locator(".mean-markers path")
      .evaluateAll((paths) => paths.map((path) => path.getAttribute("data-points")));
    expect(points).toEqual(["4", "2"]);
    expect(await page.locator(".plot-accuracy .shared-line[d]").count()).toBe(1);
    expect(await page.locator(".legend-entry").allInnerTexts()).toEqual([
      expect.stringContaining("SFT"),
      expect.stringContaining(FORK),
    ]);
    expect(await page.locator(".race p").innerText()).toMatch(/^Only the mask and the dropout of SFT differ/);
    expect(await page.locator(".accuracy").innerText()).toContain("Open diamond: where a run was forked");
  });

  test("is told epoch by epoch in Figure 1", async () => {
    const caption = page.locator(".schedule");
    await page.locator('[data-cell="11-1"]').click();
    await expect.poll(() => caption.innerText()).toContain("Epoch 1: SFT");
    await page.locator('[data-cell="11-3"]').click();
    await expect.poll(() => caption.innerText()).toContain("Epoch 3: GradDrop-Epoch");
    const number = (cell: string) => page.locator(`[data-cell="${cell}"] .cell-number`).innerText();
    expect(await Promise.all(["11-2", "11-3", "11-4"].map(number))).toEqual(["100", "75", "100"]);
  });

  test("opens from a link, and runs again to the same figures", async () => {
    const address = await copiedLink();
    expect(address).toMatch(/&history=sft\.2$/);
    const [, fork] = await exported(page);
    const other = await openPage(browser, address);
    await engineReady(other.page);
    await other.page.getByText("epochs 1 to 2 are SFT in every run", { exact: false }).waitFor();
    await button(other.page, "run").click();
    await expect
      .poll(async () => (await runRows(other.page)).map(({ epochs }) => epochs), { timeout: 120_000 })
      .toEqual(["4/4"]);
    await settled(other.page);
    expect((await exported(other.page))[0]!.epochs).toEqual(fork!.epochs);
    await other.page.getByRole("button", { name: "No forks" }).click();
    await expect.poll(() => other.page.evaluate(() => location.hash)).not.toContain("history");
    expect([...complaints, ...other.complaints]).toEqual([]);
    await other.context.close();
  });

  test("has the same figures to the last digit on the command line, from that link", async () => {
    const [, fork] = await exported(page);
    const flags = ["--import", "./tools/node.mjs", "src/cli/main.ts", "train", "--backend", "wasm", "--json"];
    const { stdout } = await run(process.execPath, [...flags, "--experiment", await copiedLink()], { cwd: ROOT });
    expect((JSON.parse(stdout) as FileOfRuns).runs.map(({ epochs }) => epochs)).toEqual([fork!.epochs]);
  });

  async function copiedLink(): Promise<string> {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await menuOf(page, `${FORK} · seed 1`).click();
    await page.locator('[data-run-action="link"]').click();
    await page.getByText("The link was copied").first().waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }
});
