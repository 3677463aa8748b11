import { parseArgs } from "node:util";
import { UsageError } from "./io.ts";

export interface OptionSpec {
  /** How help names the value; none for a switch. */
  readonly value?: string;
  readonly summary: string;
  readonly default?: string;
  readonly multiple?: boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export const JSON_OPTION: OptionSpec = { summary: "one JSON document on stdout" };
export const HELP_OPTION: OptionSpec = { summary: "show this help" };

export interface NumberLimits {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/** A command's flags, as given or by default. Every complaint names the flag. */
export class Options {
  readonly #values: ReadonlyMap<string, string | boolean | readonly string[]>;
  readonly #specs: OptionSpecs;

  constructor(values: ReadonlyMap<string, string | boolean | readonly string[]>, specs: OptionSpecs) {
    this.#values = values;
    this.#specs = specs;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  on(name: string): boolean {
    return this.#values.get(name) === true;
  }

  all(name: string): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }

  /** The text given, or the default. */
  optional(name: string): string | undefined {
    const value = this.#values.get(name) ?? this.#specs[name]?.default;
    if (value === "")
      throw new UsageError(`--${name} is empty: write --${name} ${this.#specs[name]?.value ?? "VALUE"}.`);
    return typeof value === "string" ? value : undefined;
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) {
      throw new UsageError(`--${name} is missing: write --${name} ${this.#specs[name]?.value ?? "VALUE"}.`);
    }
    return value;
  }

  number(name: string, limits: NumberLimits = {}): number {
    return parseNumber(`--${name}`, this.required(name), limits);
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    return parseChoice(`--${name}`, this.required(name), choices);
  }

  /** Values separated by commas, none twice. */
  list(name: string): string[] {
    const items = this.required(name)
      .split(",")
      .map((item) => item.trim());
    items.forEach((item, index) => {
      if (item === "") throw new UsageError(`--${name} has an empty place between its commas: remove it.`);
      if (items.indexOf(item) !== index) throw new UsageError(`--${name} names ${item} twice: name it once.`);
    });
    return items;
  }
}

export function parseNumber(flag: string, text: string, { min, max, whole }: NumberLimits = {}): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new UsageError(`${flag}: "${text}" is not a number.`);
  if (whole && !Number.isSafeInteger(value)) throw new UsageError(`${flag}: ${text} is not a whole number.`);
  if (min !== undefined && value < min) throw new UsageError(`${flag}: ${text} is too small; the least is ${min}.`);
  if (max !== undefined && value > max) throw new UsageError(`${flag}: ${text} is too large; the most is ${max}.`);
  return value;
}

export function parseChoice<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new UsageError(`${flag}: there is no "${text}". Choose one of: ${choices.join(", ")}.`);
  return found;
}

/** @param command for messages */
export function parseOptions(command: string, args: readonly string[], specs: OptionSpecs): Options {
  const known = Object.entries(specs).map(([name, { value, multiple }]) => [
    name,
    { type: value === undefined ? "boolean" : "string", multiple: multiple ?? false } as const,
  ]);
  try {
    const { values, positionals } = parseArgs({
      args: attachNegativeNumbers(args),
      options: Object.fromEntries(known),
      allowPositionals: true,
    });
    if (positionals.length > 0) {
      throw new UsageError(`${command} does not know what to do with "${positionals[0]}": values follow their flag.`);
    }
    return new Options(new Map(Object.entries(values as Record<string, string | boolean | string[]>)), specs);
  } catch (error) {
    throw parseError(error, command, specs);
  }
}

/** parseArgs takes "-1" for a flag unless it is written `--flag=-1`. */
function attachNegativeNumbers(args: readonly string[]): string[] {
  const result: string[] = [];
  for (const arg of args) {
    const last = result.at(-1);
    if (/^-[\d.]/.test(arg) && last !== undefined && /^--[^=]+$/.test(last))
      result[result.length - 1] = `${last}=${arg}`;
    else result.push(arg);
  }
  return result;
}

function parseError(error: unknown, command: string, specs: OptionSpecs): unknown {
  if (!(error instanceof Error) || !("code" in error) || !String(error.code).startsWith("ERR_PARSE_ARGS")) return error;
  const flag = /'(-[^'\s]*)/.exec(error.message)?.[1] ?? "";
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const flags = Object.keys(specs).map((name) => `--${name}`);
    return new UsageError(`${command} has no flag ${flag}. It has: ${flags.join(" ")}.`);
  }
  const { value } = specs[flag.replace(/^--/, "")] ?? {};
  return new UsageError(value === undefined ? `${flag} takes no value.` : `${flag} needs a value: ${flag} ${value}.`);
}
