/** What both kinds of `tokenizer.json` have in common, and how a fault in them is told. */
import { z } from "zod";
import type { AddedToken } from "./added.ts";
import { TokenizerError } from "./error.ts";

export const REMEDY =
  "Only XLM-R's kind of tokenizer.json (Unigram, Precompiled, Metaspace) and BERT's (WordPiece, BertNormalizer, " +
  "BertPreTokenizer) work here.";

const typed = z.looseObject({ type: z.string() });
export const wellFormedText = z.string().refine((text) => !/\p{Surrogate}/u.test(text), "is not valid Unicode");

const addedToken = z.object({
  id: z.number().int().min(0),
  content: wellFormedText,
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(true),
});

export const outline = z.looseObject({
  added_tokens: z.array(addedToken).default([]),
  normalizer: typed.nullish(),
  pre_tokenizer: typed.nullish(),
  post_processor: typed.nullish(),
  model: z.looseObject({ type: z.string().optional() }),
});

export type Outline = z.infer<typeof outline>;

export class Reader {
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

export type Part = z.infer<typeof typed>;

/** The parts of a `Sequence`, or the one part that is not a sequence. */
export function partsOf(reader: Reader, part: Part | null | undefined, key: string): Part[] {
  if (!part) return [];
  if (part.type !== "Sequence") return [part];
  return reader.check(z.array(typed), part[key], `${key} of a Sequence`);
}

/** Added tokens are pieces of the vocabulary, or follow it without a gap. */
export function checkAddedIds(reader: Reader, added: readonly AddedToken[], vocabulary: readonly string[]): void {
  const ids = new Map<string, number>();
  const contents = new Set(added.map((token) => token.content));
  vocabulary.forEach((piece, id) => {
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

const template = z.object({ single: z.array(z.unknown()), pair: z.array(z.unknown()) });
const typeId = z.number().int().default(0);
const templatePiece = z.union([
  z
    .object({ SpecialToken: z.object({ id: z.string(), type_id: typeId }) })
    .transform(({ SpecialToken: { id, type_id } }) => ({ text: id, type: type_id })),
  z
    .object({ Sequence: z.object({ id: z.enum(["A", "B"]), type_id: typeId }) })
    .transform(({ Sequence: { id, type_id } }) => ({ text: `$${id}`, type: type_id })),
]);

/** How a template writes a text and a pair, such as `[CLS] $A [SEP]`; with types `[CLS]:0 $A:0 [SEP]:0`. */
export function templateTexts(reader: Reader, postProcessor: Part, types: "typed" | "untyped") {
  if (postProcessor.type !== "TemplateProcessing") {
    throw reader.error(`the post_processor "${postProcessor.type}" is not supported. ${REMEDY}`);
  }
  const { single, pair } = reader.check(template, postProcessor, "post_processor");
  const text = (pieces: unknown[], where: string) =>
    pieces
      .map((piece) => reader.check(templatePiece, piece, where))
      .map(({ text, type }) => (types === "typed" ? `${text}:${type}` : text))
      .join(" ");
  return { single: text(single, "post_processor.single"), pair: text(pair, "post_processor.pair") };
}

/** @throws TokenizerError where the file's template is another */
export function checkTemplate(
  reader: Reader,
  found: { readonly single: string; readonly pair: string },
  expected: { readonly single: string; readonly pair: string },
  whose: string,
): void {
  for (const form of ["single", "pair"] as const) {
    if (found[form] === expected[form]) continue;
    throw reader.error(`the template "${found[form]}" is not ${whose} "${expected[form]}". ${REMEDY}`);
  }
}
