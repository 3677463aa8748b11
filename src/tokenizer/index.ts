export { TokenizerError } from "./error.ts";
export { type Encoding, parseTokenizer, type SpecialIds, type Tokenizer } from "./tokenizer.ts";
