import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseColumns } from "../../src/data/columns/choose.ts";
import { fieldsOf, namesOf, parsePairs, XGLUE_TASKS } from "../../src/data/index.ts";

describe("columns", () => {
  test.each([
    [
      "nc",
      ["news_title", "news_body", "news_category", "url"],
      { textA: ["news_title"], textB: ["news_body"], label: "news_category" },
    ],
    ["nc", ["Text", "Label"], { textA: ["Text"], textB: [], label: "Label" }],
    [
      "pawsx",
      ["id", "sentence1", "sentence2", "label"],
      { textA: ["sentence1"], textB: ["sentence2"], label: "label" },
    ],
    ["qam", ["question", "answer", "label"], { textA: ["question"], textB: ["answer"], label: "label" }],
    [
      "qadsm",
      ["query", "ad_title", "ad_description", "relevance_label"],
      { textA: ["query"], textB: ["ad_title", "ad_description"], label: "relevance_label" },
    ],
    [
      "wpr",
      ["query", "web_page_title", "web_page_snippet", "relavance_label"],
      { textA: ["query"], textB: ["web_page_title", "web_page_snippet"], label: "relavance_label" },
    ],
    ["ner", ["id", "tokens", "ner_tags"], { words: "tokens", tags: "ner_tags" }],
    ["pos", ["idx", "words", "pos"], { words: "words", tags: "pos" }],
    [
      "mlqa",
      ["context", "question", "answers"],
      { question: "question", context: "context", answers: "answers", start: "first" },
    ],
  ] as const)("of %s are found by the names that data sets give them: %j", (task, available, columns) => {
    expect(chooseColumns(task, available)).toMatchObject({ columns });
  });

  test("that are chosen come before those of a known name, and may be joined", () => {
    const available = ["premise", "hypothesis", "label", "gold", "more"];
    expect(chooseColumns("xnli", available, { label: "gold", text2: "hypothesis+more" })).toEqual({
      kind: "pair",
      columns: { textA: ["premise"], textB: ["hypothesis", "more"], label: "gold" },
    });
    // A column that is taken is no other field's, too.
    expect(chooseColumns("xnli", ["text1", "text2", "label"], { text2: "text1" })).toMatch(/known to hold the premise/);
  });

  test("with a language each are split by it", () => {
    expect(chooseColumns("nc", ["lang", "text", "label"])).toMatchObject({ language: "lang" });
  });

  test("that are many are not all listed", () => {
    const fault = chooseColumns(
      "nc",
      Array.from({ length: 500 }, (_, index) => `column ${index}`.repeat(20)),
    );
    expect(fault).toMatch(/ and 480 more\. Say which: title=COLUMN\.$/);
    expect((fault as string).length).toBeLessThan(1200);
  });

  test("are asked for in every task by names that no two fields share", () => {
    for (const task of XGLUE_TASKS) {
      const ids = fieldsOf(task).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(chooseColumns(task, ids)).toBeTypeOf("object");
    }
  });
});

describe("labels", () => {
  const meaning = (task: (typeof XGLUE_TASKS)[number], name: string, numbered?: string[]) =>
    namesOf({ task }, numbered).aliases?.[name];

  test("are known in small letters and capitals, and by the names of Hugging Face's XGLUE", () => {
    expect(meaning("xnli", "NEUTRAL")).toBe("neutral");
    expect(meaning("xnli", "Contradictory")).toBe("contradiction");
    expect(meaning("qadsm", "good")).toBe("Good");
    expect(meaning("wpr", "Perfect")).toBe("4");
    expect(meaning("qam", "True")).toBe("1");
    expect(meaning("pawsx", "different")).toBe("0");
  });

  test("that are numbers mean what the file says, even where the numbers are labels themselves", () => {
    expect(meaning("xnli", "0")).toBeUndefined();
    expect(meaning("xnli", "0", ["contradiction", "neutral"])).toBe("contradiction");
    expect(meaning("pawsx", "0", ["same", "different"])).toBe("1");
    expect(meaning("ner", "1", ["O", "B-DATE"])).toBe("B-DATE");
    const { aliases } = namesOf({ task: "ner", labels: { "B-DATE": "O" } }, ["O", "B-DATE"]);
    expect([aliases?.["1"], aliases?.["B-DATE"]]).toEqual(["O", "O"]);
  });
});

describe("pairs in one text", () => {
  test("come back, whatever is in them but = in a name", () => {
    const side = fc.stringMatching(/^[a-z+ é,]{1,8}$/).filter((text) => text === text.trim() && !/^,|,$|,,/.test(text));
    const record = fc.dictionary(side, side, { minKeys: 1 });
    fc.assert(
      fc.property(record, (pairs) => {
        const text = Object.entries(pairs)
          .map((pair) => pair.map((each) => each.replaceAll(",", ",,")).join("="))
          .join(",");
        expect({ ...parsePairs(text, "--columns") }).toEqual({ ...pairs });
      }),
    );
  });

  test.each(["", "a", "=b", "a=", "a=b,", "a=b,a=c"])("%j is refused", (text) => {
    expect(() => parsePairs(text, "--columns")).toThrow(/^--columns: /);
  });
});
