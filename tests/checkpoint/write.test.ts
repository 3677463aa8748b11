import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError, type StreamedTensor, safetensorsFile, writeSafetensors } from "../../src/checkpoint/index.ts";
import { readSafetensors } from "../support/tensors.ts";

async function bytesOf(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  // Copied at once: a piece may be a view of memory that its giver fills anew.
  for await (const part of parts) all.push(part.slice());
  return Uint8Array.from(all.flatMap((part) => Array.from(part)));
}

async function* pieces(values: Float32Array, size: number): AsyncGenerator<Float32Array> {
  const room = new Float32Array(size);
  for (let at = 0; at < values.length; at += size) {
    const some = values.subarray(at, at + size);
    room.set(some);
    yield room.subarray(0, some.length);
  }
}

const tensor = (name: string, shape: number[], values: readonly number[], size = 3): StreamedTensor => ({
  name,
  shape,
  values: () => pieces(Float32Array.from(values), size),
});

describe("a file that is streamed", () => {
  test("is the file that is written at once, byte for byte, however its values come, and as long as it says", async () => {
    const list = fc.uniqueArray(
      fc.tuple(fc.stringMatching(/^[a-z.]{1,12}$/), fc.float32Array({ noNaN: true, min: -65504, max: 65504 })),
      { selector: ([name]) => name, maxLength: 5 },
    );
    const dtypes = fc.constantFrom("F32" as const, "F16" as const, "BF16" as const);
    await fc.assert(
      fc.asyncProperty(list, fc.integer({ min: 1, max: 5 }), dtypes, async (tensors, size, dtype) => {
        const given = tensors.map(([name, values]) => [name, { shape: [values.length], values }] as const);
        const streamed = tensors.map(([name, values]) => tensor(name, [values.length], Array.from(values), size));
        const file = safetensorsFile(streamed, dtype);
        const expected = writeSafetensors(given, dtype);
        expect(file.sizeBytes).toBe(expected.length);
        expect(await bytesOf(file.parts())).toEqual(expected);
        expect(await bytesOf(file.parts())).toEqual(expected);
      }),
    );
  });

  test("asks for one tensor at a time, and cuts large ones into pieces of at most 4 MiB", async () => {
    const asked: string[] = [];
    const large = new Float32Array(2 ** 21 + 5);
    const given = ["a", "b"].map((name) => ({
      name,
      shape: [large.length],
      async *values() {
        asked.push(name);
        yield large;
      },
    }));
    const parts = safetensorsFile(given, "F16").parts();
    await parts.next();
    expect(asked).toEqual([]);
    const sizes = [(await parts.next()).value, (await parts.next()).value].map((part) => part!.length);
    expect(asked).toEqual(["a"]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 ** 22);
    await parts.return(undefined);
  });

  test.each([
    ["too few", [1, 2, 3]],
    ["too many", [1, 2, 3, 4, 5]],
  ])("is broken off where a tensor has %s values for its shape", async (_, values) => {
    const file = safetensorsFile([tensor("w", [2, 2], values)], "F32");
    await expect(bytesOf(file.parts())).rejects.toThrow(/"w" has shape \[2,2\] but \d values/);
  });

  test("takes no name twice, before anything is made", () => {
    expect(() => safetensorsFile([tensor("w", [1], [1]), tensor("w", [1], [1])], "F32")).toThrow(CheckpointError);
  });
});

test.each([
  [1, 0x3f80],
  [-2, 0xc000],
  [1 + 2 ** -8, 0x3f80], // tie: to even
  [1 + 3 * 2 ** -8, 0x3f82], // tie: to even
  [1 + 2 ** -8 * 1.01, 0x3f81],
  [3.4028234663852886e38, 0x7f80], // rounds beyond the largest
  [2 ** -149, 0x0000],
  [-0, 0x8000],
  [Number.POSITIVE_INFINITY, 0x7f80],
  [Number.NEGATIVE_INFINITY, 0xff80],
  [Number.NaN, 0x7fc0],
])("BF16 of %d has the bits %d", async (value, bits) => {
  const file = writeSafetensors([["w", { shape: [1], values: Float32Array.of(value) }]], "BF16");
  expect(new DataView(file.buffer).getUint16(file.length - 2, true)).toBe(bits);
  expect((await readSafetensors(file)).get("w")!.dtype).toBe("BF16");
});
