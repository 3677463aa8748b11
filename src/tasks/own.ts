import type { ExampleRow, OwnData, OwnPart } from "../data/index.ts";
import type { Example, ExampleQuery, Task, TaskData } from "./types.ts";

/** Examples of one's own as a run takes them. Fewer than are asked for where there are not so many. */
export function ownData(data: OwnData, task: Task): TaskData {
  if (data.task !== task.id)
    throw new RangeError(`${data.name} was read for ${data.task}, not for ${task.id}. Read it again.`);
  const toExample = converterOf(task);
  const partOf = (split: ExampleQuery["split"], language: string): OwnPart | undefined =>
    data.parts.find((part) => part.split === split && part.language === language);
  return {
    languages: data.parts.filter(({ split }) => split === "test").map(({ language }) => language),
    async load({ split, language, size }) {
      const part = partOf(split, language);
      if (!part) throw new RangeError(`${data.name} has no ${split} examples in "${language}".`);
      const rows = split === "train" ? part.groups.flat().slice(0, size) : wholeGroups(part, size);
      return withOwnIds(rows.map(toExample));
    },
  };
}

/** Questions without an id are called by their lines, and several files have a line 1: a second one gets a number. */
function withOwnIds(examples: readonly Example[]): readonly Example[] {
  const taken = new Set<string>();
  return examples.map((example) => {
    if (!("id" in example)) return example;
    let { id } = example;
    for (let count = 2; taken.has(id); count++) id = `${example.id} (${count})`;
    taken.add(id);
    return id === example.id ? example : { ...example, id };
  });
}

/** At least one. */
function wholeGroups({ groups }: OwnPart, size: number): ExampleRow[] {
  let count = 0;
  const end = groups.findIndex((rows) => {
    count += rows.length;
    return count > size;
  });
  return (end < 0 ? groups : groups.slice(0, Math.max(1, end))).flat();
}

function converterOf({ id, labels }: Task): (row: ExampleRow) => Example {
  const indexOf = (label: string): number => {
    const index = labels.indexOf(label);
    if (index < 0) throw new RangeError(`${id} has no label "${label}". It has ${labels.join(", ")}.`);
    return index;
  };
  return (row) => {
    if ("label" in row) return { ...row, label: indexOf(row.label) };
    return "tags" in row ? { ...row, tags: row.tags.map(indexOf) } : row;
  };
}
