/** MathML, which browsers draw and screen readers read out; React's types do not know its elements. */
import { createElement, Fragment, type ReactNode } from "react";
import { exact, written } from "./numbers.ts";

export type Term = ReactNode;

const element = (tag: string, children: readonly Term[], props: Readonly<Record<string, string>> | null = null): Term =>
  createElement(tag, props, ...children);

/** A row of terms; strings of one letter are symbols, of digits numbers, others are operators. */
export function row(...terms: readonly Term[]): Term {
  return element("mrow", terms.map(term));
}

function term(part: Term): Term {
  if (typeof part !== "string") return part;
  if (/^\d+$/.test(part)) return element("mn", [part]);
  return /^\p{L}$/u.test(part) ? element("mi", [part]) : element("mo", [part]);
}

/** Bold, as the paper sets vectors and masks. */
export const vector = (letter: string): Term => element("mi", [letter], { mathvariant: "normal", className: "vector" });
/** Of the value after the step. */
export const after = (letter: string): Term => element("mi", [`${letter}′`], { className: "after" });
/** Blanks at its ends count. */
export const word = (text: string): Term =>
  element("mtext", [text.replace(/^ +| +$/g, (blanks) => "\u00a0".repeat(blanks.length))]);
export const sub = (base: Term, index: Term): Term => element("msub", [term(base), term(index)]);
export const power = (base: Term, exponent: Term): Term => element("msup", [term(base), term(exponent)]);
export const hat = (base: Term): Term => element("mover", [term(base), element("mo", ["^"])], { accent: "true" });
export const root = (inside: Term): Term => element("msqrt", [term(inside)]);
export const fraction = (above: Term, below: Term): Term => element("mfrac", [term(above), term(below)]);

/** A number to four digits, in brackets where a sign would stand behind an operator; all of its digits are its title. */
export function number(value: number, significant = 4): Term {
  const { digits, exponent } = written(value, significant);
  const title = { title: exact(value) };
  if (exponent === undefined) return element("mrow", [element("mn", [digits])], title);
  const ten = power(element("mn", ["10"]), element("mn", [exponent]));
  return element("mrow", digits === "1" ? [ten] : [element("mn", [digits]), element("mo", ["·"]), ten], title);
}

export function factor(value: number, significant = 4): Term {
  return value < 0 ? row("(", number(value, significant), ")") : number(value, significant);
}

/** A formula in a line of its own. */
export function Formula({ children }: { children: Term }) {
  return createElement("math", { display: "block" }, createElement(Fragment, null, children));
}
