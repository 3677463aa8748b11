import { packTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import { blobFile, openOwn, parseTreebankAddress, treebankFiles } from "../../src/data/index.ts";
import { bytesOf } from "./support.ts";

const sentence = (word: string, tag = "NOUN") => `# text = ${word}\n1\t${word}\t_\t${tag}\t_\t_\t0\t_\t_\t_\n\n`;
const FILES: Record<string, string> = {
  "ud-treebanks-v2.16/UD_English-EWT/en_ewt-ud-train.conllu": sentence("house").repeat(6),
  "ud-treebanks-v2.16/UD_English-EWT/en_ewt-ud-test.conllu": sentence("house").repeat(2),
  "ud-treebanks-v2.16/UD_English-EWT/en_ewt-ud-train.txt": "house house",
  "ud-treebanks-v2.16/UD_English-EWT/README.md": "about",
  "ud-treebanks-v2.16/UD_English-GUM/en_gum-ud-train.conllu": sentence("tree").repeat(4),
  "ud-treebanks-v2.16/UD_English-GUM/en_gum-ud-test.conllu": sentence("tree").repeat(3),
  "ud-treebanks-v2.16/UD_German-GSD/de_gsd-ud-test.conllu": sentence("Haus").repeat(5),
  "ud-treebanks-v2.16/UD_German-GSD/de_gsd-ud-train.conllu": sentence("Baum").repeat(9),
  "ud-treebanks-v2.16/UD_German-LIT/de_lit-ud-test.conllu": sentence("Geist").repeat(2),
  "ud-treebanks-v2.16/UD_Finnish-TDT/fi_tdt-ud-test.conllu": sentence("talo").repeat(2),
};

const folder = () => Object.entries(FILES).map(([path, text]) => blobFile(new Blob([text]), path));
const archive = async () => [
  blobFile(
    new Blob([
      await packTar(
        Object.entries(FILES).map(([name, body]) => ({
          header: { name, size: bytesOf(body).length, type: "file" },
          body,
        })),
      ),
    ]),
    "ud.tgz",
  ),
];
const parts = ({ parts: all }: Awaited<ReturnType<typeof openOwn>>) =>
  all.map(({ split, language, groups }) => {
    const [row] = groups.flat();
    return `${split} ${language} ${groups.length} ${row && "words" in row ? row.words.join(" ") : ""}`;
  });

describe("Universal Dependencies", () => {
  test.each([
    { name: "a folder", open: async () => folder() },
    { name: "an archive", open: archive },
  ])("of $name: the task's languages, each from the treebank with most sentences, and said", async ({ open }) => {
    const data = await openOwn(await open(), { task: "pos", name: "ud" });
    expect(parts(data)).toEqual(["train en 6 house", "test en 2 house", "test de 5 Haus"]);
    expect(data.notes).toContain(
      "en: of the treebanks en_ewt, en_gum the first is used, which has most sentences to train on.",
    );
    expect(data.notes).toContain(
      "de: of the treebanks de_gsd, de_lit the first is used, which has most sentences to test on.",
    );
    expect(data.faultCount).toBe(0);
  });

  test("are chosen by their ids: several of one language are read as one, others too where one asks for them", async () => {
    const choose = async (...treebanks: string[]) =>
      parts(await openOwn(folder(), { task: "pos", name: "ud", treebanks }));
    expect(await choose("en_gum", "de_lit")).toEqual(["train en 4 tree", "test en 3 tree", "test de 2 Geist"]);
    expect((await choose("en_ewt", "en_gum", "fi_tdt")).map((text) => text.slice(0, 10))).toEqual([
      "train en 1",
      "test en 5 ",
      "test fi 2 ",
    ]);
    await expect(choose("de_gsd")).rejects.toThrow(/^ud: has no English examples to train pos on/);
  });

  test("are fetched from the address that is given and no other; a file that is not there is said", async () => {
    const asked: string[] = [];
    const get = async (url: string) => {
      asked.push(url);
      const found = Object.entries(FILES).find(([path]) => url.endsWith(path.slice(path.lastIndexOf("/"))));
      return found ? new Response(found[1]) : new Response(null, { status: 404 });
    };
    const base = "https://example.org/UD_English-EWT/master";
    const wanted = parseTreebankAddress(`ud:en_ewt@${base}`);
    const data = await openOwn(treebankFiles(base, wanted, get), { task: "pos", name: "ud", treebanks: ["en_ewt"] });
    expect(parts(data)).toEqual(["train en 6 house", "test en 2 house"]);
    expect(asked.sort()).toEqual(["dev", "test", "train"].map((split) => `${base}/en_ewt-ud-${split}.conllu`));
    expect(data.notes[0]).toBe(
      `Not used: ${base}/en_ewt-ud-dev.conllu: not found (404). Does this treebank have such a file there?`,
    );
  });
});

describe("an address of treebanks", () => {
  test("names each with its place; those without have the next one's", () => {
    expect(parseTreebankAddress("ud:en_ewt,de_gsd@a,b/ud.tgz,fr_gsd@https://x.org/fr")).toEqual([
      { treebank: "en_ewt", base: "a,b/ud.tgz" },
      { treebank: "de_gsd", base: "a,b/ud.tgz" },
      { treebank: "fr_gsd", base: "https://x.org/fr" },
    ]);
  });

  test.each(["ud:", "ud:en_ewt", "ud:English@x", "ud:en_ewt@a,de_gsd", "ud:en_ewt@"])("%s is refused", (address) => {
    expect(() => parseTreebankAddress(address)).toThrow(/Write ud:ID\[,ID…\]@PLACE/);
  });
});
