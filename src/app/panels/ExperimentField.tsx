import { useApp, useServices } from "../context.tsx";
import { allowed, FIELDS, type NumberFieldName } from "../store/fields.ts";
import { checkForm, defaultNumbers } from "../store/form.ts";
import { setForm } from "../store/store.ts";
import { NumberField } from "./NumberField.tsx";

/** One number of the experiment, by its name in the table of fields. */
export function ExperimentField({ name }: { name: NumberFieldName }) {
  const { store } = useServices();
  const { value, usual, error } = useApp(({ form }) => ({
    value: form.numbers[name],
    usual: defaultNumbers(form.task)[name],
    error: checkForm(form).errors[name],
  }));
  const { label, step, explain } = FIELDS[name];
  return (
    <NumberField
      label={label}
      value={value}
      step={step}
      error={error}
      placeholder={name === "clipNorm" ? "off" : ""}
      help={
        <>
          <p>{explain}</p>
          <p className="soft">
            Default for this task: {usual === "" ? "off" : usual}. Allowed: {allowed(name)}.
          </p>
        </>
      }
      onChange={(entry) => setForm(store, (form) => ({ ...form, numbers: { ...form.numbers, [name]: entry } }))}
    />
  );
}
