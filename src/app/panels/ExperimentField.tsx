import { useApp, useServices } from "../context.tsx";
import { allowed, FIELDS, type NumberFieldName } from "../store/fields.ts";
import { checkForm, defaultNumbers } from "../store/form.ts";
import { CONTROL_OF } from "../store/share.ts";
import { setForm } from "../store/store.ts";
import { useAccess } from "./Lesson.tsx";
import { NumberField } from "./NumberField.tsx";

/** One number of the experiment, by its name in the table of fields. */
export function ExperimentField({ name }: { name: NumberFieldName }) {
  const { store } = useServices();
  const access = useAccess(CONTROL_OF[name]);
  const { value, usual, error } = useApp(({ form }) => ({
    value: form.numbers[name],
    usual: defaultNumbers(form.task, form.model)[name],
    error: checkForm(form).errors[name],
  }));
  const { label, step, explain } = FIELDS[name];
  if (access === "hidden") return null;
  return (
    <NumberField
      locked={access === "locked"}
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
