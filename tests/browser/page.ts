/** Helpers for tests that drive the built page. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
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

export function button(page: Page, action: string) {
  return page.locator(`[data-action="${action}"]`);
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

/**
 * The longest task of the page's own thread while something happens, in milliseconds of that thread's processor time: what the
 * page costs, whoever else keeps the machine busy.
 */
export async function longestTask(browser: Browser, page: Page, happens: () => Promise<void>): Promise<number> {
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
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}
