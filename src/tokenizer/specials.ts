import { TokenizerError } from "./error.ts";

export interface SpecialIds {
  /** `<s>` or `[CLS]` */
  bos: number;
  pad: number;
  /** `</s>` or `[SEP]` */
  eos: number;
  unk: number;
  mask: number;
}

/** @throws TokenizerError where the vocabulary lacks one */
export function findSpecials(
  names: Readonly<Record<keyof SpecialIds, string>>,
  idOf: (token: string) => number | undefined,
  file: string,
): SpecialIds {
  const find = (name: string) => {
    const id = idOf(name);
    if (id === undefined) {
      throw new TokenizerError(`${file}: there is no token "${name}". Is this the tokenizer of another kind of model?`);
    }
    return id;
  };
  const { bos, pad, eos, unk, mask } = names;
  return { bos: find(bos), pad: find(pad), eos: find(eos), unk: find(unk), mask: find(mask) };
}
