/** What a person does with real models: choose, look, see whether it fits, fetch, train, come back, take away, share. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commitOf, type FakeHub, type FakeHubOptions, fakeHub } from "../support/fake-hub.ts";
import { wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, runRows, SITE, setTiny } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

const BASE = "FacebookAI/xlm-roberta-base";
const COMMIT = commitOf(BASE, "main");
/** The layout of XLM-R base with 24 layers; so narrow that an epoch takes seconds, so long that a slow server is seen to be slow. */
const MODEL = syntheticModel({ shape: { layers: 24, hidden: 32, heads: 2, inner: 64 } });
const TINY = { epochs: 1, trainSize: 16, evalSize: 4 };

let server: StaticServer;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "graddrop-models-"));

beforeAll(async () => {
  browser = await startChromium();
  server = await serve(SITE, { subPath: "/some/path/" });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const hubWith = (options: FakeHubOptions = {}) =>
  fakeHub({}, { models: { [BASE]: { revisions: { main: MODEL } } }, ...options });
const dialog = (page: Page) => page.locator(".model-dialog");
const press = (page: Page, name: string) => dialog(page).getByRole("button", { name, exact: true }).click();
const lookButton = (page: Page) => page.locator("[data-look-button]");

/** The page with the dialog open; the Hub is the fake one from here on, as a person would set a mirror. */
async function opened(hub: FakeHub | undefined, hash = "") {
  const watched = await openPage(browser, server.url + hash, { width: 1280, height: 900 });
  const { page } = watched;
  await engineReady(page);
  if (hash === "") await page.getByRole("checkbox", { name: "GradDrop-Epoch", exact: true }).uncheck();
  await button(page, "chooseModel").click();
  if (hub) await setHub(page, { mirror: hub.endpoint });
  return watched;
}

async function setHub(page: Page, { mirror, token }: { mirror?: string; token?: string }): Promise<void> {
  const settings = page.locator(".hub-settings");
  if (!(await settings.evaluate((element) => (element as HTMLDetailsElement).open))) {
    await settings.locator("summary").click();
  }
  if (mirror) await page.getByLabel("Mirror", { exact: true }).fill(mirror);
  if (token) await page.getByLabel("Access token", { exact: true }).fill(token);
  await press(page, "Apply");
}

/** Looks at XLM-R base and takes it. */
async function take(page: Page): Promise<void> {
  await page.getByRole("radio", { name: "XLM-R base" }).check();
  await lookButton(page).click();
  await dialog(page).getByRole("button", { name: "Use for runs" }).click({ timeout: 60_000 });
  await dialog(page).waitFor({ state: "detached" });
}

const epochs = (page: Page) => runRows(page).then((rows) => rows.map((row) => row.epochs));
const settled = (page: Page) =>
  page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"), null, {
    timeout: 120_000,
  });
const hosts = (urls: readonly string[]) => [...new Set(urls.map((url) => new URL(url).origin))].sort();

