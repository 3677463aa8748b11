import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, type Outcome, scratch } from "./support.ts";

type Content = string | Uint8Array;

/** Scores two files of these contents; messages call them gold and pred. */
async function score(task: string, language: string, gold: Content, predicted: Content): Promise<Outcome> {
  const folder = scratch();
  const files = { gold: join(folder, "gold"), pred: join(folder, "pred") };
  writeFileSync(files.gold, gold);
  writeFileSync(files.pred, predicted);
  const outcome = await cli([
    "score",
    "--task",
    task,
    "--language",
    language,
    "--gold",
    files.gold,
    "--pred",
    files.pred,
  ]);
  return { ...outcome, error: outcome.error.replaceAll(`${folder}/`, "") };
}

async function scores(
  task: string,
  language: string,
  gold: Content,
  predicted: Content,
): Promise<Record<string, unknown>> {
  const { stdout, error } = await score(task, language, gold, predicted);
  expect(error).toBe("");
  return JSON.parse(stdout) as Record<string, unknown>;
}

const lines = (...rows: string[]) => `${rows.join("\n")}\n`;

describe("each task is scored by its official rule, from files in XGLUE's formats", () => {
  const XNLI = lines(
    "It rains.\tIt is wet.\tentailment",
    "It rains.\tIt is dry.\tcontradiction",
    "A\tB\tneutral",
    "C\tD\tneutral",
  );

  test("XNLI: accuracy, with or without the header of the training file and its name for contradictions", async () => {
    const predicted = lines("entailment", "neutral", "neutral", "neutral");
    expect(await scores("xnli", "de", XNLI, predicted)).toEqual({
      task: "xnli",
      language: "de",
      metric: "accuracy",
      score: 0.75,
      macroF1: (1 + 0 + 0.8) / 3,
      examples: 4,
      confusion: {
        labels: ["entailment", "neutral", "contradiction"],
        counts: [
          [1, 0, 0],
          [0, 2, 0],
          [0, 1, 0],
        ],
      },
    });
    const train = lines("premise\thypo\tlabel", "It rains.\tIt is dry.\tcontradictory");
    expect(await scores("XNLI", "en", train, "contradiction\n")).toMatchObject({ score: 1, examples: 1 });
  });

  test("NC, QAM, QADSM and PAWS-X: accuracy", async () => {
    const nc = lines('Title\tBody, with "quotes\tsports', "Title\t\ttravel");
    expect(await scores("nc", "ru", nc, "sports\nautos\n")).toMatchObject({ metric: "accuracy", score: 0.5 });
    expect(await scores("qam", "fr", lines("q\tp\t1", "q\tp\t0"), "1\n1\n")).toMatchObject({ score: 0.5 });
    expect(await scores("qadsm", "de", lines("q\tt\td\tGood"), "Good\n")).toMatchObject({ score: 1 });
    const pawsx = lines("id\tsentence1\tsentence2\tlabel", "1\ta b\tb a\t0", "2\ta b\ta b\t1", "3\ta\tb\t0");
    expect(await scores("paws-x", "es", pawsx, "0\n1\n1\n")).toMatchObject({
      task: "pawsx",
      score: 2 / 3,
      examples: 3,
    });
  });

  test("WPR: nDCG of consecutive lines with one query; a query with one page does not count", async () => {
    const grades = [3, 2, 0, 1].map((grade) => `red\tpage\ttext\t${grade}`);
    const gold = lines(...grades, "blue\tpage\ttext\t1", "green\tpage\ttext\t4", "green\tpage\ttext\t0");
    expect(await scores("wpr", "it", gold, "1\n1\n0\n0\n4\n0\n0\n")).toMatchObject({
      metric: "nDCG",
      score: (0.9539682252597386 + 0.8154648767857287) / 2,
      accuracy: 2 / 7,
      queries: 2,
      skippedQueries: 1,
    });
  });

  test("NER: F1 of entities, whether IOB1 or IOB2; missing tags count as O", async () => {
    const gold = lines(
      "-DOCSTART- O",
      "",
      "Anna I-PER",
      "Berg I-PER",
      "saw O",
      "Rome I-LOC",
      "",
      "Bonn I-LOC",
      "won O",
    );
    expect(await scores("ner", "de", gold, lines("B-PER", "I-PER", "O", "B-LOC", "", "O"))).toEqual({
      task: "ner",
      language: "de",
      metric: "F1",
      score: 0.8,
      precision: 1,
      recall: 2 / 3,
      tokenAccuracy: (2 + 1) / 6,
      goldEntities: 3,
      predictedEntities: 2,
      correctEntities: 2,
      sentences: 2,
      words: 6,
      missingTags: 1,
    });
  });

  test("POS: precision of runs of equal tags, beside token accuracy", async () => {
    const gold = lines("the DET", "big NOUN", "red NOUN", "car NOUN", "runs VERB");
    const predicted = lines("DET", "NOUN", "NOUN", "ADJ", "VERB");
    expect(await scores("pos", "th", gold, predicted)).toMatchObject({
      metric: "precision",
      score: 0.5,
      tokenAccuracy: 0.8,
      sentences: 1,
      words: 5,
      missingTags: 0,
    });
  });

  const squad = (...answers: [id: string, text: string][]) =>
    JSON.stringify({
      version: "1",
      data: [
        {
          title: "t",
          paragraphs: [
            {
              context: "context",
              qas: answers.map(([id, text]) => ({ id, question: "q?", answers: [{ text, answer_start: 0 }] })),
            },
          ],
        },
      ],
    });

  test("MLQA: F1 and exact match by the rules of the language; a missing answer scores 0", async () => {
    const gold = squad(["q1", "der rote Hund"], ["q2", "1997"], ["q3", "Rom"]);
    const predicted = JSON.stringify({ q1: "Roter Hund", q2: "Die 1997!", q9: "no question of this file" });
    expect(await scores("mlqa", "de", gold, predicted)).toEqual({
      task: "mlqa",
      language: "de",
      metric: "F1",
      score: (0.5 + 1) / 3,
      exactMatch: 1 / 3,
      questions: 3,
      unanswered: 1,
      unknownQuestions: 1,
    });
    // "die" is no article in English.
    expect(await scores("mlqa", "en", gold, predicted)).toMatchObject({ exactMatch: 0 });
  });

  test("answers are compared by their text alone: where they stand does not matter here", async () => {
    const gold = squad(["q1", "elsewhere"]);
    expect(await scores("mlqa", "vi", gold, '{"q1": "elsewhere"}')).toMatchObject({ score: 1, exactMatch: 1 });
  });

  test("the files of Windows, with CRLF and a byte order mark, and files without a last line end score the same", async () => {
    const predicted = "entailment\nneutral\nneutral\nneutral";
    const windows = (text: string) => `\ufeff${text.replaceAll("\n", "\r\n")}`;
    const expected = await scores("xnli", "de", XNLI, predicted);
    expect(await scores("xnli", "de", windows(XNLI), windows(predicted))).toEqual(expected);
    expect(await scores("xnli", "de", XNLI.trimEnd(), `${predicted}\n\n\n`)).toEqual(expected);
    const ner = "Rome I-LOC\nwon O\n\nBonn I-LOC";
    expect(await scores("ner", "de", windows(ner), windows("B-LOC\nO\n\nB-LOC\n\n"))).toMatchObject({
      score: 1,
      sentences: 2,
    });
    expect(await scores("mlqa", "de", windows(squad(["q1", "a"])), windows('{"q1":\n"a"}'))).toMatchObject({
      score: 1,
    });
  });
});

