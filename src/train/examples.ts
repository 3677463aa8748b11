import type { ExampleQuery, SequenceExample, Task } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { type Row, tokenizeExample } from "./batches.ts";

/** Examples whose texts are tokenised when first asked for. */
export class ExampleSet {
  readonly #examples: readonly SequenceExample[];
  readonly #rows: (Row | undefined)[] = [];
  readonly #tokenizer: Tokenizer;
  readonly #maxLength: number;

  constructor(examples: readonly SequenceExample[], tokenizer: Tokenizer, maxLength: number) {
    this.#examples = examples;
    this.#tokenizer = tokenizer;
    this.#maxLength = maxLength;
  }

  get size(): number {
    return this.#examples.length;
  }

  row(index: number): Row {
    const settings = { tokenizer: this.#tokenizer, maxLength: this.#maxLength };
    const row = this.#rows[index] ?? tokenizeExample(this.#examples[index]!, settings);
    this.#rows[index] = row;
    return row;
  }
}

/** Sets live as long as the tokenizer (with its model) that they were made with; runs of one model share them. */
const cache = new WeakMap<Tokenizer, WeakMap<Task, Map<string, ExampleSet>>>();

/** At least `query.size` examples: of a task's sets, smaller ones are prefixes of larger ones. */
export function exampleSet(task: Task, query: ExampleQuery, tokenizer: Tokenizer, maxLength: number): ExampleSet {
  const tasks = cache.get(tokenizer) ?? new WeakMap<Task, Map<string, ExampleSet>>();
  cache.set(tokenizer, tasks);
  const sets = tasks.get(task) ?? new Map<string, ExampleSet>();
  tasks.set(task, sets);
  const noise = query.labelNoise ? [query.labelNoise, query.seed] : [];
  const key = JSON.stringify([query.split, query.language, maxLength, ...noise]);
  const known = sets.get(key);
  if (known && known.size >= query.size) return known;
  const made = new ExampleSet(task.examples(query), tokenizer, maxLength);
  sets.set(key, made);
  return made;
}
