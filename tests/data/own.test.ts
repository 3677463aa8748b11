import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import {
  blobFile,
  type DataFile,
  type OpenOptions,
  type OwnData,
  openOwn,
  type XglueTask,
} from "../../src/data/index.ts";
import { type Content, FORMATS, pairs, squad, ud } from "./formats.ts";
import { bytesOf, latin1 } from "./support.ts";

const fileOf = (path: string, content: Content): DataFile =>
  blobFile(new Blob([typeof content === "string" ? content : new Uint8Array(content)]), path);
const open = (files: Record<string, Content>, task: XglueTask, options: Partial<OpenOptions> = {}) =>
  openOwn(
    Object.entries(files).map(([path, content]) => fileOf(path, content)),
    { task, name: "mine", ...options },
  );
const rowsOf = (data: OwnData, split: "train" | "test", language = "en") =>
  data.parts.find((part) => part.split === split && part.language === language)?.groups.flat();
const sizes = ({ parts }: OwnData) =>
  parts.map(({ split, language, groups }) => `${split} ${language} ${groups.flat().length}`);

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
describe("one file", () => {
  test.each(FORMATS)(
    "$file trains $task, and a fifth of it is set apart for testing",
    async ({ file, content, task, expected, options }) => {
      const data = await open({ [file]: content }, task, options);
      expect(sizes(data)).toEqual(["train en 16", "test en 4"]);
      expect([...rowsOf(data, "train")!, ...rowsOf(data, "test")!]).toContainEqual(expected);
      expect(data.notes).toContain(
        "No file to test English on: 4 of 20 examples were drawn at random and set apart for it.",
      );
      expect(data.notes.join(" ")).toMatch(/taken to be English, since nothing says its language/);
      expect(data.faultCount).toBe(0);
    },
  );

  test("may be packed with gzip, and is what it is without its name saying so", async () => {
    for (const { file, content, task, options } of FORMATS.filter((format) => !format.file.endsWith(".gz"))) {
      const packed = gzipSync(content);
      for (const name of [`${file}.gz`, ...(file.endsWith(".parquet") ? ["data.bin"] : [])]) {
        const data = await open({ [name]: name.endsWith(".gz") ? packed : content }, task, options);
        expect([name, ...sizes(data)]).toEqual([name, "train en 16", "test en 4"]);
      }
    }
  });

  test("of CSV may have names of columns that go over several lines, as spreadsheets write them", async () => {
    const rows = upTo(10).map((index) => `x,a${index},b,neutral`);
    const text = ['"note,\nin short"', "premise", "hypothesis", "label"].join(",");
    for (const end of ["\n", "\r\n"]) {
      const file = [text, ...rows].join("\n").replaceAll("\n", end);
      expect(sizes(await open({ "a.csv": file }, "xnli"))).toEqual(["train en 8", "test en 2"]);
      const chosen = await open({ "a.csv": file }, "xnli", { columns: { text1: "note,\nin short" } });
      expect(rowsOf(chosen, "train")![0]).toMatchObject({ textA: "x" });
    }
  });

  test("draws by its seed alone, and never trains on what it tests", async () => {
    const { content } = FORMATS[0]!;
    const draw = (seed: number) => open({ "data.tsv": content }, "xnli", { seed });
    const [one, same, other] = await Promise.all([draw(1), draw(1), draw(2)]);
    expect(one).toEqual(same);
    expect(other.fingerprint).not.toBe(one.fingerprint);
    const all = [...rowsOf(one, "train")!, ...rowsOf(one, "test")!].map((row) => JSON.stringify(row));
    expect(new Set(all).size).toBe(20);
  });

  test("of questions: those on one text are not parted into training and testing", async () => {
    const context = (index: number) => `Anna${Math.floor(index / 5)} won.`;
    const lines = upTo(100).map((index) =>
      JSON.stringify({ question: `${index}?`, context: context(index), answers: "won" }),
    );
    const data = await open({ "q.jsonl": lines.join("\n") }, "mlqa");
    const texts = (split: "train" | "test") =>
      new Set(rowsOf(data, split)!.map((row) => ("context" in row ? row.context : "")));
    expect([...texts("train")].filter((text) => texts("test").has(text))).toEqual([]);
  });

  test("with a column of languages trains on English and tests the others", async () => {
    const lines = pairs.map((row, index) => JSON.stringify({ ...row, language: ["en", "de", "pt-BR"][index % 3] }));
    const data = await open({ "data.jsonl": lines.join("\n") }, "xnli");
    expect(sizes(data)).toEqual(["train en 6", "test en 1", "test de 7", "test pt 6"]);
  });

  test("of tagged words has its columns by number, and is not guessed then", async () => {
    const text = upTo(10)
      .map((index) => `O 1 Rome${index} B-LOC x\nO 2 won O x\n`)
      .join("\n");
    const data = await open({ "f.txt": text }, "ner", { columns: { words: "3", tags: "4" } });
    expect(rowsOf(data, "train")![0]).toMatchObject({
      words: [expect.stringMatching(/^Rome/), "won"],
      tags: ["B-LOC", "O"],
    });
    expect(data.notes.join()).not.toContain("are taken for words");
    await expect(open({ "f.txt": text }, "ner", { columns: { tags: "6" } })).rejects.toThrow(
      "f.txt: tags=6 is no column of it: name one by its number, from 1 to 5.",
    );
    const guessed = await open({ "f.txt": text.replaceAll(" x", "") }, "ner", { labels: { "B-LOC": "I-PER" } });
    expect(guessed.notes).toContain("f.txt: its 4 columns are taken for words in column 1 and tags in column 4.");
    expect(rowsOf(guessed, "train")![0]).toMatchObject({ words: ["O", "O"], tags: ["I-PER", "O"] });
  });

  test("of XGLUE, too, may be alone", async () => {
    const lines = upTo(10)
      .map((index) => `a${index}\tb\t${index % 2}\n`)
      .join("");
    expect(sizes(await open({ "xglue/QAM/xglue.qam.en.train": lines }, "qam"))).toEqual(["train en 8", "test en 2"]);
  });

  test("with a byte order mark, Windows' line ends and no end at the last line is read in every format", async () => {
    for (const { file, content, task, options } of FORMATS) {
      if (typeof content !== "string") continue;
      const data = await open({ [file]: `\ufeff${content.trimEnd().replace(/\r?\n/g, "\r\n")}` }, task, options);
      expect([file, ...sizes(data), data.faultCount]).toEqual([file, "train en 16", "test en 4", 0]);
    }
  });

  test("of JSON lines may begin with a long text", async () => {
    const row = { question: "who?", context: `${"word ".repeat(50_000)}Anna`, answer: "Anna" };
    const data = await open({ "f.jsonl": `${JSON.stringify(row)}\n`.repeat(2).replace("who", "why") }, "mlqa").catch(
      (error: Error) => error,
    );
    // Both are about one text: none is left to train on.
    expect(data).toMatchObject({
      message: expect.stringMatching(/has too few examples to set some apart for testing \(2\)/),
    });
    await expect(open({ "f.jsonl": "no\njson\n" }, "mlqa")).rejects.toThrow(
      "f.jsonl: has no JSON object in its first lines.",
    );
  });

  test("is not trained on without examples enough, or without English", async () => {
    const one = `premise,hypothesis,label\na,b,neutral\n`;
    await expect(open({ "data.csv": one }, "xnli")).rejects.toThrow(
      "data.csv: has too few examples to set some apart for testing (1). Give a second file, called test.",
    );
    await expect(open({ "train.de.csv": one }, "xnli")).rejects.toThrow(
      /^mine: has no English examples to train xnli on\. Expected is XGLUE's XNLI\/multinli\.train\.en\.tsv, or a file whose name says/,
    );
    await expect(open({ "test.en.csv": one, "it.csv": one }, "xnli")).rejects.toThrow(
      "has no English examples to train xnli on (its files are taken for: test en, it).",
    );
  });
});

