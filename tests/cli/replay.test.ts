import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeSafetensors } from "../../src/checkpoint/index.ts";
import { readSafetensors } from "../support/tensors.ts";
import { tinyTensors } from "../support/tiny-checkpoint.ts";
import { cli, modelFolder, scratch } from "./support.ts";

interface Step {
  loss: number;
  logits: number[][];
  gradNorm: Record<string, number>;
}

const BATCHES = [
  {
    input_ids: [
      [0, 5, 6, 2],
      [0, 7, 2, 1],
    ],
    labels: [0, 2],
  },
  { input_ids: [[0, 8, 9, 10, 2]], labels: [1] },
];

/** A folder with a model that has a head of three classes, and a file of batches. */
function setUp(batches: unknown = BATCHES) {
  const folder = scratch();
  const model = modelFolder(folder, "model", {
    "model.safetensors": writeSafetensors(tinyTensors({ classes: 3 }), "F32"),
  });
  const file = join(folder, "batches.json");
  writeFileSync(file, typeof batches === "string" ? batches : JSON.stringify(batches));
  const replay = (...flags: string[]) =>
    cli(["replay", "--json", "--model", model, "--batches", file, "--lr", "0.01", ...flags]);
  const steps = async (...flags: string[]) => {
    const { stdout, error } = await replay(...flags);
    expect(error).toBe("");
    return (JSON.parse(stdout) as { steps: Step[] }).steps;
  };
  return { folder, model, replay, steps };
}

const GOLDEN = join(import.meta.dirname, "../../../shared/golden/xlmr-tiny");
const hasGolden = existsSync(GOLDEN);

test.skipIf(!hasGolden)(
  `agrees with PyTorch on the reference model${hasGolden ? "" : " (skipped: no reference beside the repository)"}`,
  async () => {
    const saved = join(scratch(), "saved");
    const { stdout } = await cli([
      "replay",
      "--json",
      "--model",
      GOLDEN,
      "--batches",
      join(GOLDEN, "batches.json"),
      ..."--variant sft --lr 1e-3 --weight-decay 0.01 --dropout 0 --clip none --save".split(" "),
      saved,
    ]);
    const { steps } = JSON.parse(stdout) as { steps: Step[] };
    const expected = JSON.parse(readFileSync(join(GOLDEN, "expected.json"), "utf8")) as (Omit<Step, "gradNorm"> & {
      grad_norm: Record<string, number>;
    })[];
    expect(steps).toHaveLength(expected.length);
    for (const [index, { loss, logits, grad_norm }] of expected.entries()) {
      const found = steps[index]!;
      expect(relative([found.loss], [loss])).toBeLessThan(1e-4);
      expect(relative(found.logits.flat(), logits.flat())).toBeLessThan(1e-4);
      expect(Object.keys(found.gradNorm).sort()).toEqual(Object.keys(grad_norm).sort());
      for (const [name, norm] of Object.entries(grad_norm)) {
        // In exact arithmetic the key's bias has no gradient at all: rounding is what either side reports.
        if (name.endsWith("key.bias")) expect(found.gradNorm[name]).toBeLessThan(1e-6);
        else expect(relative([found.gradNorm[name]!], [norm])).toBeLessThan(1e-4);
      }
    }
    const read = (path: string) => readSafetensors(new Uint8Array(readFileSync(path)));
    const after = await read(join(GOLDEN, "after.safetensors"));
    const found = await read(join(saved, "model.safetensors"));
    for (const [name, { shape, values }] of after) {
      if (name.endsWith("key.bias")) continue; // AdamW makes full steps of that rounding
      expect(found.get(name)?.shape).toEqual(shape);
      expect(relative(found.get(name)!.values, values)).toBeLessThan(1e-4);
    }
  },
);

function relative(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  const norm = (values: number[]) => Math.hypot(...values);
  return norm(Array.from(expected, (value, i) => value - found[i]!)) / norm(Array.from(expected));
}

