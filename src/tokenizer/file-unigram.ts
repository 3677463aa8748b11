import { z } from "zod";
import type { AddedToken } from "./added.ts";
import { type Aligned, replaceAll, strip } from "./aligned.ts";
import { Charsmap } from "./charsmap.ts";
import {
  checkAddedIds,
  checkTemplate,
  type Outline,
  type Part,
  partsOf,
  REMEDY,
  type Reader,
  templateTexts,
  wellFormedText,
} from "./reader.ts";

/** An XLM-R's `tokenizer.json`. */
export interface UnigramFile {
  readonly kind: "unigram";
  vocabulary: readonly (readonly [string, number])[];
  unknownId: number;
  added: readonly AddedToken[];
  normalize(input: Aligned): Aligned;
  splitsOnWhitespace: boolean;
  metaspace: Metaspace;
}

export interface Metaspace {
  replacement: string;
  prepend: "always" | "first" | "never";
  split: boolean;
}

const unigram = z.object({
  unk_id: z.number().int().min(0),
  vocab: z.array(z.tuple([wellFormedText, z.number()])).min(1),
  byte_fallback: z.literal(false, "byte fallback is not supported").nullish(),
});

const precompiled = z.object({ precompiled_charsmap: z.string() });

const replace = z.object({
  pattern: z.union([z.object({ String: z.string().min(1) }), z.object({ Regex: z.string() })]),
  content: wellFormedText,
});

const stripping = z.object({ strip_left: z.boolean(), strip_right: z.boolean() });

const metaspace = z.object({
  replacement: z.string().length(1).default("\u2581"),
  prepend_scheme: z.enum(["always", "first", "never"]).optional(),
  add_prefix_space: z.boolean().optional(), // before tokenizers 0.14
  split: z.boolean().default(true),
});

const TEMPLATE = { single: "<s> $A </s>", pair: "<s> $A </s> </s> $B </s>" };

export function readUnigramFile(reader: Reader, content: Outline): UnigramFile {
  const model = reader.check(unigram, content.model, "model");
  if (model.unk_id >= model.vocab.length) {
    throw reader.error(`model.unk_id is ${model.unk_id}, but the vocabulary has ${model.vocab.length} pieces.`);
  }
  checkAddedIds(
    reader,
    content.added_tokens,
    model.vocab.map(([piece]) => piece),
  );
  // Types are not looked at: Hugging Face's XLM-R tokenizers give none, and so a BERT with such a tokenizer sees one type alone.
  if (content.post_processor) {
    checkTemplate(reader, templateTexts(reader, content.post_processor, "untyped"), TEMPLATE, "XLM-R's");
  }
  return {
    kind: "unigram",
    vocabulary: model.vocab,
    unknownId: model.unk_id,
    added: content.added_tokens,
    normalize: readNormalizer(reader, content.normalizer),
    ...readPreTokenizer(reader, content.pre_tokenizer),
  };
}

function readNormalizer(reader: Reader, normalizer: Part | null | undefined): (input: Aligned) => Aligned {
  const steps = partsOf(reader, normalizer, "normalizers").map((part, index) => {
    switch (part.type) {
      case "Precompiled": {
        if (index > 0) throw reader.error(`the normalizer Precompiled is not the first of its Sequence. ${REMEDY}`);
        const { precompiled_charsmap: base64 } = reader.check(precompiled, part, "normalizer");
        const charsmap = new Charsmap(decodeBase64(reader, base64), reader.file);
        return (input: Aligned) => charsmap.normalize(input);
      }
      case "Replace": {
        const { pattern, content } = reader.check(replace, part, "normalizer");
        const regex = "String" in pattern ? literal(pattern.String) : repeated(reader, pattern.Regex);
        return (input: Aligned) => replaceAll(input, regex, content);
      }
      case "Strip": {
        const sides = reader.check(stripping, part, "normalizer");
        return (input: Aligned) => strip(input, { left: sides.strip_left, right: sides.strip_right });
      }
      default:
        throw reader.error(`the normalizer "${part.type}" is not supported. ${REMEDY}`);
    }
  });
  return (input) => steps.reduce((text, step) => step(text), input);
}

function decodeBase64(reader: Reader, base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw reader.error("normalizer.precompiled_charsmap is not base64. Get the file again.");
  }
}

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "gu");
}

/** The file's regular expressions are another dialect's: only a repeated space is read, which is what is in use. */
function repeated(reader: Reader, pattern: string): RegExp {
  if (!/^ (\+|\{\d{1,3},\})$/.test(pattern)) {
    throw reader.error(`the normalizer Replace has the pattern "${pattern}"; only repeated spaces are supported.`);
  }
  return new RegExp(pattern, "gu");
}

function readPreTokenizer(
  reader: Reader,
  preTokenizer: Part | null | undefined,
): Pick<UnigramFile, "splitsOnWhitespace" | "metaspace"> {
  const parts = partsOf(reader, preTokenizer, "pretokenizers");
  const types = parts.map((part) => part.type).join(" + ");
  if (types !== "WhitespaceSplit + Metaspace" && types !== "Metaspace") {
    throw reader.error(`the pre_tokenizer "${types || "none"}" is not supported. ${REMEDY}`);
  }
  const found = reader.check(metaspace, parts.at(-1), "pre_tokenizer");
  const prepend = found.prepend_scheme ?? (found.add_prefix_space === false ? "never" : "always");
  return {
    splitsOnWhitespace: parts.length === 2,
    metaspace: { replacement: found.replacement, prepend, split: found.split },
  };
}