test("a model of the Hub is looked at, checked, fetched, trained, reopened without the network, and deleted", async () => {
  const hub = await hubWith();
  const { page, context, complaints, foreign } = await opened(hub);
  expect(await accessibilityProblems(page)).toEqual([]);
  const host = new URL(hub.endpoint).host;
  expect(await lookButton(page).innerText()).toBe(`Look at it on ${host}`);
  // Choosing asks nobody anything.
  await page.getByRole("radio", { name: "XLM-R base" }).check();
  expect([hub.requests, foreign]).toEqual([[], []]);

  await lookButton(page).press("Enter");
  const facts = dialog(page).locator(".model-facts");
  await facts.waitFor({ timeout: 60_000 });
  expect(await facts.innerText()).toMatch(/Layers\s+24\s+Hidden size\s+32/);
  expect(await facts.innerText()).toContain(COMMIT.slice(0, 12));
  expect(await dialog(page).locator(".model-files").innerText()).toContain("model.safetensors");
  const looked = hub.sentBytes;
  expect(looked).toBeLessThan(1e6);
  expect(await accessibilityProblems(page)).toEqual([]);
  // What comes next has the focus.
  await page.keyboard.press("Enter");
  await dialog(page).waitFor({ state: "detached" });
  expect(await page.getByLabel("Model", { exact: true }).inputValue()).toBe(`hub:${BASE}@${COMMIT}`);
  await expect.poll(() => page.locator('.schedule-grid [data-cell="23-1"]').count()).toBe(1);
  expect(hub.sentBytes).toBe(looked);

  await setTiny(page, TINY);
  await button(page, "checkFit").click();
  await page.locator(".memory").waitFor({ timeout: 60_000 });
  const fit = await page.locator(".fit").innerText();
  expect(fit).toMatch(/In all\s+[\d.]+ [KMG]iB/);
  expect(fit).toMatch(new RegExp(`Download\\s+[\\d.]+ [kM]B from ${host}, when you run`));
  expect(fit).toMatch(/\d+ of 665 tokens occur/);
  expect(fit).toContain("not measured yet");
  await button(page, "calibrate").click();
  await expect.poll(() => page.locator(".fit-facts").innerText(), { timeout: 60_000 }).toMatch(/s an epoch/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Colours fade over, which takes a busy machine a while.
    await expect.poll(() => accessibilityProblems(page), { message: colorScheme, timeout: 30_000 }).toEqual([]);
  }

  await button(page, "run").click();
  await expect.poll(() => epochs(page), { timeout: 120_000 }).toEqual(["1/1"]);
  await settled(page);
  expect(await page.locator(".runs-model").innerText()).toBe("of xlm-roberta-base");
  expect(hosts(foreign)).toEqual([hub.endpoint, hub.storage].sort());
  expect(complaints).toEqual([]);

  // The network goes; the page comes back with the model and its run, and trains again.
  hub.stop();
  await page.waitForTimeout(800);
  await page.reload();
  await engineReady(page);
  expect(await epochs(page)).toEqual(["1/1"]);
  await page.locator('.schedule-grid [data-cell="23-1"]').waitFor();
  await button(page, "run").click();
  await expect.poll(() => epochs(page), { timeout: 120_000 }).toEqual(["1/1", "1/1"]);
  await settled(page);
  const scores = (await runRows(page)).map(({ zeroShot }) => zeroShot);
  expect(scores[1]).toBe(scores[0]);

  await button(page, "chooseModel").click();
  const kept = page.getByRole("region", { name: "Kept models" });
  await expect.poll(() => kept.innerText()).toMatch(/FacebookAI\/xlm-roberta-base\s+[\d.]+ [kM]B/);
  expect(await kept.innerText()).toMatch(/take [\d.]+ [kM]B of the [\d.]+ [GM]B that the browser grants/);
  await kept.getByRole("button", { name: `Delete ${BASE}`, exact: true }).click();
  expect(await accessibilityProblems(page)).toEqual([]);
  await kept.getByRole("button", { name: /^Delete [\d.]+ [kM]B of .* for good$/ }).click();
  await kept.getByText("No model of the Hub yet.").waitFor();
  await context.close();
});

test("a slow download is watched, and cancelled", async () => {
  const hub = await hubWith();
  hub.faults = [{ kind: "slow", path: "model.safetensors", bytesPerSecond: 60_000 }];
  const { page, context, foreign } = await opened(hub);
  await take(page);
  await setTiny(page, TINY);
  await button(page, "run").click();
  const numbers = page.locator(".run-numbers");
  await expect
    .poll(() => numbers.innerText(), { timeout: 60_000 })
    .toMatch(/Fetching [\d.]+ [kM]B of [\d.]+ [kM]B[\s\S]* left[\s\S]*B\/s/);
  const bar = page.getByRole("progressbar", { name: "Preparation of this run" });
  const shown = async () => Number(await bar.getAttribute("aria-valuenow"));
  await expect.poll(shown).toBeGreaterThan(0);
  expect(await shown()).toBeLessThan(100);
  expect(await page.locator('.sr-only[aria-live="polite"]').allInnerTexts()).toContainEqual(
    expect.stringMatching(/Fetching the model|% of the model/),
  );
  await button(page, "stop").click();
  await settled(page);
  expect((await epochs(page))[0]).toMatch(/0\/1 stopped/);
  const asked = foreign.length;
  await page.waitForTimeout(1500);
  // Nothing goes on behind one's back.
  expect(foreign.length).toBe(asked);
  // Quick again: it goes on, and trains.
  hub.faults = [];
  await button(page, "run").click();
  await expect.poll(() => epochs(page), { timeout: 120_000 }).toContainEqual("1/1");
  await context.close();
});

