import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, SITE, setTiny } from "./page.ts";
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

const EPOCHS = 4;
/** Time enough for a machine that does other work too. */
const PATIENCE = { timeout: 15_000 };
/** The marked epoch of each Figure 1. */
const shownEpochs = (page: Page) => page.locator(".schedule thead th[data-shown]").allInnerTexts();
const isPlaying = async (page: Page) => (await button(page, "play").getAttribute("aria-label")) === "Pause time";
const slider = (page: Page) => page.getByRole("slider", { name: "Moment shown" });
const scaleOf = async (page: Page) => Number((await page.locator(".zoom-scale").first().innerText()).replace("×", ""));
const pictures = (page: Page) => page.locator(".mask-window canvas");

/** How many squares of each mask have which colour, most first. */
function tallies(page: Page): Promise<number[][]> {
  return pictures(page).evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
      copy.drawImage(canvas as HTMLCanvasElement, 0, 0);
      const pixels = new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer);
      const tally = new Map<number, number>();
      for (const pixel of pixels) tally.set(pixel, (tally.get(pixel) ?? 0) + 1);
      return [...tally.values()].sort((a, b) => b - a);
    }),
  );
}

/** Where the first mask's picture lies. */
const boxOf = async (page: Page) => (await pictures(page).first().boundingBox())!;

async function open(hash: string, size: { width?: number; height?: number } = {}) {
  const watched = await openPage(browser, `${server.url}${hash}`, size);
  await engineReady(watched.page);
  await pictures(watched.page).first().waitFor({ state: "attached" });
  return watched;
}

describe("time in what a variant would do", () => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await open("#v=1&task=nc&variant=graddrop-epoch&show=graddrop-epoch"));
    await setTiny(page, { epochs: EPOCHS, trainSize: 48, evalSize: 4 });
    await page.getByLabel("Speed").selectOption("8");
  });

  test("is played to its end, where it stops; the mask fills up", async () => {
    await expect.poll(() => tallies(page), PATIENCE).toEqual([[12288, 4096]]);
    expect(await shownEpochs(page)).toEqual(["1"]);
    await button(page, "play").click();
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual([String(EPOCHS)]);
    await expect.poll(() => isPlaying(page)).toBe(false);
    // A quarter of the weights turned on in each of four epochs: four blues, no grey.
    await expect.poll(() => tallies(page), PATIENCE).toEqual([[4096, 4096, 4096, 4096]]);
    await page.waitForTimeout(500);
    expect(await shownEpochs(page)).toEqual([String(EPOCHS)]);
  });

  test("played again it begins anew, by key too, and pauses where it is", async () => {
    await page.getByLabel("Speed").selectOption("1");
    await page.locator("h1").click();
    await page.keyboard.press("k");
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["1"]);
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["2"]);
    await page.keyboard.press("k");
    expect(await isPlaying(page)).toBe(false);
    const held = await shownEpochs(page);
    await page.waitForTimeout(1300);
    expect(await shownEpochs(page)).toEqual(held);
  });

  test("is scrubbed by keyboard, and stepped through", async () => {
    await slider(page).focus();
    await page.keyboard.press("Home");
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["1"]);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["3"]);
    expect(await slider(page).getAttribute("aria-valuetext")).toBe("Epoch 3 of 4, batch 1 of 3");
    await page.locator("h1").click();
    await page.keyboard.press("j");
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["2"]);
    await button(page, "later").click();
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["3"]);
    await page.getByText("Mask of layer 12, epoch 3").waitFor();
  });

  test("goes by batches for variants that draw a mask for each", async () => {
    await page.getByLabel("Run or variant shown").selectOption("preview:graddrop");
    await page.getByText("By batch", { exact: true }).click();
    const picture = () => pictures(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await expect.poll(() => page.locator(".time-text").innerText()).toBe("Epoch 1 of 4, batch 1 of 3");
    await page.waitForTimeout(300);
    const before = await picture();
    await button(page, "later").click();
    await expect.poll(() => page.locator(".time-text").innerText()).toBe("Epoch 1 of 4, batch 2 of 3");
    await expect.poll(picture).not.toBe(before);
    await page.locator("h1").click();
    for (let i = 0; i < 2; i++) await page.keyboard.press("l");
    await expect.poll(() => page.locator(".time-text").innerText()).toBe("Epoch 2 of 4, batch 1 of 3");
    await page.getByText("By epoch", { exact: true }).click();
    await page.getByLabel("Run or variant shown").selectOption("preview:graddrop-epoch");
    expect(complaints).toEqual([]);
  });

  test("has a grid of modules whose cells choose the mask, by click and by arrow keys", async () => {
    await slider(page).focus();
    await page.keyboard.press("End");
    await page.locator('[data-part="4-output.dense"]').click();
    await page.getByText("Mask of layer 5, epoch 4").waitFor();
    expect(await page.getByLabel("Matrix shown").inputValue()).toBe("output.dense");
    expect(await shownEpochs(page)).toEqual(["4"]);
    await expect.poll(() => tallies(page), PATIENCE).toEqual([[16384, 16384, 16384, 16384]]);
    await page.locator('[data-part="4-output.dense"]').focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Home");
    await page.getByText("Mask of layer 6, epoch 4").waitFor();
    expect(await page.getByLabel("Matrix shown").inputValue()).toBe("attention.self.query");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-part"))).toBe("5-attention.self.query");
    // Nothing was trained: shares are planned, norms are nobody's guess.
    expect(await page.locator('[data-part="5-attention.self.query"]').getAttribute("title")).toMatch(/\(planned\)$/);
    await page.getByText("Gradient", { exact: true }).click();
    expect(await page.locator('[data-part="5-attention.self.query"]').getAttribute("title")).toMatch(
      /not measured yet$/,
    );
    await page.getByText("Active", { exact: true }).click();
  });
});

