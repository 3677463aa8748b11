import { z } from "zod";

/** The part of Vitest's JSON report that is counted here. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  /** The names of tests that did not run; where a test needs something that is missing here, its name says what. */
  readonly skipped: readonly string[];
}

/**
 * Counts the tests of one run of Vitest.
 *
 * @param json what its JSON reporter wrote; undefined where it wrote nothing
 * @param exitCode its exit code: an error outside of any test shows only there
 */
export function countTests(json: string | undefined, exitCode: number): TestCount {
  const results = json === undefined ? [] : reportSchema.parse(JSON.parse(json)).testResults;
  const tests = results.flatMap(({ assertionResults }) => assertionResults);
  const failing = (status: string) => status === "failed";
  // A file that does not load, or whose set-up fails, has tests that never ran: that is one failure, not none.
  const brokenFiles = results.filter(
    ({ status, assertionResults }) => failing(status) && !assertionResults.some((test) => failing(test.status)),
  ).length;
  const failed = tests.filter(({ status }) => failing(status)).length + brokenFiles;
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: tests.filter(({ status }) => status !== "passed" && !failing(status)).map(({ fullName }) => fullName),
  };
}

export interface PartResult {
  readonly name: string;
  readonly seconds: number;
  readonly count: TestCount;
  /** Whether the part consists of tests; other parts pass or fail as a whole, and only their failure is counted. */
  readonly isTests: boolean;
}

/** What is printed at the end: a line for each part, the tests that were skipped, and last the totals, alone on their line. */
export function summary(parts: readonly PartResult[]): string {
  const lines = parts.map(({ name, seconds, count, isTests }) => {
    const outcome = isTests ? `${count.passed} passed, ${count.failed} failed` : count.failed > 0 ? "failed" : "passed";
    return `  ${name.padEnd(10)}${outcome.padEnd(26)}${Math.round(seconds)} s`;
  });
  const skipped = parts.flatMap(({ count }) => count.skipped);
  const passed = parts.reduce((sum, { count }) => sum + count.passed, 0);
  const failed = parts.reduce((sum, { count }) => sum + count.failed, 0);
  return [
    "",
    ...lines,
    ...(skipped.length > 0 ? [`  skipped (${skipped.length}):`, ...skipped.map((name) => `    ${name}`)] : []),
    "",
    `${passed} passed, ${failed} failed`,
  ].join("\n");
}
