import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, SITE, setTiny, type WatchedPage } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

/** A step takes its time on a machine that does other work. */
const SLOW = { timeout: 60_000 };

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

describe("a student looks into a step of GradDrop", () => {
  let watched: WatchedPage;
  let page: Page;
  const inspector = () => page.locator(".inspector");
  const stepShown = async () =>
    Number(/([\d,]+), epoch/.exec(await inspector().locator(".circumstances").innerText())?.[1]?.replace(",", ""));
  /** Weight, gradient, mask with a word, weight before, change, moments. */
  const rows = () =>
    inspector()
      .locator(".traced tbody tr")
      .evaluateAll((list) => list.map((row) => Array.from(row.children, (cell) => cell.textContent?.trim() ?? "")));

  beforeAll(async () => {
    watched = await openPage(browser, server.url);
    page = watched.page;
    await engineReady(page);
  });

  test("before a run the inspector says what to do", async () => {
    await inspector().scrollIntoViewIfNeeded();
    expect(await inspector().innerText()).toContain("start a run, press Pause (P), then Step (N)");
  });

  test("while a run goes on, the latest step is shown by itself", async () => {
    await page.getByLabel("GradDrop", { exact: true }).check();
    await page.getByLabel("SFT", { exact: true }).uncheck();
    await page.getByLabel("GradDrop-Epoch", { exact: true }).uncheck();
    await setTiny(page, { epochs: 2, trainSize: 800, evalSize: 6 });
    await button(page, "run").click();
    await inspector().scrollIntoViewIfNeeded();
    await expect.poll(async () => (await rows()).length, SLOW).toBeGreaterThan(0);
  });

  test("paused, each press of Step shows that step: dropped weights with factor 0, kept ones with 1.25", async () => {
    await button(page, "pause").click();
    await expect.poll(() => button(page, "step").isEnabled(), SLOW).toBe(true);
    const before = await stepShown();
    await button(page, "step").click();
    await expect.poll(stepShown, SLOW).toBeGreaterThan(before);
    // The weights are chosen anew at the pause: half of them dropped in the very next step.
    const shown = await rows();
    expect(shown.filter(([, , mask]) => mask === "0 dropped")).toHaveLength(4);
    expect(shown).toHaveLength(8);
    expect(shown.filter(([, , mask]) => mask === "1.25 rescaled")).toHaveLength(4);
    for (const [weight, gradient] of shown) {
      expect(weight).toMatch(/^\d+, \d+$/);
      expect(gradient).toMatch(/^−?[\d.]+(e−\d+)?$/);
    }
    const step = await stepShown();
    await button(page, "step").click();
    await expect.poll(stepShown, SLOW).toBe(step + 1);
    // The same weights can be followed.
    expect((await rows()).map(([weight]) => weight)).toEqual(shown.map(([weight]) => weight));
  });

  test("choosing a weight writes the paper's formula with its numbers, and the device agrees with it", async () => {
    const kept = inspector().locator(".traced tbody tr", { hasText: "rescaled" }).first();
    const chosen = await kept.locator("button").innerText();
    await kept.locator("button").click();
    const update = inspector().locator(".update");
    await expect.poll(() => update.innerText()).toContain(`Weight ${chosen}.`);
    const text = (await update.innerText()).replace(/\s+/g, "");
    expect(text).toContain("Mask,Eq.4m∼Bernoulli(1−𝑝)1−𝑝=11−0.2=1.25");
    expect(text).toContain("𝑔⊙m");
    expect(text).toMatch(/Firstmomentμ′=.*=0\.9·.*\+0\.1·/);
    expect(text).toMatch(/θ′=𝜃−𝛼/);
    expect(text).toMatch(/theyagreeto[\d.]+e−(7|8|9|1\d),/);
    const dropped = inspector().locator(".traced tbody tr", { hasText: "dropped" }).first();
    await dropped.locator("button").click();
    await expect.poll(() => update.innerText()).toContain("Dropped: its gradient counts as 0");
    expect(await update.innerText()).toMatch(/they agree to/);
  });

  test("rows are walked with the arrow keys", async () => {
    await inspector().locator(".traced tbody button").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await inspector().locator(".traced tbody button").nth(1).getAttribute("aria-pressed")).toBe("true");
  });

  test("the weight under the lens is added to those that are looked at", async () => {
    const canvas = page.locator(".mask canvas").first();
    await canvas.scrollIntoViewIfNeeded();
    await canvas.focus();
    await page.keyboard.press("ArrowRight");
    await inspector().scrollIntoViewIfNeeded();
    await button(page, "step").click();
    await expect.poll(async () => (await rows()).filter(([weight]) => weight?.endsWith("lens")).length, SLOW).toBe(1);
    expect(await rows()).toHaveLength(9);
  });

  test("another matrix is looked at from the next step on", async () => {
    await page.getByLabel("Matrix shown").selectOption("intermediate.dense");
    await inspector().scrollIntoViewIfNeeded();
    await inspector().getByText("Press Step (N): the next step is shown here").waitFor();
    await button(page, "step").click();
    await expect.poll(async () => (await rows()).length, SLOW).toBe(9);
    expect(await inspector().locator("h2").innerText()).toContain("FFN in");
  });

  test("nothing is wrong with it for people who use other ways to read and point", async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("when the run is over, nothing is claimed any more", async () => {
    await button(page, "stop").click();
    await inspector().getByText("start a run, press Pause (P), then Step (N)").waitFor();
    expect(await rows()).toEqual([]);
  });
});
