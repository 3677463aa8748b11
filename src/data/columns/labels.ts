import { DataError } from "../error.ts";
import { XGLUE, type XglueTask } from "../xglue/xglue.ts";
import type { LabelNames } from "./to-examples.ts";

/** What the files' labels mean: {"1": "entailment"}. */
export type LabelMeanings = Readonly<Record<string, string>>;

/**
 * The task's labels, and what files call them: in small letters or capitals, by other names, by number where the file says what
 * its numbers mean, and as the user says.
 *
 * @param numbered what the file's numbers mean, counted from 0
 * @throws DataError where the user gives a meaning that is no label
 */
export function namesOf(
  { task, labels: meant = {} }: { readonly task: XglueTask; readonly labels?: LabelMeanings },
  numbered: readonly string[] = [],
): LabelNames {
  const format = XGLUE[task];
  if (format.kind === "span") return { labels: [] };
  const { labels } = format;
  const others = { ...(format.kind === "pair" ? format.aliases : {}), ...OTHER_LABELS[task] };
  const spellings = new Map(
    [...Object.entries(others), ...labels.map((label) => [label, label] as const)].flatMap(([name, label]) =>
      spellingsOf(name).map((spelt) => [spelt, label] as const),
    ),
  );
  const named = numbered.map((name, index) => [String(index), spellings.get(name) ?? name] as const);
  const given = Object.entries(meant).map(([name, label]) => [name, spellings.get(label) ?? label] as const);
  for (const [name, label] of given) {
    if (labels.includes(label)) continue;
    throw new DataError(`The label "${name}" is to mean "${label}", but the labels are ${labels.join(", ")}.`);
  }
  // A name that is given may be one that a number stands for.
  const meanings = new Map(given);
  const renumbered = named.map(([number, label], index) => [number, meanings.get(numbered[index]!) ?? label] as const);
  return { labels, aliases: Object.fromEntries([...spellings, ...renumbered, ...given]) };
}

function spellingsOf(name: string): string[] {
  return [name.toLowerCase(), name.toUpperCase(), name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase(), name];
}

/** As Hugging Face's XGLUE has them. */
const OTHER_LABELS: Partial<Record<XglueTask, LabelMeanings>> = {
  pawsx: { different: "0", same: "1", false: "0", true: "1" },
  qam: { false: "0", true: "1" },
  wpr: { bad: "0", fair: "1", good: "2", excellent: "3", perfect: "4" },
};