describe("several files", () => {
  const csv = (count: number) =>
    `premise,hypothesis,label\n${upTo(count)
      .map((index) => `p${index},h${index},neutral`)
      .join("\n")}`;

  test("say by their names what they are; what is missing is not tested, and said", async () => {
    const data = await open(
      {
        "set/en/train.csv": csv(9),
        "set/en/test.csv": csv(3),
        "set/de/test.csv": csv(4),
        "set/de/train.csv": csv(7),
        "set/fr/dev.csv": csv(5),
        "set/README.md": "about",
        "set/.hidden.csv": "x",
      },
      "xnli",
    );
    expect(sizes(data)).toEqual(["train en 9", "test en 3", "test de 4", "test fr 5"]);
    expect(data.notes).toEqual([
      "fr: no test file; tested on the development file.",
      "Not in the data, and so not tested: ar bg el es hi ru sw th tr ur vi zh.",
      "3 other files not read.",
    ]);
  });

  test("that belong together are read as one", async () => {
    const data = await open({ "a/train-1.csv": csv(3), "a/train-2.csv": csv(4), "a/test.csv": csv(2) }, "xnli");
    expect(sizes(data)).toEqual(["train en 7", "test en 2"]);
    expect(data.parts[0]!.files).toEqual(["a/train-1.csv", "a/train-2.csv"]);
  });

  test("of which one has nothing usable say so, with its first fault", async () => {
    const wrong = "premise,hypothesis,label\na,b,yes\nc,d,no\n";
    const data = await open({ "a/train.csv": csv(5), "a/test.en.csv": csv(2), "a/test.de.csv": wrong }, "xnli");
    expect(sizes(data)).toEqual(["train en 5", "test en 2"]);
    expect(data.notes).toContain(
      'Not used: a/test.de.csv: line 2 has the label "yes". The labels are entailment, neutral, contradiction. (2 faults in this file, and nothing else.)',
    );
    await expect(open({ "train.csv": wrong, "test.en.csv": csv(2) }, "xnli")).rejects.toThrow(
      /^train\.csv: line 2 has the label "yes"/,
    );
  });

  test("keep only as many examples as a run can ask for, the same whatever the others are", async () => {
    const large = await open(
      { "a/train.csv": csv(7000), "a/test.de.csv": csv(3000), "a/test.en.csv": csv(3000) },
      "xnli",
    );
    expect(sizes(large)).toEqual(["train en 5000", "test en 1000", "test de 1000"]);
    expect(large.parts.map(({ found }) => found)).toEqual([7000, 3000, 3000]);
    // Translations of one another: the same lines are drawn.
    expect(rowsOf(large, "test", "de")).toEqual(rowsOf(large, "test", "en"));
  });

  test("count every fault, and keep the first hundred", async () => {
    const text = `${csv(4)}\n${"x,y,maybe\n".repeat(150)}`;
    const data = await open({ "a/train.csv": text, "a/test.csv": csv(2) }, "xnli");
    expect([data.faultCount, data.faults.length]).toEqual([150, 100]);
    expect(data.faults[0]).toMatchObject({ file: "a/train.csv", place: "line 6" });
  });
});

