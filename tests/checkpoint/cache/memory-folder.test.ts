import fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryFolder } from "../../../src/checkpoint/cache/index.ts";
import { content } from "./support.ts";

/** Around the borders of its blocks. */
const place = fc.oneof(fc.nat(20), fc.integer({ min: 2 ** 16 - 10, max: 2 ** 16 + 10 }), fc.nat(3 * 2 ** 16));
const change = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), at: place, count: place }),
  fc.record({ kind: fc.constant("truncate" as const), at: place }),
);

test("a file in memory is what one on disk would be: what nobody wrote is zero", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 6 }), place, place, async (changes, at, count) => {
      const folder = new MemoryFolder();
      const file = await folder.open("f");
      let expected = new Uint8Array(0);
      for (const [i, change] of changes.entries()) {
        const bytes = change.kind === "write" ? content(change.count, i) : new Uint8Array(0);
        const size = change.kind === "write" ? Math.max(expected.length, change.at + change.count) : change.at;
        const next = new Uint8Array(size);
        next.set(expected.subarray(0, size));
        if (change.kind === "write") next.set(bytes, change.at);
        expected = next;
        await (change.kind === "write" ? file.write(change.at, bytes) : file.truncate(change.at));
      }
      expect(await file.sizeBytes()).toBe(expected.length);
      const into = new Uint8Array(count);
      const part = expected.subarray(at, at + count);
      expect(await file.read(at, into)).toBe(part.length);
      expect(Buffer.compare(into.subarray(0, part.length), part)).toBe(0);
    }),
  );
});
