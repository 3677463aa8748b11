import { describe, expect, test } from "vitest";
import { faultsText } from "../../../src/app/data/faults.ts";
import {
  columnOptions,
  firstMapping,
  givenLabels,
  mappingProblem,
  previewRows,
  requestOf,
  withColumn,
  withHeader,
} from "../../../src/app/data/mapping.ts";
import type { TableLook } from "../../../src/data/index.ts";

/** As a file of comma- or tab-separated values is looked at: columns by number, the first row possibly names. */
function values(rows: readonly (readonly string[])[]): TableLook {
  const columns = (rows[0] ?? []).map((_, i) => String(i + 1));
  const valuesOf = (i: number) => [...new Set(rows.slice(1).map((row) => row[i] ?? ""))].sort();
  return {
    columns,
    rows,
    mayHaveHeader: true,
    values: Object.fromEntries(columns.map((column, i) => [column, valuesOf(i)])),
    numbered: {},
  };
}

describe("the first guess", () => {
  test("finds columns by the names that data sets use, whatever their order and letters", () => {
    const table = values([
      ["Label", "sentence2", "sentence1"],
      ["1", "b", "a"],
      ["0", "d", "c"],
    ]);
    const mapping = firstMapping("pawsx", table);
    expect(mapping.hasHeader).toBe(true);
    expect(mapping.columns).toMatchObject({ sentence1: "sentence1", sentence2: "sentence2", label: "Label" });
    expect(mappingProblem("pawsx", table, mapping)).toBeUndefined();
    expect(previewRows(table, true)).toHaveLength(2);
  });

  test("takes a first line with a label in it for a row, and columns in XGLUE's order", () => {
    const table = values([
      ["He ran.", "He moved.", "entailment"],
      ["She sat.", "She ran.", "contradiction"],
    ]);
    const mapping = firstMapping("xnli", table);
    expect(mapping.hasHeader).toBe(false);
    expect(mapping.columns).toMatchObject({ premise: "1", hypothesis: "2", label: "3" });
    // The label of the first line is one of the file's.
    expect(givenLabels("xnli", table, mapping)).toEqual(["entailment", "contradiction"]);
    expect(previewRows(table, false)).toHaveLength(2);
    expect(columnOptions(table, false).map(({ name }) => name)).toEqual(["Column 1", "Column 2", "Column 3"]);
  });

  test("knows labels in other spellings, and leaves those it does not know for the person", () => {
    const table = values([
      ["premise", "hypothesis", "label"],
      ["a", "b", "ENTAILMENT"],
      ["a", "b", "contradictory"],
      ["a", "b", "perhaps"],
    ]);
    expect(firstMapping("xnli", table).labels).toEqual({
      ENTAILMENT: "entailment",
      contradictory: "contradiction",
      perhaps: "",
    });
  });

  test("reads a Parquet file's numbers as the names that it gives them", () => {
    const table: TableLook = {
      columns: ["premise", "hypothesis", "label"],
      rows: [["a", "b", "2"]],
      mayHaveHeader: false,
      values: { label: ["0", "1", "2"] },
      numbered: { label: ["entailment", "neutral", "contradiction"] },
    };
    const mapping = firstMapping("xnli", table);
    expect(mapping.labels).toEqual({ entailment: "entailment", neutral: "neutral", contradiction: "contradiction" });
  });

  test("of tagged words takes the first column for words and the last for tags", () => {
    const table: TableLook = {
      columns: ["1", "2", "3"],
      rows: [["EU", "NNP", "B-ORG"]],
      mayHaveHeader: false,
      values: { "3": ["B-ORG", "O"] },
      numbered: {},
    };
    expect(firstMapping("ner", table).columns).toMatchObject({ words: "1", tags: "3" });
  });
});

describe("choosing by hand", () => {
  const table = values([
    ["ident", "what", "kind"],
    ["1", "On balls", "footy"],
    ["2", "On planes", "travel"],
  ]);

  test("asks for what is needed, by name", () => {
    expect(mappingProblem("nc", table, firstMapping("nc", table))).toBe("Choose a column for title, category.");
  });

  test("of the label's column brings its labels up for mapping; what is left out is not sent", () => {
    const titled = withColumn("nc", table, firstMapping("nc", table), "title", "what");
    const mapped = withColumn("nc", table, titled, "category", "kind");
    expect(mapped.labels).toEqual({ footy: "", travel: "travel" });
    expect(mappingProblem("nc", table, mapped)).toBeUndefined();
    expect(requestOf(mapped)).toEqual({ columns: { title: "what", category: "kind" }, labels: { travel: "travel" } });
    const meant = { ...mapped, labels: { ...mapped.labels, footy: "sports" } };
    expect(requestOf(meant).labels).toEqual({ footy: "sports", travel: "travel" });
  });

  test("of a column without a single known label is stopped before hours are read for nothing", () => {
    const titled = withColumn("nc", table, firstMapping("nc", table), "title", "what");
    expect(mappingProblem("nc", table, withColumn("nc", table, titled, "category", "ident"))).toMatch(
      /None of the labels/,
    );
  });

  test("that there is no header gives columns their numbers", () => {
    const mapping = withHeader("nc", table, false);
    expect(columnOptions(table, mapping.hasHeader).map(({ value }) => value)).toEqual(["1", "2", "3"]);
  });
});

test("faults are saved a line each, under how many there are", () => {
  const faults = [{ file: "a.tsv", place: "line 3", message: "is empty." }];
  expect(faultsText({ name: "a", faults, faultCount: 1 })).toBe(
    "a: 1 place could not be used.\na.tsv: line 3 is empty.\n",
  );
  expect(faultsText({ name: "a", faults, faultCount: 200 })).toContain(
    "200 places could not be used, of which these are the first 1.",
  );
});
