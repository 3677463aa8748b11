import { packTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import { readXglue, type XgluePlace, type XglueSource, xglueArchive, xglueFolder } from "../../src/data/index.ts";
import { bytesOf, chunked, read } from "./support.ts";

const FILES: Record<string, string> = {
  "xglue/readme.txt": "about",
  "xglue/XNLI/de.test": "Es regnet.\tEs ist nass.\tentailment\nEs regnet.\tJa\tyes\n",
  "xglue/NER/nl.dev": "Bonn B-LOC\n",
  "xglue/MLQA/MLQA_V1/dev/dev-context-en-question-en.json":
    '{"data": [{"paragraphs": [{"context": "Anna", "qas": [{"id": "q", "question": "who?", "answers": [{"text": "Anna", "answer_start": 0}]}]}]}]}',
  "xglue/NER/._nl.dev": "not a text",
};

const place = (task: XgluePlace["task"], split: XgluePlace["split"], language: string): XgluePlace => ({
  task,
  split,
  language,
});

let closed = 0;
async function* watched(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  try {
    yield* chunked(bytes, 300);
  } finally {
    closed++;
  }
}

async function archive(isZipped: boolean): Promise<XglueSource> {
  const tar = await packTar(
    Object.entries(FILES).map(([name, text]) => ({
      header: { name, size: bytesOf(text).length, type: "file" as const },
      body: text,
    })),
  );
  const zipped = new Blob([tar]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = isZipped ? new Uint8Array(await new Response(zipped).arrayBuffer()) : tar;
  return xglueArchive(() => watched(bytes), "xglue.tar");
}

const folder = async () =>
  xglueFolder(
    Object.entries(FILES).map(([path, text]) => ({ path, open: () => chunked(text) })),
    "xglue",
  );

describe.each([
  { name: "a folder", open: folder, prefix: "" },
  { name: "a .tar", open: () => archive(false), prefix: "xglue.tar: " },
  { name: "a .tar.gz, whatever it is called", open: () => archive(true), prefix: "xglue.tar: " },
])("XGLUE from $name", ({ open, prefix }) => {
  test("tells which files there are", async () => {
    const places: XgluePlace[] = [];
    for await (const found of (await open()).places()) places.push(found);
    expect(places).toEqual([place("xnli", "test", "de"), place("ner", "dev", "nl"), place("mlqa", "dev", "en")]);
  });

  test("gives the examples of each kind, and the faults with the file's name", async () => {
    const source = await open();
    expect(await read(readXglue(source, place("xnli", "test", "de")))).toEqual({
      rows: [{ textA: "Es regnet.", textB: "Es ist nass.", label: "entailment" }],
      faults: [
        `${prefix}xglue/XNLI/de.test: line 2 has the label "yes". The labels are entailment, neutral, contradiction.`,
      ],
    });
    expect((await read(readXglue(source, place("ner", "dev", "nl")))).rows).toEqual([
      { words: ["Bonn"], tags: ["B-LOC"] },
    ]);
    expect((await read(readXglue(source, place("mlqa", "dev", "en")))).rows).toEqual([
      { id: "q", question: "who?", context: "Anna", answers: [{ text: "Anna", start: 0 }] },
    ]);
  });

  test("says which file is missing", async () => {
    await expect(read(readXglue(await open(), place("wpr", "test", "zh")))).rejects.toThrow(
      /^xglue(\.tar)?: has no WPR\/xglue\.wpr\.zh\.test\. Is it the folder or archive of XGLUE\?$/,
    );
  });
});

test("an archive is let go when its file has been read, or nobody reads on", async () => {
  const source = await archive(true);
  closed = 0;
  await read(readXglue(source, place("xnli", "test", "de")));
  expect(closed).toBe(1);
  for await (const _ of readXglue(source, place("ner", "dev", "nl"))) break;
  expect(closed).toBe(2);
});
