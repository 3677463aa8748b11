import { NativeSelect } from "@mantine/core";
import { VARIANTS, type VariantId, variantById } from "../../graddrop/index.ts";
import { useApp, useServices } from "../context.tsx";
import { comparedOf, type Subject } from "../store/inside.ts";
import { type ComparedSubject, setView } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";

/** What Figure 1 and the mask are about. */
export function SubjectSelect({ subject }: { readonly subject: Subject }) {
  const { store } = useServices();
  const value = subject.runId ? `run:${subject.runId}` : `preview:${subject.experiment.variant}`;
  return (
    <NativeSelect
      size="xs"
      aria-label="Run or variant shown"
      value={value}
      onChange={(event) => {
        const chosen = subjectOfValue(event.currentTarget.value);
        if (chosen) setView(store, { subject: chosen, cell: undefined, stepInEpoch: undefined });
      }}
    >
      <Subjects />
    </NativeSelect>
  );
}

/** What stands beside it in the microscope. The moment stays. */
export function ComparedSelect() {
  const { store } = useServices();
  const compared = useApp(comparedOf);
  return (
    <NativeSelect
      size="xs"
      aria-label="Compare with"
      value={compared ? valueOfSubject(compared) : ""}
      onChange={(event) => setView(store, { compared: subjectOfValue(event.currentTarget.value) })}
    >
      <option value="">Compare with …</option>
      <Subjects />
    </NativeSelect>
  );
}

/** The name alone, where it is not chosen. */
export function SubjectName({ subject }: { readonly subject: Subject }) {
  const curves = useCurves();
  const run = curves.find(({ id }) => id === subject.runId);
  const name = run?.label ?? variantById(subject.experiment.variant).label;
  return (
    <b className="subject-name soft" title={run ? name : `Preview: ${name}`}>
      {name}
    </b>
  );
}

function Subjects() {
  const curves = useCurves();
  return (
    <>
      {curves.length > 0 ? (
        <optgroup label="Runs">
          {curves.map(({ id, label }) => (
            <option key={id} value={`run:${id}`}>
              {label}
            </option>
          ))}
        </optgroup>
      ) : null}
      <optgroup label="What a variant would do">
        {VARIANTS.map(({ id }) => (
          <option key={id} value={`preview:${id}`}>
            Preview: {variantById(id).label}
          </option>
        ))}
      </optgroup>
    </>
  );
}

function valueOfSubject(subject: ComparedSubject): string {
  return subject.kind === "run" ? `run:${subject.id}` : `preview:${subject.variant}`;
}

function subjectOfValue(value: string): ComparedSubject | undefined {
  const [kind, id = ""] = value.split(":");
  if (kind === "run") return { kind, id };
  return kind === "preview" ? { kind, variant: id as VariantId } : undefined;
}
