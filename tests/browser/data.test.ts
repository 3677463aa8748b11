/** What a person does with data of their own: give them, say what is what, train, come back, take them away. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { packTar } from "modern-tar";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeHub } from "../support/fake-hub.ts";
import { startChromium } from "./browser.ts";
import { accessibilityProblems, button, engineReady, openPage, runRows, SITE, setTiny } from "./page.ts";
import { type StaticServer, serve } from "./server.ts";

let server: StaticServer;
let browser: Browser;
let page: Page;
let complaints: string[];
let foreign: string[];
const folder = mkdtempSync(join(tmpdir(), "graddrop-data-"));

const LABELS = ["entailment", "neutral", "contradiction"];
const lines = (count: number, line: (i: number) => string) =>
  `${Array.from({ length: count }, (_, i) => line(i)).join("\n")}\n`;
/** In XGLUE's layout, of two tasks; the last line of the German test has a label that there is not. */
const XGLUE_FILES: Readonly<Record<string, string>> = {
  "XNLI/multinli.train.en.tsv": `premise\thypo\tlabel\n${lines(60, (i) => `He has ${i} dogs.\tHe has animals.\t${LABELS[i % 3]}`)}`,
  "XNLI/en.test": lines(12, (i) => `She saw ${i} cats.\tShe saw none.\t${LABELS[i % 3]}`),
  "XNLI/de.test": `${lines(12, (i) => `Sie sah ${i} Katzen.\tSie sah keine.\t${LABELS[i % 3]}`)}Was?\tNichts.\tmaybe\n`,
  "NC/xglue.nc.en.train": lines(40, (i) => `Title ${i}\tBody\t${i % 2 ? "sports" : "travel"}`),
  "NC/xglue.nc.en.test": lines(10, (i) => `Title ${i}\tBody\t${i % 2 ? "sports" : "travel"}`),
  "README.md": "Not data.\n",
};
/** Columns that no name gives away, and a topic that is not one of the ten. */
const CSV = `ident,what,kind\n${lines(60, (i) => `${i},"On ball game ${i}, and others",${i % 3 === 0 ? "footy" : i % 3 === 1 ? "travel" : "health"}`)}oops\n`;