test("a private model takes a token, which is sent to the Hub alone and gone with a reload", async () => {
  const token = "hf_RightToken";
  const hub = await hubWith({
    token,
    models: { "me/private": { revisions: { main: MODEL }, access: "private" } },
  });
  const { page, context } = await opened(hub);
  const problem = () => dialog(page).locator(".data-problem").innerText();
  await page.getByLabel("Repository", { exact: true }).fill("https://evil.example/me/private");
  await lookButton(page).click();
  await dialog(page).getByText("This address is of evil.example").waitFor();
  await page.getByLabel("Repository", { exact: true }).fill("me/private");
  await lookButton(page).click();
  await expect.poll(problem, { timeout: 60_000 }).toMatch(/give a token/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await setHub(page, { token: "hf_WrongToken" });
  await lookButton(page).click();
  await expect.poll(problem, { timeout: 60_000 }).toMatch(/the token right/);
  await setHub(page, { token });
  await lookButton(page).click();
  await dialog(page).getByRole("button", { name: "Use for runs" }).click({ timeout: 60_000 });
  await setTiny(page, TINY);
  await button(page, "run").click();
  await expect.poll(() => epochs(page), { timeout: 120_000 }).toEqual(["1/1"]);
  await settled(page);
  const toStorage = hub.requests.filter(({ at }) => at === "storage");
  expect(toStorage.length).toBeGreaterThan(0);
  expect(toStorage.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  await page.waitForTimeout(800);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(token);
  await page.reload();
  await engineReady(page);
  await button(page, "chooseModel").click();
  const settings = page.locator(".hub-settings summary");
  expect(await settings.innerText()).toContain(`(${new URL(hub.endpoint).host}, no token)`);
  // A token given for one server is not handed on to another.
  await setHub(page, { token });
  expect(await settings.innerText()).toContain("with a token");
  await setHub(page, { mirror: "https://mirror.example" });
  expect(await settings.innerText()).toContain("(mirror.example, no token)");
  await context.close();
});

test("a link to a model of the Hub fetches nothing before its receiver agrees", async () => {
  const hub = await hubWith();
  const hash = `#v=1&task=nc&variant=sft&epochs=1&train=16&test=4&model=hub,FacebookAI,xlm-roberta-base,${COMMIT}`;
  const watched = await openPage(browser, server.url + hash, { width: 1280, height: 900 });
  const { page, context, foreign } = watched;
  await engineReady(page);
  await page.getByText("The link asks for another model").waitFor();
  expect(await button(page, "run").isDisabled()).toBe(true);
  expect(foreign).toEqual([]);
  await button(page, "chooseModel").click();
  await setHub(page, { mirror: hub.endpoint });
  // What the link asks for is filled in.
  expect(await page.getByLabel("Repository", { exact: true }).inputValue()).toBe(`${BASE}@${COMMIT}`);
  expect(hub.requests).toEqual([]);
  await lookButton(page).click();
  await dialog(page).getByRole("button", { name: "Use for runs" }).click({ timeout: 60_000 });
  expect(await button(page, "run").isDisabled()).toBe(false);
  await button(page, "run").click();
  await expect.poll(() => epochs(page), { timeout: 120_000 }).toEqual(["1/1"]);
  await context.close();
});

test("a model of files is read from them, cannot be shared, and is asked for again after a reload", async () => {
  const place = join(folder, "my model");
  mkdirSync(place, { recursive: true });
  for (const [path, file] of Object.entries(syntheticModel({ shards: 2 }))) {
    writeFileSync(join(place, path), wholeOf(file));
  }
  const { page, context, foreign } = await opened(undefined);
  await dialog(page).locator('input[data-pick="folder"]').setInputFiles(place);
  await dialog(page).getByRole("button", { name: "Use for runs" }).click({ timeout: 60_000 });
  expect(await page.getByLabel("Model", { exact: true }).locator("option:checked").innerText()).toBe(
    "my model (files)",
  );
  await setTiny(page, TINY);
  await button(page, "run").click();
  await expect.poll(() => epochs(page), { timeout: 120_000 }).toEqual(["1/1"]);
  await settled(page);
  await button(page, "share").click();
  await page.getByText("The model cannot be shared").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForTimeout(800);
  await page.reload();
  await engineReady(page);
  await page.getByText(/The files of the model “my model” are not here/).waitFor();
  expect(await button(page, "run").isDisabled()).toBe(true);
  // The run is here all the same, with its figures.
  expect(await epochs(page)).toEqual(["1/1"]);
  await page.locator('.schedule-grid [data-cell="2-1"]').waitFor();
  expect(foreign).toEqual([]);
  await context.close();
});

test("what is no model is refused by name, with the remedy", async () => {
  const place = join(folder, "old");
  mkdirSync(place, { recursive: true });
  const { "config.json": config, "tokenizer.json": tokenizer } = syntheticModel();
  writeFileSync(join(place, "config.json"), wholeOf(config!));
  writeFileSync(join(place, "tokenizer.json"), wholeOf(tokenizer!));
  writeFileSync(join(place, "pytorch_model.bin"), "pickle");
  const { page, context } = await opened(undefined);
  await dialog(page).locator('input[data-pick="folder"]').setInputFiles(place);
  await expect
    .poll(() => dialog(page).locator(".data-problem").innerText(), { timeout: 60_000 })
    .toMatch(/pytorch_model\.bin[\s\S]*safetensors/);
  await context.close();
});
