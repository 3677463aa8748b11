import fc from "fast-check";
import { expect, test } from "vitest";
import { fullRows } from "../../src/export/rows.ts";

const WIDTH = 3;
const FULL = 40;
/** [FULL, WIDTH] Row r is r, r + 1/4, r + 1/2. */
const source = Float32Array.from({ length: FULL * WIDTH }, (_, i) => Math.floor(i / WIDTH) + (i % WIDTH) / 4);

const vocabularies = fc
  .uniqueArray(fc.integer({ min: 0, max: FULL - 1 }), { minLength: 1, maxLength: FULL })
  .map((ids) => Int32Array.from(ids).sort());

test("the full matrix has trained rows where they belong and the others decayed, in slices of any size", async () => {
  await fc.assert(
    fc.asyncProperty(vocabularies, fc.integer({ min: 1, max: 200 }), async (ids, mostAtOnce) => {
      const trained = Float32Array.from({ length: ids.length * WIDTH }, (_, i) => -1 - i);
      const asked: number[] = [];
      let largest = 0;
      const readRows = async (wanted: Int32Array) => {
        asked.push(...wanted);
        largest = Math.max(largest, wanted.length * WIDTH);
        return Float32Array.from(
          Array.from(wanted).flatMap((id) => Array.from(source.subarray(id * WIDTH, (id + 1) * WIDTH))),
        );
      };
      const values: number[] = [];
      for await (const slice of fullRows(trained, { ids, fullSize: FULL, readRows, factor: 0.5 }, mostAtOnce)) {
        expect(slice.length).toBeLessThanOrEqual(Math.max(WIDTH, mostAtOnce));
        values.push(...slice);
      }
      const expected = Array.from(source, (value) => value / 2);
      for (const [place, id] of ids.entries()) {
        for (let k = 0; k < WIDTH; k++) expected[id * WIDTH + k] = trained[place * WIDTH + k]!;
      }
      expect(values).toEqual(expected);
      // Each row that was left out is read once, and no other.
      const known = new Set(ids);
      expect(asked).toEqual(Array.from({ length: FULL }, (_, id) => id).filter((id) => !known.has(id)));
      expect(largest).toBeLessThanOrEqual(Math.max(WIDTH, mostAtOnce));
    }),
  );
});

test("a source that fails in the middle ends the stream with its own error", async () => {
  let calls = 0;
  const readRows = async (ids: Int32Array) => {
    if (++calls === 3) throw new Error("The network is gone.");
    return new Float32Array(ids.length * WIDTH);
  };
  const slices = fullRows(
    new Float32Array(WIDTH),
    { ids: Int32Array.of(0), fullSize: FULL, readRows, factor: 1 },
    5 * WIDTH,
  );
  const all = async () => {
    for await (const _ of slices);
  };
  await expect(all()).rejects.toThrow("The network is gone.");
});
