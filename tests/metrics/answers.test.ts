import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ANSWER_LANGUAGES,
  type AnswerLanguage,
  answerF1,
  answerScores,
  answerTokens,
  isExactMatch,
} from "../../src/metrics/index.ts";

describe("answers are normalised as MLQA's script does it", () => {
  // What Python 3.11 made of them.
  const cases: [language: AnswerLanguage, answer: string, normalised: string][] = [
    ["en", "The quick, brown fox's — a THEME!", "quick brown foxs theme"],
    ["en", "théa the_a a-b the\u00a0the an", "théa thea ab"],
    ["en", "\u001cA\u001dB\u200bC\ufeffD\u3000E", "b\u200bc\ufeffd e"],
    ["en", "$5+5=10 €7 <a> ~b~", "5510 €7 b"],
    ["en", "ΟΔΟΣ İstanbul ǅ", "οδος i\u0307stanbul ǆ"],
    ["en", "٣the the٣ ²the the²", "٣the the٣ ²the the²"],
    ["en", "a\u0301 the\u0301", "\u0301 \u0301"],
    ["es", "¿La niña? Él, el los-las ÚNICO una.", "niña él loslas único"],
    ["es", "lavar laña el\u0301", "lavar laña \u0301"],
    ["de", "Die Größe des Flußes; einer EINES STRASSE", "größe flußes strasse"],
    ["de", "dass derart „das“", "dass derart"],
    ["vi", "Những cái của ông là chiếcx.", "ông chiếcx"],
    ["ar", "والكتاب الكبير، ال", "و كتاب كبير"],
    ["hi", "यह एक परीक्षा है।", "यह एक परीक्षा है"],
    ["zh", "在2008年8月8日，北京Beijing奥运會 opening", "在 2008 年 8 月 8 日 北 京 beijing 奥 运 會 opening"],
    ["zh", "《》。", ""],
    ["zh", "\u9fff\u9fa5\u9fa6x", "\u9fff \u9fa5 \u9fa6x"],
  ];
  test.each(cases)("%s: %j", (language, answer, normalised) => {
    expect(answerTokens(answer, language).join(" ")).toBe(normalised);
  });
});

describe("F1 and exact match", () => {
  test("count common words as often as both have them", () => {
    expect(answerF1("The red house at sea", "a red red house by the sea", "en")).toBe(0.6666666666666665);
    expect(answerF1("北京的奥运会", "北京奥运", "zh")).toBe(0.8);
    expect(answerF1("x y", "x y z", "de")).toBe(0.8);
  });

  test("of two answers without any word are F1 0, though an exact match", () => {
    expect(answerF1("the", "", "en")).toBe(0);
    expect(isExactMatch("the", "…", "en")).toBe(true);
  });

  test("compare words in their order for an exact match, and in any order for F1", () => {
    expect(isExactMatch("New York", "york new", "en")).toBe(false);
    expect(answerF1("New York", "york new", "en")).toBe(1);
    expect(isExactMatch("The New-York!", "newyork", "en")).toBe(true);
  });

  test("lie within 0 and 1, do not change when the sides are swapped, and are 1 for the same answer", () => {
    const answer = fc.array(fc.constantFrom("the", "der", "la", "ال", "北京", "cat", "Cat!", "8", "है", "—", "của"), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.constantFrom(...ANSWER_LANGUAGES), answer, answer, (language, left, right) => {
        const [a, b] = [left.join(" "), right.join(" ")];
        const f1 = answerF1(a, b, language);
        expect(f1).toBeGreaterThanOrEqual(0);
        expect(f1).toBeLessThanOrEqual(1);
        expect(answerF1(b, a, language)).toBe(f1);
        expect(isExactMatch(a, b, language)).toBe(isExactMatch(b, a, language));
        expect(answerF1(a, a, language)).toBe(answerTokens(a, language).length > 0 ? 1 : 0);
      }),
    );
  });
});

describe("the score of MLQA", () => {
  const questions = [
    { id: "q1", answers: ["Paris", "the city of Paris"] },
    { id: "q2", answers: ["1997"] },
  ];

  test("takes the best of the right answers, and 0 for a question without a prediction", () => {
    expect(answerScores(questions, new Map([["q1", "city of Paris"]]), "en")).toEqual({
      f1: 0.5,
      exactMatch: 0.5,
      questions: 2,
      unanswered: 1,
    });
  });

  test("does not depend on predictions for other questions, nor on the order of questions", () => {
    const predictions = new Map([
      ["q2", "in 1997"],
      ["q1", "paris"],
      ["q9", "1997"],
    ]);
    const scores = answerScores(questions, predictions, "en");
    expect(scores).toEqual({ f1: (1 + 2 / 3) / 2, exactMatch: 0.5, questions: 2, unanswered: 0 });
    expect(answerScores(questions.toReversed(), predictions, "en").f1).toBeCloseTo(scores.f1, 15);
  });

  test("refuses no questions, and a question without a right answer", () => {
    expect(() => answerScores([], new Map(), "en")).toThrow("There are no questions to score.");
    expect(() => answerScores([{ id: "q7", answers: [] }], new Map(), "en")).toThrow("Question q7 has no right answer");
  });
});
