import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyFiles } from "../support/tiny-checkpoint.ts";
import { startChromium } from "./browser.ts";
import { button, engineReady, openPage, runRows, SITE, setTiny } from "./page.ts";
import { serve } from "./server.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]);
});

afterAll(async () => {
  await browser?.close();
});

/** The live run's steps, as the page tells them. */
async function stepsDone(page: Page): Promise<number> {
  const text = await page.locator(".run-numbers").innerText();
  return Number(/step (\d+)/.exec(text)?.[1] ?? 0);
}

/** Losses by step of the runs that are over, as the page keeps them over a reload. */
function keptLosses(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const answer = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answer(indexedDB.open("graddrop-playground"));
    const runs: { status: string; losses: unknown[] }[] = await answer(
      database.transaction("runs").objectStore("runs").getAll(),
    );
    database.close();
    return runs.filter(({ status }) => status === "done").map(({ losses }) => JSON.stringify(losses));
  });
}

async function runToEnd(page: Page, meanwhile: () => Promise<void>) {
  const before = (await runRows(page)).length;
  await button(page, "run").click();
  await meanwhile();
  await expect.poll(async () => (await runRows(page))[before]?.epochs, { timeout: 150_000 }).toBe("1/1");
  return (await runRows(page))[before]!;
}

test("when the GPU process dies the page says so, and the run goes on to what an undisturbed one reaches", {
  timeout: 400_000,
}, async () => {
  // A small model, since a software GPU is slow.
  const files = tinyFiles();
  const server = await serve(SITE, {
    change(path, content) {
      const name = Object.keys(files).find((file) => path.endsWith(`/${file}`)) as keyof typeof files | undefined;
      return name ? Buffer.from(files[name]) : content;
    },
  });
  const { page, context } = await openPage(browser, `${server.url}?backend=webgpu`);
  await engineReady(page);
  await page.getByLabel("GradDrop-Epoch", { exact: true }).uncheck();
  await setTiny(page, { epochs: 1, trainSize: 320, evalSize: 2 });
  const undisturbed = await runToEnd(page, async () => {});
  const disturbed = await runToEnd(page, async () => {
    await expect.poll(() => stepsDone(page), { timeout: 120_000 }).toBeGreaterThan(1);
    const session = await browser.newBrowserCDPSession();
    // Nobody answers it.
    void session.send("Browser.crashGpuProcess").catch(() => {});
    const alert = page.getByRole("alert").filter({ hasText: "The GPU was lost" });
    await alert.waitFor({ timeout: 60_000 });
    expect(await alert.innerText()).toMatch(/The GPU was lost \(.+\)\. Training goes on from step \d+\./);
  });
  expect(disturbed.zeroShot).toBe(undisturbed.zeroShot);
  await expect.poll(async () => (await keptLosses(page)).length).toBe(2);
  const [losses, lossesDisturbed] = await keptLosses(page);
  expect(JSON.parse(losses!)).toHaveLength(20);
  expect(lossesDisturbed).toBe(losses);
  await context.close();
  await server.close();
});
