import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { BusyError } from "../../src/checkpoint/cache/index.ts";
import { DiskFolder, defaultCacheFolder } from "../../src/cli/cache-folder.ts";

async function emptyRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "graddrop-folder-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
}

const bytes = Uint8Array.of(1, 2, 3, 4, 5);

describe("the folder of what the command line keeps", () => {
  test("is GRADDROP_CACHE, else below XDG_CACHE_HOME, else below ~/.cache", () => {
    const home = join("/", "home", "someone");
    const caches = join("/", "caches");
    expect(defaultCacheFolder({ GRADDROP_CACHE: "here", XDG_CACHE_HOME: caches }, home)).toBe("here");
    expect(defaultCacheFolder({ XDG_CACHE_HOME: caches }, home)).toBe(join(caches, "graddrop"));
    expect(defaultCacheFolder({ GRADDROP_CACHE: "", XDG_CACHE_HOME: "" }, home)).toBe(join(home, ".cache", "graddrop"));
    // The specification: a relative path is to be ignored.
    expect(defaultCacheFolder({ XDG_CACHE_HOME: "caches" }, home)).toBe(join(home, ".cache", "graddrop"));
  });
});

describe("a folder on disk", () => {
  test("is made when the first file is, and lists what is in it", async () => {
    const root = join(await emptyRoot(), "not", "yet");
    const folder = new DiskFolder(root);
    expect(await folder.list()).toEqual([]);
    expect(await folder.readSmall("a/b")).toBeUndefined();
    await folder.remove("a");
    const before = Date.now() - 1000;
    const file = await folder.open("a/b");
    await file.write(2, bytes);
    const listed = await folder.list();
    expect(listed).toMatchObject([{ path: "a/b", sizeBytes: 7 }]);
    expect(listed[0]!.changedAtMs).toBeGreaterThan(before);
    await file.close();
    expect(await folder.readSmall("a/b")).toEqual(Uint8Array.of(0, 0, ...bytes));
    expect(await folder.list("a")).toMatchObject([{ path: "a/b" }]);
    expect(await readdir(join(root, "a"))).toEqual(["b"]);
    await folder.remove("a");
    expect(await readdir(root)).toEqual([]);
  });

  test("reads and writes anywhere in a file that was there before", async () => {
    const folder = new DiskFolder(await emptyRoot());
    for (const at of [0, 3]) {
      const file = await folder.open("f");
      await file.write(at, bytes);
      await file.flush();
      await file.close();
    }
    const file = await folder.open("f");
    const into = new Uint8Array(10);
    expect(await file.read(1, into)).toBe(7);
    expect([...into]).toEqual([2, 3, 1, 2, 3, 4, 5, 0, 0, 0]);
    await file.truncate(2);
    expect(await file.sizeBytes()).toBe(2);
    await file.close();
  });

  test("gives a file to one at a time: others wait, then are told who has it", async () => {
    const root = await emptyRoot();
    const folder = new DiskFolder(root, { patienceMs: 200 });
    const file = await folder.open("f");
    await expect(folder.open("f")).rejects.toThrow(
      `is in use by process ${process.pid} (if there is no such process, delete ${join(root, "f.lock")})`,
    );
    await expect(folder.remove("f")).rejects.toThrow(BusyError);
    const waiting = new DiskFolder(root).open("f");
    await file.close();
    await (await waiting).close();
    await folder.remove("f");
    expect(await readdir(root)).toEqual([]);
  });

  test("takes over from a process that was killed", async () => {
    const root = await emptyRoot();
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    await writeFile(join(root, "f.lock"), String(child.pid));
    const folder = new DiskFolder(root, { patienceMs: 0 });
    await (await folder.open("f")).close();
    await writeFile(join(root, "f.lock"), String(child.pid));
    await folder.remove("f");
    expect(await folder.freeBytes()).toBeGreaterThan(0);
  });
});
