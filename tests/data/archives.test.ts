import { packTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import { type Bytes, gunzip, readLines, readTar, xgluePlaceOf } from "../../src/data/index.ts";
import { bytesOf, chunked } from "./support.ts";

type Entry = Parameters<typeof packTar>[0][number];

const file = (name: string, text: string): Entry => ({
  header: { name, size: bytesOf(text).length, type: "file" },
  body: text,
});

async function textOf(bytes: Bytes): Promise<string> {
  let text = "";
  for await (const chunk of bytes) text += new TextDecoder().decode(chunk);
  return text;
}

/** Paths, sizes and contents of all files. */
async function unpacked(bytes: Bytes): Promise<[path: string, sizeBytes: number, text: string][]> {
  const files: [string, number, string][] = [];
  for await (const { path, sizeBytes, bytes: content } of readTar(bytes, "f.tar")) {
    files.push([path, sizeBytes, await textOf(content)]);
  }
  return files;
}

/** A header's name field, as a hostile archive would have it; the checksum is right. */
function renamed(archive: Uint8Array, name: string, type = "0"): Uint8Array {
  const bytes = archive.slice();
  bytes.fill(0, 0, 100);
  bytes.set(bytesOf(name));
  bytes[156] = type.charCodeAt(0);
  bytes.fill(0x20, 148, 156);
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  bytes.set(bytesOf(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return bytes;
}

describe("tar", () => {
  test("gives its files in order, however the bytes are cut: long names, folders, empty and large files", async () => {
    const long = `${"folder/".repeat(40)}Größe.tsv`;
    const archive = await packTar([
      { header: { name: "xglue/", size: 0, type: "directory" } },
      file("./xglue/a.tsv", "a\n"),
      file(long, "long"),
      file("empty", ""),
      { header: { name: "link", size: 0, type: "symlink", linkname: "/etc/passwd" } },
      file("large", "x".repeat(100_000)),
    ]);
    for (const size of [511, 4096, 10 ** 6]) {
      const files = await unpacked(chunked(archive, size));
      expect(files).toEqual([
        ["xglue/a.tsv", 2, "a\n"],
        [long, 4, "long"],
        ["empty", 0, ""],
        ["large", 100_000, "x".repeat(100_000)],
      ]);
    }
  });

  test("need not be read in full: a file may be passed over, or left in the middle", async () => {
    const archive = await packTar([file("a", "1".repeat(5000)), file("b", "2".repeat(5000)), file("c", "3")]);
    const texts: string[] = [];
    for await (const { path, bytes } of readTar(chunked(archive, 700), "f.tar")) {
      if (path === "a") continue;
      if (path === "b") for await (const _ of bytes) break;
      else texts.push(await textOf(bytes));
    }
    expect(texts).toEqual(["3"]);
    for await (const { path } of readTar(chunked(archive, 700), "f.tar")) {
      expect(path).toBe("a");
      break;
    }
  });

  test("within gzip is read on the way, line by line", async () => {
    const archive = await packTar([file("NER/de.test", "Rome I-LOC\n\nwon O\n")]);
    const packed = new Blob([archive]).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    for await (const { path, bytes: content } of readTar(gunzip(chunked(bytes, 50), "f.tar.gz"), "f.tar.gz")) {
      expect(path).toBe("NER/de.test");
      for await (const lines of readLines(content, path)) expect(lines).toHaveLength(lines.length);
    }
  });

  test("refuses paths that lead out of their folder", async () => {
    const archive = await packTar([file("a", "1")]);
    for (const name of ["../a", "a/../../b", "/etc/passwd", "C:a", "a\\..\\b", ".."]) {
      await expect(unpacked([renamed(archive, name)])).rejects.toThrow(
        `f.tar: holds a file named "${name}", which leads out of its folder. Do not use this archive.`,
      );
    }
  });

  test("refuses what is damaged, cut off, claims sizes that cannot be, or is no archive", async () => {
    const archive = await packTar([file("a", "1".repeat(1000)), file("b", "2")]);
    const cut = archive.slice(0, 1000);
    await expect(unpacked([cut])).rejects.toThrow("f.tar: is damaged or cut off after 1 of its files.");
    const wrong = archive.slice();
    wrong[1536 + 3] = 0x7a;
    await expect(unpacked([wrong])).rejects.toThrow("f.tar: is damaged or cut off after 1 of its files.");
    const huge = archive.slice();
    huge.set([0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 124);
    await expect(unpacked([renamed(huge, "a")])).rejects.toThrow("f.tar: is not a tar archive, or a damaged one.");
    // A long name of 8 GB: refused, not waited for.
    const named = archive.slice();
    named.set(bytesOf("77777777777\0"), 124);
    await expect(unpacked([renamed(named, "@LongLink", "L")])).rejects.toThrow("f.tar: is not a tar archive");
    await expect(unpacked([bytesOf("id\ttext\n".repeat(200))])).rejects.toThrow("f.tar: is not a tar archive");
    await expect(unpacked([])).rejects.toThrow("f.tar");
    await expect(unpacked([new Uint8Array(1024)])).rejects.toThrow("f.tar: is empty.");
  });

  test("passes on a source's own failure", async () => {
    const archive = await packTar([file("a", "1".repeat(5000))]);
    const broken = async function* () {
      yield archive.slice(0, 600);
      throw new Error("disk unplugged");
    };
    await expect(unpacked(broken())).rejects.toThrow("disk unplugged");
  });
});

describe("the files of XGLUE", () => {
  test("are known by the end of their path, whatever the folders around them", () => {
    expect(xgluePlaceOf("xglue_full_dataset/XNLI/multinli.train.en.tsv")).toEqual({
      task: "xnli",
      split: "train",
      language: "en",
    });
    expect(xgluePlaceOf("NER/nl.test")).toEqual({ task: "ner", split: "test", language: "nl" });
    expect(xgluePlaceOf("a/b/PAWSX/fr/dev_2k.tsv")).toEqual({ task: "pawsx", split: "dev", language: "fr" });
    expect(xgluePlaceOf("x/MLQA/MLQA_V1/test/test-context-zh-question-zh.json")).toEqual({
      task: "mlqa",
      split: "test",
      language: "zh",
    });
    for (const other of [
      "XNLI/xnli.dev.tsv",
      "NER/labels.txt",
      "PAWSX/de/translated_train.tsv",
      "en.test",
      "QG/en.test",
      "",
    ]) {
      expect(xgluePlaceOf(other)).toBeUndefined();
    }
  });
});
