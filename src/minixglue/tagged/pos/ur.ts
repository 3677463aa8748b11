import { FOREIGN, type PosWords } from "./language.ts";

/** Tags as in Urdu-UDTB: the noun of a compound verb stays NOUN, what is left of it is VERB, a vector verb AUX. */
export const urdu: PosWords = {
  words: {
    ADP: "نے کو میں پر کی کا",
    NUM: "ایک",
    DET: "کوئی کسی",
    ADV: "کل",
    AUX: "ہے",
    PART: "نہیں",
  },
  inPart: {
    someone: { PRON: "کوئی کسی" },
    place: { ADJ: "ہوائی" },
    verb: {
      AUX: "دیا دیے دی دیں نکالا نکالے نکالی نکالیں",
      NOUN: "مول آرڈر تصویر اعلان تنقید تعریف دستخط فلم بندی اپ لوڈ ڈیلیٹ سیر مرمت نقصان پارک کرائے کھانا پینٹ تجویز کام سلائی",
      ADJ: "منتخب شائع منسوخ بند",
    },
    adjective: { NOUN: "سائز", VERB: "اکتا دینے", ADP: "والا والی" },
  },
  atEnd: { VERB: "کی" },
  joints: {
    alone: "{a} ۔/PUNCT",
    and: "{a} اور/CCONJ {b} ۔/PUNCT",
    but: "{a} ،/PUNCT لیکن/CCONJ {b} ۔/PUNCT",
    because: "{a} کیونکہ/SCONJ {b} ۔/PUNCT",
    when: "جب/SCONJ {e} ،/PUNCT تب/ADV ہم/PRON یہاں/ADV تھے/AUX ۔/PUNCT",
    say: "وہ/PRON کہتے/VERB ہیں/AUX کہ/SCONJ {a} ۔/PUNCT",
    truth: "یہ/PRON سچ/NOUN ہے/AUX ،/PUNCT لیکن/CCONJ {a} ۔/PUNCT",
    yes: "ہاں/INTJ ،/PUNCT {a} ۔/PUNCT",
    no: "نہیں/INTJ ،/PUNCT {a} ۔/PUNCT",
    oh: "ارے/INTJ !/PUNCT {a} ۔/PUNCT",
    tell: "{s} ۔/PUNCT",
    link: "{s} اور/CCONJ {a} ۔/PUNCT",
    ask: "{s} ؟/PUNCT",
  },
  asides: {
    remember: [
      "ہمیں/PRON {f} یاد/NOUN ہے/VERB",
      [
        "وہ/DET گھڑی/NOUN",
        "وہ/DET رقص/NOUN",
        "وہ/DET سیر/NOUN",
        "وہ/DET کھیل/NOUN",
        "وہ/DET آرڈر/NOUN",
        "وہ/DET مشروب/NOUN",
      ],
    ],
    want: [
      "میں/PRON {f} چاہتا/VERB ہوں/AUX",
      ["دیکھنا/VERB", "ناچنا/VERB", "چلنا/VERB", "کھیلنا/VERB", "منگوانا/VERB", "پینا/VERB"],
    ],
    sleep: [
      "وہ/PRON {f} سوتے/VERB ہیں/AUX",
      [
        "کھانے/NOUN سے/ADP پہلے/ADP",
        "کام/NOUN کے/ADP بعد/ADP",
        "بچوں/NOUN کی/ADP طرح/ADP",
        "ہر/DET دن/NOUN",
        "بہت/ADV دیر/NOUN تک/ADP",
        "اچھی/ADJ طرح/NOUN",
      ],
    ],
    go: [
      "ہم/PRON {f} جاتے/VERB ہیں/AUX",
      ["اسکول/NOUN", "بازار/NOUN", "پارک/NOUN", "باورچی/NOUN کے/ADP پاس/ADP", "کام/NOUN پر/ADP", "پرانے/ADJ بینک/NOUN"],
    ],
    rise: [
      "{f} {n} %/SYM بڑھتا/VERB ہے/AUX",
      ["دام/NOUN", "کرایہ/NOUN", "منافع/NOUN", "ٹیکس/NOUN", "ہمارا/PRON حصہ/NOUN", "وہ/DET خرچ/NOUN"],
    ],
    cost: [
      "{f} {n} €/SYM کا/ADP ہے/AUX",
      [
        "ایک/NUM کلو/NOUN",
        "یہ/DET ٹکٹ/NOUN",
        "ہر/DET ٹکٹ/NOUN",
        "وہ/DET کیمرہ/NOUN",
        "میرا/PRON ناشتہ/NOUN",
        "وہ/PRON",
      ],
    ],
    call: ['وہ/PRON اسے/PRON "/PUNCT {f} "/PUNCT کہتے/VERB ہیں/AUX', FOREIGN],
    facts: [
      "{f}",
      [
        "وہ/PRON سو/VERB چکے/AUX ہیں/AUX",
        "میری/PRON {n} بہنیں/NOUN ہیں/VERB",
        "تمہیں/PRON دوڑنا/VERB نہیں/PART چاہیے/AUX",
        "یہاں/ADV روشنی/NOUN نہیں/PART ہے/VERB",
        "ہر/DET بچہ/NOUN گا/VERB سکتا/AUX ہے/AUX",
        "یہ/PRON میرا/PRON گھر/NOUN ہے/AUX",
      ],
    ],
    questions: [
      "{f}",
      [
        "وہاں/ADV کون/PRON ہے/VERB",
        "گھڑی/NOUN کہاں/ADV ہے/VERB",
        "کھیل/NOUN کب/ADV شروع/NOUN ہوتا/VERB ہے/AUX",
        "وہ/PRON کیوں/ADV کام/NOUN کرتے/VERB ہیں/AUX",
        "وہ/PRON کتنے/DET کا/ADP ہے/AUX",
        "کون/DET سی/PART کتاب/NOUN نئی/ADJ ہے/AUX",
      ],
    ],
  },
};
