const SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

/**
 * A small `tokenizer.json` with the fields of google-bert/bert-base-multilingual-cased: every ASCII letter and digit alone and
 * as a continuation, some marks and common beginnings and ends.
 *
 * @param most as many pieces as the model has rows, or more
 */
export function wordPieceJson(most = Number.POSITIVE_INFINITY): string {
  const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
  const pieces = [
    ...SPECIALS,
    ...letters,
    ...letters.map((letter) => `##${letter}`),
    ...[..."!?.,:;'\"()-éüñ"],
    ...["the", "of", "and", "in", "to", "un", "re", "Ber", "##lin", "##ing", "##ed", "##er", "##en", "##able", "is"],
  ].slice(0, most);
  const special = (content: string, id: number) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const cls = { SpecialToken: { id: "[CLS]", type_id: 0 } };
  const first = { Sequence: { id: "A", type_id: 0 } };
  const separator = (type_id: number) => ({ SpecialToken: { id: "[SEP]", type_id } });
  return JSON.stringify({
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIALS.map(special),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: false,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [cls, first, separator(0)],
      pair: [cls, first, separator(0), { Sequence: { id: "B", type_id: 1 } }, separator(1)],
      special_tokens: Object.fromEntries(
        [2, 3].map((id) => [SPECIALS[id], { id: SPECIALS[id], ids: [id], tokens: [SPECIALS[id]] }]),
      ),
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    },
  });
}
