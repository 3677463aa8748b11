import { dutch } from "./dutch.ts";
import { english } from "./english.ts";
import { german } from "./german.ts";
import type { NerLanguage, NerWords } from "./language.ts";
import { spanish } from "./spanish.ts";

export const NER_WORDS: Readonly<Record<NerLanguage, NerWords>> = {
  en: english,
  de: german,
  es: spanish,
  nl: dutch,
};
