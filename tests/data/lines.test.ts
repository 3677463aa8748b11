import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bytes, blobBytes, gunzip, readLines, Unusable } from "../../src/data/index.ts";
import { fillWords } from "../../src/graddrop/index.ts";
import { bytesOf, chunked, chunkSize, latin1 } from "./support.ts";

async function linesOf(bytes: Bytes): Promise<(string | Unusable)[]> {
  const lines: (string | Unusable)[] = [];
  for await (const batch of readLines(bytes, "f")) {
    for (const { number, text } of batch) {
      expect(number).toBe(lines.length + 1);
      lines.push(text);
    }
  }
  return lines;
}

describe("lines", () => {
  test("are the same however the bytes are cut, with either line end, with or without a byte order mark", async () => {
    const line = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n\ufeff]/g, ""));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        chunkSize,
        fc.boolean(),
        fc.boolean(),
        async (lines, size, isWindows, hasMark) => {
          const text = (hasMark ? "\ufeff" : "") + lines.map((line) => line + (isWindows ? "\r\n" : "\n")).join("");
          expect(await linesOf(chunked(text, size))).toEqual(lines);
        },
      ),
    );
  });

  test("end at \\n alone: Unicode's other separators belong to the text, and the last line may lack its end", async () => {
    expect(await linesOf(chunked("a\u2028b\u0085c\vd\n\ne"))).toEqual(["a\u2028b\u0085c\vd", "", "e"]);
    expect(await linesOf(chunked("a\rb\n"))).toEqual(["a\rb"]);
    expect(await linesOf(chunked("\ufeffa\n\ufeffb\n"))).toEqual(["a", "\ufeffb"]);
  });

  test("that are not UTF-8 say so, and the others are read", async () => {
    const bytes = latin1("good\ncaf\xe9\nalso good\ncut \xe2\x82");
    for (const size of [1, 3, 1000]) {
      const lines = await linesOf(chunked(bytes, size));
      expect(lines.map((line) => (line instanceof Unusable ? line.message : line))).toEqual([
        "good",
        "is not UTF-8. Save the file in UTF-8.",
        "also good",
        "is not UTF-8. Save the file in UTF-8.",
      ]);
    }
  });

  test("that never end are given up without being held, and those after them are read", async () => {
    const mebibyte = new Uint8Array(2 ** 20).fill(0x61);
    const bytes = [bytesOf("first\n"), ...Array<Uint8Array>(40).fill(mebibyte), bytesOf("end\nlast"), bytesOf(" line")];
    const lines = await linesOf(bytes);
    expect(lines[1]).toBeInstanceOf(Unusable);
    expect((lines[1] as Unusable).message).toMatch(/^is longer than 16 MB\. Is this a text file/);
    expect([lines[0], lines[2], lines.length]).toEqual(["first", "last line", 3]);
    expect(await linesOf([mebibyte.fill(0x62), bytesOf("\n")])).toHaveLength(1);
    const endless = await linesOf(Array<Uint8Array>(17).fill(mebibyte));
    expect(endless).toHaveLength(1);
    expect(endless[0]).toBeInstanceOf(Unusable);
  });

  test("of an empty or UTF-16 file are refused", async () => {
    await expect(linesOf([])).rejects.toThrow("f: is empty. Is it the right file, and completely copied?");
    await expect(linesOf([new Uint8Array(0)])).rejects.toThrow("f: is empty.");
    await expect(linesOf(chunked(latin1("\xff\xfea\0\n\0"), 1))).rejects.toThrow("f: is UTF-16. Save it in UTF-8.");
  });
});

describe("bytes", () => {
  test("come from the page's files as from Node's streams", async () => {
    expect(await linesOf(blobBytes(new Blob(["a\n", "b"])))).toEqual(["a", "b"]);
  });

  test("of gzip are unpacked on the way", async () => {
    const text = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join("\n");
    expect(await linesOf(gunzip(chunked(new Uint8Array(gzipSync(text)), 100), "f.gz"))).toHaveLength(5000);
  });

  /** Bytes that gzip cannot shrink. */
  const noise = (size: number) => {
    const words = new Uint32Array(size / 4);
    fillWords({ seed: 1, stream: "data", site: 0, time: 0 }, words);
    return new Uint8Array(words.buffer);
  };

  test("of gzip are the same however they are cut", async () => {
    const content = noise(40_000);
    const packed = new Uint8Array(gzipSync(content));
    for (const size of [1, 17, 1000, 16_384, 10 ** 6]) {
      const parts: Uint8Array[] = [];
      for await (const part of gunzip(chunked(packed, size), "f.gz")) parts.push(part);
      expect(Buffer.concat(parts).equals(content)).toBe(true);
    }
  });

  test("of gzip are not unpacked ahead of who reads them", async () => {
    const packed = new Uint8Array(gzipSync(noise(2_000_000)));
    let taken = 0;
    const source = async function* () {
      for await (const chunk of chunked(packed, 10_000)) {
        taken += chunk.length;
        yield chunk;
      }
    };
    let given = 0;
    for await (const part of gunzip(source(), "f.gz")) {
      given += part.length;
      expect(taken - given).toBeLessThan(50_000);
    }
    expect(given).toBe(2_000_000);
  });

  test("of damaged or cut gzip are refused; a source's own failure stays what it was", async () => {
    const packed = new Uint8Array(gzipSync("x".repeat(10_000)));
    const message = "f.gz: its gzip compression is damaged or cut off. Is the file completely copied?";
    await expect(linesOf(gunzip(chunked(packed.slice(0, packed.length - 9)), "f.gz"))).rejects.toThrow(message);
    await expect(linesOf(gunzip(chunked("no gzip at all"), "f.gz"))).rejects.toThrow(message);
    const broken = async function* () {
      yield packed.slice(0, 4);
      throw new Error("disk unplugged");
    };
    await expect(linesOf(gunzip(broken(), "f.gz"))).rejects.toThrow("disk unplugged");
  });

  test("are no longer asked for when nobody reads on", async () => {
    let isClosed = false;
    const source = (async function* () {
      try {
        for (;;) yield bytesOf("line\n");
      } finally {
        isClosed = true;
      }
    })();
    for await (const _ of readLines(source, "f")) break;
    expect(isClosed).toBe(true);
  });
});