describe("the mask of a matrix", () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open("#v=1&task=nc&variant=graddrop-epoch&show=graddrop-epoch&cell=12,8&wide=yes"));
  });

  test("is enlarged by the wheel around the pointer, down to single squares, once it was clicked", async () => {
    const { x, y, width, height } = await boxOf(page);
    const [right, down] = [x + width * 0.7, y + height * 0.4];
    await page.mouse.move(right, down);
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(200);
    expect(await scaleOf(page)).toBe(1);
    await page.mouse.click(right, down);
    const text = await page.locator(".lens-text").innerText();
    expect(await page.locator(".mask-lattice").count()).toBe(0);
    for (let i = 0; i < 3; i++) await page.mouse.wheel(0, -250);
    await expect.poll(() => scaleOf(page), PATIENCE).toBeGreaterThan(4);
    await expect.poll(() => page.locator(".mask-lattice").count()).toBe(1);
    // The same weight is still under the pointer.
    await page.mouse.move(right + 1, down + 1);
    await expect.poll(() => page.locator(".lens-text").innerText()).toBe(text);
  });

  test("is moved by dragging, and never beyond its edges", async () => {
    const before = await boxOf(page);
    const frame = (await page.locator(".mask-window").boundingBox())!;
    const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 10, { steps: 3 });
    await page.mouse.up();
    const after = await boxOf(page);
    expect(after.x - before.x).toBeCloseTo(20, 0);
    expect(after.y - before.y).toBeCloseTo(10, 0);
    await page.mouse.down();
    await page.mouse.move(x + 3000, y + 3000, { steps: 4 });
    await page.mouse.up();
    const far = await boxOf(page);
    expect(far.x).toBeCloseTo(frame.x, -1);
    expect(far.y).toBeCloseTo(frame.y, -1);
  });

  test("is shown whole again by its button, and enlarged and moved by keys", async () => {
    await page.getByRole("button", { name: /show the whole mask/ }).click();
    await expect.poll(() => scaleOf(page), PATIENCE).toBe(1);
    await pictures(page).focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press("+");
    await expect.poll(() => scaleOf(page), PATIENCE).toBeGreaterThan(5);
    const before = await boxOf(page);
    for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(async () => (await boxOf(page)).x).toBeLessThan(before.x);
    await page.keyboard.press("0");
    await expect.poll(() => scaleOf(page), PATIENCE).toBe(1);
  });

  test("says what its colours mean", async () => {
    const boxes = page.locator(".mask-strip .mask-legend-box");
    expect(await boxes.count()).toBe(16);
    expect(await boxes.nth(7).getAttribute("title")).toBe("Turned on in epoch 8: learns now");
    expect(await boxes.nth(8).getAttribute("title")).toBe("Turned on in epoch 9: still frozen");
  });
});

