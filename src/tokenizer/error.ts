/** A tokenizer file that cannot be read, or that asks for something this tokenizer does not do. */
export class TokenizerError extends Error {
  override name = "TokenizerError";
}
