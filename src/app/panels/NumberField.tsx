import { NumberInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { Entry } from "../store/form.ts";
import { Help } from "./Help.tsx";

interface NumberFieldProps {
  readonly label: string;
  readonly note?: string | undefined;
  readonly value: Entry;
  readonly step: number;
  readonly error: string | undefined;
  readonly help: ReactNode;
  readonly placeholder?: string;
  readonly onChange: (value: Entry) => void;
}

/** A number with its note, its explanation on demand, and what is allowed when it is not valid. */
export function NumberField({ label, note, value, step, error, help, placeholder, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <div className="field-label">
        <label htmlFor={id}>{label}</label>
        <Help about={label.toLowerCase()}>{help}</Help>
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
        error={error}
        onChange={onChange}
      />
    </div>
  );
}
