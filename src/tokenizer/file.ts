import { z } from "zod";
import type { AddedToken } from "./added.ts";
import { type Aligned, replaceAll, strip } from "./aligned.ts";
import { Charsmap } from "./charsmap.ts";
import { TokenizerError } from "./error.ts";

/** What a `tokenizer.json` says, checked and ready to use. */
export interface TokenizerFile {
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

const REMEDY = "Only XLM-R's kind of tokenizer.json works here (Unigram, Precompiled, Metaspace).";

const typed = z.looseObject({ type: z.string() });
const wellFormedText = z.string().refine((text) => !/\p{Surrogate}/u.test(text), "is not valid Unicode");

const addedToken = z.object({
  id: z.number().int().min(0),
  content: wellFormedText,
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(true),
});

const outline = z.looseObject({
  added_tokens: z.array(addedToken).default([]),
  normalizer: typed.nullish(),
  pre_tokenizer: typed.nullish(),
  post_processor: typed.nullish(),
  model: z.looseObject({ type: z.string().optional() }),
});

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

const template = z.object({ single: z.array(z.unknown()), pair: z.array(z.unknown()) });
const templatePiece = z.union([
  z.object({ SpecialToken: z.object({ id: z.string() }) }).transform((piece) => piece.SpecialToken.id),
  z.object({ Sequence: z.object({ id: z.enum(["A", "B"]) }) }).transform((piece) => `$${piece.Sequence.id}`),
]);

/** Reads a `tokenizer.json`. */
export function readTokenizerFile(json: string, file: string): TokenizerFile {
  const reader = new Reader(file);
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    throw reader.error(`is not JSON (${error instanceof Error ? error.message : error}). Is the download complete?`);
  }
  const content = reader.check(outline, document, "");
  if (content.model.type !== undefined && content.model.type !== "Unigram") {
    throw reader.error(`the model is "${content.model.type}", which is not supported. ${REMEDY}`);
  }
  const model = reader.check(unigram, content.model, "model");
  if (model.unk_id >= model.vocab.length) {
    throw reader.error(`model.unk_id is ${model.unk_id}, but the vocabulary has ${model.vocab.length} pieces.`);
  }
  checkAddedIds(reader, content.added_tokens, model.vocab);
  if (content.post_processor) checkTemplate(reader, content.post_processor);
  return {
    vocabulary: model.vocab,
    unknownId: model.unk_id,
    added: content.added_tokens,
    normalize: readNormalizer(reader, content.normalizer),
    ...readPreTokenizer(reader, content.pre_tokenizer),
  };
}

class Reader {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  error(fault: string): TokenizerError {
    return new TokenizerError(`${this.file}: ${fault}`);
  }

  check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    const path = [...(where ? [where] : []), ...issue.path.map(String)].join(".");
    throw this.error(`${path || "the document"}: ${issue.message}. ${REMEDY}`);
  }
}

type Part = z.infer<typeof typed>;

/** The parts of a `Sequence`, or the one part that is not a sequence. */
function partsOf(reader: Reader, part: Part | null | undefined, key: string): Part[] {
  if (!part) return [];
  if (part.type !== "Sequence") return [part];
  return reader.check(z.array(typed), part[key], `${key} of a Sequence`);
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
): Pick<TokenizerFile, "splitsOnWhitespace" | "metaspace"> {
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

/** Added tokens are pieces of the vocabulary, or follow it without a gap. */
function checkAddedIds(
  reader: Reader,
  added: readonly AddedToken[],
  vocabulary: readonly (readonly [string, number])[],
): void {
  const ids = new Map<string, number>();
  const contents = new Set(added.map((token) => token.content));
  vocabulary.forEach(([piece], id) => {
    if (contents.has(piece)) ids.set(piece, id);
  });
  let next = vocabulary.length;
  for (const token of added) {
    const expected = ids.get(token.content) ?? next++;
    if (token.id !== expected) {
      throw reader.error(
        `the added token "${token.content}" has id ${token.id}, but its place is ${expected}. Is the file edited?`,
      );
    }
    ids.set(token.content, expected);
  }
}

const XLMR_SINGLE = "<s> $A </s>";
const XLMR_PAIR = "<s> $A </s> </s> $B </s>";

function checkTemplate(reader: Reader, postProcessor: Part): void {
  if (postProcessor.type !== "TemplateProcessing") {
    throw reader.error(`the post_processor "${postProcessor.type}" is not supported. ${REMEDY}`);
  }
  const { single, pair } = reader.check(template, postProcessor, "post_processor");
  const text = (pieces: unknown[], where: string) =>
    pieces.map((piece) => reader.check(templatePiece, piece, where)).join(" ");
  for (const [found, expected] of [
    [text(single, "post_processor.single"), XLMR_SINGLE],
    [text(pair, "post_processor.pair"), XLMR_PAIR],
  ] as const) {
    if (found !== expected) throw reader.error(`the template "${found}" is not XLM-R's "${expected}". ${REMEDY}`);
  }
}
