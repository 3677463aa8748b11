import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { VARIANTS } from "../../src/graddrop/index.ts";
import { meanOfScores, OVERVIEW, PAPER_TASKS, referenceOf, rowOf, TABLES, tableOf } from "../../src/paper/index.ts";
import { TASKS } from "../../src/tasks/registry.ts";
import { readTables } from "./source.ts";

const SOURCE = resolve(import.meta.dirname, "../../../shared/paper/graddrop-paper.md");

describe.skipIf(!existsSync(SOURCE))(
  "against the paper's text (skipped where ../shared/paper/graddrop-paper.md is missing)",
  () => {
    const sources = existsSync(SOURCE) ? readTables(SOURCE) : [];

    test("there are as many tables, in the same order", () => {
      expect(sources).toHaveLength(TABLES.length);
      expect(sources.map(({ header }) => header)).toEqual(TABLES.map(({ columns }) => [...columns, "avg."]));
    });

    test.each(TABLES.map((table, i) => ({ table, i })))(
      "every figure of Table $table.number is as printed",
      ({ table, i }) => {
        const none = table.columns.map(() => null);
        const ours = table.rows.map(({ scores, average }) => [...(scores ?? none), average]);
        expect(ours).toEqual(sources[i]!.rows.map(({ figures }) => figures));
      },
    );

    test.each(TABLES.map((table, i) => ({ table, i })))(
      "every row of Table $table.number has its own name",
      ({ table, i }) => {
        const plain = (label: string) => label.toLowerCase().replace(/\(ours\)|\[\d+\]|[^a-z]/g, "");
        expect(table.rows.map(({ label }) => plain(label))).toEqual(sources[i]!.rows.map(({ label }) => plain(label)));
      },
    );
  },
);

test("a row has one figure a column, from 0 to 100, and is either reported or a variant of this project", () => {
  const variants = new Set<string>(VARIANTS.map(({ id }) => id));
  for (const { columns, rows, number } of TABLES) {
    for (const { label, scores, average, source, variant } of rows) {
      const place = `Table ${number}, ${label}`;
      expect(scores === null || scores.length === columns.length, place).toBe(true);
      for (const figure of [...(scores ?? []), average]) {
        expect(figure === null || (figure > 0 && figure <= 100), place).toBe(true);
      }
      expect((source === undefined) !== (variant === undefined), place).toBe(true);
      if (source) expect(referenceOf(source), place).toMatch(/\w+/);
      if (variant) expect(variants.has(variant), place).toBe(true);
    }
    const own = rows.flatMap(({ variant }) => variant ?? []);
    expect(new Set(own).size, number).toBe(own.length);
    expect(own[0], number).toBe("sft");
  }
});

test("every task has its table, and Table X has every task", () => {
  expect(OVERVIEW.columns).toEqual(PAPER_TASKS);
  expect(TABLES.flatMap(({ task }) => task ?? []).sort()).toEqual([...PAPER_TASKS].sort());
});

test("this page's tasks have the languages of the paper's tables", () => {
  for (const { id, languages } of TASKS) {
    expect([...languages].sort(), id).toEqual([...tableOf(id).columns].sort());
  }
});

test("the well-known figures are where they belong", () => {
  expect(rowOf(tableOf("xnli"), "graddrop")!.average).toBe(79.97);
  expect(rowOf(tableOf("ner"), "sft")!.average).toBe(82.16);
  expect(rowOf(OVERVIEW, "sft")!.scores![OVERVIEW.columns.indexOf("ner")]).toBe(80.61);
  expect(rowOf(OVERVIEW, "layer-graddrop")!.average).toBe(78.77);
});

test("all printed averages are the mean of their row to within half a point, but for GradDrop-Epoch on XNLI", () => {
  const far = TABLES.flatMap(({ number, rows }) =>
    rows.flatMap((row) => {
      const mean = meanOfScores(row);
      return mean !== null && row.average !== null && Math.abs(mean - row.average) > 0.5
        ? `${number} ${row.label}`
        : [];
    }),
  );
  expect(far).toEqual(["I GradDrop-Epoch"]);
});
