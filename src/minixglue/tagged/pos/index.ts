import { arabic } from "./ar.ts";
import { bulgarian } from "./bg.ts";
import { german } from "./de.ts";
import { greek } from "./el.ts";
import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { french } from "./fr.ts";
import { hindi } from "./hi.ts";
import { italian } from "./it.ts";
import type { PosLanguage, PosWords } from "./language.ts";
import { dutch } from "./nl.ts";
import { polish } from "./pl.ts";
import { portuguese } from "./pt.ts";
import { russian } from "./ru.ts";
import { thai } from "./th.ts";
import { turkish } from "./tr.ts";
import { urdu } from "./ur.ts";
import { vietnamese } from "./vi.ts";
import { chinese } from "./zh.ts";

export const POS_WORDS: Readonly<Record<PosLanguage, PosWords>> = {
  en: english,
  ar: arabic,
  bg: bulgarian,
  de: german,
  el: greek,
  es: spanish,
  fr: french,
  hi: hindi,
  it: italian,
  nl: dutch,
  pl: polish,
  pt: portuguese,
  ru: russian,
  th: thai,
  tr: turkish,
  ur: urdu,
  vi: vietnamese,
  zh: chinese,
};
