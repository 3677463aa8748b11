import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, points, runRows, SITE, setTiny } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE, { subPath: "/some/path/" });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const settled = (page: Page) =>
  page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"), null, {
    timeout: 180_000,
  });
const names = async (page: Page) => (await runRows(page)).map(({ name }) => name);
const menuOf = (page: Page, run: string) => page.getByLabel(`Actions for run ${run}`, { exact: true });

describe("a race of three variants and two seeds", () => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await openPage(browser, server.url, { width: 1280, height: 800 }));
    await engineReady(page);
    await setTiny(page, { epochs: 2, trainSize: 32, evalSize: 4 });
    await page.getByLabel("Seeds", { exact: true }).fill("2");
    await page.getByRole("checkbox", { name: "GradDrop", exact: true }).check();
    await button(page, "run").click();
  });

  test("runs every variant with the first seed, then with the second", async () => {
    await expect
      .poll(() => names(page))
      .toEqual([1, 2].flatMap((seed) => ["SFT", "GradDrop", "GradDrop-Epoch"].map((name) => `${name} · seed ${seed}`)));
  });

  test("its queue can be reordered and cut by keyboard", async () => {
    await menuOf(page, "GradDrop · seed 2").focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-run-action="down"]').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-run-action"));
    for (let presses = 0; presses < 4 && (await focused()) !== "down"; presses++)
      await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await names(page)).slice(-2))
      .toEqual(["GradDrop-Epoch · seed 2", "GradDrop · seed 2"]);
    await menuOf(page, "GradDrop · seed 2").click();
    await page.locator('[data-run-action="drop"]').click();
    await expect.poll(() => names(page)).toHaveLength(5);
  });

  test("tells how long all of it will take", async () => {
    await expect.poll(() => page.locator(".run-title").innerText(), { timeout: 60_000 }).toMatch(/waiting.* s in all/s);
  });

  test("ends with a mean for each variant, its band, and the seeds behind it", async () => {
    await settled(page);
    // Two epochs of three variants.
    await expect.poll(() => points(page)).toBe(6);
    await expect.poll(() => page.locator(".legend-n").allInnerTexts()).toEqual(["n = 2", "n = 1", "n = 2"]);
    await expect.poll(() => page.locator(".seed-line").count()).toBe(4);
    expect(await page.locator(".error-band[d]").count()).toBe(2);
  });

  test("says by hashes that only the mask differs", async () => {
    expect(await page.locator(".race p").innerText()).toMatch(
      /^Only the mask and the dropout of SFT differ: within each seed the same initial weights and batch order \(seed 1: [0-9a-f]{6}, [0-9a-f]{6}; seed 2: /,
    );
  });

  test("is drawn over time, smoothed, or as training loss, when asked to", async () => {
    await page.getByRole("button", { name: "Axes" }).click();
    await page.getByText("Seconds", { exact: true }).click();
    await page.locator(".plot-accuracy .axis-name", { hasText: /^s$/ }).waitFor();
    await expect.poll(() => points(page)).toBe(6);
    await page.getByRole("slider", { name: /Smoothing/ }).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator(".raw-line[d]").count()).toBe(3);
    await page.getByText("Epochs", { exact: true }).last().click();
    await page.keyboard.press("Escape");
    await page.getByLabel("Score shown").selectOption("loss");
    await page.locator(".plot-accuracy", { hasText: "guessing 2.3 nats" }).waitFor();
    await page.getByLabel("Score shown").selectOption("zero-shot");
  });

  test("has a table of means, with best and second, that can be sorted", async () => {
    await page.getByText("Means", { exact: true }).click();
    const table = page.locator(".means-scroll");
    const column = (nth: number) => table.locator(`tbody tr td:nth-child(${nth})`).allInnerTexts();
    expect((await column(2)).sort()).toEqual(["1", "2", "2"]);
    for (const cell of await column(4)) expect(cell).toMatch(/^\d+\.\d( ± \d+\.\d)?†?$/);
    const values = async () => (await column(4)).map((text) => Number.parseFloat(text));
    const descending = await values();
    expect(descending).toEqual([...descending].sort((a, b) => b - a));
    await table.getByRole("button", { name: "Zero-shot" }).click();
    expect(await values()).toEqual([...descending].sort((a, b) => a - b));
    expect(await table.locator('th[aria-sort="ascending"]').innerText()).toContain("Zero-shot");
  });

  test("is clean to axe with the means and an open menu", async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByText("Runs", { exact: true }).last().click();
    await menuOf(page, "SFT · seed 1").click();
    await page.locator('[data-run-action="again"]').waitFor();
    // An open menu stands outside every landmark, at the end of the page; its button says what it is about.
    const problems = await accessibilityProblems(page);
    expect(problems.filter((problem) => !problem.startsWith("region:"))).toEqual([]);
    await page.keyboard.press("Escape");
  });

  test("a run of it can be run again, with the same numbers", async () => {
    await menuOf(page, "SFT · seed 1").click();
    await page.locator('[data-run-action="again"]').click();
    await settled(page);
    const both = async () => (await runRows(page)).filter(({ name }) => name === "SFT · seed 1");
    await expect
      .poll(async () => (await both()).map(({ epochs }) => epochs), { timeout: 60_000 })
      .toEqual(["2/2", "2/2"]);
    const [first, second] = await both();
    expect(second!.zeroShot).toBe(first!.zeroShot);
    // The same seed twice is no more certain.
    expect(await page.locator(".legend-n").first().innerText()).toBe("n = 2");
    expect(complaints).toEqual([]);
  });
});