beforeAll(async () => {
  for (const [path, text] of Object.entries(XGLUE_FILES)) {
    mkdirSync(join(folder, "xglue", path, ".."), { recursive: true });
    writeFileSync(join(folder, "xglue", path), text);
  }
  const entries = Object.entries(XGLUE_FILES).map(([path, body]) => ({
    header: { name: `some/where/${path}`, size: Buffer.byteLength(body) },
    body,
  }));
  writeFileSync(join(folder, "xglue.tar.gz"), gzipSync(await packTar(entries)));
  writeFileSync(join(folder, "topics.csv"), CSV);
  browser = await startChromium();
  server = await serve(SITE, { subPath: "/some/path/" });
  ({ page, complaints, foreign } = await openPage(browser, server.url, { width: 1280, height: 900 }));
  await engineReady(page);
  await page.getByRole("checkbox", { name: "GradDrop-Epoch", exact: true }).uncheck();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const dialog = () => page.locator(".data-dialog");
const open = () => button(page, "ownData").click();
const give = (kind: "files" | "folder", name: string) =>
  page.setInputFiles(`input[data-pick="${kind}"]`, join(folder, name));
const press = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
const parts = () =>
  dialog()
    .locator(".data-looked .data-parts tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 4).map((cell) => cell.textContent ?? "")));
const kept = () => page.locator(".kept-set b").allInnerTexts();
const settled = () =>
  page.waitForFunction(() => document.querySelector('[data-action="stop"]')?.hasAttribute("disabled"), null, {
    timeout: 120_000,
  });
const runOnce = async () => {
  await setTiny(page, { epochs: 1, trainSize: 16, evalSize: 6 });
  await button(page, "run").click();
  await expect
    .poll(async () => (await runRows(page)).map(({ epochs }) => epochs), { timeout: 120_000 })
    .toEqual(["1/1"]);
  await settled();
};

describe("XGLUE's folder", () => {
  test("is known by its files, and read for the task of choice", async () => {
    await open();
    await give("folder", "xglue");
    await expect
      .poll(() => dialog().locator(".data-looked").innerText(), { timeout: 30_000 })
      .toContain("XGLUE's files: 2 tasks.");
    // The form's task is among them.
    const task = dialog().getByLabel("Task to train and test on them");
    expect(await task.inputValue()).toBe("nc");
    expect(await task.locator("option").allInnerTexts()).toEqual(["NC: news topics", "XNLI: inference"]);
    await task.selectOption("xnli");
    await press("Read");
    await expect.poll(parts, { timeout: 30_000 }).toEqual([
      ["Training", "English", "60", "60"],
      ["Testing", "English", "12", "12"],
      ["Testing", "German", "12", "12"],
    ]);
    // What could not be used is counted, and named by file and line.
    const faults = dialog().locator(".data-looked .data-faults");
    expect(await faults.innerText()).toMatch(/^1 place in the files could not be used/);
    expect(await faults.locator("li").allInnerTexts()).toEqual([
      expect.stringMatching(
        /^xglue\/XNLI\/de\.test, line 13 has the label "maybe"\. The labels are entailment, neutral, contradiction\./,
      ),
    ]);
    const saved = page.waitForEvent("download");
    await press("Save all as a file");
    expect(readFileSync(await (await saved).path(), "utf8")).toContain("xglue/XNLI/de.test: line 13 has the label");
  });

  test("is clean to axe, light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.waitForTimeout(500);
      expect(await accessibilityProblems(page), colorScheme).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });

  test("is then trained and tested on, in its own languages", async () => {
    await press("Use for runs");
    await dialog().waitFor({ state: "detached" });
    expect(await page.getByRole("radio", { name: "XNLI: inference" }).isChecked()).toBe(true);
    // No more than there are.
    expect(await page.getByLabel("Training examples", { exact: true }).inputValue()).toBe("60");
    await page.getByText("See an example").click();
    await expect.poll(() => page.locator(".example-texts").innerText()).toContain("She saw");
    await runOnce();
    expect(await page.getByLabel("Score shown").locator("option").allInnerTexts()).toEqual([
      "Zero-shot average",
      "Average of all",
      "English (trained on)",
      "German",
      "Training loss",
      "Gradient norm",
    ]);
    await expect
      .poll(() => page.getByLabel("Language shown").locator("option").allInnerTexts())
      .toEqual(["All languages", "English", "German"]);
    expect(await page.locator(".compute").innerText()).toContain("xglue, your own");
  });

  test("asks for no more training examples than there are", async () => {
    await page.getByLabel("Training examples", { exact: true }).fill("61");
    await expect
      .poll(() => page.locator(".data-field .field-error").innerText())
      .toMatch(/“xglue” have 60 training examples, and 61 are asked for/);
    expect(await button(page, "run").isDisabled()).toBe(true);
    await page.getByLabel("Training examples", { exact: true }).fill("16");
    await expect.poll(() => button(page, "run").isDisabled()).toBe(false);
  });

  test("is still there after a reload, with its runs; bundled runs are kept apart", async () => {
    await page.waitForTimeout(1000);
    await page.reload();
    await engineReady(page);
    expect(await page.getByLabel("Data", { exact: true }).locator("option:checked").innerText()).toBe("xglue");
    expect(await runRows(page)).toHaveLength(1);
    await page.getByLabel("Data", { exact: true }).selectOption("bundled");
    await expect
      .poll(() => page.locator(".runs").innerText())
      .toContain("1 of other tasks, data or models are not shown");
    await page.getByLabel("Data", { exact: true }).selectOption({ label: "xglue" });
    await expect.poll(() => runRows(page)).toHaveLength(1);
    await runOnceAgain();
  });

  /** From what the browser has kept. */
  async function runOnceAgain() {
    const before = (await runRows(page))[0]!.zeroShot;
    await button(page, "run").click();
    await expect
      .poll(async () => (await runRows(page)).map(({ zeroShot }) => zeroShot), { timeout: 120_000 })
      .toEqual([before, before]);
    await settled();
  }

  test("is the same data as its archive, which is read without unpacking it", async () => {
    await open();
    await give("files", "xglue.tar.gz");
    await expect.poll(() => dialog().locator(".data-looked").innerText(), { timeout: 30_000 }).toContain("2 tasks");
    expect(await dialog().getByLabel("Task to train and test on them").inputValue()).toBe("xnli");
    await press("Read");
    await expect.poll(parts, { timeout: 30_000 }).toHaveLength(3);
    // The same examples: not kept twice.
    await expect.poll(kept).toEqual(["xglue.tar.gz"]);
    await press("Read it for another task");
    await dialog().getByLabel("Task to train and test on them").selectOption("nc");
    await press("Read");
    await expect.poll(parts, { timeout: 30_000 }).toEqual([
      ["Training", "English", "40", "40"],
      ["Testing", "English", "10", "10"],
    ]);
    expect(await kept()).toEqual(["xglue.tar.gz", "xglue.tar.gz"]);
    await page.keyboard.press("Escape");
  });
});

describe("a file with columns of its own", () => {
  test("dropped on the page opens the dialog, which shows what is in it and asks what is what", async () => {
    await page.getByRole("radio", { name: "NC: news topics" }).check();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "topics.csv"));
      return data;
    }, CSV);
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
    await expect
      .poll(() => dialog().locator(".data-looked .data-table thead th").allInnerTexts(), { timeout: 30_000 })
      .toEqual(["ident", "what", "kind"]);
    expect(await dialog().locator(".data-looked .data-table tbody tr").count()).toBe(4);
    await expect.poll(() => dialog().getByText("Choose a column for title, category.").count()).toBe(1);
    expect(await dialog().getByRole("button", { name: "Read", exact: true }).isDisabled()).toBe(true);
  });

  test("is mapped, its labels too, and clean to axe", async () => {
    await dialog().getByLabel("title (needed)").selectOption("what");
    await dialog().getByLabel("category (needed)").selectOption("kind");
    await expect
      .poll(() => dialog().locator(".mapping .field-error").innerText())
      .toContain("“footy” is not known by name");
    expect(await dialog().getByLabel("health", { exact: true }).inputValue()).toBe("health");
    await dialog().getByLabel("footy", { exact: true }).selectOption("sports");
    await expect.poll(() => dialog().locator(".mapping .field-error").count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test("is read with that: nothing but the broken line is missing", async () => {
    await press("Read");
    await expect.poll(parts, { timeout: 30_000 }).toEqual([
      ["Training", "English", "48", "48"],
      ["Testing", "English", "12", "12"],
    ]);
    expect(await dialog().locator(".data-looked .data-faults li").allInnerTexts()).toEqual([
      expect.stringMatching(/^topics\.csv, line 62 has 1 column, not 3/),
    ]);
    await press("Use for runs");
    await runOnce();
    // There are no other languages: the page does not make any up.
    expect(await page.locator(".figure.accuracy figcaption").innerText()).toContain("English alone");
  });

  test("can be taken away and brought back; what stays away is gone after a reload, and said so", async () => {
    await open();
    await page.getByRole("button", { name: "Remove topics.csv" }).click();
    await expect.poll(kept).not.toContain("topics.csv");
    await button(page, "undoRemoveData").click();
    await expect.poll(kept).toContain("topics.csv");
    await page.getByRole("button", { name: "Remove topics.csv" }).click();
    await expect.poll(kept).not.toContain("topics.csv");
    await page.keyboard.press("Escape");
    await expect
      .poll(() => page.locator(".data-field .field-error").innerText())
      .toMatch(/“topics\.csv” are not in this browser\. Add the same files again/);
    expect(await button(page, "run").isDisabled()).toBe(true);
    await page.waitForTimeout(1000);
    const address = page.url();
    expect(address).toMatch(/data=[0-9a-f]{12},topics\.csv/);
    await page.reload();
    await engineReady(page);
    await page.getByText("The link's data are not here").waitFor();
    // The run and its figures stay.
    expect(await runRows(page)).toHaveLength(1);
    await page.getByLabel("Data", { exact: true }).selectOption("bundled");
    await expect.poll(() => button(page, "run").isDisabled()).toBe(false);
  });
});

describe("reading", () => {
  test("says what is wrong with a file that is no data, and how to go on", async () => {
    writeFileSync(join(folder, "nothing.csv"), "");
    await open();
    await give("files", "nothing.csv");
    await expect
      .poll(() => dialog().locator(".data-files").innerText(), { timeout: 30_000 })
      .toMatch(/nothing\.csv.*is empty\. Is it the right file/s);
    expect(await dialog().getByRole("button", { name: "Read", exact: true }).count()).toBe(0);
  });

  test("shows how far it is, and can be cancelled, which keeps nothing", async () => {
    const before = await kept();
    const line = Buffer.from(`A title\tA body that goes on and on and on\tsports\n`.repeat(20_000));
    writeFileSync(
      join(folder, "large.en.tsv.gz"),
      gzipSync(Buffer.concat([Buffer.from("title\tbody\tcategory\n"), ...Array.from({ length: 250 }, () => line)]), {
        level: 1,
      }),
    );
    await give("files", "large.en.tsv.gz");
    await expect
      .poll(() => dialog().getByRole("button", { name: "Read", exact: true }).count(), { timeout: 60_000 })
      .toBe(1);
    await press("Read");
    await dialog().locator(".data-busy").waitFor();
    await expect
      .poll(() => dialog().locator(".data-busy").innerText(), { timeout: 30_000 })
      .toMatch(/Reading large\.en\.tsv\.gz … \d+(\.\d)? [kM]B of \d/);
    await press("Cancel");
    await dialog().getByRole("button", { name: "Read", exact: true }).waitFor();
    expect(await dialog().locator(".data-problem").count()).toBe(0);
    expect(await kept()).toEqual(before);
    await page.keyboard.press("Escape");
  });

  test("has asked nobody else for anything, and complained of nothing", () => {
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe("a data set of the Hub", () => {
  test("is looked at by its address, and read from there: nobody else is asked", async () => {
    const texts = (name: string, count: number) => ({
      name,
      data: Array.from({ length: count }, (_, i) => `${name} ${i}`),
      type: "STRING" as const,
    });
    const parquet = (count: number) =>
      parquetWriteBuffer({
        columnData: [
          texts("premise", count),
          texts("hypothesis", count),
          { name: "label", data: Array.from({ length: count }, (_, i) => BigInt(i % 3)), type: "INT64" },
        ],
      });
    const revisions = {
      main: {
        "en/train-00000-of-00001.parquet": parquet(30),
        "en/test-00000-of-00001.parquet": parquet(9),
        "sw/test-00000-of-00001.parquet": parquet(6),
      },
    };
    const cardData = {
      dataset_info: { features: [{ name: "label", dtype: { class_label: { names: { ...LABELS } } } }] },
    };
    const hub = await fakeHub({ "some/xnli": { revisions, cardData } }, { nextOrigin: "https://huggingface.co" });
    await page.context().route("https://huggingface.co/**", async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const response = await route.fetch({ url: `${hub.endpoint}${pathname}${search}` });
      const allowed = { "access-control-allow-origin": "*", "access-control-expose-headers": "*" };
      await route.fulfill({ response, headers: { ...response.headers(), ...allowed } });
    });
    await page.getByRole("radio", { name: "XNLI: inference" }).check();
    await open();
    await dialog()
      .getByLabel(/data set of the Hugging Face Hub/)
      .fill("hub:some/other");
    await press("Look");
    await expect
      .poll(() => dialog().locator(".data-problem").innerText(), { timeout: 30_000 })
      .toMatch(/some\/other: there is no such data set/);
    await dialog()
      .getByLabel(/data set of the Hugging Face Hub/)
      .fill("some/xnli");
    await press("Look");
    await expect
      .poll(() => dialog().locator(".data-looked h3").allInnerTexts(), { timeout: 30_000 })
      .toEqual(["hub:some/xnli"]);
    expect(await dialog().getByLabel("contradiction", { exact: true }).inputValue()).toBe("contradiction");
    await press("Read");
    await expect.poll(parts, { timeout: 30_000 }).toEqual([
      ["Training", "English", "30", "30"],
      ["Testing", "English", "9", "9"],
      ["Testing", "Swahili", "6", "6"],
    ]);
    expect(foreign.filter((url) => !url.startsWith("https://huggingface.co/"))).toEqual([]);
    await page.keyboard.press("Escape");
  });
});
