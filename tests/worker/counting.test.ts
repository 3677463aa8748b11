import { expect, test } from "vitest";
import type { DataFile } from "../../src/data/index.ts";
import { counting } from "../../src/worker/counting.ts";
import type { ReadProgress } from "../../src/worker/data-protocol.ts";

const chunk = new Uint8Array(100);
const FILE: DataFile = {
  path: "a.tsv",
  name: "a.tsv",
  isNamed: true,
  open: () => Array.from({ length: 50 }, () => chunk),
  access: async () => ({ sizeBytes: 5000, slice: async (start, end = 5000) => new ArrayBuffer(end - start) }),
};

test("reading tells how far it is, at most ten times a second", async () => {
  const told: ReadProgress[] = [];
  let ms = 0;
  const [file] = counting(
    [FILE],
    5000,
    (progress) => told.push(progress),
    () => ms,
  );
  let read = 0;
  for await (const bytes of file!.open()) {
    read += bytes.length;
    ms += 20;
  }
  expect(read).toBe(5000);
  // 50 chunks in a second.
  expect(told).toHaveLength(10);
  expect(told.at(-1)).toMatchObject({ totalBytes: 5000, file: "a.tsv" });
  expect(told.map(({ readBytes }) => readBytes)).toEqual(
    [...told.map(({ readBytes }) => readBytes)].sort((a, b) => a - b),
  );
});

test("parts of a file count as well, and nothing else about it changes", async () => {
  const told: ReadProgress[] = [];
  const [file] = counting([FILE], undefined, (progress) => told.push(progress));
  const access = await file!.access!();
  expect((await access.slice(1000)).byteLength).toBe(4000);
  expect(told).toEqual([{ readBytes: 4000, totalBytes: undefined, file: "a.tsv" }]);
  expect(file).toMatchObject({ path: "a.tsv", isNamed: true });
});
