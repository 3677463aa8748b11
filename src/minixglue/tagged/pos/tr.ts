import { FOREIGN, type PosWords } from "./language.ts";

/** Tags as in Turkish-BOUN: a case ending leaves a word its tag, -ki makes it ADJ, what is not is AUX (değil). */
export const turkish: PosWords = {
  words: {
    DET: "bir",
    ADV: "dün sabahleyin akşamleyin yazın kışın",
    AUX: "değil",
  },
  inPart: {
    object: { ADJ: "yedek" },
    verb: { NOUN: "satın sipariş reçete kameraya iptal ziyaret zarar tamir park tercih" },
  },
  endings: [[/[dt][ae]ki$/, "ADJ"]],
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ve/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT ama/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT çünkü/CCONJ {b} ./PUNCT",
    when: "{e} ,/PUNCT o/DET zaman/NOUN buradaydık/VERB ./PUNCT",
    say: "Diyorlar/VERB ki/SCONJ {a} ./PUNCT",
    truth: "Bu/PRON doğru/ADJ ,/PUNCT ama/CCONJ {a} ./PUNCT",
    yes: "Evet/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Hayır/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Ah/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ve/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "{f} hatırlıyoruz/VERB",
      [
        "o/DET saati/NOUN",
        "o/DET dansı/NOUN",
        "o/DET yürüyüşü/NOUN",
        "o/DET oyunu/NOUN",
        "o/DET siparişi/NOUN",
        "o/DET içeceği/NOUN",
      ],
    ],
    want: [
      "{f} istiyorum/VERB",
      ["bakmak/VERB", "dans/NOUN etmek/VERB", "yürümek/VERB", "oynamak/VERB", "sipariş/NOUN vermek/VERB", "içmek/VERB"],
    ],
    sleep: [
      "Onlar/PRON {f} uyuyor/VERB",
      [
        "yemekten/NOUN önce/ADP",
        "işten/NOUN sonra/ADP",
        "çocuklar/NOUN gibi/ADP",
        "çok/ADV sık/ADV",
        "fazla/ADV uzun/ADV",
        "iyi/ADV",
      ],
    ],
    go: [
      "{f} gidiyoruz/VERB",
      ["okula/NOUN", "pazara/NOUN", "parka/NOUN", "aşçıya/NOUN", "işe/NOUN", "eski/ADJ bankaya/NOUN"],
    ],
    rise: [
      "{f} %/SYM {n} artıyor/VERB",
      ["fiyat/NOUN", "kira/NOUN", "kâr/NOUN", "vergi/NOUN", "bizim/PRON payımız/NOUN", "o/DET değer/NOUN"],
    ],
    cost: [
      "{f} {n} €/SYM tutuyor/VERB",
      ["bir/DET kilo/NOUN", "bu/DET kitap/NOUN", "her/DET bilet/NOUN", "saat/NOUN", "benim/PRON kahvem/NOUN", "o/PRON"],
    ],
    call: ['Buna/PRON "/PUNCT {f} "/PUNCT diyorlar/VERB', FOREIGN],
    facts: [
      "{f}",
      [
        "onlar/PRON çoktan/ADV uyudu/VERB",
        "benim/PRON {n} kız/NOUN kardeşim/NOUN var/VERB",
        "sen/PRON koşmamalısın/VERB",
        "hiç/ADV ışık/NOUN yok/VERB",
        "her/DET çocuk/NOUN şarkı/NOUN söyleyebilir/VERB",
        "bu/PRON benim/PRON evim/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "orada/PRON kim/PRON var/VERB",
        "saat/NOUN nerede/PRON",
        "oyun/NOUN ne/DET zaman/NOUN başlıyor/VERB",
        "onlar/PRON neden/ADV çalışıyor/VERB",
        "o/PRON ne/PRON kadar/ADP tutuyor/VERB",
        "bu/DET kitap/NOUN yeni/ADJ mi/AUX",
      ],
    ],
  },
};
