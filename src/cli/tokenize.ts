import { openTokenizer } from "../train/session.ts";
import type { Command } from "./command.ts";
import type { Io } from "./io.ts";
import { HUB_OPTIONS, MODEL_VALUE, withModel } from "./model.ts";
import { HELP_OPTION } from "./options.ts";

export const tokenizeCommand: Command = {
  name: "tokenize",
  summary: "Tokenise each line of stdin: one JSON line {ids, offsets} for each.",
  details:
    "With the special tokens <s> and </s>, whose offsets are [0, 0]. Offsets are [start, end) in code points. " +
    "Nothing is cut, however long the line.",
  options: {
    model: { value: MODEL_VALUE, summary: "where tokenizer.json is", default: "mini" },
    ...HUB_OPTIONS,
    json: { summary: "accepted; the output is JSON lines in any case" },
    help: HELP_OPTION,
  },
  async run(options, io) {
    const { tokenizer } = await withModel(options.required("model"), options, io, ({ source }) =>
      openTokenizer(source),
    );
    for await (const line of lines(io.stdin)) {
      const { ids, offsets } = tokenizer.encodePair(line, undefined, Number.MAX_SAFE_INTEGER);
      await io.out(`${JSON.stringify({ ids, offsets })}\n`);
    }
  },
};

/** Lines end with \n or \r\n alone; Unicode's other separators belong to the text. */
async function* lines(input: Io["stdin"]): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  const take = function* (text: string): Generator<string> {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    for (const part of parts) yield part.endsWith("\r") ? part.slice(0, -1) : part;
  };
  for await (const bytes of input) yield* take(decoder.decode(bytes, { stream: true }));
  yield* take(decoder.decode());
  if (rest !== "") yield rest;
}
