// What `npm start` and `npm test` share. It runs before anything is installed, so it uses nothing but Node itself.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Vite's own requirement: 20.19 or later of Node 20, 22.12 or later of Node 22. */
const OLDEST = { 20: 19, 22: 12 };

/** Ends the program, with a message, on a Node that is too old for what is installed. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const supported = major > 22 || (major in OLDEST && minor >= OLDEST[major]);
  if (supported) return;
  console.error(
    `This project needs Node 20.19 or later (of Node 22: 22.12 or later), but this is Node ${process.versions.node}. ` +
      "Get a newer one from https://nodejs.org, then run the same command again.",
  );
  process.exit(1);
}

/** Installs what package-lock.json lists, unless that has been done since it last changed. */
export function installPackages() {
  const lock = modified(join(ROOT, "package-lock.json"));
  // npm writes this file last: without it, an installation was never finished.
  const installed = modified(join(ROOT, "node_modules", ".package-lock.json"));
  if (installed > 0 && installed >= lock) return;
  console.log(
    installed > 0
      ? "Installing packages again, because package-lock.json has changed …"
      : "Installing packages: only the first time, a minute or two …",
  );
  const started = Date.now();
  // Without --include=dev, NODE_ENV=production would leave out the very tools that are wanted here.
  const { status, error } = npm(["ci", "--include=dev", "--no-audit", "--no-fund"]);
  if (status !== 0) {
    console.error(
      `The packages could not be installed${error ? ` (${error.message})` : ""}; npm says why above. ` +
        "It needs to reach the npm registry once; after that this works offline.",
    );
    process.exit(1);
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Runs the npm that runs this script, or the one on the path. */
function npm(parameters) {
  const options = { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] };
  const running = process.env.npm_execpath ?? "";
  return running.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [running, ...parameters], options)
    : spawnSync(["npm", ...parameters].join(" "), { ...options, shell: true });
}

/** When a file last changed, in ms; 0 where there is none. */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
