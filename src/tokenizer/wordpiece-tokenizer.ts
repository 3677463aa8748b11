import { bertWords } from "./bert-text.ts";
import type { WordPieceFile } from "./file-wordpiece.ts";
import { findSpecials } from "./specials.ts";
import { TextTokenizer } from "./text-tokenizer.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { WordPiece } from "./wordpiece.ts";

export function wordPieceTokenizer({ added, model, normalize, unknown }: WordPieceFile, file: string): Tokenizer {
  const pieces = new WordPiece(model);
  const names = { bos: "[CLS]", pad: "[PAD]", eos: "[SEP]", unk: unknown, mask: "[MASK]" };
  const idOf = (name: string) => {
    const id = added.find((token) => token.content === name)?.id ?? model.vocabulary.indexOf(name);
    return id < 0 ? undefined : id;
  };
  const specials = findSpecials(names, idOf, file);
  return new TextTokenizer({
    vocabularySize: model.vocabulary.length,
    added,
    specials,
    template: { bos: specials.bos, eos: specials.eos, between: 1, secondType: 1 },
    blank: undefined,
    normalize,
    segment(input, from, to, tokens) {
      bertWords(input.text, from, to, (start, end) => {
        if (tokens.isFull) return;
        const { ids, ends } = pieces.segment(input.text.slice(start, end));
        let pieceStart = start;
        for (let piece = 0; piece < ids.length; piece++) {
          const pieceEnd = start + ends[piece]!;
          tokens.push(ids[piece]!, input, pieceStart, pieceEnd);
          pieceStart = pieceEnd;
        }
      });
    },
  });
}