describe("the fingerprint", () => {
  const files = {
    "XNLI/multinli.train.en.tsv": "a\tb\tneutral\nc\td\tentailment\n",
    "XNLI/en.test": "e\tf\tneutral\n",
  };
  const tar = (content: Record<string, string>) =>
    packTar(
      Object.entries(content).map(([name, body]) => ({
        header: { name: `x/${name}`, size: body.length, type: "file" as const },
        body,
      })),
    );

  test("is the same for a folder and its archive, and another where a letter, a label or a language differs", async () => {
    const fingerprint = async (content: Record<string, Content>) => (await open(content, "xnli")).fingerprint;
    const folder = await fingerprint(files);
    expect(folder).toMatch(/^[0-9a-f]{12}$/);
    expect(await fingerprint({ "any.tar": await tar(files) })).toBe(folder);
    expect(await fingerprint({ "any.tgz": new Uint8Array(gzipSync(await tar(files))) })).toBe(folder);
    const changed = [
      { ...files, "XNLI/en.test": "e\tF\tneutral\n" },
      { ...files, "XNLI/en.test": "e\tf\tentailment\n" },
      { ...files, "XNLI/de.test": "e\tf\tneutral\n" },
    ];
    const others = await Promise.all(changed.map(fingerprint));
    expect(new Set([folder, ...others]).size).toBe(4);
  });
});

