import { describe, expect, test } from "vitest";
import { CheckpointError, formatModelAddress, isCommit, parseModelAddress } from "../../src/checkpoint/index.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("a model's address", () => {
  test.each([
    ["mini", { kind: "bundled" }],
    ["hub:FacebookAI/xlm-roberta-base", { kind: "hub", repository: "FacebookAI/xlm-roberta-base" }],
    [`hub:a.b/c_d-e@${COMMIT}`, { kind: "hub", repository: "a.b/c_d-e", revision: COMMIT }],
    ["hub:a/b@refs/pr/12", { kind: "hub", repository: "a/b", revision: "refs/pr/12" }],
    ["hub:a/b@v1.0", { kind: "hub", repository: "a/b", revision: "v1.0" }],
    ["files:my model #2#0123456789ab", { kind: "files", name: "my model #2", fingerprint: "0123456789ab" }],
    ["./models/minis", { kind: "folder", path: "./models/minis" }],
    ["/data/hub:a/b", { kind: "folder", path: "/data/hub:a/b" }],
  ])("%s is read, and written as it was", (text, address) => {
    expect(parseModelAddress(text)).toEqual(address);
    expect(formatModelAddress(parseModelAddress(` ${text}\n`))).toBe(text);
  });

  test.each([
    "hub:",
    "hub:xlm-roberta-base",
    "hub:a/b/c",
    "hub:../b",
    "hub:a/..",
    "hub:a/b@",
    "hub:a/b@../c",
    "hub:a/b@c/../d",
    "hub:a/b@c//d",
    "hub:a/b@c?d",
    "hub:a/b?c@d",
    "hub:a b/c",
    "hub:a/b@c@d",
    "hub:a/<b>",
    `hub:a/${"b".repeat(97)}`,
    `hub:a/b@${"c".repeat(201)}`,
  ])("%s is refused, with an example", (text) => {
    const parsing = () => parseModelAddress(text);
    expect(parsing).toThrow(CheckpointError);
    expect(parsing).toThrow(
      /is no model's address\. Write hub:OWNER\/NAME .* such as hub:FacebookAI\/xlm-roberta-base/,
    );
  });

  test.each([
    "files:",
    "files:a",
    "files:a#0123",
    "files:#0123456789ab",
    "files:a#0123456789AB",
    "files:a\nb#0123456789ab",
  ])("%j is refused: files are given, not typed", (text) => {
    expect(() => parseModelAddress(text)).toThrow(/does not name files that were given to the page/);
  });

  test("that is empty is refused", () => {
    expect(() => parseModelAddress(" ")).toThrow("No model is named. Write mini, or hub:FacebookAI/xlm-roberta-base.");
  });
});

test("only a full commit is one that never changes", () => {
  expect([COMMIT, COMMIT.slice(1), COMMIT.toUpperCase(), "main", undefined].map(isCommit)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
