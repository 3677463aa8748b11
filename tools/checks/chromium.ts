/** Gets a Chromium for the browser tests where there is none. */
import { spawnSync } from "node:child_process";
import { findChromium } from "../../tests/browser/browser.ts";

/**
 * @returns the program's path
 * @throws Error that says how to get one by hand
 */
export function chromium(): string {
  // A path that someone chose is not second-guessed.
  if (process.env.CHROMIUM_PATH) return findChromium();
  let missing: unknown;
  for (const install of [() => {}, installDebianPackage, installPlaywrightsOwn]) {
    install();
    try {
      return findChromium();
    } catch (error) {
      missing = error;
    }
  }
  throw missing;
}

/** Brings the libraries along that a bare container lacks. */
function installDebianPackage(): void {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || run("apt-get", ["--version"], "ignore") !== 0) return;
  console.log("No Chromium found: installing Debian's package, only this time …");
  // One unreachable source fails the update, although the others may well have the package.
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
}

function installPlaywrightsOwn(): void {
  console.log("No Chromium found: downloading Playwright's, only this time …");
  run(process.execPath, ["node_modules/playwright-core/cli.js", "install", "--no-shell", "chromium"]);
}

function run(command: string, parameters: readonly string[], output: "inherit" | "ignore" = "inherit"): number {
  const { status } = spawnSync(command, parameters, {
    stdio: ["ignore", output, output],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status ?? 1;
}
