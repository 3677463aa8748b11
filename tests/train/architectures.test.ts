/** BERTs from their published files to trained heads: with WordPiece as M-BERT, with XLM-R's tokenizer as MiniLM. */
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { taskById } from "../../src/tasks/registry.ts";
import { type Features, featuresOf } from "../../src/train/features.ts";
import { createBundle, initialWeights, type OpenModel, openModel } from "../../src/train/session.ts";
import { type Bundle, train } from "../../src/train/trainer.ts";
import { TINY_BERTS, tinyBert } from "../support/tiny-bert.ts";
import { memorySource, TINY_EXPERIMENT } from "../support/tiny-checkpoint.ts";

const SEQUENCE = { kind: "sequence", classes: 3 } as const;
const open: Bundle[] = [];

beforeAll(() => useBackend("wasm"));

afterEach(() => {
  for (const { engine } of open.splice(0)) engine.dispose();
});

async function run(model: OpenModel, experiment: Experiment, vocabulary: "used" | "all") {
  const bundle = await createBundle(model, experiment, undefined, { vocabulary });
  open.push(bundle);
  const running = train(experiment, bundle);
  let next = await running.next();
  while (!next.done) next = await running.next();
  return { epochs: next.value.epochs, bundle };
}

describe.each(Object.keys(TINY_BERTS) as (keyof typeof TINY_BERTS)[])("%s", (which) => {
  test("gives its encoder and its pooler to every head that has one", async () => {
    const { files, weights } = tinyBert(which);
    const model = await openModel(memorySource(files));
    const found = await initialWeights(model, SEQUENCE, 1);
    for (const [name, values] of weights) expect(found.get(name), name).toEqual(values);
    expect(found.get("classifier.weight")).toHaveLength(3 * 16);
    expect(Math.max(...found.get("classifier.weight")!.map(Math.abs))).toBeLessThan(0.1);
    const span = await initialWeights(model, { kind: "span" }, 1);
    expect([...span.keys()].filter((name) => name.includes("pooler"))).toEqual([]);
    expect(span.get("bert.embeddings.LayerNorm.weight")).toEqual(weights.get("bert.embeddings.LayerNorm.weight"));
  });

  test.each(["nc", "pos", "mlqa"] as const)(
    "trains on %s, with the words of the data alone as with all",
    async (task) => {
      const model = await openModel(memorySource(tinyBert(which).files));
      const experiment = { ...TINY_EXPERIMENT, task, trainSize: 12, epochs: 2, maxLength: 64 };
      const all = await run(model, experiment, "all");
      const used = await run(model, experiment, "used");
      expect(used.epochs.map(({ test }) => test)).toEqual(all.epochs.map(({ test }) => test));
      expect(all.epochs).toHaveLength(2);
      const word = "bert.embeddings.word_embeddings.weight";
      const compact = (await used.bundle.engine.weights()).get(word)!;
      const full = (await all.bundle.engine.weights()).get(word)!;
      const rows = Array.from(used.bundle.vocabulary!.ids, (id) => [...full.subarray(id * 16, (id + 1) * 16)]);
      expect([...compact]).toEqual(rows.flat());
      expect(compact.length).toBeLessThan(full.length);
    },
  );
});

test.each([
  ["WordPiece for a model of one type", { type_vocab_size: 1 }, /marks second texts .* "type_vocab_size" 1/],
  [
    "another padding than XLM-R's",
    { model_type: "xlm-roberta", pad_token_id: 3 },
    /id 0 for padding, .* "pad_token_id" 3/,
  ],
  ["more tokens than rows", { vocab_size: 100 }, /tokens, but config\.json gives the model 100/],
])("files that do not belong together are refused: %s", async (_, change, message) => {
  const { files } = tinyBert("mbert");
  const config = JSON.stringify({ ...TINY_BERTS.mbert.config, ...change });
  const opened = openModel(memorySource({ ...files, "config.json": config }));
  await expect(opened).rejects.toThrow(message);
  await expect(opened).rejects.toThrow(/^tiny\/tokenizer\.json: .* belong together\?$/);
});

describe("what the model is given", () => {
  const pair = taskById("xnli").examples({ split: "train", language: "en", size: 1 })[0]!;
  const question = taskById("mlqa").examples({ split: "train", language: "en", size: 1 })[0]!;
  const typesOf = ({ rows }: Features) =>
    rows.map(({ ids, second }) => ids.map((_, token) => (token >= (second ?? ids.length) ? 1 : 0)));

  test("of a WordPiece tokenizer: [CLS] A [SEP] of type 0, B [SEP] of type 1, in every window", async () => {
    const { tokenizer } = await openModel(memorySource(tinyBert("mbert").files));
    const { bos, eos } = tokenizer.specials;
    for (const example of [pair, question]) {
      const features = featuresOf(example, { tokenizer, maxLength: 64, language: "en" });
      for (const [row, { ids }] of features.rows.entries()) {
        const first = ids.indexOf(eos);
        expect(ids[0]).toBe(bos);
        expect(ids.filter((id) => id === eos)).toHaveLength(2);
        expect(ids.at(-1)).toBe(eos);
        expect(ids.length).toBeLessThanOrEqual(64);
        expect(typesOf(features)[row]).toEqual(ids.map((_, token) => (token > first ? 1 : 0)));
      }
    }
  });

  test("of XLM-R's tokenizer: one type, as Hugging Face's tokenizer gives it", async () => {
    const { tokenizer } = await openModel(memorySource(tinyBert("minilm").files));
    for (const example of [pair, question]) {
      const features = featuresOf(example, { tokenizer, maxLength: 64, language: "en" });
      expect(new Set(typesOf(features).flat())).toEqual(new Set([0]));
    }
  });

  test("a span's target is the answer's tokens behind [CLS], the question and [SEP]", async () => {
    const { tokenizer } = await openModel(memorySource(tinyBert("mbert").files));
    if (!("context" in question)) throw new Error("This is no question.");
    const [answer] = question.answers;
    const { rows } = featuresOf(question, { tokenizer, maxLength: 400, language: "en" });
    const { ids, target } = rows[0]!;
    if (target.kind !== "span") throw new Error("The row has no span.");
    expect(ids.slice(target.start, target.end + 1)).toEqual(tokenizer.encode(answer!.text).ids);
  });
});
