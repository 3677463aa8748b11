/** The stand-ins for published models are laid out as those are: what is tested with them holds for the real ones. */
import { expect, test } from "vitest";
import { openWeights } from "../../src/checkpoint/index.ts";
import { laidTensors, MBERT, XLMR_BASE, XLMR_LARGE } from "./layouts.ts";
import { lazySource, sha256Of, wholeOf } from "./lazy-file.ts";
import { syntheticModel } from "./synthetic-model.ts";

const size = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);
const parameters = (tensors: ReturnType<typeof laidTensors>, isCounted: (name: string) => boolean) =>
  tensors.reduce((sum, { name, shape, isPositions }) => sum + (!isPositions && isCounted(name) ? size(shape) : 0), 0);

test("XLM-R has as many parameters as published", () => {
  const encoder = (name: string) => name.startsWith("roberta.") && !name.includes("pooler");
  const head = (hidden: number) => hidden * hidden + hidden + 3 * hidden + 3;
  expect(parameters(laidTensors("xlm-roberta", XLMR_BASE), encoder) + head(768)).toBe(278_045_955);
  expect(parameters(laidTensors("xlm-roberta", XLMR_LARGE), encoder) + head(1024)).toBe(559_893_507);
});

test("M-BERT has as many parameters as published, pooler included", () => {
  const encoder = (name: string) => name.startsWith("bert.");
  expect(parameters(laidTensors("bert", MBERT), encoder)).toBe(177_853_440);
});

test.each(["F32", "F16", "BF16"] as const)(
  "weights of %s are the same whole, in parts and in shards",
  async (dtype) => {
    const files = syntheticModel({ dtype });
    const file = files["model.safetensors"]!;
    const whole = wholeOf(file);
    for (let start = 0; start < file.sizeBytes; start += 9973) {
      const end = Math.min(file.sizeBytes, start + 9973);
      expect(Buffer.compare(file.bytes(start, end), whole.subarray(start, end))).toBe(0);
    }
    const [one, many] = await Promise.all([
      openWeights(lazySource(files)),
      openWeights(lazySource(syntheticModel({ dtype, shards: 3 }))),
    ]);
    expect([...many.entries.keys()].sort()).toEqual([...one.entries.keys()].sort());
    for (const name of one.entries.keys()) expect(await many.read(name)).toEqual(await one.read(name));
  },
);

test("a file that is larger than the memory is read where it is asked for", () => {
  const { "model.safetensors": file } = syntheticModel({ shape: XLMR_LARGE });
  expect(file!.sizeBytes).toBeGreaterThan(2 ** 31);
  expect(file!.bytes(file!.sizeBytes - 10, file!.sizeBytes)).toHaveLength(10);
});

test("every seed gives other weights", () => {
  const hash = (seed: number) => sha256Of(syntheticModel({ seed })["model.safetensors"]!);
  expect(hash(1)).not.toBe(hash(2));
  expect(hash(1)).toBe(hash(1));
});
