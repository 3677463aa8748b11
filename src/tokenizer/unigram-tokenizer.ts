import type { Aligned, TokenList } from "./aligned.ts";
import { isWhitespace } from "./characters.ts";
import type { UnigramFile } from "./file-unigram.ts";
import { findSpecials, type SpecialIds } from "./specials.ts";
import { TextTokenizer } from "./text-tokenizer.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { Unigram } from "./unigram.ts";

export function unigramTokenizer(content: UnigramFile, file: string): Tokenizer {
  const { vocabulary, unknownId, added, metaspace, splitsOnWhitespace, normalize } = content;
  const model = new Unigram(vocabulary, unknownId);
  const specials = specialsOf(content, file);
  const blank = vocabulary.findIndex(([piece]) => piece === metaspace.replacement);
  return new TextTokenizer({
    vocabularySize: vocabulary.length,
    added,
    specials,
    template: { bos: specials.bos, eos: specials.eos, between: 2, secondType: 0 },
    blank: blank < 0 ? undefined : blank,
    normalize,
    segment(input, from, to, tokens) {
      if (!splitsOnWhitespace) {
        encodeWords(metaspace, model, input, from, to, tokens);
        return;
      }
      for (let start = from, at = from; at <= to; at++) {
        if (at < to && !isWhitespace(input.text.charCodeAt(at))) continue;
        if (at > start) encodeWords(metaspace, model, input, start, at, tokens);
        start = at + 1;
      }
    },
  });
}

/** Puts the "▁" of Metaspace in front and cuts before each: every part is segmented by itself. */
function encodeWords(
  { replacement, prepend, split }: UnigramFile["metaspace"],
  model: Unigram,
  input: Aligned,
  from: number,
  to: number,
  tokens: TokenList,
): void {
  const text = input.text.slice(from, to).replaceAll(" ", replacement);
  const isPrepended =
    !text.startsWith(replacement) && (prepend === "always" || (prepend === "first" && input.starts[from] === 0));
  const shift = isPrepended ? 1 : 0;
  const spaced = isPrepended ? replacement + text : text;
  for (let start = 0; start < spaced.length && !tokens.isFull; ) {
    const next = split ? spaced.indexOf(replacement, start + 1) : -1;
    const end = next < 0 ? spaced.length : next;
    const { ids, ends } = model.segment(spaced.slice(start, end));
    let pieceStart = start;
    for (let piece = 0; piece < ids.length; piece++) {
      const pieceEnd = start + ends[piece]!;
      // A prepended "▁" has the span of the word's first character.
      const first = Math.max(0, pieceStart - shift);
      tokens.push(ids[piece]!, input, from + first, from + Math.max(first + 1, pieceEnd - shift));
      pieceStart = pieceEnd;
    }
    start = end;
  }
}

function specialsOf({ vocabulary, added, unknownId }: UnigramFile, file: string): SpecialIds {
  const names = { bos: "<s>", pad: "<pad>", eos: "</s>", unk: "<unk>", mask: "<mask>" };
  const ids = new Map<string, number>();
  vocabulary.forEach(([piece], id) => {
    if (piece.startsWith("<")) ids.set(piece, id);
  });
  for (const token of added) ids.set(token.content, token.id);
  ids.set(names.unk, unknownId);
  return findSpecials(names, (name) => ids.get(name), file);
}
