/** Choosing which columns of one's own files hold what, and what their labels mean. Pure. */
import { chooseColumns, fieldsOf, namesOf, type TableLook, XGLUE, type XglueTask } from "../../data/index.ts";

export interface Mapping {
  /** The first line names the columns. */
  readonly hasHeader: boolean;
  /** Field -> column; "": none. */
  readonly columns: Readonly<Record<string, string>>;
  /** What the files call a label -> the task's label; "": rows with it are left out. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What can be chosen: a column and how it is called. */
export interface ColumnOption {
  readonly value: string;
  readonly name: string;
}

export function columnOptions(table: TableLook, hasHeader: boolean): ColumnOption[] {
  if (table.mayHaveHeader && hasHeader) return (table.rows[0] ?? []).map((name) => ({ value: name, name }));
  const isNumbered = table.columns.every((column, i) => column === String(i + 1));
  return table.columns.map((column) => ({ value: column, name: isNumbered ? `Column ${column}` : column }));
}

/** Rows to be shown: without the one that names the columns. */
export function previewRows(table: TableLook, hasHeader: boolean): readonly (readonly string[])[] {
  return table.mayHaveHeader && hasHeader ? table.rows.slice(1) : table.rows;
}

/** What the names of columns and labels say by themselves. */
export function firstMapping(task: XglueTask, table: TableLook): Mapping {
  const hasHeader = !table.mayHaveHeader || namesColumns(task, table);
  return withKnownLabels(task, table, { hasHeader, columns: guessedColumns(task, table, hasHeader), labels: {} });
}

/** Whether the first line looks like names: some of the fields are among them, or none of its cells is a label. */
function namesColumns(task: XglueTask, table: TableLook): boolean {
  const cells = table.rows[0] ?? [];
  const known = new Set(fieldsOf(task).flatMap(({ names }) => names));
  if (cells.some((cell) => known.has(cell.toLowerCase()))) return true;
  const { labels, aliases = {} } = namesOf({ task });
  return !cells.some((cell) => labels.includes(cell) || Object.hasOwn(aliases, cell));
}

function guessedColumns(task: XglueTask, table: TableLook, hasHeader: boolean): Record<string, string> {
  const options = columnOptions(table, hasHeader);
  const taken = new Set<string>();
  const guessed: Record<string, string> = {};
  for (const { id, names } of fieldsOf(task)) {
    const column = names
      .map((name) => options.find(({ value }) => value.toLowerCase() === name && !taken.has(value)))
      .find((option) => option !== undefined);
    guessed[id] = column?.value ?? "";
    if (column) taken.add(column.value);
  }
  if (taken.size > 0) return guessed;
  return { ...guessed, ...byOrder(task, options) };
}

/** Columns without known names: in the order in which XGLUE has them; of tagged words the first and the last. */
function byOrder(task: XglueTask, options: readonly ColumnOption[]): Record<string, string> {
  const format = XGLUE[task];
  const values = options.map(({ value }) => value);
  const isNumbered = values.every((value, i) => value === String(i + 1));
  if (!isNumbered || values.length < 2) return {};
  if (format.kind === "tags") return { words: values[0]!, tags: values.at(-1)! };
  if (format.kind !== "pair" || format.columns.length !== values.length) return {};
  const fields = new Set(fieldsOf(task).map(({ id }) => id));
  return Object.fromEntries(format.columns.flatMap((id, i) => (fields.has(id) ? [[id, values[i]!] as const] : [])));
}

export function withHeader(task: XglueTask, table: TableLook, hasHeader: boolean): Mapping {
  return withKnownLabels(task, table, { hasHeader, columns: guessedColumns(task, table, hasHeader), labels: {} });
}

export function withColumn(
  task: XglueTask,
  table: TableLook,
  mapping: Mapping,
  field: string,
  column: string,
): Mapping {
  const next = { ...mapping, columns: { ...mapping.columns, [field]: column } };
  return field === labelField(task) ? withKnownLabels(task, table, next) : next;
}

/** The field that holds labels or tags; undefined where answers are slices of a text. */
export function labelField(task: XglueTask): string | undefined {
  const format = XGLUE[task];
  if (format.kind === "span") return undefined;
  return format.kind === "tags" ? "tags" : format.columns.at(-1);
}

/** The values in the label's column, of the first rows; undefined where there are too many for labels, or nothing was looked at. */
export function givenLabels(
  task: XglueTask,
  table: TableLook,
  { columns, hasHeader }: Mapping,
): readonly string[] | undefined {
  const field = labelField(task);
  const column = field && columns[field];
  if (!column) return undefined;
  const place = columnOptions(table, hasHeader).findIndex(({ value }) => value === column);
  const key = table.columns[place];
  if (key === undefined) return undefined;
  const names = table.numbered[key];
  if (names) return names;
  const values = table.values[key];
  if (!values || !table.mayHaveHeader || hasHeader) return values;
  // Without names, the first line is a row like the others.
  const first = table.rows[0]?.[place];
  return first === undefined || values.includes(first) ? values : [first, ...values];
}

function withKnownLabels(task: XglueTask, table: TableLook, mapping: Mapping): Mapping {
  const { labels, aliases = {} } = namesOf({ task });
  const given = givenLabels(task, table, mapping) ?? [];
  const meaning = (value: string) =>
    labels.includes(value) ? value : Object.hasOwn(aliases, value) ? aliases[value]! : "";
  return { ...mapping, labels: Object.fromEntries(given.map((value) => [value, meaning(value)])) };
}

/** As the reader takes it: what is not chosen is left out. */
export function requestOf({ columns, labels }: Mapping): {
  columns: Record<string, string>;
  labels: Record<string, string>;
} {
  const given = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
  return { columns: given(columns), labels: given(labels) };
}

/** What is still to be chosen; undefined: nothing. */
export function mappingProblem(task: XglueTask, table: TableLook, mapping: Mapping): string | undefined {
  const missing = fieldsOf(task).filter(({ id, required }) => required && !mapping.columns[id]);
  if (missing.length > 0) return `Choose a column for ${missing.map(({ id }) => id).join(", ")}.`;
  const available = columnOptions(table, mapping.hasHeader).map(({ value }) => value);
  const chosen = chooseColumns(task, available, requestOf(mapping).columns);
  if (typeof chosen === "string") return chosen;
  const given = Object.values(mapping.labels);
  return given.length > 0 && given.every((label) => label === "")
    ? "None of the labels in the files is one of the task's. Say below what they mean, or choose another column."
    : undefined;
}
