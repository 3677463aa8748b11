/** Helpers for tests that drive the built page. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";

/** The built page; setup.ts sees to it that it is not older than its source. */
export const SITE = resolve(import.meta.dirname, "../../dist");

/** A page and everything on it that should not have happened. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: string[];
  /** Requests to other places than the page's own. */
  readonly foreign: string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  options: { width?: number; height?: number; context?: BrowserContext } = {},
): Promise<WatchedPage> {
  const { width = 1280, height = 720 } = options;
  const context = options.context ?? (await browser.newContext({ viewport: { width, height } }));
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(url).host) foreign.push(request.url());
  });
  await page.goto(url);
  return { page, context, complaints, foreign };
}

/** The engine is loaded and the page says what it computes on. */
export async function engineReady(page: Page): Promise<void> {
  await page.waitForSelector("[data-backend]", { timeout: 60_000 });
}

export interface TinySettings {
  epochs: number;
  trainSize: number;
  evalSize: number;
}

/** So small that a run takes seconds, whatever the machine. */
export async function setTiny(page: Page, { epochs, trainSize, evalSize }: TinySettings): Promise<void> {
  await page.getByLabel("Epochs", { exact: true }).fill(String(epochs));
  await page.getByLabel("Training examples", { exact: true }).fill(String(trainSize));
  await page.getByLabel("Test examples", { exact: true }).fill(String(evalSize));
}

/** Some commands have more than one button: the first is the one that is always there. */
export function button(page: Page, action: string) {
  return page.locator(`[data-action="${action}"]`).first();
}

/** Rows of the table of runs: name, epochs done, English, zero-shot. */
export async function runRows(page: Page): Promise<{ name: string; epochs: string; zeroShot: string }[]> {
  return page.locator(".runs tbody tr:has(th)").evaluateAll((rows) =>
    rows.map((row) => {
      const text = (index: number) => row.children[index]?.textContent?.trim() ?? "";
      return { name: text(0), epochs: text(1), zeroShot: text(4) };
    }),
  );
}

/** Points of Figure 2 that are drawn. */
export async function points(page: Page): Promise<number> {
  return page
    .locator(".plot-accuracy .mean-markers path")
    .evaluateAll((lines) => lines.reduce((sum, line) => sum + Number(line.getAttribute("data-points")), 0));
}

/** Problems that axe finds, in words. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, help, nodes }) => {
      return `${id}: ${help}\n  ${nodes.map(({ html, failureSummary }) => `${html}\n    ${failureSummary}`).join("\n  ")}`;
    });
  });
}

/** The longest of `pageTasks`. */
export async function longestTask(browser: Browser, page: Page, happens: () => Promise<void>): Promise<number> {
  return Math.max(...(await pageTasks(browser, page, happens)));
}

/**
 * The tasks of the page's own thread while something happens, in milliseconds of that thread's processor time: what the page
 * costs, whoever else keeps the machine busy.
 */
export async function pageTasks(browser: Browser, page: Page, happens: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await happens();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(threadOf),
  );
  const tasks = trace.traceEvents.filter((event) => event.name.endsWith("RunTask") && main.has(threadOf(event)));
  if (tasks.length < 10) throw new Error("The trace has no tasks of the page's thread: has Chromium renamed them?");
  return tasks.map(({ tdur = 0 }) => tdur / 1000);
}

/** Notes from now on when a chart's curves are drawn anew. */
export async function watchRedraws(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Record<string, number[]> = {};
    Object.assign(globalThis, { redraws: seen });
    for (const plot of [".plot-accuracy", ".plot-loss"]) {
      const times: number[] = [];
      seen[plot] = times;
      const observer = new MutationObserver((changes) => {
        // What follows the pointer is no curve.
        if (changes.some(({ target }) => target instanceof Element && target.matches("path:not(.hover-line)"))) {
          times.push(performance.now());
        }
      });
      observer.observe(document.querySelector(plot)!, { subtree: true, childList: true, attributes: true });
    }
  });
}

/** By chart: the most redraws within any second since `watchRedraws`, and all of them. */
export async function redraws(page: Page): Promise<Record<string, { inASecond: number; all: number }>> {
  return page.evaluate(() => {
    const { redraws: seen } = globalThis as unknown as { redraws: Record<string, number[]> };
    return Object.fromEntries(
      Object.entries(seen).map(([plot, times]) => {
        const counts = times.map((time) => times.filter((other) => other >= time && other < time + 1000).length);
        return [plot, { inASecond: Math.max(0, ...counts), all: times.length }];
      }),
    );
  });
}

/** Imports runs from a file's text. It may be large: the browser is given the file, not its content. */
export async function importRuns(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel("Actions for all runs").click();
  const chooser = page.waitForEvent("filechooser");
  await button(page, "importRuns").click();
  const folder = mkdtempSync(join(tmpdir(), "graddrop-runs-"));
  const path = join(folder, name);
  writeFileSync(path, text);
  await (await chooser).setFiles(path);
  page.context().once("close", () => rmSync(folder, { recursive: true, force: true }));
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}
