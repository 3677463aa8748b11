export { TokenizerError } from "./error.ts";
export type { SpecialIds } from "./specials.ts";
export { join, specialCount } from "./template.ts";
export { type Encoding, parseTokenizer, type Tokenizer } from "./tokenizer.ts";
