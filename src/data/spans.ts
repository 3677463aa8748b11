import { Unusable } from "./batch.ts";
import { shortened } from "./error.ts";
import type { SpanRow } from "./examples.ts";

/** What is wrong with an answer that does not stand in the context where it says; undefined when all do. */
export function misplacedAnswer({ id, context, answers }: SpanRow): Unusable | undefined {
  for (const { text, start } of answers) {
    if (text !== "" && context.startsWith(text, unitOf(context, start))) continue;
    const where = text !== "" && context.includes(text) ? ", but elsewhere" : "";
    return new Unusable(
      `(${shortened(id)}) has the answer "${shortened(text)}", which does not stand at character ${start} of its text${where}. ` +
        "Correct answer_start, which counts code points.",
    );
  }
  return undefined;
}

/** Place in UTF-16 units of a place in code points; the end where there are fewer. */
export function unitOf(text: string, codePoint: number): number {
  let unit = 0;
  for (let left = codePoint; left > 0 && unit < text.length; left--) unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
  return unit;
}
