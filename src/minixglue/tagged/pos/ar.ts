import { FOREIGN, type PosWords } from "./language.ts";

/** Relatives, demonstratives and interrogatives are DET, as in Arabic-PADT; a noun that bears a preposition stays NOUN. */
export const arabic: PosWords = {
  words: {
    ADP: "في عن على",
    ADV: "أمس",
    AUX: "ليس ليست",
    PART: "لم لا",
    DET: "الذي التي",
  },
  inPart: {
    someone: { NOUN: "شخص", DET: "ما" },
    object: {
      ADJ: "موسيقية الموسيقية دوائي دوائيًا دوائية الدوائي وثائقي وثائقيًا وثائقية الوثائقي كوميدي كوميديًا كوميدية الكوميدي نارية النارية",
    },
    role: { ADJ: "السياحي" },
    place: { ADJ: "الرياضية" },
    verb: { NOUN: "صورة بالفيديو الإنترنت" },
    adjective: { NOUN: "للاهتمام" },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} و/CCONJ {b} ./PUNCT",
    but: "{a} ،/PUNCT لكن/CCONJ {b} ./PUNCT",
    because: "{a} ،/PUNCT إذ/SCONJ {b} ./PUNCT",
    when: "كنا/AUX هنا/ADV عندما/SCONJ {e} ./PUNCT",
    say: "يقولون/VERB إنه/SCONJ {a} ./PUNCT",
    truth: "هذا/DET صحيح/ADJ ،/PUNCT لكن/CCONJ {a} ./PUNCT",
    yes: "نعم/INTJ ،/PUNCT {a} ./PUNCT",
    no: "لا/INTJ ،/PUNCT {a} ./PUNCT",
    oh: "آه/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} و/CCONJ {a} ./PUNCT",
    ask: "{s} ؟/PUNCT",
  },
  asides: {
    remember: [
      "نتذكر/VERB {f}",
      [
        "تلك/DET الساعة/NOUN",
        "تلك/DET الرقصة/NOUN",
        "تلك/DET النزهة/NOUN",
        "تلك/DET اللعبة/NOUN",
        "ذلك/DET الطلب/NOUN",
        "ذلك/DET المشروب/NOUN",
      ],
    ],
    want: ["أريد/VERB أن/SCONJ {f}", ["أنظر/VERB", "أرقص/VERB", "أمشي/VERB", "ألعب/VERB", "أطلب/VERB", "أشرب/VERB"]],
    sleep: [
      "هم/PRON ينامون/VERB {f}",
      [
        "قبل/ADP الغداء/NOUN",
        "بعد/ADP العمل/NOUN",
        "مثل/ADP الأطفال/NOUN",
        "كثيرًا/ADV جدًا/ADV",
        "طويلًا/ADV جدًا/ADV",
        "جيدًا/ADV",
      ],
    ],
    go: [
      "نحن/PRON نذهب/VERB إلى/ADP {f}",
      ["المدرسة/NOUN", "السوق/NOUN", "الحديقة/NOUN", "الطباخ/NOUN", "العمل/NOUN", "البنك/NOUN القديم/ADJ"],
    ],
    rise: [
      "يرتفع/VERB {f} {n} %/SYM",
      ["السعر/NOUN", "الإيجار/NOUN", "الربح/NOUN", "معدل/NOUN الضريبة/NOUN", "نصيبنا/NOUN", "ذلك/DET المبلغ/NOUN"],
    ],
    cost: [
      "ثمن/NOUN {f} {n} €/SYM",
      ["كيلو/NOUN واحد/ADJ", "هذا/DET الكتاب/NOUN", "كل/NOUN تذكرة/NOUN", "الساعة/NOUN", "قهوتي/NOUN", "ذلك/DET"],
    ],
    call: ['يسمونه/VERB "/PUNCT {f} "/PUNCT', FOREIGN],
    facts: [
      "{f}",
      [
        "لقد/PART ناموا/VERB",
        "عندي/ADP {n} أخوات/NOUN",
        "لا/PART يجب/VERB أن/SCONJ تركض/VERB",
        "لا/PART يوجد/VERB ضوء/NOUN",
        "كل/NOUN طفل/NOUN يستطيع/VERB الغناء/NOUN",
        "هذا/DET بيتي/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "من/DET هناك/ADV",
        "أين/DET الساعة/NOUN",
        "متى/DET تبدأ/VERB الرقصة/NOUN",
        "لماذا/DET يعملون/VERB",
        "كم/DET ثمن/NOUN ذلك/DET",
        "أي/DET كتاب/NOUN جديد/ADJ",
      ],
    ],
  },
};