describe("XGLUE's own files", () => {
  test("in an archive are named with it, and the archive is let go in the end", async () => {
    const files = { "XNLI/multinli.train.en.tsv": "a\tb\tneutral\nc\td\tyes\n", "XNLI/en.test": "a\tb\tneutral\n" };
    const archive = await packTar(
      Object.entries(files).map(([name, body]) => ({
        header: { name, size: body.length, type: "file" as const },
        body,
      })),
    );
    let open = 0;
    const file: DataFile = {
      path: "x.tar",
      name: "x.tar",
      isNamed: true,
      async *open() {
        open++;
        try {
          for (let at = 0; at < archive.length; at += 300) yield archive.slice(at, at + 300);
        } finally {
          open--;
        }
      },
    };
    const data = await openOwn([file], { task: "xnli", name: "x" });
    expect(data.faults).toMatchObject([{ file: "x.tar: XNLI/multinli.train.en.tsv", place: "line 2" }]);
    await expect(openOwn([file], { task: "pos", name: "x" })).rejects.toThrow(
      /has no English examples to train pos on/,
    );
    expect(open).toBe(0);
  });

  test("leave other files unread", async () => {
    const unreadable: DataFile = {
      path: "a/test.de.tsv",
      name: "a/test.de.tsv",
      open: () => {
        throw new Error("was read");
      },
    };
    const xglue = ["XNLI/multinli.train.en.tsv", "XNLI/en.test"].map((path) => fileOf(path, "a\tb\tneutral\n"));
    expect((await openOwn([unreadable, ...xglue], { task: "xnli", name: "x" })).parts).toHaveLength(2);
  });

  test("are taken alone where there are any: the release has others beside them", async () => {
    const data = await open(
      {
        "XNLI/multinli.train.en.tsv": "a\tb\tneutral\n",
        "XNLI/en.test": "a\tb\tneutral\n",
        "XNLI/xnli.test.tsv": "nothing of use",
        "NER/en.train": "a O\n",
      },
      "xnli",
    );
    expect(sizes(data)).toEqual(["train en 1", "test en 1"]);
    expect([data.faultCount, data.notes.length]).toEqual([0, 1]);
  });

  test("of WPR keep the pages of a query together", async () => {
    const group = (query: number) => upTo(4).map((page) => `query ${query}\ttitle ${page}\tsnippet\t${page}`);
    const file = upTo(500).flatMap(group).join("\n");
    const data = await open({ "WPR/xglue.wpr.en.train": file, "WPR/xglue.wpr.en.test": file }, "wpr");
    expect(sizes(data)).toEqual(["train en 2000", "test en 1000"]);
    for (const rows of data.parts[1]!.groups) {
      expect(rows.map((row) => ("label" in row ? row.label : ""))).toEqual(["0", "1", "2", "3"]);
    }
  });
});

test("MLQA is not tested in languages whose answers it cannot compare, and says so", async () => {
  const data = await open({ "a/train.json": squad(3), "a/test.en.json": squad(2), "a/test.fr.json": squad(2) }, "mlqa");
  expect(sizes(data)).toEqual(["train en 3", "test en 2"]);
  expect(data.notes).toContain("fr: not tested, since MLQA has no rules to compare answers in this language.");
});

test("WPR is tested on queries with several pages alone; a language that has none is not tested, and English must have some", async () => {
  const pages = (...queries: string[]) =>
    queries.map((query, index) => `${query}\ttitle\tsnippet\t${index % 5}`).join("\n");
  const path = (language: string, split: string) => `WPR/xglue.wpr.${language}.${split}`;
  const train = { [path("en", "train")]: pages("a", "b", "c", "c") };
  const data = await open(
    {
      ...train,
      [path("en", "test")]: pages("a", "b", "b", "c", "d", "d", "d"),
      [path("de", "test")]: pages("a", "b", "a"),
    },
    "wpr",
  );
  expect(sizes(data)).toEqual(["train en 4", "test en 5"]);
  expect(data.notes[0]).toMatch(/^de: not tested, since no query has two pages in consecutive lines/);
  await expect(open({ ...train, [path("en", "test")]: pages("a", "b") }, "wpr")).rejects.toThrow(
    /Sort the lines by their queries\./,
  );
});

test("WPR with one query throughout is refused, and not held", async () => {
  const pages = upTo(20_000)
    .map(() => "one query\ttitle\tsnippet\t3")
    .join("\n");
  await expect(open({ "WPR/xglue.wpr.en.train": pages, "WPR/xglue.wpr.en.test": pages }, "wpr")).rejects.toThrow(
    "WPR/xglue.wpr.en.train: has more pages of one query than can be ranked at once (20000).",
  );
});

