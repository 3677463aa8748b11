import { describe, expect, test } from "vitest";
import { saidBy, treebankFileOf } from "../../src/data/sources/file-names.ts";

describe("a path says split and language", () => {
  test.each([
    ["train.en.tsv", { split: "train", language: "en" }],
    ["de/test-00000-of-00001.parquet", { split: "test", language: "de" }],
    ["xnli/validation.de/0000.parquet", { split: "dev", language: "de" }],
    ["en/partial-train/0000.parquet", { split: "train", language: "en" }],
    ["XQuAD_EL_Test.json", { split: "test", language: "el" }],
    ["mlqa.ar.ar/test.jsonl", { split: "test", language: "ar" }],
    ["mlqa.en.de/test.jsonl", { split: "test" }],
    ["train/de/dev.csv", { split: "dev", language: "de" }],
    ["data.csv", {}],
    ["as it is, test.csv", { split: "test" }],
    ["my_no.csv", {}],
    ["latest/contest.csv", {}],
    ["__proto__/constructor.csv", {}],
  ])("%s", (path, said) => {
    expect(saidBy(path)).toEqual(said);
  });
});

describe("a file of a treebank", () => {
  test.each([
    ["UD_English-EWT/en_ewt-ud-train.conllu", { treebank: "en_ewt", language: "en", split: "train" }],
    ["de_hdt-ud-train-a-1.conllu", { treebank: "de_hdt", language: "de", split: "train" }],
    ["qhe_hiencs-ud-test.conllu.gz", { treebank: "qhe_hiencs", language: "qhe", split: "test" }],
    ["en_ewt-ud-train.txt", undefined],
    ["en_ewt.conllu", undefined],
  ])("%s", (path, expected) => {
    expect(treebankFileOf(path)).toEqual(expected);
  });
});
