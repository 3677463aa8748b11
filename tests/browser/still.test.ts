import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { button, engineReady, openPage, points, SITE, setTiny } from "./page.ts";
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

/** Notes from now on what moves on the page by itself: the browser's own measure, with what it says has moved. */
async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { shifts: seen });
    interface Shift extends PerformanceEntry {
      readonly sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
    }
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries() as Shift[]) {
        for (const { node, previousRect: before, currentRect: now } of sources) {
          const moved = Math.max(
            ...(["x", "y", "width", "height"] as const).map((side) => Math.abs(now[side] - before[side])),
          );
          const element = node instanceof Element ? node : node?.parentElement;
          // New words in the same place have not moved, nor have they in a button that has not; and the time bar's thumb shows time.
          if (moved < 1 || element?.closest("[role=slider]") || element?.parentElement?.closest("button")) continue;
          const name = node instanceof Element ? `${node.tagName} ${node.getAttribute("class")}` : node?.nodeName;
          const text = node?.textContent?.slice(0, 40);
          seen.push(
            `${name} "${text}" ${before.x},${before.y},${before.width},${before.height} -> ${now.x},${now.y},${now.width},${now.height}`,
          );
        }
      }
    }).observe({ type: "layout-shift" });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
}

/** Small, so that the runs that are to come have their rows in the table. */
const SETTINGS = { epochs: 2, trainSize: 32, evalSize: 2 };

test("nothing on the page moves while it trains, from the press of Run to the last epoch", async () => {
  const { page, context } = await openPage(browser, server.url, { width: 1280, height: 800 });
  await engineReady(page);
  await setTiny(page, SETTINGS);
  await page.waitForTimeout(1000);
  const shifts = await watchShifts(page);
  await button(page, "run").click();
  await expect.poll(() => points(page), { timeout: 120_000 }).toBe(4);
  await page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"));
  await page.waitForTimeout(500);
  expect(await shifts()).toEqual([]);
  await context.close();
});

test("on a 13-inch laptop Figure 2, the loss and the table of runs are in sight without scrolling", async () => {
  const { page, context } = await openPage(browser, server.url, { width: 1280, height: 800 });
  await engineReady(page);
  for (const part of [".accuracy", ".loss", ".runs", ".schedule"]) {
    const box = (await page.locator(part).first().boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(800);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await context.close();
});
