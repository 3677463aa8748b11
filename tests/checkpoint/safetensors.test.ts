import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError, writeSafetensors } from "../../src/checkpoint/index.ts";
import { openBytes, readSafetensors as read } from "../support/tensors.ts";

/** A file made by hand: any header, any data. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  file.set(data, 8 + json.length);
  return file;
}

const entry = (dtype: string, shape: unknown[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

const tensor = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return fc.record({
    shape: fc.constant(shape),
    values: fc.float32Array({ minLength: size, maxLength: size, noNaN: true, min: -65504, max: 65504 }),
  });
});
const name = fc.string({ unit: "grapheme" }).filter((text) => text !== "__proto__" && text !== "__metadata__");
const tensors = fc.uniqueArray(fc.tuple(name, tensor), {
  selector: ([name]) => name,
  maxLength: 6,
});

describe("writing and reading", () => {
  test("F32 comes back bit for bit, with shapes and names", async () => {
    await fc.assert(
      fc.asyncProperty(tensors, async (list) => {
        const back = await read(writeSafetensors(list, "F32"));
        expect(back).toEqual(new Map(list.map(([name, value]) => [name, { dtype: "F32", ...value }])));
      }),
    );
  });

  test("F16 comes back within half a step of its 11 bits", async () => {
    await fc.assert(
      fc.asyncProperty(tensors, async (list) => {
        const back = await read(writeSafetensors(list, "F16"));
        for (const [name, { values }] of list) {
          values.forEach((value, index) => {
            const error = Math.abs(back.get(name)!.values[index]! - value);
            expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
          });
        }
      }),
    );
  });

  test("data at any alignment is read, and the file's bytes are not shared", async () => {
    const written = writeSafetensors([["w", { shape: [2], values: Float32Array.of(1.5, -2) }]], "F32");
    for (let shift = 0; shift < 8; shift++) {
      const moved = Buffer.alloc(written.length + shift); // whose slice() is no copy
      moved.set(written, shift);
      const { values } = (await read(moved.subarray(shift))).get("w")!;
      moved.fill(0);
      expect([...values]).toEqual([1.5, -2]);
    }
  });

  test("the data starts at a multiple of 8, and transformers finds its format", () => {
    const file = writeSafetensors([["abc", { shape: [1], values: Float32Array.of(7) }]], "F32");
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))).__metadata__).toEqual({ format: "pt" });
  });

  test("every half-precision number survives", async () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    const found = await read(fileOf({ w: entry("F16", [all.length], 0, all.byteLength) }, new Uint8Array(all.buffer)));
    const { values } = found.get("w")!;
    const file = writeSafetensors([["w", { shape: [values.length], values }]], "F16");
    expect(new Uint16Array(file.slice(-all.byteLength).buffer)).toEqual(all);
  });

  test.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.996, 0x7bff], // just under the middle between 65504 and infinity
    [2 ** -14, 0x0400], // least normal
    [2 ** -24, 0x0001], // least subnormal
    [2 ** -25, 0x0000], // tie: to even
    [3 * 2 ** -25, 0x0002], // tie: to even
    [2 ** -25 * 1.0001, 0x0001],
    [1 + 2 ** -11, 0x3c00], // tie: to even
    [1 + 3 * 2 ** -11, 0x3c02], // tie: to even
    [2047.5 * 2 ** -25, 0x0400], // the largest subnormals round up into the normals
    [-0, 0x8000],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NaN, 0x7e00],
  ])("F16 of %d has the bits %d", (value, bits) => {
    const file = writeSafetensors([["w", { shape: [1], values: Float32Array.of(value) }]], "F16");
    expect(new DataView(file.buffer).getUint16(file.length - 2, true)).toBe(bits);
  });

  test("a finite value that F16 cannot hold is refused, not turned into infinity", () => {
    const write = () => writeSafetensors([["dense.weight", { shape: [2], values: Float32Array.of(1, 65520) }]], "F16");
    expect(write).toThrow(/"dense\.weight" holds 65520.*Save the model as F32/);
  });

  test("BF16 is the upper half of a float32", async () => {
    const data = Uint8Array.of(0x80, 0x3f, 0x49, 0x40, 0x80, 0xff);
    const found = await read(fileOf({ w: entry("BF16", [3], 0, 6) }, data));
    expect([...found.get("w")!.values]).toEqual([1, 3.140625, Number.NEGATIVE_INFINITY]);
  });

  test("whole-number tensors (position_ids) are left out", async () => {
    const file = fileOf({ ids: entry("I64", [1, 2], 0, 16), w: entry("F32", [1], 16, 20) }, new Uint8Array(20));
    expect([...(await read(file)).keys()]).toEqual(["w"]);
  });

  test.each(["__proto__", "__metadata__"])("no tensor may be called %s", (name) => {
    expect(() => writeSafetensors([[name, { shape: [], values: Float32Array.of(1) }]], "F32")).toThrow(CheckpointError);
  });

  test("two tensors of one name, or a shape that does not fit, are not written", () => {
    const one = { shape: [1], values: Float32Array.of(1) };
    expect(() =>
      writeSafetensors(
        [
          ["w", one],
          ["w", one],
        ],
        "F32",
      ),
    ).toThrow(/"w" is given twice/);
    expect(() => writeSafetensors([["w", { ...one, shape: [2] }]], "F32")).toThrow(/shape \[2\] but 1 values/);
  });
});

describe("a lying file is refused with the fault", () => {
  const data = new Uint8Array(8);
  const announcing = (length: bigint) => {
    const file = new Uint8Array(64);
    new DataView(file.buffer).setBigUint64(0, length, true);
    return file;
  };
  test.each([
    ["shorter than its header length", new Uint8Array(7), /has 7 bytes, too few/],
    ["header longer than the file", announcing(57n), /header of 57 bytes but has 64/],
    ["header beyond the limit", announcing(100_000_001n), /the limit is 100000000/],
    ["header length beyond 2^53", announcing(2n ** 64n - 1n), /18446744073709551615/],
    ["not UTF-8", fileOf("x", new Uint8Array()).fill(0xff, 8), /not UTF-8/],
    ["not JSON", fileOf("{w:1}"), /not JSON/],
    ["an array", fileOf("[]"), /not a JSON object/],
    ["a tensor that is no object", fileOf({ w: 3 }), /tensor "w" is broken/],
    ["no dtype", fileOf({ w: { shape: [], data_offsets: [0, 4] } }, data), /tensor "w" is broken: dtype/],
    ["a negative extent", fileOf({ w: entry("F32", [-1], 0, 4) }, data), /tensor "w" is broken: shape 0/],
    ["a fractional extent", fileOf({ w: entry("F32", [0.5], 0, 4) }, data), /tensor "w" is broken: shape 0/],
    ["offsets beyond the data", fileOf({ w: entry("F32", [3], 0, 12) }, data), /bytes 0 to 12, but there are 8/],
    ["offsets in reverse", fileOf({ w: entry("F32", [1], 8, 4) }, data), /bytes 8 to 4/],
    ["shape and bytes differ", fileOf({ w: entry("F32", [3], 0, 8) }, data), /shape \[3\] takes 12 bytes but has 8/],
    ["a product beyond 2^53", fileOf({ w: entry("F32", [2 ** 40, 2 ** 40], 0, 8) }, data), /takes .* bytes but has 8/],
    ["overlap", fileOf({ a: entry("F32", [2], 0, 8), b: entry("F32", [1], 4, 8) }, data), /"b" overlaps/],
    ["gap", fileOf({ a: entry("F32", [1], 4, 8) }, data), /"a" leaves a gap/],
    ["bytes that belong to no tensor", fileOf({ a: entry("F32", [1], 0, 4) }, data), /take 4 bytes, but there are 8/],
    ["an unknown type", fileOf({ a: entry("F8_E4M3", [8], 0, 8) }, data), /F8_E4M3.*Save the model as/],
    ["a type named like a method", fileOf({ a: entry("toString", [8], 0, 8) }, data), /toString/],
    [
      "a name twice",
      fileOf(
        '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\\u0077":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
        data,
      ),
      /"w" is listed twice/,
    ],
    ["__proto__", fileOf('{"__proto__":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', data), /"__proto__"/],
  ])("%s", async (_, bytes, message) => {
    await expect(openBytes(bytes)).rejects.toThrow(CheckpointError);
    await expect(openBytes(bytes)).rejects.toThrow(message);
    await expect(openBytes(bytes)).rejects.toThrow(/^memory\/model\.safetensors: /);
  });

  test("names of Object's own methods are ordinary names", async () => {
    expect([...(await read(fileOf({ constructor: entry("F32", [2], 0, 8) }, data))).keys()]).toEqual(["constructor"]);
  });

  test("cut anywhere: always an error", async () => {
    const file = writeSafetensors([["a", { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }]], "F32");
    for (let length = 0; length < file.length; length++) {
      await expect(openBytes(file.subarray(0, length))).rejects.toThrow(CheckpointError);
    }
  });

  test("random damage gives a CheckpointError or tensors that fit, never another exception", async () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(tensors, flips, fc.option(fc.nat()), async (list, changes, cut) => {
        const file = writeSafetensors(list, "F16");
        for (const [at, mask] of changes) file[at % file.length]! ^= mask;
        const damaged = cut === null ? file : file.subarray(0, cut % file.length);
        try {
          for (const { shape, values } of (await read(damaged)).values()) {
            expect(values.length).toBe(shape.reduce((product, extent) => product * extent, 1));
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

const oracle = new URL("../../../shared/golden/xlmr-tiny/model.safetensors", import.meta.url);
test.skipIf(!existsSync(oracle))(
  "reads a file of Hugging Face's library (skipped where shared/ is absent)",
  async () => {
    const stored = await read(readFileSync(oracle));
    expect(stored.get("classifier.out_proj.weight")).toMatchObject({ dtype: "F32", shape: [3, 32] });
    const again = await read(writeSafetensors(stored, "F32"));
    expect(again).toEqual(stored);
  },
);
