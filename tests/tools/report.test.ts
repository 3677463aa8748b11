import { expect, test } from "vitest";
import { countTests, type PartResult, summary } from "../../tools/checks/report.ts";

interface File {
  readonly status: "passed" | "failed";
  readonly tests: readonly (readonly [status: string, name: string])[];
}

const report = (...files: readonly File[]) =>
  JSON.stringify({
    testResults: files.map(({ status, tests }, index) => ({
      name: `tests/${index}.test.ts`,
      status,
      assertionResults: tests.map(([status, fullName]) => ({ status, fullName })),
    })),
  });

const part = (name: string, count: PartResult["count"], isTests: boolean): PartResult => ({
  name,
  seconds: 1,
  count,
  isTests,
});

test("counts what passed and failed, and names what was skipped", () => {
  const json = report(
    {
      status: "failed",
      tests: [
        ["passed", "a"],
        ["failed", "b"],
      ],
    },
    {
      status: "passed",
      tests: [
        ["passed", "c"],
        ["skipped", "d: no GPU"],
        ["todo", "e"],
      ],
    },
  );
  expect(countTests(json, 1)).toEqual({ passed: 2, failed: 1, skipped: ["d: no GPU", "e"] });
});

test("a file that cannot be loaded, or whose set-up fails, is a failure although no test of it failed", () => {
  const json = report({ status: "failed", tests: [] }, { status: "failed", tests: [["skipped", "never ran"]] });
  expect(countTests(json, 1).failed).toBe(2);
});

test("a run that exits with an error is never counted as a success", () => {
  expect(countTests(report({ status: "passed", tests: [["passed", "a"]] }), 1)).toMatchObject({ passed: 1, failed: 1 });
  expect(countTests(undefined, 1)).toMatchObject({ passed: 0, failed: 1 });
});

test("the last line is the totals alone, and a failed part that has no tests counts as one failure", () => {
  const lines = summary([
    part("lint", { passed: 0, failed: 1, skipped: [] }, false),
    part("unit", { passed: 3, failed: 0, skipped: ["needs a GPU"] }, true),
    part("browser", { passed: 2, failed: 1, skipped: [] }, true),
  ]).split("\n");
  expect(lines.at(-1)).toBe("5 passed, 2 failed");
  expect(lines.join("\n")).toContain("needs a GPU");
});
