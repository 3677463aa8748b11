import { NumberInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { Entry } from "../store/form.ts";
import { Help } from "./Help.tsx";
import { LockedHelp } from "./Lesson.tsx";

interface NumberFieldProps {
  readonly label: string;
  readonly note?: string | undefined;
  readonly value: Entry;
  readonly step: number;
  readonly error: string | undefined;
  readonly help: ReactNode;
  readonly placeholder?: string;
  /** A link has locked it. */
  readonly locked?: boolean;
  readonly onChange: (value: Entry) => void;
}

/** A number with its note, its explanation on demand, and what is allowed when it is not valid. */
export function NumberField({
  label,
  note,
  value,
  step,
  error,
  help,
  placeholder,
  locked = false,
  onChange,
}: NumberFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <div className="field-label">
        <label htmlFor={id}>{label}</label>
        <Help about={label.toLowerCase()}>
          {help}
          {locked ? <LockedHelp /> : null}
        </Help>
        {note ? <span className="soft">{note}</span> : null}
      </div>
      <NumberInput
        id={id}
        size="xs"
        value={value}
        step={step}
        min={0}
        clampBehavior="none"
        allowNegative={false}
        placeholder={placeholder}
        disabled={locked}
        error={error}
        onChange={onChange}
      />
    </div>
  );
}
