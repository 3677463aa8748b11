import { Checkbox, NativeSelect } from "@mantine/core";
import { fieldsOf, type TableLook, type XglueTask } from "../../data/index.ts";
import { taskById } from "../../tasks/registry.ts";
import {
  columnOptions,
  givenLabels,
  labelField,
  type Mapping,
  previewRows,
  withColumn,
  withHeader,
} from "./mapping.ts";

interface MappingFieldsProps {
  readonly task: XglueTask;
  readonly table: TableLook;
  readonly mapping: Mapping;
  readonly onMapping: (mapping: Mapping) => void;
}

/** The first rows, which column holds what, and what the labels mean. */
export function MappingFields({ task, table, mapping, onMapping }: MappingFieldsProps) {
  const options = columnOptions(table, mapping.hasHeader);
  return (
    <>
      <Preview table={table} mapping={mapping} />
      {table.mayHaveHeader ? (
        <Checkbox
          size="xs"
          label="The first line names the columns"
          checked={mapping.hasHeader}
          onChange={(event) => onMapping(withHeader(task, table, event.currentTarget.checked))}
        />
      ) : null}
      <fieldset className="mapping">
        <legend>Which column holds what</legend>
        <div className="mapping-fields">
          {fieldsOf(task).map(({ id, required }) => (
            <NativeSelect
              key={id}
              size="xs"
              label={required ? `${id} (needed)` : id}
              value={mapping.columns[id] ?? ""}
              onChange={(event) => onMapping(withColumn(task, table, mapping, id, event.currentTarget.value))}
              data={[
                { value: "", label: required ? "Choose a column …" : "None" },
                ...options.map(({ value, name }) => ({ value, label: name })),
              ]}
            />
          ))}
        </div>
      </fieldset>
      <LabelFields task={task} table={table} mapping={mapping} onMapping={onMapping} />
    </>
  );
}

function Preview({ table, mapping }: Pick<MappingFieldsProps, "table" | "mapping">) {
  const options = columnOptions(table, mapping.hasHeader);
  const rows = previewRows(table, mapping.hasHeader);
  const use = (column: string) => Object.entries(mapping.columns).find(([, chosen]) => chosen === column)?.[0];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard.
    <section className="data-scroll" tabIndex={0} aria-label="First rows">
      <table className="data-table">
        <caption className="sr-only">The first rows of the first file</caption>
        <thead>
          <tr>
            {options.map(({ value, name }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may come twice; the reader says so.
              <th key={i} scope="col" data-used={use(value) !== undefined || undefined}>
                {name}
                <span className="data-use">{use(value) ? ` → ${use(value)}` : ""}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name than their place.
            <tr key={i}>
              {row.map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places.
                <td key={j} dir="auto">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
          {rows.length === 0 ? (
            <tr>
              <td colSpan={Math.max(1, options.length)} className="soft">
                {table.rows.length === 0 ? "Rows are not fetched before you press Read." : "There are no further rows."}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  );
}

function LabelFields({ task: id, table, mapping, onMapping }: MappingFieldsProps) {
  const field = labelField(id);
  if (field === undefined || !mapping.columns[field]) return null;
  const given = givenLabels(id, table, mapping);
  if (!given) {
    return (
      <p className="soft">
        {table.rows.length === 0
          ? "Labels are matched by name when the data are read."
          : `The column for ${field} has more than 40 different values. Does it hold labels?`}
      </p>
    );
  }
  const task = taskById(id);
  const unknown = given.filter((value) => mapping.labels[value] === "");
  return (
    <fieldset className="mapping">
      <legend>What the labels mean</legend>
      {unknown.length > 0 ? (
        <p className="field-error">
          {unknown.length === 1 ? `“${unknown[0]}” is` : `${unknown.length} of them are`} not known by name. Rows with
          such labels are left out, and counted, unless you say what they mean.
        </p>
      ) : null}
      <div className="mapping-fields">
        {given.map((value) => (
          <NativeSelect
            key={value}
            size="xs"
            label={value === "" ? "(empty)" : value}
            value={mapping.labels[value] ?? ""}
            onChange={(event) =>
              onMapping({ ...mapping, labels: { ...mapping.labels, [value]: event.currentTarget.value } })
            }
            data={[
              { value: "", label: "Left out" },
              ...task.labels.map((label, i) => {
                const meaning = task.meanings?.[i];
                return { value: label, label: meaning ? `${label} (${meaning})` : label };
              }),
            ]}
          />
        ))}
      </div>
    </fieldset>
  );
}
