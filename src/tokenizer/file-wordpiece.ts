import { z } from "zod";
import type { AddedToken } from "./added.ts";
import type { Aligned } from "./aligned.ts";
import { bertNormalize } from "./bert-text.ts";
import {
  checkAddedIds,
  checkTemplate,
  type Outline,
  type Part,
  REMEDY,
  type Reader,
  templateTexts,
  wellFormedText,
} from "./reader.ts";
import type { WordPieceModel } from "./wordpiece.ts";

/** A BERT's `tokenizer.json`. */
export interface WordPieceFile {
  readonly kind: "wordpiece";
  readonly model: WordPieceModel;
  readonly unknown: string;
  readonly added: readonly AddedToken[];
  normalize(input: Aligned): Aligned;
}

const wordPiece = z.object({
  unk_token: z.string(),
  continuing_subword_prefix: z.string().min(1),
  max_input_chars_per_word: z.number().int().min(1),
  vocab: z.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), {
    error: "is not an object of pieces",
  }),
});

const normalizer = z.object({
  clean_text: z.boolean(),
  handle_chinese_chars: z.boolean(),
  strip_accents: z.boolean().nullish(), // as the lower-casing
  lowercase: z.boolean(),
});

/** Before tokenizers 0.9 and their templates. */
const bertProcessing = z.object({ sep: z.tuple([z.string(), z.number()]), cls: z.tuple([z.string(), z.number()]) });

const TEMPLATE = { single: "[CLS]:0 $A:0 [SEP]:0", pair: "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1" };

export function readWordPieceFile(reader: Reader, content: Outline): WordPieceFile {
  const model = reader.check(wordPiece, content.model, "model");
  const vocabulary = readVocabulary(reader, model.vocab);
  const unknownId = vocabulary.indexOf(model.unk_token);
  if (unknownId < 0) throw reader.error(`model.unk_token "${model.unk_token}" is not in the vocabulary.`);
  checkAddedIds(reader, content.added_tokens, vocabulary);
  if (content.post_processor) checkProcessor(reader, content.post_processor);
  if (content.pre_tokenizer?.type !== "BertPreTokenizer") {
    throw reader.error(`the pre_tokenizer "${content.pre_tokenizer?.type ?? "none"}" is not supported. ${REMEDY}`);
  }
  return {
    kind: "wordpiece",
    model: {
      vocabulary,
      unknownId,
      continuingPrefix: model.continuing_subword_prefix,
      longestWord: model.max_input_chars_per_word,
    },
    unknown: model.unk_token,
    added: content.added_tokens,
    normalize: readNormalizer(reader, content.normalizer),
  };
}

/** {piece: id} as a list by id. */
function readVocabulary(reader: Reader, vocab: object): string[] {
  const entries = Object.entries(vocab);
  const pieces = new Array<string | undefined>(entries.length).fill(undefined);
  for (const [piece, id] of entries) {
    if (!Number.isInteger(id) || id < 0 || id >= pieces.length || pieces[id] !== undefined) {
      throw reader.error(
        `model.vocab gives "${piece}" the id ${JSON.stringify(id)}; ids must be 0 to ${pieces.length - 1}, each once.`,
      );
    }
    pieces[id] = reader.check(wellFormedText, piece, "model.vocab");
  }
  return pieces as string[];
}

function readNormalizer(reader: Reader, part: Part | null | undefined): (input: Aligned) => Aligned {
  if (part?.type !== "BertNormalizer") {
    throw reader.error(`the normalizer "${part?.type ?? "none"}" is not supported. ${REMEDY}`);
  }
  const found = reader.check(normalizer, part, "normalizer");
  const settings = {
    cleanText: found.clean_text,
    handleChineseChars: found.handle_chinese_chars,
    stripAccents: found.strip_accents ?? found.lowercase,
    lowercase: found.lowercase,
  };
  return (input) => bertNormalize(input, settings);
}

function checkProcessor(reader: Reader, part: Part): void {
  if (part.type !== "BertProcessing") {
    checkTemplate(reader, templateTexts(reader, part, "typed"), TEMPLATE, "BERT's");
    return;
  }
  const { cls, sep } = reader.check(bertProcessing, part, "post_processor");
  if (cls[0] !== "[CLS]" || sep[0] !== "[SEP]") {
    throw reader.error(`the post_processor puts "${cls[0]}" and "${sep[0]}", not BERT's [CLS] and [SEP]. ${REMEDY}`);
  }
}
