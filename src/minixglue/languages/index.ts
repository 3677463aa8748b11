import type { Grammar, Language } from "../grammar.ts";
import { arabic } from "./ar.ts";
import { bulgarian } from "./bg.ts";
import { german } from "./de.ts";
import { greek } from "./el.ts";
import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { french } from "./fr.ts";
import { hindi } from "./hi.ts";
import { italian } from "./it.ts";
import { dutch } from "./nl.ts";
import { polish } from "./pl.ts";
import { portuguese } from "./pt.ts";
import { russian } from "./ru.ts";
import { swahili } from "./sw.ts";
import { thai } from "./th.ts";
import { turkish } from "./tr.ts";
import { urdu } from "./ur.ts";
import { vietnamese } from "./vi.ts";
import { chinese } from "./zh.ts";

/** Every language that MiniXGLUE speaks. */
export const GRAMMARS: Readonly<Record<Language, Grammar>> = {
  en: english,
  ar: arabic,
  bg: bulgarian,
  de: german,
  el: greek,
  es: spanish,
  fr: french,
  hi: hindi,
  ru: russian,
  sw: swahili,
  th: thai,
  tr: turkish,
  ur: urdu,
  vi: vietnamese,
  zh: chinese,
  it: italian,
  nl: dutch,
  pl: polish,
  pt: portuguese,
};
