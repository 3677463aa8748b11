import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, SITE, setTiny, type WatchedPage } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE, { subPath: "/some/path/" });
  watched = await openPage(browser, server.url);
  page = watched.page;
  await engineReady(page);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const row = (label: string) => page.locator(".reported tbody tr", { hasText: label }).first();
const cell = (label: string, column: number) => row(label).locator("td").nth(column);

test("the paper's tables are fetched when one comes to see them", async () => {
  expect(await page.locator(".reported").count()).toBe(0);
  await page.locator(".zone-paper").scrollIntoViewIfNeeded();
  await page.locator(".reported", { hasText: "Table II" }).waitFor();
  expect(await cell("SFT", 0).innerText()).toBe("83.21");
  // Nothing ran yet.
  expect(await cell("SFT", 1).innerText()).toBe("–");
  expect(await page.locator(".zone-paper").innerText()).toContain("cannot be compared with the paper's");
});

test("best is bold and second best has a dagger, among the paper's own fine-tunings", async () => {
  expect(await cell("Layer-GradDrop", 0).innerText()).not.toContain("†");
  expect(await row("GradDrop-Epoch").locator("td").first().innerText()).toBe("83.73†");
  const best = page.locator(".reported tbody tr", { has: page.locator("td:nth-of-type(1) b") });
  expect(await best.locator("th").first().innerText()).toContain("Layer-GradDrop");
  expect(await row("FILTER").locator("b").count()).toBe(0);
  expect(await row("FILTER").locator("th").innerText()).toContain("[20]");
});

test("the page says where the paper's tables disagree", async () => {
  await page.getByLabel("Table of the paper").selectOption("VI");
  const said = page.locator(".contradictions");
  await said.getByText("82.16 in Table VI, 80.61 in Table X").waitFor();
  await page.getByLabel("Table of the paper").selectOption("IX");
  await said.getByText("Layer-GradDrop: 72.25 in Table IX, 72.55 in Table X").waitFor();
  await page.getByLabel("Table of the paper").selectOption("");
});

test("Figures 3 and 4 are drawn from the paper's tables before anything ran", async () => {
  const cells = page.locator(".tests tbody td");
  expect(await cells.filter({ hasText: /^p / }).count()).toBeGreaterThan(20);
  expect(await cells.filter({ hasText: "too few" }).count()).toBeGreaterThan(20);
  // Five languages, two bars each.
  await expect.poll(() => page.locator(".change-place [data-bar]").count()).toBe(10);
  expect(await page.locator(".change-chart").nth(1).innerText()).toContain("Finish a run of SFT");
});

test("finished runs stand beside the paper's figures, and one seed is said to be too few", async () => {
  await setTiny(page, { epochs: 1, trainSize: 16, evalSize: 4 });
  await button(page, "run").click();
  await expect.poll(() => cell("GradDrop-Epoch", 1).innerText(), { timeout: 120_000 }).toMatch(/^\d+\.\d†? \(1\)$/);
  expect(await cell("SFT", 1).innerText()).toMatch(/^\d+\.\d†? \(1\)$/);
  expect(await page.locator(".reported figcaption").innerText()).toContain("4 test examples a language");
  await page.getByLabel("Figures tested").getByText("Your runs").click();
  const tested = page.locator(".tests tbody tr", { hasText: "GradDrop-Epoch" }).first();
  await tested.getByText("4 pairs, 1 seed: too few").waitFor();
  await page.locator(".change-chart h3", { hasText: "Your runs, 1 seed, too few to believe" }).waitFor();
});

test("axe finds nothing, in light and dark, with either source of the tests", async () => {
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel("Figures tested").getByText("Paper's tables").click();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel("Use dark colours").click();
  await page.waitForTimeout(300);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test("on a phone the paper is a part of its own, and nothing is wider than the screen", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByLabel("Part of the page shown").getByText("Paper").click();
  await page.locator(".reported").waitFor();
  expect(await page.locator(".zone-setup").isVisible()).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("nothing was complained about, and nothing was asked of other servers", () => {
  expect(watched.complaints).toEqual([]);
  expect(watched.foreign).toEqual([]);
});
