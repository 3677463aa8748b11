import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { MANY, manyRunsFile } from "./many-runs.ts";
import {
  button,
  engineReady,
  importRuns,
  openPage,
  points,
  redraws,
  runRows,
  SITE,
  type WatchedPage,
  watchRedraws,
} from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

const ALL = MANY.variants * MANY.seeds;

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE);
  const link = `${server.url}#v=1&task=xnli&variant=graddrop-epoch-resample&epochs=30&train=16&test=1`;
  watched = await openPage(browser, link, { width: 1280, height: 800 });
  page = watched.page;
  await engineReady(page);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe("with 12 variants, 5 seeds, 30 epochs and 15 languages", () => {
  test("the file of all runs comes in, and every variant is drawn with its mean, its band and its seeds", async () => {
    await importRuns(page, "many.json", manyRunsFile());
    await page.getByText(`many.json: ${ALL} runs added`).waitFor();
    await page.getByLabel("Close this message").click();
    await expect.poll(() => points(page)).toBe(MANY.variants * MANY.epochs);
    expect(await page.locator(".mean-line[d]").count()).toBe(MANY.variants);
    expect(await page.locator(".error-band[d]").count()).toBe(MANY.variants);
    expect(await page.locator(".seed-line[d]").count()).toBe(ALL);
    expect(new Set(await page.locator(".legend-n").allInnerTexts())).toEqual(new Set([`n = ${MANY.seeds}`]));
  });

  test("a run on top of them joins, and no chart is drawn more than ten times in any second", async () => {
    await watchRedraws(page);
    await button(page, "run").click();
    const epochs = async () => Number((await runRows(page))[ALL]?.epochs.split("/")[0] ?? 0);
    await expect.poll(epochs, { timeout: 90_000 }).toBeGreaterThan(3);
    await button(page, "stop").click();
    const drawn = await redraws(page);
    for (const { inASecond, all } of Object.values(drawn)) {
      expect(all).toBeGreaterThan(2);
      expect(inASecond).toBeLessThanOrEqual(10);
    }
  });

  test("the pointer tells the figures of every variant there, in all figures at once, and no curve is drawn for it", async () => {
    await page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"));
    await page.waitForTimeout(500);
    await watchRedraws(page);
    const box = (await page.locator(".plot-accuracy .plot-area").boundingBox())!;
    for (const share of [0.3, 0.5, 0.7, 0.9]) await page.mouse.move(box.x + share * box.width, box.y + 100);
    await expect.poll(() => page.locator(".chart-tooltip strong").innerText()).toMatch(/^After epoch 2\d$/);
    expect(await page.locator(".chart-tooltip-line").count()).toBe(MANY.variants);
    for (const value of await page.locator(".chart-tooltip-line b").allInnerTexts()) {
      expect(value).toMatch(/^\d+\.\d ± \d+\.\d % \(n = 5\)$/);
    }
    expect(await page.locator(".hover-line").count()).toBe(2);
    await page.mouse.move(2, 2);
    await expect.poll(() => page.locator(".hover-line").count()).toBe(0);
    expect((await redraws(page))[".plot-accuracy"]).toEqual({ inASecond: 0, all: 0 });
  });

  test("language, measure, axis, smoothing and means are switched, and stay whole", async () => {
    for (const score of ["ru", "all", "loss", "gradient"]) {
      await page.getByLabel("Score shown").selectOption(score);
      await expect.poll(() => points(page)).toBeGreaterThanOrEqual(MANY.variants * MANY.epochs);
    }
    await page.locator(".plot-accuracy", { hasText: "gradient norm, nats per unit of weight" }).waitFor();
    await page.getByLabel("Score shown").selectOption("zero-shot");
    await page.getByRole("button", { name: "Axes" }).click();
    await page.getByText("Seconds", { exact: true }).click();
    await page.getByRole("slider", { name: /Smoothing/ }).focus();
    await page.keyboard.press("End");
    // The run that was stopped has a line too.
    await expect.poll(() => page.locator(".raw-line[d]").count()).toBe(MANY.variants + 1);
    await page.keyboard.press("Escape");
    await page.getByText("Means", { exact: true }).click();
    await expect.poll(() => page.locator(".means-scroll tbody tr").count()).toBe(MANY.variants + 1);
    expect(await page.locator(".means-scroll tbody td b").count()).toBeGreaterThanOrEqual(16);
  });

  test("all of it is there after a reload", async () => {
    await page.getByText("Runs", { exact: true }).last().click();
    // What is kept is written a moment later.
    await page.waitForTimeout(1500);
    await page.reload();
    await engineReady(page);
    await expect.poll(async () => (await runRows(page)).length).toBeGreaterThanOrEqual(ALL);
    expect(watched.complaints).toEqual([]);
  });
});
