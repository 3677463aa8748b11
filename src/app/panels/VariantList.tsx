import { Button } from "@mantine/core";
import { memo } from "react";
import { forkedAfter } from "../../experiment/history.ts";
import { VARIANTS, type VariantId, variantById } from "../../graddrop/index.ts";
import { useApp, useServices } from "../context.tsx";
import { lineStyle } from "../figures/palette.ts";
import { Swatch } from "../figures/Swatch.tsx";
import { earlierLabel, epochRange } from "../store/fork.ts";
import { checkForm, withVariant } from "../store/form.ts";
import { setForm, setView } from "../store/store.ts";
import { useAccess } from "./Lesson.tsx";
import { NumberField } from "./NumberField.tsx";

/** Every variant with what it does; the chosen ones run one after another. */
export function VariantList({ locked }: { readonly locked: boolean }) {
  const { chosen, error, count } = useApp(({ form }) => {
    const { errors, experiments } = checkForm(form);
    return { chosen: form.variants, error: errors.variants, count: experiments.length };
  });
  return (
    <>
      <ForkNote locked={locked} />
      <p className="soft task-about">
        {chosen.length} chosen{count > chosen.length ? `, ${count} runs` : ""}; they run one after another, from the
        same weights and in the same batch order.
      </p>
      {error ? <p className="field-error">{error}</p> : null}
      <ul className="variants">
        {VARIANTS.map(({ id }) => (
          <VariantItem key={id} id={id} isChosen={chosen.includes(id)} locked={locked} />
        ))}
      </ul>
    </>
  );
}

/** Where a link has brought forks. */
function ForkNote({ locked }: { readonly locked: boolean }) {
  const { store } = useServices();
  const history = useApp(({ form }) => form.history);
  if (!history) return null;
  const after = forkedAfter({ history });
  return (
    <p className="fork-note">
      <b>Forks:</b> {epochRange(1, after)} {after === 1 ? "is" : "are"} {earlierLabel({ history })} in every run; then
      the variant goes on.
      {locked ? null : (
        <Button size="compact-xs" variant="default" onClick={() => setForm(store, ({ history: _, ...form }) => form)}>
          No forks
        </Button>
      )}
    </p>
  );
}

interface VariantItemProps {
  readonly id: VariantId;
  readonly isChosen: boolean;
  readonly locked: boolean;
}

const VariantItem = memo(function VariantItem({ id, isChosen, locked }: VariantItemProps) {
  const { store } = useServices();
  const { label, summary, paper, hyperparameters } = variantById(id);
  const choose = (checked: boolean) => {
    setForm(store, (form) => withVariant(form, id, checked));
    // A look at what it would do, before it is run.
    setView(
      store,
      checked ? { subject: { kind: "preview", variant: id }, cell: undefined } : { subject: { kind: "auto" } },
    );
  };
  return (
    <li data-chosen={isChosen || undefined}>
      <label className="variant">
        <input
          type="checkbox"
          checked={isChosen}
          disabled={locked}
          aria-describedby={`about-${id}`}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
        <span className="variant-name">{label}</span>
        <Swatch style={lineStyle(id, 0)} width={24} />
      </label>
      <p id={`about-${id}`} className="variant-about">
        {summary} <span className="variant-paper">[{paper}]</span>
      </p>
      {isChosen && Object.keys(hyperparameters).length > 0 ? (
        <div className="variant-fields">
          {Object.keys(hyperparameters).map((name) => (
            <HyperField key={name} variant={id} name={name} />
          ))}
        </div>
      ) : null}
    </li>
  );
});

function HyperField({ variant, name }: { variant: VariantId; name: string }) {
  const { store } = useServices();
  const known = variantById(variant).hyperparameters[name]!;
  const access = useAccess("hyper");
  const { value, error } = useApp(({ form }) => ({
    value: form.hyper[variant]?.[name] ?? known.default,
    error: checkForm(form).errors[`${variant}.${name}`],
  }));
  if (access === "hidden") return null;
  return (
    <NumberField
      locked={access === "locked"}
      label={known.label}
      note={`paper: ${known.default}`}
      value={value}
      step={known.step}
      error={error}
      help={
        <>
          <p>{known.summary}</p>
          <p className="soft task-about">
            Allowed: {known.min} to {known.max}.
          </p>
        </>
      }
      onChange={(entry) =>
        setForm(store, (form) => ({
          ...form,
          hyper: { ...form.hyper, [variant]: { ...form.hyper[variant], [name]: entry } },
        }))
      }
    />
  );
}
