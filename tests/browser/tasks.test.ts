/** What a person does with the nine tasks: look at examples, train each, and see what was taken for what. */
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, runRows, SITE, setTiny } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE, { subPath: "/some/path/" });
  ({ page, complaints } = await openPage(browser, server.url, { width: 1280, height: 800 }));
  await engineReady(page);
  await page.getByText("See an example").click();
  // One variant is enough.
  await page.getByRole("checkbox", { name: "GradDrop-Epoch", exact: true }).uncheck();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const choose = (task: string) => page.locator(`.tasks input[value="${task}"]`).check();
const settled = () =>
  page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"), null, {
    timeout: 120_000,
  });
const language = (code: string) => page.getByLabel("Language of the example").selectOption(code);
const download = async (press: () => Promise<void>) => {
  const event = page.waitForEvent("download");
  await press();
  const file = await event;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
};

describe("an example", () => {
  test.each([
    ["nc", ["Title", "Body"]],
    ["xnli", ["Premise", "Hypothesis"]],
    ["wpr", ["Query", "Page"]],
  ])("of %s shows its texts by name, and the answer", async (task, names) => {
    await choose(task);
    await expect.poll(() => page.locator(".example-texts dt").allInnerTexts()).toEqual(names);
    expect(await page.locator(".example-answer").innerText()).toMatch(
      task === "wpr" ? /^Grade: [0-4] \(\w+\)/ : /^Answer: \w+/,
    );
  });

  test("of POS has a tag under every word, in Arabic from right to left", async () => {
    await choose("pos");
    await language("ar");
    const sentence = page.locator(".example-sentence");
    await expect.poll(() => sentence.getAttribute("lang")).toBe("ar");
    await expect.poll(() => sentence.locator(".tagged").count()).toBeGreaterThan(2);
    const boxes = await sentence
      .locator(".tagged")
      .evaluateAll((words) => words.map((word) => word.getBoundingClientRect().right));
    expect(boxes[0]).toBeGreaterThan(boxes[1]!);
    expect(await sentence.locator(".tag").first().innerText()).toMatch(/^:\s*[A-Z]+$/);
  });

  test("of NER joins the words of a name", async () => {
    await choose("ner");
    await language("en");
    await expect
      .poll(() => page.locator(".tagged .tag").allInnerTexts())
      .toContainEqual(expect.stringMatching(/^:\s*PER$/));
  });

  test("of MLQA marks the answer in its passage, and there are more to look through", async () => {
    await choose("mlqa");
    const mark = page.locator(".example-texts mark");
    await expect.poll(() => mark.count()).toBe(1);
    const first = await page.locator(".example-card").innerText();
    await page.getByRole("button", { name: "Next example" }).click();
    await expect.poll(() => page.locator(".example-card").innerText()).not.toBe(first);
    await page.getByRole("button", { name: "Example before" }).click();
    await expect.poll(() => page.locator(".example-card").innerText()).toBe(first);
  });

  test("and the help of its task are clean to axe, light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const task of ["pos", "ner", "wpr", "mlqa"]) {
        await choose(task);
        await page.waitForTimeout(500);
        expect(await accessibilityProblems(page), `${task}, ${colorScheme}`).toEqual([]);
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.getByRole("button", { name: "About the task MLQA: answers in a passage" }).click();
    await expect.poll(() => page.locator(".help").last().innerText()).toMatch(/In the paper \(Table IX, F1/);
    await page.keyboard.press("Escape");
  });
});

