import { describe, expect, test } from "vitest";
import { readSquad } from "../../src/data/index.ts";
import { chunked, latin1, places, read } from "./support.ts";

const question = (id: string, text: string, start: number) => ({
  id,
  question: `${id}?`,
  answers: [{ text, answer_start: start }],
});
const squad = (...paragraphs: { context: string; qas: unknown[] }[]) =>
  JSON.stringify({ data: paragraphs.map((paragraph) => ({ paragraphs: [paragraph], title: "t" })), version: "1.1" });
const slices = (text: string | Uint8Array, size?: number) =>
  readSquad(chunked(text, size), { file: "f.json", answers: "slices" });

describe("SQuAD", () => {
  test("has questions with their text and answers, which start at a code point", async () => {
    const text = squad(
      { context: "😀 Anna war in Köln.", qas: [question("q1", "Anna", 2), question("q2", "Köln", 14)] },
      { context: "Bonn", qas: [question("q3", "Bonn", 0)] },
    );
    for (const content of [text, `\ufeff${text}\r\n`, JSON.stringify(JSON.parse(text), undefined, 2)]) {
      for (const size of [1, 7, 10_000]) {
        const { rows, faults } = await read(slices(content, size));
        expect(faults).toEqual([]);
        expect(rows).toEqual([
          { id: "q1", question: "q1?", context: "😀 Anna war in Köln.", answers: [{ text: "Anna", start: 2 }] },
          { id: "q2", question: "q2?", context: "😀 Anna war in Köln.", answers: [{ text: "Köln", start: 14 }] },
          { id: "q3", question: "q3?", context: "Bonn", answers: [{ text: "Bonn", start: 0 }] },
        ]);
      }
    }
    expect(await places(slices(text))).toEqual(["question 1", "question 2", "question 3"]);
  });

  test("says which answers do not stand in the text where they should, and reads the other questions", async () => {
    const text = squad({
      context: "Anna met Anna.",
      qas: [
        question("q1", "Anna", 1),
        question("q2", "Berg", 0),
        question("q3", "", 0),
        question("q4", "Anna.", 99),
        question("q5", "Anna", 9),
      ],
    });
    const { rows, faults } = await read(slices(text));
    expect(rows.map(({ id }) => id)).toEqual(["q5"]);
    expect(faults).toEqual([
      'f.json: question 1 (q1) has the answer "Anna", which does not stand at character 1 of its text, but elsewhere. Correct answer_start, which counts code points.',
      'f.json: question 2 (q2) has the answer "Berg", which does not stand at character 0 of its text. Correct answer_start, which counts code points.',
      expect.stringContaining("question 3 (q3)"),
      expect.stringContaining("question 4 (q4)"),
    ]);
    expect((await read(readSquad(chunked(text), { file: "f.json", answers: "texts" }))).rows).toHaveLength(5);
  });

  test("says what is no question, and what is no paragraph", async () => {
    const text = JSON.stringify({
      data: [
        { paragraphs: [{ qas: [] }, { context: "c", qas: [{ id: 7 }, question("q2", "c", 0)] }, "no paragraph"] },
        { paragraphs: "none" },
      ],
    });
    const { rows, faults } = await read(slices(text));
    expect(rows.map(({ id }) => id)).toEqual(["q2"]);
    expect(faults).toEqual([
      "f.json: paragraph 1 has no context or no list of questions (qas). Expected is SQuAD 1.1's format.",
      expect.stringMatching(/^f\.json: question 1 cannot be used: id: /),
      expect.stringContaining("paragraph 3 has no context"),
    ]);
  });

  test("is refused where it is no JSON, cut off, of another kind, empty or not UTF-8", async () => {
    const text = squad({ context: "Anna", qas: [question("q1", "Anna", 0)] });
    await expect(read(slices(text.slice(0, -3)))).rejects.toThrow(/^f\.json: is not complete JSON/);
    await expect(read(slices(`${text}}`))).rejects.toThrow(/^f\.json: is not complete JSON/);
    await expect(read(slices("id\ttext\n"))).rejects.toThrow(/^f\.json: is not complete JSON/);
    await expect(read(slices('{"data": []}'))).rejects.toThrow(
      "f.json: has no questions in data[].paragraphs[].qas[].",
    );
    await expect(read(slices("[]"))).rejects.toThrow("f.json: has no questions");
    await expect(read(slices(""))).rejects.toThrow("f.json: is empty.");
    await expect(read(slices(latin1(text.replace("Anna", "\xe9"))))).rejects.toThrow(
      "f.json: is not UTF-8. Save the file in UTF-8.",
    );
    await expect(read(slices(latin1("\xff\xfe{\0}\0")))).rejects.toThrow("f.json: is not UTF-8.");
  });
});
