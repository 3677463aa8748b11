import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWeights } from "../../src/checkpoint/index.ts";
import { memorySource } from "../support/tiny-checkpoint.ts";
import { unzipped } from "../support/zip.ts";
import { startChromium } from "./browser.ts";
import {
  accessibilityProblems,
  button,
  engineReady,
  openPage,
  runRows,
  SITE,
  setTiny,
  type WatchedPage,
} from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;
let opened: WatchedPage;

const SETTINGS = { epochs: 1, trainSize: 64, evalSize: 2 };

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE);
  opened = await openPage(browser, server.url);
  const { page } = opened;
  await engineReady(page);
  await page.getByLabel("SFT", { exact: true }).uncheck();
  await setTiny(page, SETTINGS);
  await button(page, "run").click();
  await finished(page);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const finished = (page: Page) =>
  page.waitForFunction(
    () =>
      document.querySelector(".runs tbody td")?.textContent?.trim() === "1/1" &&
      document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"),
    undefined,
    { timeout: 120_000 },
  );

/** As Firefox and Safari are. */
const withoutPicker = (page: Page) => page.evaluate(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));

async function askForModel(page: Page): Promise<void> {
  await page
    .getByLabel(/^Actions for run/)
    .first()
    .click();
  await page.locator('[data-run-action="download"]').click();
}

async function downloaded(page: Page): Promise<{ name: string; bytes: Uint8Array }> {
  const download = page.waitForEvent("download", { timeout: 60_000 });
  await askForModel(page);
  const arrived = await download;
  return { name: arrived.suggestedFilename(), bytes: await readFile(await arrived.path()) };
}

const kept = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const [name] of (await root.getDirectoryHandle("final-weights", { create: true })).entries())
      names.push(name);
    return names;
  });

test("a finished run's model is downloaded as a folder in a .zip file, which opens as a checkpoint", async () => {
  const { page, complaints, foreign } = opened;
  await withoutPicker(page);
  const { name, bytes } = await downloaded(page);
  expect(name).toBe("graddrop-nc-graddrop-epoch-run-1.zip");
  await page.getByText(/Unpacked, it is a folder that Hugging Face's from_pretrained opens/).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const folder = "graddrop-nc-graddrop-epoch-run-1/";
  const files = Object.fromEntries([...unzipped(bytes)].map(([path, content]) => [path.replace(folder, ""), content]));
  expect(Object.keys(files)).toEqual([
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "README.md",
    "model.safetensors",
  ]);
  const { entries } = await openWeights(memorySource(files));
  expect(entries.get("roberta.embeddings.word_embeddings.weight")!.shape).toEqual([11501, 128]);
  expect(entries.get("classifier.out_proj.weight")!.shape).toEqual([10, 128]);
  expect(new TextDecoder().decode(files["README.md"])).toContain("fine-tuned with GradDrop-Epoch");
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
});

test("after a reload it is still there, and the same; a browser that asks for a file gets it straight into that", async () => {
  const { page } = opened;
  await page.waitForTimeout(800);
  await page.reload();
  await engineReady(page);
  await withoutPicker(page);
  const { bytes } = await downloaded(page);
  await page.getByLabel("Close this message").click();
  // A file of the person's own cannot be chosen without a dialog; one of the site's own is written the same way.
  await page.evaluate(() =>
    Object.assign(globalThis, {
      showSaveFilePicker: async () =>
        (await navigator.storage.getDirectory()).getFileHandle("mine.zip", { create: true }),
    }),
  );
  await askForModel(page);
  await page.getByText(/is where you wanted it/).waitFor();
  const size = await page.evaluate(async () => {
    const file = await (await (await navigator.storage.getDirectory()).getFileHandle("mine.zip")).getFile();
    return file.size;
  });
  expect(size).toBe(bytes.length);
});

test("weights that are gone are explained, with what to do", async () => {
  const { page } = opened;
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry("final-weights", { recursive: true });
  });
  await page.reload();
  await engineReady(page);
  await askForModel(page);
  await page.getByText("This run's weights are not kept").waitFor();
  expect(await page.getByRole("alert").innerText()).toMatch(/Run it again/);
  await page.getByLabel("Close this message").click();
});

test("a run that is removed for good takes its weights along", async () => {
  const { page } = opened;
  await setTiny(page, SETTINGS);
  await button(page, "run").click();
  await expect
    .poll(async () => (await runRows(page)).map(({ epochs }) => epochs), { timeout: 120_000 })
    .toEqual(["1/1", "1/1"]);
  await expect.poll(() => kept(page)).toEqual(["run-2"]);
  await button(page, "clear").click();
  await page.waitForTimeout(800);
  expect(await kept(page)).toEqual(["run-2"]);
  await button(page, "undoClear").click();
  await button(page, "clear").click();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect.poll(() => kept(page)).toEqual([]);
});
