import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import {
  accessibilityProblems,
  button,
  engineReady,
  longestTask,
  openPage,
  points,
  runRows,
  SITE,
  setTiny,
  type WatchedPage,
} from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
  // Under a sub-path, as on a project page.
  server = await serve(SITE, { subPath: "/some/path/" });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const numbers = (page: Page) => page.locator(".run-numbers").innerText();
const stepOf = async (page: Page) => Number(/step ([\d,]+) of/.exec(await numbers(page))?.[1]?.replace(",", "") ?? 0);
const settled = (page: Page) =>
  page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"), null, {
    timeout: 120_000,
  });

describe("a comparison of two variants", () => {
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage(browser, server.url);
    page = watched.page;
    await engineReady(page);
  });

  test("before any run the page says what it computes on and shows what a variant would do", async () => {
    expect(await page.locator(".compute").innerText()).toMatch(/12 layers.*parameters/s);
    expect(await page.locator("[data-backend]").innerText()).toMatch(/WASM|WebGPU/);
    await page.waitForSelector(".schedule-grid td");
    const epochs = Number(await page.getByLabel("Epochs", { exact: true }).inputValue());
    const title = await page.locator('.schedule-grid td[data-cell="11-1"]').getAttribute("title");
    // GradDrop-Epoch turns on one T-th of the weights in the first epoch.
    expect(Math.abs(Number(/([\d.]+) %/.exec(title ?? "")?.[1]) - 100 / epochs)).toBeLessThan(0.06);
    expect(await page.locator(".plot-accuracy").innerText()).toMatch(/chance 10 %/);
  });

  test("an entry that is not allowed says what is, and keeps Run from being pressed", async () => {
    await page.getByLabel("Epochs", { exact: true }).fill("0");
    await page.getByText("Enter a whole number from 1 to 100.").waitFor();
    expect(await button(page, "run").isDisabled()).toBe(true);
    await button(page, "reset").click();
    expect(await page.getByLabel("Epochs", { exact: true }).inputValue()).not.toBe("0");
  });

  test("both figures grow, and the page's thread is never held up for 50 ms", async () => {
    await setTiny(page, { epochs: 2, trainSize: 48, evalSize: 6 });
    await page.waitForTimeout(500);
    const longest = await longestTask(browser, page, async () => {
      await button(page, "run").click();
      await expect.poll(() => points(page), { timeout: 90_000 }).toBeGreaterThan(0);
      // While it trains, Figure 1 tells past and present from what is to come.
      expect(await page.locator(".schedule-grid thead th[data-now]").count()).toBe(1);
      await settled(page);
    });
    expect(longest).toBeLessThan(50);
    await expect.poll(() => points(page)).toBe(4);
    const rows = await runRows(page);
    expect(rows.map(({ name }) => name)).toEqual(["SFT · seed 1", "GradDrop-Epoch · seed 1"]);
    for (const { epochs, zeroShot } of rows) {
      expect(epochs).toBe("2/2");
      expect(zeroShot).toMatch(/^\d+\.\d %$/);
    }
    expect(await page.locator('.schedule-grid td[data-cell="11-1"]').getAttribute("title")).toMatch(/active$/);
    expect(await page.locator('[aria-live="polite"]').last().textContent()).toContain("epoch 2 of 2");
  });

  test("the loss is drawn step by step", async () => {
    const path = await page.locator(".loss-line").first().getAttribute("d");
    expect(path?.split("L").length).toBe(6);
  });

  test("choosing a cell shows its mask, weight by weight, and the lens tells of a single one", async () => {
    await page.locator('.schedule-grid td[data-cell="4-1"]').click();
    await page.getByText("Mask of layer 5, epoch 1").waitFor();
    const colours = () =>
      page.locator(".mask-plot canvas").evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
        copy.drawImage(canvas as HTMLCanvasElement, 0, 0);
        const { data } = copy.getImageData(0, 0, width, height);
        const tally: Record<string, number> = {};
        for (let i = 0; i < data.length; i += 4) {
          const key = `${data[i]},${data[i + 1]},${data[i + 2]}`;
          tally[key] = (tally[key] ?? 0) + 1;
        }
        return tally;
      });
    // GradDrop-Epoch in the first of two epochs: exactly half of the weights.
    await expect.poll(async () => Object.values(await colours())).toEqual([8192, 8192]);
    await page.getByLabel("Matrix shown").selectOption("intermediate.dense");
    await expect.poll(async () => Object.values(await colours())).toEqual([32768, 32768]);
    await page.locator(".mask-plot canvas").hover({ position: { x: 20, y: 20 } });
    expect(await page.locator(".lens-text").innerText()).toMatch(
      /Output \d+, input \d+: gradient × [01]; given epoch [12]/,
    );
    await page.locator(".mask-plot canvas").focus();
    const before = await page.locator(".lens-text").innerText();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".lens-text").innerText()).not.toBe(before);
  });

  test("Figure 1 can be walked with the arrow keys", async () => {
    await page.locator('.schedule-grid td[data-cell="4-1"]').focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    await page.getByText("Mask of layer 6, epoch 2").waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-cell"))).toBe("5-2");
  });

  test("English or any language can be shown instead of the zero-shot average", async () => {
    await page.getByLabel("Score shown").selectOption("ru");
    await page.locator(".accuracy figcaption", { hasText: "Russian" }).waitFor();
    expect(await points(page)).toBe(4);
    await page.getByLabel("Score shown").selectOption("zero-shot");
  });

  test("a curve can be hidden and shown again", async () => {
    await page.locator(".legend-entry").first().click();
    await expect.poll(() => points(page)).toBe(2);
    await page.locator(".legend-entry").first().click();
    await expect.poll(() => points(page)).toBe(4);
  });

  test("axe finds nothing, in light and dark, with runs and masks on the page", async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel("Use dark colours").click();
    await page.waitForTimeout(300);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test("a reload keeps runs and settings", async () => {
    await page.reload();
    await engineReady(page);
    expect((await runRows(page)).map(({ epochs }) => epochs)).toEqual(["2/2", "2/2"]);
    expect(await points(page)).toBe(4);
    expect(await page.getByLabel("Training examples", { exact: true }).inputValue()).toBe("48");
  });

  test("runs can be cleared, and brought back", async () => {
    await button(page, "clear").click();
    await expect.poll(() => runRows(page)).toEqual([]);
    await button(page, "undoClear").click();
    await expect.poll(() => runRows(page)).toHaveLength(2);
  });

  test("nothing was complained about, and nothing was asked of other servers", () => {
    expect(watched.complaints).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });
});

test("a run can be paused, single-stepped, resumed and stopped", async () => {
  const { page, context, complaints } = await openPage(browser, server.url);
  await engineReady(page);
  await setTiny(page, { epochs: 20, trainSize: 80, evalSize: 2 });
  // By keyboard, as the buttons say.
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(0);
  await button(page, "pause").click();
  await page.locator(".run-numbers", { hasText: "paused" }).waitFor();
  const held = await stepOf(page);
  await page.waitForTimeout(1500);
  expect(await stepOf(page)).toBe(held);
  await button(page, "step").click();
  await expect.poll(() => stepOf(page), { timeout: 20_000 }).toBe(held + 1);
  await page.waitForTimeout(1000);
  expect(await stepOf(page)).toBe(held + 1);
  await button(page, "pause").click();
  await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(held + 2);
  await button(page, "stop").click();
  await settled(page);
  // The one that waited is forgotten, the one that ran is kept.
  const states = async () => (await runRows(page)).map(({ epochs }) => epochs);
  await expect.poll(states).toEqual([expect.stringMatching(/^\d+\/20 stopped$/)]);
  expect(complaints).toEqual([]);
  await context.close();
});
