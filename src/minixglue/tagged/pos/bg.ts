import { FOREIGN, type PosWords } from "./language.ts";

export const bulgarian: PosWords = {
  words: {
    ADP: "в във на през с",
    ADV: "вчера вкъщи",
    AUX: "е",
    PART: "не",
  },
  inPart: {
    object: {
      ADJ: "музикален музикалният музикални документален документалният документални анимационен анимационният анимационни банкова банковата банкови превозно превозното превозни резервна резервната резервни",
    },
    role: { ADJ: "медицинската" },
    place: { ADJ: "спортната" },
    adjective: { NOUN: "размери" },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} и/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT но/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT защото/SCONJ {b} ./PUNCT",
    when: "Бяхме/AUX тук/ADV ,/PUNCT когато/SCONJ {e} ./PUNCT",
    say: "Казват/VERB ,/PUNCT че/SCONJ {a} ./PUNCT",
    truth: "Това/PRON е/AUX вярно/ADJ ,/PUNCT но/CCONJ {a} ./PUNCT",
    yes: "Да/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Не/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "О/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} и/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Помним/VERB {f}",
      [
        "онзи/DET часовник/NOUN",
        "онзи/DET танц/NOUN",
        "онази/DET разходка/NOUN",
        "онази/DET игра/NOUN",
        "онази/DET поръчка/NOUN",
        "онова/DET питие/NOUN",
      ],
    ],
    want: [
      "Искам/VERB да/AUX {f}",
      ["гледам/VERB", "танцувам/VERB", "вървя/VERB", "играя/VERB", "поръчвам/VERB", "пия/VERB"],
    ],
    sleep: [
      "Те/PRON спят/VERB {f}",
      [
        "преди/ADP обяд/NOUN",
        "след/ADP работа/NOUN",
        "като/ADP деца/NOUN",
        "много/ADV често/ADV",
        "твърде/ADV дълго/ADV",
        "добре/ADV",
      ],
    ],
    go: [
      "Отиваме/VERB {f}",
      [
        "на/ADP училище/NOUN",
        "на/ADP пазара/NOUN",
        "в/ADP парка/NOUN",
        "при/ADP готвача/NOUN",
        "на/ADP работа/NOUN",
        "в/ADP старата/ADJ банка/NOUN",
      ],
    ],
    rise: [
      "{f} расте/VERB с/ADP {n} %/SYM",
      ["цената/NOUN", "наемът/NOUN", "печалбата/NOUN", "данъкът/NOUN", "нашият/DET дял/NOUN", "тази/DET стойност/NOUN"],
    ],
    cost: [
      "{f} струва/VERB {n} €/SYM",
      [
        "един/NUM килограм/NOUN",
        "тази/DET книга/NOUN",
        "всеки/DET билет/NOUN",
        "часовникът/NOUN",
        "моето/DET кафе/NOUN",
        "това/PRON",
      ],
    ],
    call: ["Наричат/VERB това/PRON „/PUNCT {f} “/PUNCT", FOREIGN],
    facts: [
      "{f}",
      [
        "те/PRON вече/ADV са/AUX спали/VERB",
        "имам/VERB {n} сестри/NOUN",
        "ти/PRON не/PART бива/VERB да/AUX тичаш/VERB",
        "няма/VERB светлина/NOUN",
        "всяко/DET дете/NOUN може/VERB да/AUX пее/VERB",
        "това/PRON е/AUX моята/DET къща/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "кой/PRON е/AUX там/ADV",
        "къде/ADV е/AUX часовникът/NOUN",
        "кога/ADV започва/VERB танцът/NOUN",
        "защо/ADV работят/VERB те/PRON",
        "колко/ADV струва/VERB това/PRON",
        "коя/DET книга/NOUN е/AUX нова/ADJ",
      ],
    ],
  },
};
