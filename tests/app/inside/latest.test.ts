import { describe, expect, test } from "vitest";
import { latestOnly } from "../../../src/app/inside/latest.ts";

/** Answers when it is told to. */
function slowly() {
  const asked: number[] = [];
  const answers: ((answer: number | Error) => void)[] = [];
  const ask = (question: number) =>
    new Promise<number>((resolve, reject) => {
      asked.push(question);
      answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  const answer = async (value: number | Error) => {
    answers.shift()!(value);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { asked, ask, answer };
}

describe("asking for the latest only", () => {
  test("never has two questions under way, and forgets those that were overtaken", async () => {
    const { asked, ask, answer } = slowly();
    const received: [number, number][] = [];
    const request = latestOnly(ask, (value, question) => received.push([question, value]), fail);
    for (const question of [1, 2, 3, 4]) request(question);
    expect(asked).toEqual([1]);
    await answer(10);
    expect(asked).toEqual([1, 4]);
    await answer(40);
    expect(received).toEqual([
      [1, 10],
      [4, 40],
    ]);
    request(5);
    expect(asked).toEqual([1, 4, 5]);
  });

  test("goes on after a failure", async () => {
    const { asked, ask, answer } = slowly();
    const failures: unknown[] = [];
    const request = latestOnly(
      ask,
      () => {},
      (error) => failures.push(error),
    );
    request(1);
    request(2);
    await answer(new Error("lost"));
    expect(failures).toHaveLength(1);
    expect(asked).toEqual([1, 2]);
  });
});

function fail(error: unknown): never {
  throw error;
}
