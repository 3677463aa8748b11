import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { button, engineReady, openPage, points, runRows, SITE, setTiny } from "./page.ts";
import { serve } from "./server.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
});

test("a broken model file is named, and the page stays usable and recovers", async () => {
  let broken = true;
  const server = await serve(SITE, {
    change: (path, content) => (broken && path.endsWith("model.safetensors") ? content.subarray(0, 5000) : content),
  });
  const { page, context } = await openPage(browser, server.url);
  const alert = page.getByRole("alert");
  await alert.waitFor({ timeout: 60_000 });
  expect(await alert.innerText()).toContain("model.safetensors");
  // The controls and previews work without an engine.
  await page.getByLabel("GradFreeze-TopDown").check();
  await page.locator(".schedule figcaption", { hasText: "GradFreeze-TopDown" }).waitFor();
  broken = false;
  await page.getByText("Try again").click();
  await engineReady(page);
  await context.close();
  await server.close();
});

test("a loss that is no number ends the run with what to do, and the page stays usable", async () => {
  // The last quarter of the weights becomes NaN, in half precision as in single.
  const server = await serve(SITE, {
    change: (path, content) =>
      path.endsWith("model.safetensors") ? content.fill(0xff, content.length * 0.75) : content,
  });
  const { page, context } = await openPage(browser, server.url);
  await engineReady(page);
  await page.getByLabel("GradDrop-Epoch", { exact: true }).uncheck();
  await setTiny(page, { epochs: 1, trainSize: 32, evalSize: 2 });
  await button(page, "run").click();
  const alert = page.getByRole("alert");
  await alert.waitFor({ timeout: 60_000 });
  expect(await alert.innerText()).toMatch(/NaN.*learning rate/is);
  expect((await runRows(page)).map(({ epochs }) => epochs)).toEqual(["0/1 failed"]);
  expect(await button(page, "run").isEnabled()).toBe(true);
  await page.getByLabel("Close this message").click();
  expect(await alert.count()).toBe(0);
  await context.close();
  await server.close();
});

test("a worker that dies is replaced by the next run", async () => {
  const server = await serve(SITE);
  const context = await browser.newContext();
  let dead = true;
  await context.route(/assets\/training\.worker/, (route) => (dead ? route.abort() : route.continue()));
  const { page } = await openPage(browser, server.url, { context });
  const alert = page.getByRole("alert");
  await alert.waitFor({ timeout: 60_000 });
  expect(await alert.innerText()).toMatch(/worker stopped working/);
  dead = false;
  await page.getByLabel("GradDrop-Epoch", { exact: true }).uncheck();
  await setTiny(page, { epochs: 1, trainSize: 16, evalSize: 2 });
  await button(page, "run").click();
  await expect.poll(() => points(page), { timeout: 60_000 }).toBe(1);
  await context.close();
  await server.close();
});

test("without the isolation headers it computes on one thread and says why", async () => {
  const server = await serve(SITE, { isolated: false });
  const { page, context } = await openPage(browser, server.url);
  await engineReady(page);
  expect(await page.locator(".compute").innerText()).toContain("COOP and COEP");
  await context.close();
  await server.close();
});

test("a phone shows one part at a time and never scrolls sideways", async () => {
  const server = await serve(SITE);
  const { page, context, complaints } = await openPage(browser, server.url, { width: 390, height: 844 });
  await engineReady(page);
  for (const part of ["What to run", "Figures", "What is inside"]) {
    await page.getByText(part, { exact: true }).first().click();
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await page.locator(".zone:visible").count()).toBe(1);
  }
  expect(complaints).toEqual([]);
  await context.close();
  await server.close();
});
