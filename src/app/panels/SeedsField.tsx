import { MOST_SEEDS } from "../../experiment/defaults.ts";
import { useApp, useServices } from "../context.tsx";
import { checkForm } from "../store/form.ts";
import { setForm } from "../store/store.ts";
import { useAccess } from "./Lesson.tsx";
import { NumberField } from "./NumberField.tsx";

/** How many runs of each variant. */
export function SeedsField() {
  const { store } = useServices();
  const access = useAccess("seeds");
  const { value, error } = useApp(({ form }) => ({ value: form.seeds, error: checkForm(form).errors.seeds }));
  if (access === "hidden") return null;
  return (
    <NumberField
      locked={access === "locked"}
      label="Seeds"
      value={value}
      step={1}
      error={error}
      help={
        <>
          <p>
            Runs of each variant, with this seed and the ones after it. The figures then show their mean, and how far it
            may be off. Each seed is run with all variants before the next begins.
          </p>
          <p className="soft">Default: 1. Allowed: a whole number from 1 to {MOST_SEEDS}.</p>
        </>
      }
      onChange={(entry) => setForm(store, (form) => ({ ...form, seeds: entry }))}
    />
  );
}
