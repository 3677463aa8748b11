import { FOREIGN, type PosWords } from "./language.ts";

export const russian: PosWords = {
  words: {
    ADP: "в во на",
    ADV: "вчера дома",
    PART: "не",
  },
  inPart: {
    object: {
      ADJ: "музыкальный музыкальных музыкальные музыкальном документальный документальных документальные банковский банковских банковские транспортное транспортных транспортные",
    },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT и/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT но/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT потому/ADV что/SCONJ {b} ./PUNCT",
    when: "Мы/PRON были/AUX здесь/ADV ,/PUNCT когда/SCONJ {e} ./PUNCT",
    say: "Они/PRON говорят/VERB ,/PUNCT что/SCONJ {a} ./PUNCT",
    truth: "Это/PRON правда/NOUN ,/PUNCT но/CCONJ {a} ./PUNCT",
    yes: "Да/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Нет/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Ох/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT и/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Мы/PRON помним/VERB {f}",
      [
        "эти/DET часы/NOUN",
        "этот/DET танец/NOUN",
        "эту/DET прогулку/NOUN",
        "эту/DET игру/NOUN",
        "этот/DET заказ/NOUN",
        "этот/DET напиток/NOUN",
      ],
    ],
    want: [
      "Я/PRON хочу/VERB {f}",
      ["смотреть/VERB", "танцевать/VERB", "гулять/VERB", "играть/VERB", "заказывать/VERB", "пить/VERB"],
    ],
    sleep: [
      "Они/PRON спят/VERB {f}",
      [
        "перед/ADP обедом/NOUN",
        "после/ADP работы/NOUN",
        "как/SCONJ дети/NOUN",
        "очень/ADV часто/ADV",
        "слишком/ADV долго/ADV",
        "хорошо/ADV",
      ],
    ],
    go: [
      "Мы/PRON идём/VERB {f}",
      [
        "в/ADP школу/NOUN",
        "на/ADP рынок/NOUN",
        "в/ADP парк/NOUN",
        "к/ADP повару/NOUN",
        "на/ADP работу/NOUN",
        "в/ADP старый/ADJ банк/NOUN",
      ],
    ],
    rise: [
      "{f} растёт/VERB на/ADP {n} %/SYM",
      ["цена/NOUN", "плата/NOUN", "прибыль/NOUN", "налог/NOUN", "наша/DET доля/NOUN", "эта/DET стоимость/NOUN"],
    ],
    cost: [
      "{f} стоит/VERB {n} €/SYM",
      [
        "один/NUM килограмм/NOUN",
        "эта/DET книга/NOUN",
        "каждый/DET билет/NOUN",
        "телефон/NOUN",
        "мой/DET кофе/NOUN",
        "это/PRON",
      ],
    ],
    call: ["Они/PRON называют/VERB это/PRON «/PUNCT {f} »/PUNCT", FOREIGN],
    facts: [
      "{f}",
      [
        "они/PRON уже/ADV спали/VERB",
        "у/ADP меня/PRON {n} сестёр/NOUN",
        "тебе/PRON нельзя/VERB бегать/VERB",
        "здесь/ADV нет/VERB света/NOUN",
        "каждый/DET ребёнок/NOUN может/VERB петь/VERB",
        "это/PRON мой/DET дом/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "кто/PRON там/ADV",
        "где/ADV часы/NOUN",
        "когда/ADV начинается/VERB танец/NOUN",
        "почему/ADV они/PRON работают/VERB",
        "сколько/NUM это/PRON стоит/VERB",
        "какая/DET книга/NOUN новая/ADJ",
      ],
    ],
  },
};
