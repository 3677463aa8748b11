import { FOREIGN, type PosWords } from "./language.ts";

export const polish: PosWords = {
  words: {
    ADP: "w we na",
    PRON: "sobie",
    ADV: "wczoraj rano",
    AUX: "jest są",
    PART: "nie",
  },
  inPart: {
    object: {
      ADJ: "dokumentalny dokumentalnego dokumentalne dokumentalnych zamienna zamiennej zamienne zamiennych zamienną",
    },
    place: { ADJ: "sportowej filmowym" },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT i/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT ale/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT ponieważ/SCONJ {b} ./PUNCT",
    when: "Byliśmy/VERB tutaj/ADV ,/PUNCT gdy/SCONJ {e} ./PUNCT",
    say: "Mówią/VERB ,/PUNCT że/SCONJ {a} ./PUNCT",
    truth: "To/AUX prawda/NOUN ,/PUNCT ale/CCONJ {a} ./PUNCT",
    yes: "Tak/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Nie/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Och/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT i/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Pamiętamy/VERB {f}",
      [
        "ten/DET zegarek/NOUN",
        "ten/DET taniec/NOUN",
        "ten/DET spacer/NOUN",
        "tę/DET grę/NOUN",
        "to/DET zamówienie/NOUN",
        "ten/DET napój/NOUN",
      ],
    ],
    want: [
      "Chcę/VERB {f}",
      ["patrzeć/VERB", "tańczyć/VERB", "spacerować/VERB", "grać/VERB", "zamawiać/VERB", "pić/VERB"],
    ],
    sleep: [
      "Oni/PRON śpią/VERB {f}",
      [
        "przed/ADP obiadem/NOUN",
        "po/ADP pracy/NOUN",
        "jak/SCONJ dzieci/NOUN",
        "bardzo/ADV często/ADV",
        "za/ADV długo/ADV",
        "dobrze/ADV",
      ],
    ],
    go: [
      "Idziemy/VERB {f}",
      [
        "do/ADP szkoły/NOUN",
        "na/ADP targ/NOUN",
        "do/ADP parku/NOUN",
        "do/ADP kucharza/NOUN",
        "do/ADP pracy/NOUN",
        "do/ADP starego/ADJ banku/NOUN",
      ],
    ],
    rise: [
      "{f} rośnie/VERB o/ADP {n} %/SYM",
      ["cena/NOUN", "czynsz/NOUN", "zysk/NOUN", "podatek/NOUN", "nasz/DET udział/NOUN", "ta/DET wartość/NOUN"],
    ],
    cost: [
      "{f} kosztuje/VERB {n} €/SYM",
      [
        "jeden/NUM kilogram/NOUN",
        "ta/DET książka/NOUN",
        "każdy/DET bilet/NOUN",
        "zegarek/NOUN",
        "moja/DET kawa/NOUN",
        "to/PRON",
      ],
    ],
    call: ["Nazywają/VERB to/PRON „/PUNCT {f} ”/PUNCT", FOREIGN],
    facts: [
      "{f}",
      [
        "oni/PRON już/PART spali/VERB",
        "mam/VERB {n} sióstr/NOUN",
        "nie/PART możesz/VERB biegać/VERB",
        "nie/PART ma/VERB światła/NOUN",
        "każde/DET dziecko/NOUN może/VERB śpiewać/VERB",
        "to/PRON jest/AUX mój/DET dom/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "kto/PRON tam/ADV jest/VERB",
        "gdzie/ADV jest/VERB zegarek/NOUN",
        "kiedy/ADV zaczyna/VERB się/PRON taniec/NOUN",
        "dlaczego/ADV oni/PRON pracują/VERB",
        "co/PRON to/PRON kosztuje/VERB",
        "która/DET książka/NOUN jest/AUX nowa/ADJ",
      ],
    ],
  },
};
