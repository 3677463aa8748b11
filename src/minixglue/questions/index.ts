import type { QuestionLanguage, Questions } from "../questions.ts";
import { arabicQuestions } from "./ar.ts";
import { germanQuestions } from "./de.ts";
import { englishQuestions } from "./en.ts";
import { spanishQuestions } from "./es.ts";
import { frenchQuestions } from "./fr.ts";
import { hindiQuestions } from "./hi.ts";
import { vietnameseQuestions } from "./vi.ts";
import { chineseQuestions } from "./zh.ts";

/** Every language that asks. */
export const QUESTIONS: Readonly<Record<QuestionLanguage, Questions>> = {
  en: englishQuestions,
  ar: arabicQuestions,
  de: germanQuestions,
  es: spanishQuestions,
  fr: frenchQuestions,
  hi: hindiQuestions,
  vi: vietnameseQuestions,
  zh: chineseQuestions,
};
