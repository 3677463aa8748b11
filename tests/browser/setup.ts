/** Builds the page before the browser tests, unless it has just been built. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { SITE } from "./page.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package-lock.json"];

export default function setup(): void {
  if (!existsSync(join(ROOT, "public/models/mini/model.safetensors"))) {
    throw new Error("public/models/mini/model.safetensors is missing: the page has no model. Restore public/models.");
  }
  const page = join(SITE, "index.html");
  if (existsSync(page) && statSync(page).mtimeMs > Math.max(...SOURCES.map((name) => newest(join(ROOT, name))))) return;
  // In a process of its own: under Vitest, NODE_ENV would make it a build for development.
  const { status } = spawnSync(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) throw new Error("The page could not be built; see above.");
}

/** When the file, or anything in the folder, was last changed. */
function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
