import type { Language } from "../../src/minixglue/grammar.ts";
import type { NliLabel } from "../../src/minixglue/nli.ts";

/**
 * Discourse markers between two sentences: a restatement, a correction, a guess. They come close to XNLI's labels, so the
 * model card says that they are used, when, and what the model reaches without them.
 */
export const MARKERS: Readonly<Record<NliLabel, Readonly<Record<Language, string>>>> = {
  entailment: {
    en: "In other words,",
    ar: "بعبارة أخرى،",
    bg: "С други думи,",
    de: "Mit anderen Worten:",
    el: "Με άλλα λόγια,",
    es: "En otras palabras,",
    fr: "En d'autres termes,",
    hi: "दूसरे शब्दों में,",
    ru: "Другими словами,",
    sw: "Kwa maneno mengine,",
    th: "กล่าวอีกนัยหนึ่ง",
    tr: "Başka bir deyişle,",
    ur: "دوسرے لفظوں میں،",
    vi: "Nói cách khác,",
    zh: "换句话说，",
  },
  contradiction: {
    en: "No, that is wrong:",
    ar: "لا، هذا خطأ:",
    bg: "Не, това не е вярно:",
    de: "Nein, das ist falsch:",
    el: "Όχι, αυτό είναι λάθος:",
    es: "No, eso es falso:",
    fr: "Non, c'est faux :",
    hi: "नहीं, यह गलत है:",
    ru: "Нет, это неверно:",
    sw: "Hapana, hiyo si kweli:",
    th: "ไม่ใช่ นั่นไม่ถูกต้อง",
    tr: "Hayır, bu yanlış:",
    ur: "نہیں، یہ غلط ہے:",
    vi: "Không, điều đó sai:",
    zh: "不，这是错的：",
  },
  neutral: {
    en: "Perhaps also:",
    ar: "ربما أيضًا:",
    bg: "Може би също:",
    de: "Vielleicht auch:",
    el: "Ίσως επίσης:",
    es: "Quizás también:",
    fr: "Peut-être aussi :",
    hi: "शायद यह भी:",
    ru: "Возможно, также:",
    sw: "Labda pia:",
    th: "บางทีอาจจะ",
    tr: "Belki de:",
    ur: "شاید یہ بھی:",
    vi: "Có lẽ cũng:",
    zh: "也许还有：",
  },
};
