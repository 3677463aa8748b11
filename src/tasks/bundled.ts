import type { Language } from "../minixglue/grammar.ts";
import type { Split } from "../minixglue/meaning.ts";
import type { Example, ExampleQuery, Task, TaskData } from "./types.ts";

/**
 * Answers queries from a function that makes the example with a given index.
 *
 * @param group examples that belong together: test sets have whole groups of so many
 */
export function bundledExamples<Of extends Language, Made extends Example>(
  languages: readonly Of[],
  make: (split: Split, language: Of, index: number) => Made,
  group = 1,
): (query: ExampleQuery) => Made[] {
  return ({ split, language, size }) => {
    const known = languages.find((candidate) => candidate === language);
    if (known === undefined) {
      throw new RangeError(`There are no bundled examples in "${language}". Choose one of: ${languages.join(", ")}.`);
    }
    const length = split === "train" ? size : Math.max(group, size - (size % group));
    return Array.from({ length }, (_, index) => make(split, known, index));
  };
}

const bundled = new Map<Task, TaskData>();

/** The data that comes with the project: the same object for a task whenever it is asked for. */
export function bundledData(task: Task): TaskData {
  const known = bundled.get(task) ?? {
    languages: task.languages,
    load: async (query) => task.examples(query),
  };
  bundled.set(task, known);
  return known;
}
