import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { embeddedPicture, gradientBands } from "../../src/app/figures/file/bands.ts";
import { csv, curvesCsv } from "../../src/app/store/csv.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { EpochRecord } from "../../src/experiment/record.ts";

/** RFC 4180, read strictly: quotes only around whole fields. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) throw new Error(`No CSV at ${text.length} characters.`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

function record(epoch: number, english: number, russian: number): EpochRecord {
  return {
    epoch,
    trainLoss: 1 / epoch,
    test: { en: { score: english }, ru: { score: russian } },
    zeroShot: { score: russian },
    layers: [],
    embeddings: { active: 1 },
    head: { active: 1 },
  };
}

describe("CSV", () => {
  test("brings any text back, and no text as a formula", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ a: fc.string(), b: fc.string({ unit: "binary" }) }), { minLength: 1 }),
        (rows) => {
          const [heading, ...back] = readCsv(csv(rows));
          expect(heading).toEqual(["a", "b"]);
          expect(back).toHaveLength(rows.length);
          back.forEach((cells, i) => {
            const given = Object.values(rows[i]!);
            cells.forEach((cell, j) => {
              expect(cell).not.toMatch(/^[=+\-@\t\r]/);
              expect([given[j], `'${given[j]}`]).toContain(cell);
            });
          });
        },
      ),
    );
  });

  test.each(["=1+1", "+1", "-1", "@sum", "\tx", "\r=x", " =x", "|calc"])("disarms %j", (text) => {
    expect(readCsv(csv([{ a: text }]))[1]).toEqual([`'${text}`]);
  });

  test("leaves numbers alone, negative ones too", () => {
    expect(csv([{ a: -1.5, b: 1e-7, c: undefined, d: null }])).toBe("a,b,c,d\r\n-1.5,1e-7,,\r\n");
  });

  test("of curves has a row for each run, epoch and language, with all that determined the run", () => {
    const experiment = { ...defaultExperiment("nc", "graddrop"), clipNorm: null, seed: 3 };
    const run: Run = {
      ...newRun("run-1", experiment),
      epochs: [record(1, 0.5, 0.25), { ...record(2, 0.75, 0.5), gradNorm: 2.5 }],
    };
    const other = { ...newRun("run-2", defaultExperiment("nc", "sft")), epochs: [record(1, 0.1, 0.2)] };
    const [heading, ...rows] = readCsv(curvesCsv([run, other]));
    expect(rows).toHaveLength(6);
    // Epochs from before it was kept have none.
    expect(rows.map((row) => row[heading!.indexOf("gradient_norm")])).toEqual(["", "", "2.5", "2.5", "", ""]);
    const asObject = (row: readonly string[]) => Object.fromEntries(heading!.map((name, i) => [name, row[i]]));
    expect(asObject(rows[3]!)).toMatchObject({
      run: "run-1",
      task: "nc",
      variant: "graddrop",
      seed: "3",
      epoch: "2",
      language: "ru",
      score: "0.5",
      zero_shot_score: "0.5",
      train_loss_nats: "0.5",
      gradient_norm: "2.5",
      variant_settings: "dropRate=0.2",
      learning_rate: "0.0003",
      clip_norm: "none",
      update: "after",
      recompute: "false",
    });
  });

  test("has a column for each companion of the score, empty where a run has none", () => {
    const tagged = {
      ...newRun("run-1", defaultExperiment("pos", "sft")),
      epochs: [{ ...record(1, 0.5, 0.25), test: { en: { score: 0.5, companions: { tokenAccuracy: 0.75 } } } }],
    };
    const old = { ...newRun("run-2", defaultExperiment("nc", "sft")), epochs: [record(1, 0.1, 0.2)] };
    const [heading, first, second] = readCsv(curvesCsv([tagged, old]));
    const column = (name: string) => [first, second].map((row) => row![heading!.indexOf(name)]);
    expect(column("metric")).toEqual(["precision", "accuracy"]);
    expect(column("token_accuracy")).toEqual(["0.75", ""]);
    expect(column("data")).toEqual(["bundled", "bundled"]);
  });
});

describe("a cell of Figure 1 in a file", () => {
  const expected = [
    { colour: "rgb(8, 48, 107)", from: 0, to: 0.25 },
    { colour: "rgb(205, 205, 205)", from: 0.25, to: 1 },
  ];
  test("has the bands of its gradient, however the browser writes them", () => {
    expect(gradientBands("linear-gradient(to right, rgb(8, 48, 107) 0% 25%, rgb(205, 205, 205) 25% 100%)")).toEqual(
      expected,
    );
    expect(
      gradientBands(
        "linear-gradient(to right, rgb(8, 48, 107) 0%, rgb(8, 48, 107) 25%, rgb(205, 205, 205) 25%, rgb(205, 205, 205) 100%)",
      ),
    ).toEqual(expected);
    expect(gradientBands("none")).toEqual([]);
  });

  test("has the picture of its mosaic", () => {
    expect(embeddedPicture('url("data:image/png;base64,iVBOR+/=")')).toBe("data:image/png;base64,iVBOR+/=");
    expect(embeddedPicture('url("https://elsewhere/x.png")')).toBeUndefined();
    expect(embeddedPicture("none")).toBeUndefined();
  });
});
