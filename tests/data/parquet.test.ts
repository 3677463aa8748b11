import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { mapRows, pairOf, readParquet } from "../../src/data/index.ts";
import { blobAccess, type RandomAccess } from "../../src/hub/index.ts";
import { latin1, places, read } from "./support.ts";

const rows = Array.from({ length: 25 }, (_, index) => ({
  premise: `premise ${index} é😀`,
  hypothesis: `hypothesis ${index}`,
  label: BigInt(index % 3),
}));

const written = (rowGroupSize = 10): ArrayBuffer =>
  parquetWriteBuffer({
    columnData: [
      { name: "premise", data: rows.map(({ premise }) => premise), type: "STRING" },
      { name: "hypothesis", data: rows.map(({ hypothesis }) => hypothesis), type: "STRING" },
      { name: "label", data: rows.map(({ label }) => label), type: "INT64" },
    ],
    rowGroupSize,
  });

const opened = (buffer: ArrayBuffer | Uint8Array<ArrayBuffer>) => blobAccess(new Blob([buffer]));

describe("Parquet", () => {
  test("gives the rows of each group, with their numbers", async () => {
    const access = opened(written());
    expect(await read(readParquet(access, { file: "f.parquet" }))).toEqual({ rows, faults: [] });
    expect((await places(readParquet(access, { file: "f.parquet" }))).at(-1)).toBe("row 25");
    const batches: number[] = [];
    for await (const batch of readParquet(access, { file: "f.parquet" })) batches.push(batch.rows.length);
    expect(batches).toEqual([10, 10, 5]);
  });

  test("becomes text pairs as facebook/xnli does, whose labels are numbers with a meaning of their own", async () => {
    const columns = {
      textA: "premise",
      textB: ["hypothesis"],
      label: "label",
      labels: ["entailment", "neutral", "contradiction"],
    };
    const aliases = { "0": "entailment", "1": "neutral", "2": "contradiction" };
    const table = readParquet(opened(written()), { file: "f", columns: ["premise", "hypothesis", "label"] });
    const found = await read(mapRows(table, "f", pairOf({ ...columns, aliases })));
    expect(found.faults).toEqual([]);
    expect(found.rows[5]).toEqual({ textA: "premise 5 é😀", textB: "hypothesis 5", label: "contradiction" });
  });

  test("fetches only the columns and groups that are asked for", async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: "long", data: rows.map((_, index) => `${index}`.repeat(5000)), type: "STRING" },
        { name: "short", data: rows.map((_, index) => index), type: "INT32" },
      ],
      codec: "UNCOMPRESSED",
    });
    let fetched = 0;
    const access: RandomAccess = {
      sizeBytes: buffer.byteLength,
      slice: async (start, end = buffer.byteLength) => {
        // The footer is guessed to lie within the last part of a file.
        if (start < buffer.byteLength - 2 ** 19) fetched += end - start;
        return buffer.slice(start, end);
      },
    };
    const { rows: found } = await read(readParquet(access, { file: "f", columns: ["short"] }));
    expect(found[24]).toEqual({ short: 24 });
    expect(fetched).toBeLessThan(2000);
  });

  test("refuses a column that is not there, and a file that is cut off or none", async () => {
    const buffer = written();
    await expect(read(readParquet(opened(buffer), { file: "f", columns: ["text"] }))).rejects.toThrow(
      'f: has no column "text"; it has premise, hypothesis, label. Choose the columns again.',
    );
    const wrong = [
      buffer.slice(0, -20),
      new ArrayBuffer(0),
      latin1("no Parquet at all, but long enough") as Uint8Array<ArrayBuffer>,
    ];
    for (const content of wrong) {
      await expect(read(readParquet(opened(content), { file: "f" }))).rejects.toThrow(
        /^f: cannot be read as Parquet \(/,
      );
    }
  });

  test("refuses a group that is said to have more rows than can be held", async () => {
    const bytes = Buffer.from(
      parquetWriteBuffer({ columnData: [{ name: "text", data: ["a", "b", "c"], type: "STRING" }] }),
    );
    // In Thrift's compact protocol: the field after the last one, a 64-bit integer, 3 as a zigzag number.
    const place = bytes.lastIndexOf(Buffer.from([0x16, 0x06]));
    const many = Buffer.from([0x16, 0x80, 0x80, 0x80, 0x20]); // 2^25
    const footer = Buffer.alloc(4);
    footer.writeUInt32LE(bytes.readUInt32LE(bytes.length - 8) + 3);
    const changed = Buffer.concat([
      bytes.subarray(0, place),
      many,
      bytes.subarray(place + 2, -8),
      footer,
      bytes.subarray(-4),
    ]);
    await expect(read(readParquet(opened(new Uint8Array(changed)), { file: "f" }))).rejects.toThrow(
      /^f: says that it has a group of 33554432 rows; at most 16777216 are read at once\./,
    );
  });

  test("refuses text that is not UTF-8, and passes on a source's own failure", async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [{ name: "text", data: ["aXb"], type: "STRING" }],
        codec: "UNCOMPRESSED",
        statistics: false,
      }),
    );
    const at = bytes.findIndex((byte, index) => byte === 0x61 && bytes[index + 1] === 0x58);
    bytes[at + 1] = 0xff;
    await expect(read(readParquet(opened(bytes), { file: "f" }))).rejects.toThrow(/^f: cannot be read as Parquet/);
    const broken: RandomAccess = { sizeBytes: 1000, slice: () => Promise.reject(new Error("disk unplugged")) };
    await expect(read(readParquet(broken, { file: "f" }))).rejects.toThrow("disk unplugged");
  });
});
