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

  test("that is to run ahead no longer ends what is under way, then goes one by one, and ahead again", async () => {
    let ahead = 3;
    const seen: string[] = [];
    const work = pipelined(
      Array.from({ length: 12 }, (_, item) => item),
      () => ahead,
      async (item) => item,
    );
    for await (const { item, underWay } of work) {
      seen.push(`${item}:${underWay}`);
      if (item === 1) ahead = 0;
      if (item === 6) ahead = 2;
    }
    expect(seen.join(" ")).toBe("0:3 1:3 2:2 3:1 4:0 5:0 6:0 7:2 8:2 9:2 10:1 11:0");
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
