import { describe, expect, test } from "vitest";
import { hash32 } from "../../src/minixglue/random.ts";
import { taskById } from "../../src/tasks/registry.ts";
import type { TaskId } from "../../src/tasks/types.ts";

/**
 * The bundled examples, as hashes. Kept runs, shared links and the model card's figures speak of these very texts, so a hash
 * may be added, with a task or a language, but none may change.
 */
const PINNED: Readonly<Record<TaskId, Readonly<Record<string, string>>>> = {
  nc: { en: "8fb4c75b", de: "74cf3bc6", es: "55f79307", fr: "5032186f", ru: "42cb3442" },
  xnli: {
    en: "a3f83852",
    ar: "2b5ff678",
    bg: "cf6a8e7f",
    de: "81eba9cb",
    el: "8ad7d7e5",
    es: "fe2f7d9d",
    fr: "b9096b3f",
    hi: "8360ab57",
    ru: "4ad80065",
    sw: "edf19393",
    th: "cf5e77bb",
    tr: "bea5a16a",
    ur: "2eac4807",
    vi: "1bdf3580",
    zh: "d69dea42",
  },
  pawsx: { en: "186d0ee6", de: "db1a932b", es: "ab59fd2f", fr: "2412879f" },
  qam: { en: "584d8982", de: "280cb0c5", fr: "408d735d" },
  qadsm: { en: "24edc642", de: "9c956694", fr: "ada48ab1" },
  wpr: {
    en: "213c3d77",
    de: "cb0288bf",
    es: "5454e61c",
    fr: "aa47d2ba",
    it: "635ec199",
    pt: "b1921c26",
    zh: "164dfb22",
  },
  ner: { en: "00d657ae", de: "218027a9", es: "a2c94306", nl: "ccb5a4d8" },
  pos: {
    en: "78c5a5d9",
    ar: "1db85de6",
    bg: "f5a6e65c",
    de: "95bf3b98",
    el: "08c448f4",
    es: "67068ecc",
    fr: "28a5118f",
    hi: "5531286b",
    it: "59fbd17c",
    nl: "d99265bb",
    pl: "40637705",
    pt: "2bc1d90c",
    ru: "ee3de503",
    th: "5f5f00fa",
    tr: "5eab2b38",
    ur: "220bca0e",
    vi: "71389480",
    zh: "10081d75",
  },
  mlqa: {
    en: "c481ce4d",
    ar: "31c88473",
    de: "0316fff5",
    es: "9540514a",
    hi: "4b58e85f",
    vi: "263d6386",
    zh: "6e4032fc",
  },
};
const SIZES = { train: 200, dev: 60, test: 160 } as const;
const SPLITS = ["train", "dev", "test"] as const;

describe.each(Object.entries(PINNED))("%s", (id, hashes) => {
  const task = taskById(id);

  test("has the languages that it had, in their order", () => {
    expect(task.languages).toEqual(Object.keys(hashes));
  });

  test.each(task.languages.map((language) => [language]))("says in %s what it always said", (language) => {
    const examples = SPLITS.flatMap((split) => task.examples({ split, language, size: SIZES[split] }));
    const text = examples
      .map((example) =>
        "textA" in example ? `${example.textA}\t${example.textB}\t${example.label}` : JSON.stringify(example),
      )
      .join("\n");
    expect(hash32(text).toString(16).padStart(8, "0")).toBe(hashes[language]);
  });
});