describe("two variants side by side", () => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await open("", { width: 1280, height: 800 }));
    await page.getByLabel("Run or variant shown").selectOption("preview:graddrop-epoch");
    await button(page, "microscope").click();
    await page.getByLabel("Compare with").selectOption("preview:gradfreeze-topdown");
    await pictures(page).nth(1).waitFor();
  });

  test("share the moment, and are seen at once on a laptop", async () => {
    await slider(page).focus();
    await page.keyboard.press("Home");
    for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["8", "8"]);
    const rows = await page.locator(".microscope-row").all();
    for (const row of rows) {
      const { y, height } = (await row.boundingBox())!;
      expect(y + height).toBeLessThanOrEqual(800);
    }
    // Half of 16 epochs: here half of each layer's weights, there the upper six layers.
    const shares = (row: number) =>
      page.locator(".parts").nth(row).locator('td[data-part$="-output.dense"] .cell-number').allInnerTexts();
    expect(await shares(0)).toEqual(Array.from({ length: 12 }, () => "50"));
    expect(await shares(1)).toEqual(Array.from({ length: 12 }, (_, i) => (i < 6 ? "100" : "0")));
  });

  test("share layer, matrix and enlargement", async () => {
    await page.locator(".parts").nth(1).locator('[data-part="2-intermediate.dense"]').click();
    await expect
      .poll(() => page.locator(".mask h2").allInnerTexts())
      .toEqual(Array.from({ length: 2 }, () => "Mask of layer 3, epoch 8"));
    await expect.poll(async () => (await tallies(page)).map(([most]) => most), PATIENCE).toEqual([32768, 65536]);
    await page.getByRole("button", { name: "Enlarge the mask" }).first().click();
    const scales = () => page.locator(".zoom-scale").allInnerTexts();
    await expect.poll(scales).toEqual(["×1.5", "×1.5"]);
    await page
      .getByRole("button", { name: /show the whole mask/ })
      .last()
      .click();
    await expect.poll(scales).toEqual(["×1.0", "×1.0"]);
  });

  test("play together", async () => {
    await page.getByLabel("Speed").selectOption("8");
    await button(page, "play").click();
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["16", "16"]);
    await expect.poll(() => isPlaying(page)).toBe(false);
    // At the end all weights learn in both.
    await expect.poll(async () => (await tallies(page)).map((tally) => tally.length), PATIENCE).toEqual([16, 1]);
  });

  test("are clean to axe, in light and dark", async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel("Use dark colours").click();
    await page.waitForTimeout(300);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel("Use light colours").click();
  });

  test("open again from the page's address", async () => {
    await expect
      .poll(() => page.url(), PATIENCE)
      .toMatch(/show=graddrop-epoch&cell=3,16.*wide=yes&beside=gradfreeze-topdown/);
    await page.reload();
    await engineReady(page);
    await expect.poll(() => pictures(page).count(), PATIENCE).toBe(2);
    await expect.poll(() => shownEpochs(page), PATIENCE).toEqual(["16", "16"]);
  });

  test("give the page back at Escape", async () => {
    await page.keyboard.press("Escape");
    await page.locator(".plot-accuracy").waitFor({ state: "visible" });
    await expect.poll(() => pictures(page).count(), PATIENCE).toBe(1);
    expect(complaints).toEqual([]);
  });
});

test("a run shows what was measured on the device, on one scale for all its epochs", async () => {
  const { page, context, complaints } = await open("#v=1&task=nc&variant=gradfreeze-topdown&epochs=3&train=32&test=2");
  await button(page, "run").click();
  await page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"), null, {
    timeout: 120_000,
  });
  await page.getByText("Gradient", { exact: true }).click();
  const part = (name: string) => page.locator(`[data-part="${name}"]`);
  await slider(page).focus();
  await page.keyboard.press("Home");
  // In the first of three epochs the upper four of twelve layers learn; nothing below is computed.
  await expect.poll(() => part("11-output.dense").getAttribute("title"), PATIENCE).toMatch(/: gradient norm \d/);
  expect(await part("7-output.dense").getAttribute("data-kind")).toBe("notComputed");
  await page.getByText("mean over all the epoch's steps that computed it").waitFor();
  const ticks = () => page.locator(".scale-tick").allInnerTexts();
  const legend = await ticks();
  expect(legend.length).toBeGreaterThan(1);
  await page.keyboard.press("End");
  await expect.poll(() => part("0-output.dense").getAttribute("data-kind"), PATIENCE).toBe("norm");
  expect(await ticks()).toEqual(legend);
  await page.getByText("Update", { exact: true }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect.poll(() => part("0-output.dense").getAttribute("title"), PATIENCE).toMatch(/left alone$/);
  await page.getByText("mean over 2 steps of the epoch").waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test("on a phone the microscope stands in one column that fits, and two fingers enlarge the mask", async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const hash = "#v=1&show=graddrop-epoch&wide=yes&beside=gradfreeze-topdown";
  const { page } = await openPage(browser, `${server.url}${hash}`, { context });
  await engineReady(page);
  await expect.poll(() => pictures(page).count(), PATIENCE).toBe(2);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await pictures(page).first().scrollIntoViewIfNeeded();
  const { x, y, width, height } = await boxOf(page);
  const [cx, cy] = [x + width / 2, y + height / 2];
  const session = await context.newCDPSession(page);
  const fingers = (apart: number) => [
    { x: cx - apart, y: cy },
    { x: cx + apart, y: cy },
  ];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers(15) });
  for (const apart of [25, 35, 45]) {
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: fingers(apart) });
  }
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect.poll(() => scaleOf(page), PATIENCE).toBeGreaterThan(2);
  await context.close();
});
