import { describe, expect, test } from "vitest";
import { pipelined } from "../../src/train/pipeline.ts";

describe("pipelined work", () => {
  test.each([0, 1, 3, 10])("comes back in order, with at most %i pieces started ahead", async (ahead) => {
    let started = 0;
    const seen: number[] = [];
    const work = pipelined([0, 1, 2, 3, 4, 5], ahead, async (item) => {
      started++;
      return item * item;
    });
    for await (const { item, result } of work) {
      expect(started).toBeLessThanOrEqual(item + 1 + ahead);
      expect(result).toBe(item * item);
      seen.push(item);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("passes a failure on in its turn", async () => {
    const seen: number[] = [];
    const run = async () => {
      const work = pipelined([0, 1, 2, 3], 2, async (item) => {
        if (item === 2) throw new Error("third");
        return item;
      });
      for await (const { item } of work) seen.push(item);
    };
    await expect(run()).rejects.toThrow("third");
    expect(seen).toEqual([0, 1]);
  });

  test("whoever leaves early is not followed by failures of what was started", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    for await (const _ of pipelined([0, 1, 2], 2, async (item) => {
      if (item > 0) throw new Error("late");
    })) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
});
