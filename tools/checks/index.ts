/** Everything that `npm test` checks: types, lint, unit tests, and the built page in a real browser. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "./chromium.ts";
import { countTests, type PartResult, summary, type TestCount } from "./report.ts";

const PARTS = ["types", "lint", "unit", "browser"] as const;
type Part = (typeof PARTS)[number];

const USE = `Use: npm test [-- ${PARTS.map((part) => `[--${part}]`).join(" ")} [test file …]]; without any, everything.`;

const NOTHING: TestCount = { passed: 0, failed: 0, skipped: [] };
const FAILURE: TestCount = { ...NOTHING, failed: 1 };

/** @returns the exit code: 0 where everything passed, 1 where something failed, 2 where the arguments are wrong */
export function runChecks(parameters: readonly string[]): number {
  let wanted: { parts: readonly Part[]; files: readonly string[] };
  try {
    wanted = readParameters(parameters);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USE}`);
    return 2;
  }
  const results = wanted.parts.flatMap((part) => runPart(part, wanted.files));
  console.log(summary(results));
  return results.some(({ count }) => count.failed > 0) ? 1 : 0;
}

function readParameters(parameters: readonly string[]): { parts: readonly Part[]; files: readonly string[] } {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: Object.fromEntries(PARTS.map((part) => [part, { type: "boolean" as const }])),
  });
  const named = PARTS.filter((part) => values[part]);
  const parts = named.length > 0 ? named : positionals.length > 0 ? (["unit"] as const) : PARTS;
  return { parts, files: positionals };
}

function runPart(part: Part, files: readonly string[]): PartResult[] {
  switch (part) {
    case "types":
      return [check("types", "typescript/bin/tsc", ["-p", "."])];
    case "lint":
      return [check("lint", "@biomejs/biome/bin/biome", ["check", "."])];
    case "unit":
      return [tests("unit", files)];
    case "browser":
      return browserTests(files);
  }
}

/** The browser tests look at the built page, as a static host would serve it. */
function browserTests(files: readonly string[]): PartResult[] {
  let path: string;
  try {
    path = chromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return [{ name: "browser", seconds: 0, count: FAILURE, isTests: true }];
  }
  const build = check("build", "vite/bin/vite.js", ["build", "--logLevel", "warn"]);
  return build.count.failed > 0 ? [build] : [build, tests("browser", files, { CHROMIUM_PATH: path })];
}

/** A part that passes or fails as a whole. */
function check(name: string, program: string, parameters: readonly string[]): PartResult {
  const { exitCode, seconds } = run(name, program, parameters);
  return { name, seconds, count: exitCode === 0 ? NOTHING : FAILURE, isTests: false };
}

/** One of Vitest's projects in vite.config.ts. */
function tests(project: string, files: readonly string[], environment: NodeJS.ProcessEnv = {}): PartResult {
  const folder = mkdtempSync(join(tmpdir(), "graddrop-tests-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const parameters = ["run", "--project", project, ...reporters, ...files];
    const { exitCode, seconds } = run(project, "vitest/vitest.mjs", parameters, environment);
    const json = existsSync(report) ? readFileSync(report, "utf8") : undefined;
    return { name: project, seconds, count: countTests(json, exitCode), isTests: true };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param program a JavaScript file below node_modules, run with this Node: needs no shell, so it works everywhere */
function run(
  name: string,
  program: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { exitCode: number; seconds: number } {
  console.log(`\n— ${name}`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [join("node_modules", program), ...parameters], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...environment },
  });
  return { exitCode: status ?? 1, seconds: (performance.now() - started) / 1000 };
}