describe("replay", () => {
  test("reports each step: the loss of these logits for these labels, and a norm for every tensor", async () => {
    const steps = await setUp().steps();
    for (const [index, { loss, logits, gradNorm }] of steps.entries()) {
      const { labels } = BATCHES[index]!;
      const losses = logits.map(
        (row, i) => Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[labels[i]!]!,
      );
      expect(loss).toBeCloseTo(losses.reduce((sum, value) => sum + value, 0) / losses.length, 5);
      expect(Object.keys(gradNorm).sort()).toEqual([...tinyTensors({ classes: 3 }).keys()].sort());
    }
  });

  test("moves nothing at learning rate 0, and reports norms before clipping", async () => {
    const { steps, folder } = setUp([BATCHES[0], BATCHES[0]]);
    const still = await steps("--lr", "0", "--save", join(folder, "saved"));
    expect(still[1]).toEqual(still[0]);
    const clipped = await steps("--clip", "1e-3");
    expect(clipped[0]).toEqual(still[0]);
    expect(clipped[1]).not.toEqual(still[1]);
    const saved = await readSafetensors(new Uint8Array(readFileSync(join(folder, "saved", "model.safetensors"))));
    for (const [name, { values }] of tinyTensors({ classes: 3 })) expect(saved.get(name)?.values).toEqual(values);
    expect(readdirSync(join(folder, "saved")).sort()).toEqual(["config.json", "model.safetensors", "tokenizer.json"]);
  });

  test("freezes as the variant does in the given epoch: norms of 0", async () => {
    const { steps } = setUp();
    const [first] = await steps(..."--variant gradfreeze-topdown --epochs 3 --epoch 2 --embeddings follow".split(" "));
    const isZero = (part: string) =>
      Object.entries(first!.gradNorm)
        .filter(([name]) => name.includes(part))
        .every(([, norm]) => norm === 0);
    expect(["embeddings", "layer.0.", "layer.1.", "layer.2.", "classifier"].map(isZero)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test("drops activations only when asked to", async () => {
    const { steps } = setUp();
    const plain = await steps("--variant", "sft");
    expect((await steps("--variant", "sft", "--dropout", "0"))[0]).toEqual(plain[0]);
    expect((await steps("--variant", "sft", "--dropout", "0.3"))[0]?.loss).not.toBe(plain[0]?.loss);
  });

  test("stops at numbers that are lost, and writes nothing", async () => {
    const { replay, folder } = setUp([...BATCHES, ...BATCHES]);
    const { code, stdout, error } = await replay("--lr", "1e30", "--save", join(folder, "saved"));
    expect([code, stdout]).toEqual([2, ""]);
    expect(error).toMatch(/^Step 2 of 4: the loss is NaN\. Lower the learning rate/);
    expect(readdirSync(folder).sort()).toEqual(["batches.json", "model"]);
  });

  test("refuses a checkpoint without a head of its own, or with half of one", async () => {
    const { folder, replay } = setUp();
    const headless = modelFolder(folder, "headless");
    expect((await replay("--model", headless)).error).toMatch(/headless\/model\.safetensors: has no head/);
    const tensors = tinyTensors({ classes: 3 });
    tensors.delete("classifier.dense.bias");
    const half = modelFolder(folder, "half", { "model.safetensors": writeSafetensors(tensors, "F32") });
    expect((await replay("--model", half)).error).toMatch(
      /half\/model\.safetensors: .*"classifier\.dense\.bias" is missing/,
    );
  });
});

describe("heads of all kinds, on XLM-R and on BERT", () => {
  const golden = (name: string) => join(import.meta.dirname, "../golden/model", name);
  const flags = "--lr 1e-3 --variant sft --json".split(" ");

  async function replayed(name: string, batches = join(golden(name), "batches.json")) {
    const saved = join(scratch(), "saved");
    const { stdout, error } = await cli([
      ...["replay", "--model", golden(name), "--batches", batches, "--save", saved],
      ...flags,
    ]);
    const config = error === "" ? JSON.parse(readFileSync(join(saved, "config.json"), "utf8")) : {};
    return { error, config, steps: error === "" ? (JSON.parse(stdout) as { steps: Step[] }).steps : [] };
  }

  test.each([
    { name: "token-head", architecture: "XLMRobertaForTokenClassification" },
    { name: "span-head", architecture: "XLMRobertaForQuestionAnswering" },
    { name: "bert-sequence", architecture: "BertForSequenceClassification" },
    { name: "bert-token", architecture: "BertForTokenClassification" },
    { name: "minilm-span", architecture: "BertForQuestionAnswering" },
  ])("are the checkpoint's own, and what is saved says so: $architecture", async ({ name, architecture }) => {
    const { steps, config, error } = await replayed(name);
    expect(error).toBe("");
    expect(config.architectures).toEqual([architecture]);
    const expected = JSON.parse(readFileSync(join(golden(name), "expected.json"), "utf8")) as Step[];
    expect(steps).toHaveLength(expected.length);
    const [found, wanted] = [steps[0]!, expected[0]!];
    expect(found.loss).toBeCloseTo(wanted.loss, 4);
    // Padding is null in both.
    expect(found.logits.flat().map((logit) => logit === null)).toEqual(
      wanted.logits.flat().map((logit) => logit === null),
    );
    expect(relative(found.logits.flat(), wanted.logits.flat())).toBeLessThan(1e-4);
  });

  const wrong: [string, string, object, RegExp][] = [
    [
      "a hole in a mask",
      "bert-sequence",
      { input_ids: [[5, 9, 6]], attention_mask: [[1, 0, 1]], labels: [1] },
      /row 0 of attention_mask has a 0 before its last 1/,
    ],
    [
      "a mask that starts with padding",
      "bert-sequence",
      { input_ids: [[5, 9, 6]], attention_mask: [[0, 1, 1]], labels: [1] },
      /row 0 of attention_mask starts with padding/,
    ],
    [
      "a first text after the second",
      "bert-sequence",
      { input_ids: [[5, 9, 6]], token_type_ids: [[0, 1, 0]], labels: [1] },
      /row 0 of token_type_ids has a 0 after a 1/,
    ],
    [
      "a type that the model does not know",
      "token-head",
      { input_ids: [[0, 5, 2]], token_type_ids: [[0, 0, 1]], labels: [[1, 1, 1]] },
      /row 0 of token_type_ids has a 1, but the model knows one type/,
    ],
    ["labels of rows", "token-head", { input_ids: [[0, 5, 2]], labels: [1] }, /labels\[0\]: .*-100 for tokens without/],
    ["too few labels", "token-head", { input_ids: [[0, 5, 2]], labels: [[1]] }, /Row 0 has 1 labels for 3 ids/],
    ["too few rows of labels", "token-head", { input_ids: [[0, 5, 2]], labels: [] }, /0 rows of labels for 1 rows/],
    [
      "a label for padding",
      "token-head",
      { input_ids: [[0, 2, 1]], labels: [[-100, 1, 1]] },
      /Position 2 of row 0 .*padding/,
    ],
    ["a label beyond the classes", "token-head", { input_ids: [[0, 2]], labels: [[7, 1]] }, /a label 7, .* 7 classes/],
    ["no answers", "span-head", { input_ids: [[0, 2]], labels: [1] }, /start_positions/],
    [
      "an answer in the padding",
      "span-head",
      { input_ids: [[0, 2, 1]], start_positions: [1], end_positions: [2] },
      /answer of row 0 goes from token 1 to 2/,
    ],
    [
      "an answer that ends before it starts",
      "span-head",
      { input_ids: [[0, 5, 2]], start_positions: [2], end_positions: [1] },
      /answer of row 0 goes from token 2 to 1/,
    ],
    [
      "an answer too few",
      "span-head",
      { input_ids: [[0, 5, 2]], start_positions: [2], end_positions: [] },
      /1 starts and 0 ends of answers for 1 rows/,
    ],
  ];
  test.each(wrong)("refuse %s", async (_, name, batch, message) => {
    const file = join(scratch(), "batches.json");
    writeFileSync(file, JSON.stringify([batch]));
    const { error } = await replayed(name, file);
    expect(error).toMatch(message);
    expect(error).toMatch(/batches\.json: /);
  });
});

describe("batches that cannot be trained on are refused by file, batch and row", () => {
  const rows = (...input_ids: unknown[]) => [{ input_ids, labels: input_ids.map(() => 0) }];
  const wrong: [string, unknown, RegExp][] = [
    ["not JSON", "[{", /is not JSON/],
    ["not a list", {}, /expected array, .* it must be a list of {"input_ids"/],
    ["no batch", [], /must be a list/],
    ["no rows", [{ input_ids: [], labels: [] }], /\[0\]\.input_ids: /],
    ["no labels", [{ input_ids: [[0, 2]] }], /\[0\]\.labels: /],
    ["an id that is no whole number", rows([0, 1.5]), /\[0\]\.input_ids\[0\]\[1\]: /],
    ["a negative id", rows([0, -1]), /\[0\]\.input_ids\[0\]\[1\]: /],
    ["an unknown field", [{ ...BATCHES[0], position_ids: [] }], /position_ids/],
    [
      "a mask of another shape",
      [{ ...BATCHES[0], attention_mask: [[1, 1, 1, 1]] }],
      /attention_mask does not have the shape/,
    ],
    ["rows of different lengths", rows([0, 5, 2], [0, 2]), /batch 0: row 1 of input_ids has 2 ids, but row 0 has 3/],
    ["an id beyond the vocabulary", rows([0, 665, 2]), /batch 0: row 0 of input_ids has the id 665, .*664/],
    ["a row that starts with padding", rows([1, 0, 2]), /batch 0: row 0 of input_ids starts with padding/],
    ["a row that is too long", rows(Array(129).fill(5)), /batch 0: row 0 of input_ids has 129 tokens, .*128/],
    ["too few labels", [BATCHES[1], { ...BATCHES[0], labels: [0] }], /batch 1: There are 1 labels for 2 rows/],
    ["a label beyond the classes", [{ ...BATCHES[0], labels: [0, 3] }], /batch 0: There is a label 3, .* 3 classes/],
    ["labels of tokens", [{ ...BATCHES[1], labels: [[0, 1, 2, 0, 1]] }], /\[0\]\.labels\[0\]: .* "labels": \[…\]}/],
  ];
  test.each(wrong)("%s", async (_, batches, message) => {
    const { code, stdout, error } = await setUp(batches).replay();
    expect(error).toMatch(message);
    expect(error).toMatch(/batches\.json: /);
    expect(error).not.toContain("\n");
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("a file that is not there", async () => {
    expect((await setUp().replay("--batches", "/no/such/file")).error).toMatch(
      /^\/no\/such\/file: there is no such file/,
    );
  });
});
