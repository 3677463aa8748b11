/**
 * Times the page's own thread with more runs than anybody looks at: 12 variants x 5 seeds x 30 epochs x 15 languages, and a run that
 * trains on top of them. `npm run bench:page`; processor time, so that other programs matter little.
 */
import type { Browser, Page } from "playwright-core";
import { startChromium } from "../tests/browser/browser.ts";
import { manyRunsFile } from "../tests/browser/many-runs.ts";
import {
  button,
  engineReady,
  importRuns,
  openPage,
  pageTasks,
  redraws,
  SITE,
  watchRedraws,
} from "../tests/browser/page.ts";
import { serve } from "../tests/browser/server.ts";
import setup from "../tests/browser/setup.ts";
import { median } from "./measure.ts";

/** How long the run is watched, ms. */
const LIVE_MS = 10_000;
/** A task above this is felt: the pointer and the keys wait for it. */
const LONG_MS = 50;
/** One frame of a usual screen. */
const FRAME_MS = 1000 / 60;

interface Line {
  readonly what: string;
  /** Processor time of the tasks of the page's thread, ms. */
  readonly tasks: readonly number[];
}

const rest = (page: Page, ms = 500) => page.waitForTimeout(ms);

async function choose(page: Page, values: readonly string[]): Promise<void> {
  for (const value of values) {
    await page.getByLabel("Score shown").selectOption(value);
    await rest(page);
  }
}

/** What a person does, in order; each goes on from where the one before has left the page. */
const STEPS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  [
    "a run trains",
    async (page) => {
      await button(page, "run").click();
      await rest(page, LIVE_MS);
    },
  ],
  [
    "the pointer crosses Figure 2",
    async (page) => {
      const { x, y, width } = (await page.locator(".plot-accuracy .plot-area").boundingBox())!;
      for (let i = 0; i <= 60; i++) {
        await page.mouse.move(x + 60 + (i / 60) * (width - 80), y + 80);
        await rest(page, 16);
      }
      await page.mouse.move(2, 2);
    },
  ],
  ["four languages", (page) => choose(page, ["ru", "sw", "all", "zero-shot"])],
  ["loss and gradient norm", (page) => choose(page, ["loss", "gradient", "zero-shot"])],
  [
    "seconds, and close up",
    async (page) => {
      await page.getByRole("button", { name: "Axes" }).click();
      for (const word of ["Seconds", "Close up"]) {
        await page.getByText(word, { exact: true }).click();
        await rest(page);
      }
    },
  ],
  [
    "smoothing from 0 to 0.9",
    async (page) => {
      await page.getByRole("slider", { name: /Smoothing/ }).focus();
      for (let i = 0; i < 9; i++) {
        await page.keyboard.press("ArrowRight");
        await rest(page, 60);
      }
      await page.keyboard.press("Escape");
      await rest(page);
    },
  ],
  [
    "a variant hidden and shown",
    async (page) => {
      for (let i = 0; i < 2; i++) {
        await page.locator(".legend-entry").first().click();
        await rest(page);
      }
    },
  ],
  [
    "the table of means",
    async (page) => {
      await page.getByText("Means", { exact: true }).click();
      await rest(page);
    },
  ],
];

async function measure(browser: Browser, url: string): Promise<void> {
  const { page } = await openPage(browser, `${url}#v=1&task=xnli&variant=graddrop&epochs=30&train=16&test=1`, {
    width: 1280,
    height: 800,
  });
  await engineReady(page);
  const lines: Line[] = [];
  const time = async (what: string, happens: () => Promise<void>) => {
    lines.push({ what, tasks: await pageTasks(browser, page, happens) });
  };
  await time("60 runs imported", async () => {
    await importRuns(page, "many.json", manyRunsFile());
    await page.getByText("runs added").waitFor();
    await rest(page, 1500);
  });
  await page.getByLabel("Close this message").click();
  await time("reload", async () => {
    await page.reload();
    await engineReady(page);
  });
  await watchRedraws(page);
  for (const [what, happens] of STEPS) await time(what, () => happens(page));
  console.log(textOf(lines));
  for (const [plot, { inASecond, all }] of Object.entries(await redraws(page))) {
    console.log(`${plot}: drawn ${all} times, at most ${inASecond} in a second`);
  }
}

function textOf(lines: readonly Line[]): string {
  const rows = lines.map(({ what, tasks }) => {
    const longest = tasks.toSorted((a, b) => b - a).slice(0, 5);
    const above = (ms: number) => String(tasks.filter((task) => task > ms).length);
    return [what, longest[0]!.toFixed(1), median(longest).toFixed(1), above(LONG_MS), above(FRAME_MS)];
  });
  const heading = ["ms of processor time", "longest", "3rd longest", `> ${LONG_MS} ms`, "> a frame"];
  const widths = heading.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ");
  return [heading, ...rows].map(line).join("\n");
}

setup();
const server = await serve(SITE);
const browser = await startChromium();
try {
  await measure(browser, server.url);
} finally {
  await browser.close();
  await server.close();
}