describe("what is wrong with a file is said in one line, with file, place and remedy", () => {
  const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const QAM = lines("q\tp\t1", "q\tp\t0");
  const NER = lines("Rome I-LOC", "won O", "", "Bonn I-LOC", "lost O");
  const MLQA =
    '{"data": [{"paragraphs": [{"context": "c", "qas": [{"id": "a", "question": "q", "answers": [{"text": "c", "answer_start": 0}]}]}]}]}';
  const cases: [name: string, task: string, gold: Content, predicted: Content, message: RegExp][] = [
    ["a wrong label", "qam", QAM, "1\nyes\n", /^pred: line 2 has the label "yes"\. The labels are 0, 1\.$/],
    ["a wrong gold label", "qam", "q\tp\tyes\n", "1\n", /^gold: line 1 has the label "yes"\. The labels are 0, 1\.$/],
    [
      "a missing column",
      "qam",
      "q\tp\t1\nq\t1\n",
      "1\n1\n",
      /^gold: line 2 has 2 columns, not 3 \(question, passage, label\)\./,
    ],
    ["too many columns", "qam", "q\tp\tx\t1\n", "1\n", /^gold: line 1 has 4 columns, not 3/],
    ["several faults", "qam", "q\nq\nq\n", "1\n", /^gold: line 1 has 1 column, .* \(3 faults in this file\.\)$/],
    ["a blank line between rows", "qam", "q\tp\t1\n\nq\tp\t0\n", "1\n0\n", /^gold: line 2 is empty\. Remove it/],
    ["too few predictions", "qam", QAM, "1\n", /^pred: has 1 prediction, but gold has 2 examples\. Give one a line/],
    ["too many predictions", "qam", QAM, "1\n0\n1\n", /^pred: has 3 predictions, but gold has 2 examples/],
    ["no gold", "qam", "", "1\n", /^gold: is empty\. Is it the right file/],
    ["a byte order mark and nothing else", "qam", "\ufeff", "1\n", /^gold: holds no examples/],
    ["a header and nothing else", "pawsx", "id\tsentence1\tsentence2\tlabel\n", "1\n", /^gold: holds no examples/],
    ["no predictions", "qam", QAM, "", /^pred: is empty/],
    ["blank lines alone", "qam", QAM, "\n\n", /^pred: holds no examples/],
    [
      "another encoding",
      "qam",
      latin1("q\tp\t1\ncaf\xe9\tp\t0\n"),
      "1\n0\n",
      /^gold: line 2 is not UTF-8\. Save the file in UTF-8\.$/,
    ],
    ["UTF-16", "qam", latin1("\xff\xfeq\0\t\0"), "1\n", /^gold: is UTF-16\. Save it in UTF-8\.$/],
    [
      "a wrong grade",
      "wpr",
      "q\tt\ts\t4\nq\tt\ts\t0\n",
      "4\n5\n",
      /^pred: line 2 has the label "5"\. The labels are 0, 1, 2, 3, 4\.$/,
    ],
    ["no ranking", "wpr", "q\tt\ts\t4\nr\tt\ts\t0\n", "4\n0\n", /^gold: No query has two documents or more/],
    ["a wrong tag", "ner", NER, "B-LOC\nB-CITY\n\nO\nO\n", /^pred: line 2 has the tag "B-CITY"\. The tags are O B-LOC/],
    ["a wrong gold tag", "pos", "Rome CITY\n", "NOUN\n", /^gold: line 1 has the tag "CITY"\. The tags are ADJ/],
    ["a word without a tag", "ner", "Rome\n", "O\n", /^gold: line 1 has 1 column, not 2 \(word and tag\)/],
    [
      "four columns, as CoNLL-2003 has them",
      "ner",
      "Rome NNP B-NP I-LOC\n",
      "O\n",
      /^gold: line 1 has 4 columns, not 2/,
    ],
    ["words among the tags", "ner", NER, "Rome B-LOC\n", /^pred: line 1 has 2 columns, not 1 \(the tag\)/],
    [
      "too many tags in a sentence",
      "ner",
      NER,
      "O\nO\n\nO\nO\nO\n",
      /^pred: line 4 begins sentence 2 with 3 tags, but in gold \(line 4\) it has 2 words/,
    ],
    [
      "no blank line between sentences",
      "ner",
      NER,
      "O\nO\nO\nO\n",
      /^pred: line 1 begins sentence 1 with 4 tags, but in gold \(line 1\) it has 2 words/,
    ],
    ["too few sentences", "ner", NER, "O\nO\n", /^pred: has 1 sentence, but gold has 2\./],
    [
      "gold that is no JSON",
      "mlqa",
      "q\tp\t1\n",
      "{}",
      /^gold: is not complete JSON \(.*\)\. Is the file completely copied\?$/,
    ],
    ["gold that is cut off", "mlqa", MLQA.slice(0, 100), "{}", /^gold: is not complete JSON/],
    [
      "gold of another kind",
      "mlqa",
      '{"data": []}',
      "{}",
      /^gold: has no questions in data\[\]\.paragraphs\[\]\.qas\[\]/,
    ],
    [
      "a question without an answer",
      "mlqa",
      MLQA.replace(/"answers": \[.*?\]/, '"answers": []'),
      "{}",
      /^gold: question 1 cannot be used: answers/,
    ],
    [
      "predictions that are no JSON",
      "mlqa",
      MLQA,
      "c\n",
      /^pred: is not JSON, or is cut off\. Expected is \{"question id": "answer", …\}\.$/,
    ],
    ["predictions in a list", "mlqa", MLQA, '["c"]', /^pred: is JSON, but not an object/],
    ["an answer that is no text", "mlqa", MLQA, '{"a": 7}', /^pred: the answer to a is not a text/],
    [
      "answers to other questions",
      "mlqa",
      MLQA,
      '{"b": "c"}',
      /^pred: answers none of the 1 questions of gold\. Do both files belong together\?$/,
    ],
  ];
  test.each(cases)("%s", async (_, task, gold, predicted, message) => {
    const { code, stdout, error } = await score(task, "de", gold, predicted);
    expect(error).toMatch(message);
    expect(error).not.toContain("\n");
    expect([code, stdout]).toEqual([2, ""]);
  });
});
