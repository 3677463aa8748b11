import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import { blobFile, type FileLook, lookAt, type XglueTask } from "../../src/data/index.ts";

const file = (path: string, content: string | Uint8Array) => blobFile(new Blob([content as BlobPart]), path);
const lookAtOne = async (path: string, content: string | Uint8Array, task: XglueTask): Promise<FileLook> => {
  const look = await lookAt([file(path, content)], task);
  if (look.kind !== "files" || look.files.length !== 1) throw new Error(JSON.stringify(look));
  return look.files[0]!;
};

describe("a first look at files", () => {
  test("knows XGLUE's by their paths, whatever folders are around them", async () => {
    const files = ["x/NC/xglue.nc.en.train", "x/NC/xglue.nc.de.test", "x/POS/en.train", "x/readme.txt", "x/more.tsv"];
    expect(
      await lookAt(
        files.map((path) => file(path, "…")),
        "nc",
      ),
    ).toEqual({
      kind: "xglue",
      tasks: [
        { task: "nc", languages: ["en", "de"], files: 2 },
        { task: "pos", languages: ["en"], files: 1 },
      ],
    });
  });

  test("goes through an archive, whatever it is called", async () => {
    const body = "a\tb\tsports\n";
    const tar = await packTar([{ header: { name: "NC/xglue.nc.en.train", size: body.length }, body }]);
    expect(await lookAt([file("download", gzipSync(tar))], "nc")).toMatchObject({
      kind: "xglue",
      tasks: [{ task: "nc" }],
    });
  });

  test("shows the columns and first rows of a table, the names among the rows", async () => {
    const rows = Array.from({ length: 700 }, (_, i) => `"title ${i}, one",${i % 2 ? "sports" : "travel"}`);
    const { format, table, split, language } = await lookAtOne("train.en.csv", `what,kind\n${rows.join("\n")}`, "nc");
    expect({ format, split, language }).toEqual({ format: "csv", split: "train", language: "en" });
    expect(table).toMatchObject({ columns: ["1", "2"], mayHaveHeader: true, values: { "2": ["sports", "travel"] } });
    expect(table!.rows[0]).toEqual(["what", "kind"]);
    expect(table!.rows[1]).toEqual(["title 0, one", "travel"]);
    // Too many to be labels.
    expect(table!.values["1"]).toBeUndefined();
  });

  test("shows lists and objects of JSON lines, and what labels are in the lists", async () => {
    const lines = [
      { tokens: ["EU", "acts"], tags: ["B-ORG", "O"] },
      { tokens: ["It", "acts"], tags: ["O", "O"], note: null },
    ];
    const { table } = await lookAtOne("a.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"), "ner");
    expect(table).toMatchObject({ columns: ["tokens", "tags", "note"], mayHaveHeader: false });
    expect(table!.values.tags).toEqual(["B-ORG", "O"]);
    expect(table!.rows[0]).toEqual(['["EU","acts"]', '["B-ORG","O"]', ""]);
  });

  test("numbers the columns of tagged words", async () => {
    const { format, table } = await lookAtOne("ner.conll", "-DOCSTART- O O\n\nEU NNP B-ORG\nacts VB O\n", "ner");
    expect(format).toBe("conll");
    expect(table).toMatchObject({ columns: ["1", "2", "3"], values: { "3": ["B-ORG", "O"] } });
  });

  test("asks for no columns where the format says what is what", async () => {
    const conllu = "1\tHi\thi\tINTJ\t_\t_\t0\troot\t_\t_\n\n";
    expect(await lookAtOne("en_ewt-ud-test.conllu", conllu, "pos")).toEqual({
      path: "en_ewt-ud-test.conllu",
      format: "conll-u",
      split: "test",
      language: "en",
    });
  });

  test("says of a file that cannot be read why, and looks at the others", async () => {
    const look = await lookAt(
      [file("d/a.csv", ""), file("d/b.csv", "x,y\n1,2\n"), file("d/.hidden.csv", "x"), file("d/photo.png", "x")],
      "nc",
    );
    expect(look).toMatchObject({
      kind: "files",
      files: [
        { path: "d/a.csv", problem: expect.stringMatching(/is empty/) },
        { path: "d/b.csv", format: "csv" },
      ],
      unread: 2,
    });
  });

  test("shortens long cells, and never splits a character", async () => {
    const { table } = await lookAtOne("a.tsv", `t\tl\n${"🐕".repeat(5000)}\tx\n`, "nc");
    expect([...table!.rows[1]![0]!].length).toBe(161);
    expect(table!.rows[1]![0]).toMatch(/^(🐕)+…$/u);
  });
});