describe("bad input", () => {
  const csv = "premise,hypothesis,label\na,b,neutral\nc,d,neutral\n";
  test.each([
    { name: "an empty file", content: "", message: "f.csv: is empty. Is it the right file, and completely copied?" },
    {
      name: "columns that nobody knows",
      content: "x,y,z\n1,2,3\n",
      message: "f.csv: has no column that is known to hold the premise; it has x, y, z. Say which: premise=COLUMN.",
    },
    {
      name: "a column that is chosen, but not there",
      content: csv,
      columns: { premise: "text" },
      message: 'f.csv: has no column "text"; it has premise, hypothesis, label. Choose the columns again.',
    },
    {
      name: "a field that the task does not have",
      content: csv,
      columns: { title: "premise" },
      message: 'f.csv: there is no field "title" in xnli. Its fields are premise, hypothesis, label, language.',
    },
    {
      name: "UTF-16",
      content: latin1("\xff\xfep\0r\0e\0"),
      message: "f.csv: is UTF-16. Save it in UTF-8.",
    },
    {
      name: "nothing but a header",
      content: "premise,hypothesis,label\n",
      message: "f.csv: holds no examples. Is it the right file?",
    },
    {
      name: "a meaning that is no label",
      content: csv,
      labels: { yes: "maybe" },
      message: 'The label "yes" is to mean "maybe", but the labels are entailment, neutral, contradiction.',
    },
  ])("$name is refused with a clear message", async ({ content, message, columns, labels }) => {
    const options = { ...(columns && { columns }), ...(labels && { labels }) };
    await expect(open({ "f.csv": content }, "xnli", options)).rejects.toThrow(message);
  });

  test("of another task's kind says what is needed", async () => {
    await expect(open({ "f.conllu": ud(1) }, "xnli")).rejects.toThrow(
      "f.conllu: has tagged words, but xnli needs texts with a label.",
    );
    await expect(open({ "f.conllu": ud(1) }, "ner")).rejects.toThrow(
      "f.conllu: CoNLL-U holds parts of speech: train pos on it, not ner.",
    );
    await expect(open({ "f.json": squad(2) }, "xnli")).rejects.toThrow(
      "f.json: is JSON, but not one object a line, as xnli needs it. Save it as JSON lines.",
    );
    await expect(open({ "f.jsonl": squad(2) }, "pos")).rejects.toThrow(
      /f\.jsonl: has no column that is known to hold the words/,
    );
  });

  test("loses nothing: a byte order mark, Windows' line ends, no end at the last line, bad lines in between", async () => {
    const lines = [
      "a,b,neutral",
      "c,d,nonsense",
      "e,f",
      "g,h,neutral,more",
      "",
      "i,j,neutral",
      "caf\xe9,k,neutral",
      "l,m,neutral",
    ];
    const content = Uint8Array.from([0xef, 0xbb, 0xbf, ...latin1(["premise,hypothesis,label", ...lines].join("\r\n"))]);
    const data = await open({ "f.csv": content, "test.csv": "premise,hypothesis,label\na,b,neutral" }, "xnli");
    expect(data.faults.map(({ place, message }) => `${place} ${message}`)).toEqual([
      expect.stringMatching(/^line 4 has 2 columns/),
      expect.stringMatching(/^line 5 has 4 columns/),
      expect.stringMatching(/^line 6 is empty/),
      expect.stringMatching(/^line 8 is not UTF-8/),
      expect.stringMatching(/^line 3 has the label "nonsense"/),
    ]);
    expect(data.parts[0]).toMatchObject({ split: "train", found: 3 });
  });

  test("answers that are not in the text are counted, and the others are read", async () => {
    const row = (answer: string) => JSON.stringify({ question: "who?", context: "Anna won.", answer });
    const lines = ["Anna", "Berta", "won", "", "Anna won"].map(row).join("\n");
    const data = await open({ "train.jsonl": lines, "test.jsonl": row("won") }, "mlqa");
    expect(data.parts[0]!.found).toBe(3);
    expect(data.faults.map(({ place, message }) => `${place} ${message}`)).toEqual([
      'line 2 (line 2) has the answer "Berta", which does not stand at character 0 of its text. Correct answer_start, which counts code points.',
      expect.stringContaining('has the answer ""'),
    ]);
  });

  test("a damaged archive or file is refused whole, since nobody would know which half was read", async () => {
    const text = `premise,hypothesis,label\n${"a,b,neutral\n".repeat(50_000)}`;
    const packed = new Uint8Array(gzipSync(text));
    await expect(open({ "f.csv.gz": packed.slice(0, -20) }, "xnli")).rejects.toThrow(
      "f.csv.gz: its gzip compression is damaged or cut off.",
    );
    const archive = await packTar([{ header: { name: "../f.csv", size: 3, type: "file" as const }, body: "abc" }]);
    await expect(open({ "f.tar": archive }, "xnli")).rejects.toThrow(/which leads out of its folder/);
    await expect(open({ "f.tar": archive.slice(0, 700) }, "xnli")).rejects.toThrow(/f\.tar/);
    await expect(open({ "f.parquet": bytesOf("PAR1 and nothing else") }, "xnli")).rejects.toThrow(
      "f.parquet: cannot be read as Parquet",
    );
  });
});
