import { describe, expect, test } from "vitest";
import {
  type ExampleRow,
  type OwnData,
  type OwnPart,
  XGLUE,
  XGLUE_TASKS,
  type XglueTask,
} from "../../src/data/index.ts";
import { ownData } from "../../src/tasks/own.ts";
import { taskById } from "../../src/tasks/registry.ts";

const part = (split: OwnPart["split"], language: string, ...groups: ExampleRow[][]): OwnPart => ({
  split,
  language,
  groups,
  found: groups.flat().length,
  files: ["f"],
});
const own = (task: XglueTask, ...parts: OwnPart[]): OwnData => ({
  task,
  name: "mine",
  fingerprint: "0123456789ab",
  parts,
  notes: [],
  faults: [],
  faultCount: 0,
});
const page = (query: string, label: string): ExampleRow => ({ textA: query, textB: "page", label });

describe("data of one's own, as a run takes them", () => {
  test("have labels by name, whatever their order in the task", async () => {
    const pair = { textA: "a", textB: "b", label: "contradiction" };
    const xnli = taskById("xnli");
    const data = ownData(own("xnli", part("train", "en", [pair]), part("test", "en", [pair])), xnli);
    expect(await data.load({ split: "train", language: "en", size: 9 })).toEqual([
      { textA: "a", textB: "b", label: xnli.labels.indexOf("contradiction") },
    ]);
    const pos = taskById("pos");
    const tagged = ownData(own("pos", part("train", "en", [{ words: ["a", "b"], tags: ["X", "NOUN"] }])), pos);
    expect(await tagged.load({ split: "train", language: "en", size: 1 })).toEqual([
      { words: ["a", "b"], tags: [pos.labels.indexOf("X"), pos.labels.indexOf("NOUN")] },
    ]);
    const question = { id: "q", question: "who?", context: "Anna", answers: [{ text: "Anna", start: 0 }] };
    const spans = ownData(own("mlqa", part("test", "en", [question])), taskById("mlqa"));
    expect(await spans.load({ split: "test", language: "en", size: 1 })).toEqual([question]);
  });

  test("test in the languages that there are, and in no other", async () => {
    const row = page("q", "1");
    const data = ownData(
      own("wpr", part("train", "en", [row]), part("test", "en", [row]), part("test", "ja", [row])),
      taskById("wpr"),
    );
    expect(data.languages).toEqual(["en", "ja"]);
    await expect(data.load({ split: "test", language: "de", size: 1 })).rejects.toThrow(
      'mine has no test examples in "de".',
    );
    await expect(data.load({ split: "train", language: "ja", size: 1 })).rejects.toThrow(
      'mine has no train examples in "ja".',
    );
  });

  test("give whole queries to a test, at least one, and prefixes of one another", async () => {
    const groups = ["a", "b", "c"].map((query) => [page(query, "0"), page(query, "3"), page(query, "1")]);
    const data = ownData(own("wpr", part("train", "en", ...groups), part("test", "en", ...groups)), taskById("wpr"));
    const sizes = async (split: "train" | "test") =>
      Promise.all([1, 3, 5, 6, 100].map(async (size) => (await data.load({ split, language: "en", size })).length));
    expect(await sizes("test")).toEqual([3, 3, 3, 6, 9]);
    expect(await sizes("train")).toEqual([1, 3, 5, 6, 9]);
    const six = await data.load({ split: "test", language: "en", size: 6 });
    expect((await data.load({ split: "test", language: "en", size: 9 })).slice(0, 6)).toEqual(six);
  });

  test("have questions of which each has an id of its own, whatever the files say", async () => {
    const question = (id: string, text: string): ExampleRow[] => [
      { id, question: "who?", context: text, answers: [{ text, start: 0 }] },
    ];
    const groups = [question("row 1", "Anna"), question("row 1", "Ben"), question("row 1 (2)", "Cleo")];
    const mlqa = taskById("mlqa");
    const data = ownData(own("mlqa", part("test", "en", ...groups)), mlqa);
    const examples = (await data.load({ split: "test", language: "en", size: 9 })).filter((row) => "context" in row);
    expect(new Set(examples.map(({ id }) => id)).size).toBe(3);
    expect(await data.load({ split: "test", language: "en", size: 2 })).toEqual(examples.slice(0, 2));
    const right = examples.map((example) => {
      return { kind: "span", example, answer: example.context, candidates: [] } as const;
    });
    expect(mlqa.metric.score(right, [], "en").score).toBe(1);
  });

  test("that were read for another task are refused", () => {
    expect(() => ownData(own("nc"), taskById("xnli"))).toThrow("mine was read for nc, not for xnli. Read it again.");
  });

  test("have the same labels in the readers and in the tasks", () => {
    for (const id of XGLUE_TASKS) {
      const format = XGLUE[id];
      const labels = format.kind === "span" ? [] : format.labels;
      expect([...taskById(id).labels].sort()).toEqual([...labels].sort());
    }
  });
});
