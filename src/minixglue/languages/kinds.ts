import { KINDS, type KindId, type Noun } from "../concepts.ts";
import { kindOfNoun } from "../meaning.ts";

/**
 * What a noun's phrase tells the words that agree with it: "f", or "f:garment" where the noun is of one of `kinds`,
 * with which some verb or adjective is another word than usual.
 */
export function genderAndKind(gender: string, noun: Noun, kinds: readonly KindId[]): string {
  const kind = kinds.find((id) => KINDS[id] === kindOfNoun(noun));
  return kind ? `${gender}:${kind}` : gender;
}
