import { describe, expect, test } from "vitest";
import { hash32 } from "../../src/minixglue/random.ts";
import { taskById } from "../../src/tasks/registry.ts";
import type { TaskId } from "../../src/tasks/types.ts";

/**
 * The bundled examples, as hashes. Kept runs, shared links and the model card's figures speak of these very texts, so a hash
 * may be added, with a task or a language, but none may change.
 */
const PINNED: Readonly<Partial<Record<TaskId, Readonly<Record<string, string>>>>> = {
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
      .map((example) => ("textA" in example ? `${example.textA}\t${example.textB}\t${example.label}` : ""))
      .join("\n");
    expect(hash32(text).toString(16).padStart(8, "0")).toBe(hashes[language]);
  });
});