describe("each task", () => {
  test.each([
    ["nc", "accuracy"],
    ["xnli", "accuracy"],
    ["pawsx", "accuracy"],
    ["qam", "accuracy"],
    ["qadsm", "accuracy"],
    ["wpr", "nDCG"],
    ["ner", "F1"],
    ["pos", "precision"],
    ["mlqa", "F1"],
  ])("%s trains an epoch, and is scored by %s", async (task, metric) => {
    await choose(task);
    await setTiny(page, { epochs: 1, trainSize: 16, evalSize: 5 });
    await button(page, "run").click();
    await expect
      .poll(async () => (await runRows(page)).map(({ epochs }) => epochs), { timeout: 120_000 })
      .toEqual(["1/1"]);
    await settled();
    expect(await page.locator(".figure.accuracy h2").innerText()).toContain(`Test ${metric} per epoch`);
    const outcome = page.locator(".figure.outcome");
    if (task === "mlqa") {
      await expect.poll(() => outcome.locator("tbody tr").count()).toBe(5);
      expect(await outcome.locator("tbody tr").first().locator("td").last().innerText()).toMatch(
        /^(✓ )?(right, )?\d+$/,
      );
      return;
    }
    const cells = outcome.locator('[role="gridcell"]');
    await expect.poll(() => cells.count()).toBeGreaterThanOrEqual(4);
    const labels = await outcome.locator("tbody th").allInnerTexts();
    expect(await cells.count()).toBe(labels.length ** 2);
    // As many of each as there are.
    await outcome.getByText("Counts", { exact: true }).click();
    const rows = await outcome
      .locator("tbody tr")
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent?.replace("·", "0")))),
      );
    for (const row of rows) expect(row.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBe(row.at(-1));
    await outcome.getByText("%", { exact: true }).click();
  });
});

describe("what was taken for what", () => {
  beforeAll(async () => {
    await choose("pos");
    await page.locator(".matrix").waitFor();
  });

  test("has all 17 tags side by side at 1280 pixels", async () => {
    const { width, scroll } = await page
      .locator(".matrix-scroll")
      .evaluate((box) => ({ width: box.clientWidth, scroll: box.scrollWidth }));
    expect(scroll).toBeLessThanOrEqual(width);
  });

  test("is read in words, by mouse and by arrow keys", async () => {
    const said = page.locator(".matrix-said");
    await page.locator('[data-cell="7-7"]').hover();
    await expect.poll(() => said.innerText()).toMatch(/^NOUN (found: \d+ of \d+ words|: the test has none)/);
    await page.locator('[data-cell="7-7"]').focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => said.innerText()).toMatch(/^NOUN taken for NUM: \d+ of \d+ words, \d+\.\d %\./);
    await page.keyboard.press("End");
    await expect.poll(() => said.innerText()).toMatch(/^NOUN taken for X/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await expect.poll(() => said.innerText()).toMatch(/^NUM taken for ADJ/);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-cell"))).toBe("8-0");
  });

  test("is there for each language by itself", async () => {
    const total = async () =>
      (await page.locator(".matrix-total").allInnerTexts()).reduce((sum, text) => sum + Number(text), 0);
    const all = await total();
    await page.getByLabel("Language shown").selectOption("th");
    await expect.poll(total).toBeLessThan(all);
    await page.getByLabel("Language shown").selectOption("all");
    await expect.poll(total).toBe(all);
  });

  test("can be saved as a picture and as a table", async () => {
    const save = () => page.getByLabel("Save figure: What was taken for what").click();
    await save();
    const picture = await download(() => page.getByText("Figure as SVG").click());
    expect(picture.name).toBe("graddrop-confusion.svg");
    for (const label of ["SCONJ", "PROPN", "What was taken for what"]) expect(picture.text).toContain(label);
    await save();
    const table = await download(() => page.getByText("Cells of all languages as CSV").click());
    expect(table.name).toMatch(/^graddrop-confusion-run-\d+\.csv$/);
    const lines = table.text.trimEnd().split("\r\n");
    expect(lines[0]).toBe("run,task,variant,seed,epoch,language,gold,predicted,count,share_of_gold");
    expect(lines.length - 1).toBeGreaterThanOrEqual(18 * 17 * 17);
  });

  test("outlives a reload", async () => {
    const before = await page.locator(".matrix tbody").innerText();
    await page.waitForTimeout(1000);
    await page.reload();
    await page.locator(".matrix").waitFor();
    expect(await page.locator(".matrix tbody").innerText()).toBe(before);
  });

  test("is clean to axe, light and dark, and scrolls by itself on a phone", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.waitForTimeout(500);
      expect(await accessibilityProblems(page), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByText("Figures", { exact: true }).first().click();
    const { body, width, scroll } = await page.locator(".matrix-scroll").evaluate((box) => ({
      body: document.documentElement.scrollWidth,
      width: box.clientWidth,
      scroll: box.scrollWidth,
    }));
    expect(scroll).toBeGreaterThan(width);
    expect(body).toBeLessThanOrEqual(390);
    expect(complaints).toEqual([]);
  });
});
