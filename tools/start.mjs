// `npm start`: installs on first use, then serves the playground on this computer and opens it in a browser.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { installPackages, ROOT, requireNode } from "./setup.mjs";

requireNode();
const { port, open } = readOptions();
installPackages();

const { createServer } = await import("vite");
const server = await createServer({
  root: ROOT,
  // IPv4 is what "localhost" means on every computer; where it also means IPv6, browsers try both.
  server: { host: "127.0.0.1", port, strictPort: false },
});
await server.listen();
const address = `http://localhost:${server.httpServer.address().port}/`;
console.log(`\nThe GradDrop Playground is at ${address}\nCtrl-C ends it.\n`);
if (open && hasBrowser()) openBrowser(address);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    console.log("\nEnded.");
    server.close().finally(() => process.exit(0));
  });
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { port: { type: "string", default: "5173" }, "no-open": { type: "boolean", default: false } },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`--port is "${values.port}", but a port is a whole number from 1 to 65535.`);
    return { port, open: !values["no-open"] };
  } catch (error) {
    console.error(`${error.message}\nUse: npm start [-- --port N] [--no-open]`);
    process.exit(2);
  }
}

/** A person at a terminal, on a computer with a screen. */
function hasBrowser() {
  if (process.env.CI || !process.stdout.isTTY) return false;
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function openBrowser(url) {
  const [command, ...parameters] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  const opener = spawn(command, parameters, { stdio: "ignore", detached: true });
  // The address is on the screen already; whoever has no opener copies it.
  opener.on("error", () => {});
  opener.unref();
}
