import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { modelFolder, scratch } from "./support.ts";

const ROOT = resolve(import.meta.dirname, "../..");

function start(args: readonly string[]) {
  const child = spawn(process.execPath, ["--import", "./tools/node.mjs", "src/cli/main.ts", ...args], { cwd: ROOT });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const end = once(child, "close").then(([code]) => ({ code: code as number, stdout, stderr }));
  return { child, end };
}

describe("the process", () => {
  test("gives one JSON document on stdout, nothing on stderr, and 0", async () => {
    const folder = scratch();
    const flags = "--json --epochs 1 --train-size 8 --eval-size 2 --batch-size 4".split(" ");
    const { code, stdout, stderr } = await start(["train", ...flags, "--model", modelFolder(folder)]).end;
    expect([code, stderr]).toEqual([0, ""]);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(["runs"]);
  });

  test("says what is wrong in one line on stderr and ends with 2", async () => {
    const folder = scratch();
    const model = modelFolder(folder);
    const weights = readFileSync(join(model, "model.safetensors"));
    writeFileSync(join(model, "model.safetensors"), weights.subarray(0, weights.length / 2));
    const { code, stdout, stderr } = await start(["train", "--model", model, "--save", join(folder, "saved")]).end;
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^[^\n]*model\/model\.safetensors: [^\n]*complete\?\n$/);
    expect(readdirSync(folder)).toEqual(["model"]);
  });

  test.skipIf(process.platform === "win32")("stops on Ctrl-C with 130 and leaves nothing behind", async () => {
    const folder = scratch();
    const saved = join(folder, "saved");
    const { child, end } = start([
      "train",
      "--model",
      modelFolder(folder),
      "--save",
      saved,
      "--epochs",
      "100",
      "--train-size",
      "16",
      "--eval-size",
      "1",
    ]);
    child.stderr.once("data", () => child.kill("SIGINT"));
    const { code, stdout, stderr } = await end;
    expect([code, stdout]).toEqual([130, ""]);
    expect(stderr).toMatch(/Stopped; nothing was written\.\n$/);
    expect(existsSync(saved)).toBe(false);
    expect(readdirSync(folder)).toEqual(["model"]);
  });

  test("ends in peace when nobody reads on", async () => {
    const { child, end } = start(["mask", "--variant", "graddrop", "--layers", "50", "--size", "20000", "--json"]);
    child.stdout.once("data", () => child.stdout.destroy());
    const { code, stderr } = await end;
    expect([code, stderr]).toEqual([0, ""]);
  });
});
