import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, SITE, setTiny, type WatchedPage } from "./page.ts";
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

const value = (page: Page, label: string) => page.getByLabel(label, { exact: true }).inputValue();
const isDisabled = (page: Page, label: string) => page.getByLabel(label, { exact: true }).isDisabled();

/** Presses what downloads a file, and reads the file. */
async function download(page: Page, figure: string, item: string): Promise<{ name: string; content: Buffer }> {
  await page
    .locator(figure)
    .getByLabel(/^Save figure/)
    .click();
  const started = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item }).click();
  const file = await started;
  // A menu takes a moment to close, and every figure has one like it.
  await page.waitForFunction(() => document.querySelector('[role="menu"]') === null);
  return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
}

describe("a share link", () => {
  test("is in the address bar as soon as something is set, and opens as the same page elsewhere", async () => {
    const { page, context, complaints } = await openPage(browser, server.url);
    await engineReady(page);
    expect(page.url()).toBe(server.url);
    await page.getByRole("radio", { name: "XNLI: inference" }).check();
    await setTiny(page, { epochs: 3, trainSize: 40, evalSize: 5 });
    await page.getByLabel("Learning rate", { exact: true }).fill("0.0007");
    await page.getByLabel("Score shown").selectOption("ru");
    await expect.poll(() => page.url()).toMatch(/#v=1&task=xnli&.*lr=0\.0007&.*score=ru/);

    const other = await openPage(browser, page.url());
    await engineReady(other.page);
    expect(await value(other.page, "Epochs")).toBe("3");
    expect(await value(other.page, "Training examples")).toBe("40");
    expect(await value(other.page, "Learning rate")).toBe("0.0007");
    expect(await other.page.getByLabel("Score shown").inputValue()).toBe("ru");
    await expect.poll(() => other.page.locator(".task-about").first().innerText()).not.toMatch(/news/);
    expect(other.page.url()).toBe(page.url());
    expect([...complaints, ...other.complaints]).toEqual([]);
    await Promise.all([context.close(), other.context.close()]);
  });

  test("locks and hides what a teacher has ticked, says so, and lets go", async () => {
    const teacher = await openPage(browser, `${server.url}#v=1&epochs=2`);
    await engineReady(teacher.page);
    await button(teacher.page, "share").click();
    await teacher.page.getByLabel("Lock variants", { exact: true }).check();
    await teacher.page.getByLabel("Lock learning rate and batch size").check();
    await teacher.page.getByLabel("Hide more settings").check();
    expect(await accessibilityProblems(teacher.page)).toEqual([]);
    const link = await value(teacher.page, "Link");
    expect(link).toContain("&lock=variant,lr,batch&hide=noise,warmup,decay,clip,optimizer");
    await teacher.context.close();

    const { page, context, complaints } = await openPage(browser, link);
    await engineReady(page);
    await page.getByText("The link you opened locks and hides some settings.").waitFor();
    expect(await isDisabled(page, "Learning rate")).toBe(true);
    expect(await isDisabled(page, "Epochs")).toBe(false);
    expect(await page.locator(".variants input[type=checkbox]").first().isDisabled()).toBe(true);
    expect(await page.getByText("More settings").isVisible()).toBe(false);
    await page.getByLabel("About learning rate").click();
    await page.getByText("Locked by the link that opened this page.").waitFor();
    await page.keyboard.press("Escape");
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.getByLabel("About locked and hidden settings").click();
    await button(page, "unlock").click();
    await expect.poll(() => isDisabled(page, "Learning rate")).toBe(false);
    expect(await page.getByText("More settings").isVisible()).toBe(true);
    await expect.poll(() => page.url()).not.toMatch(/lock|hide/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("that is broken is refused with a message, and the page starts from its defaults", async () => {
    const hostile = `${server.url}#v=1&lr=<img src=x onerror=alert(1)>`;
    const { page, context, complaints } = await openPage(browser, hostile);
    await engineReady(page);
    const notice = page.locator(".notices", { hasText: "The link could not be opened" });
    expect(await notice.innerText()).toMatch(/"lr" should be a number, but is .*<img.*The page shows its defaults/s);
    expect(await page.locator("img").count()).toBe(0);
    expect(await value(page, "Learning rate")).toBe("0.0003");
    // A good one, pasted into the same tab, opens at once.
    await page.evaluate(() => {
      location.hash = "#v=1&epochs=7";
    });
    await expect.poll(() => value(page, "Epochs")).toBe("7");
    await expect.poll(() => notice.count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("a figure", () => {
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage(browser, `${server.url}#v=1&variant=sft,graddrop-epoch&epochs=2&train=32&test=2`);
    page = watched.page;
    await engineReady(page);
    await page.getByLabel("Use dark colours").click();
    await button(page, "run").click();
    await page.locator(".runs tbody tr", { hasText: "2/2" }).nth(1).waitFor({ timeout: 120_000 });
  });

  afterAll(() => watched?.context.close());

  test.each([
    [".accuracy", "graddrop-figure-2", ["Test accuracy per epoch", "GradDrop-Epoch", "chance", "Zero-shot average"]],
    [".schedule", "graddrop-figure-1", ["What learns, and when", "Layer 12", "turned on more recently"]],
  ])("%s becomes an SVG of its own, with title and legend, in light colours", async (figure, name, words) => {
    const svg = await download(page, figure, "Figure as SVG");
    expect(svg.name).toBe(`${name}.svg`);
    const text = svg.content.toString();
    // Nothing in it needs the page, its style sheets, a script or HTML.
    expect(text).not.toMatch(/var\(--|class=|foreignObject|<script|href="(?!data:)/);
    expect(text).toContain('fill="rgb(255, 255, 255)"');
    const read = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
      return {
        error: parsed.querySelector("parsererror")?.textContent,
        text: parsed.documentElement.textContent ?? "",
      };
    }, text);
    expect(read.error).toBeUndefined();
    for (const word of words) expect(read.text).toContain(word);
  });

  test("becomes a PNG at twice the size of the page, with the curves in it", async () => {
    const size = (await page.locator(".accuracy").boundingBox())!;
    const png = await download(page, ".accuracy", "Figure as PNG");
    expect(png.name).toBe("graddrop-figure-2.png");
    const { width, height, colours } = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      const pixels = context.getImageData(0, 0, image.width, image.height).data;
      const seen = new Set<string>();
      for (let i = 0; i < pixels.length; i += 4) seen.add(`${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`);
      return { width: image.width, height: image.height, colours: [...seen] };
    }, png.content.toString("base64"));
    expect([width, height]).toEqual([Math.round(size.width * 2), Math.round(size.height * 2)]);
    // Paper, and GradDrop-Epoch's green.
    expect(colours).toContain("255,255,255");
    expect(colours).toContain("0,133,95");
  });

  test("leaves the page as it was", async () => {
    expect(await page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
    expect(await page.locator("[data-exporting]").count()).toBe(0);
  });

  test("comes with its curves as CSV: every run, epoch and language", async () => {
    const { name, content } = await download(page, ".accuracy", "Export curves as CSV");
    expect(name).toMatch(/^graddrop-curves-\d{4}-\d\d-\d\d\.csv$/);
    const lines = content.toString().trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^run,name,task,variant,seed,epoch,language,metric,score,zero_shot_score,/);
    expect(lines).toHaveLength(1 + 2 * 2 * 5);
  });

  test("was saved without complaint", () => {
    expect(watched.complaints).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });
});
