/** Makes docs/screenshot.png: the page in the middle of a race, with means. Trains for real, so it takes some minutes. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { startChromium } from "../tests/browser/browser.ts";
import { button, engineReady, openPage, SITE } from "../tests/browser/page.ts";
import { serve } from "../tests/browser/server.ts";
import setup from "../tests/browser/setup.ts";
import { palettePng } from "./palette.ts";

const FILE = resolve(import.meta.dirname, "../docs/screenshot.png");
/** Two seeds of three variants are there, and the third is under way. */
const RACE =
  "#v=1&task=nc&variant=sft,gradfreeze-topdown,graddrop-epoch&seeds=3&epochs=10&train=160&test=30&table=means";
const FINISHED = 6;

setup();
const server = await serve(SITE);
const browser = await startChromium();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
  const { page } = await openPage(browser, `${server.url}${RACE}`, { context });
  await engineReady(page);
  await button(page, "run").click();
  await page.waitForFunction(
    (count) => {
      const texts = [...document.querySelectorAll(".legend-n")].map((seeds) => seeds.textContent ?? "");
      return texts.reduce((sum, text) => sum + Number(/\d+/.exec(text)?.[0] ?? 0), 0) >= count;
    },
    FINISHED,
    { timeout: 0 },
  );
  // Into the next run.
  await page.locator(".run-numbers", { hasText: /epoch [4-9] of/ }).waitFor({ timeout: 0 });
  writeFileSync(FILE, await small(page, await page.screenshot()));
} finally {
  await browser.close();
  await server.close();
}

/** The browser knows how to read its own pictures. */
async function small(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = "";
    for (let i = 0; i < data.length; i += 0x8000) text += String.fromCharCode(...data.subarray(i, i + 0x8000));
    return { width: image.width, height: image.height, pixels: btoa(text) };
  }, png.toString("base64"));
  return palettePng(Buffer.from(pixels, "base64"), width, height);
}
