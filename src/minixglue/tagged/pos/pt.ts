import type { PosWords } from "./language.ts";

export const portuguese: PosWords = {
  words: {
    DET: "o a um uma nenhum nenhuma",
    ADP: "no na em do da de à",
    ADV: "ontem não",
    AUX: "é está foi",
  },
  inPart: {
    object: { ADJ: "animado animados bancária bancárias" },
    verb: { ADP: "a", VERB: "derrotado derrotada" },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT e/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT mas/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT porque/SCONJ {b} ./PUNCT",
    when: "Estávamos/AUX aqui/ADV quando/SCONJ {e} ./PUNCT",
    say: "Dizem/VERB que/SCONJ {a} ./PUNCT",
    truth: "Isso/PRON é/AUX verdade/NOUN ,/PUNCT mas/CCONJ {a} ./PUNCT",
    yes: "Sim/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Não/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Oh/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT e/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Lembramos/VERB {f}",
      [
        "aquele/DET relógio/NOUN",
        "aquela/DET dança/NOUN",
        "aquele/DET passeio/NOUN",
        "aquele/DET jogo/NOUN",
        "aquele/DET pedido/NOUN",
        "aquela/DET bebida/NOUN",
      ],
    ],
    want: [
      "Eu/PRON quero/VERB {f}",
      ["olhar/VERB", "dançar/VERB", "andar/VERB", "jogar/VERB", "pedir/VERB", "beber/VERB"],
    ],
    sleep: [
      "Eles/PRON dormem/VERB {f}",
      [
        "antes/ADV do/ADP almoço/NOUN",
        "depois/ADV do/ADP trabalho/NOUN",
        "como/SCONJ crianças/NOUN",
        "muito/ADV bem/ADV",
        "demais/ADV",
        "bem/ADV",
      ],
    ],
    go: [
      "Vamos/VERB {f}",
      [
        "à/ADP escola/NOUN",
        "ao/ADP mercado/NOUN",
        "ao/ADP parque/NOUN",
        "ao/ADP cozinheiro/NOUN",
        "ao/ADP trabalho/NOUN",
        "ao/ADP velho/ADJ banco/NOUN",
      ],
    ],
    rise: [
      "{f} sobe/VERB {n} %/SYM",
      [
        "o/DET preço/NOUN",
        "o/DET aluguel/NOUN",
        "o/DET lucro/NOUN",
        "o/DET imposto/NOUN",
        "a/DET nossa/DET parte/NOUN",
        "aquele/DET valor/NOUN",
      ],
    ],
    cost: [
      "{f} custa/VERB {n} €/SYM",
      [
        "um/DET quilo/NOUN",
        "este/DET livro/NOUN",
        "cada/DET passagem/NOUN",
        "o/DET relógio/NOUN",
        "o/DET meu/DET café/NOUN",
        "isso/PRON",
      ],
    ],
    call: [
      'Chamam/VERB isso/PRON de/ADP "/PUNCT {f} "/PUNCT',
      ["Weltschmerz/X", "savoir/X vivre/X", "dolce/X vita/X", "hasta/X luego/X", "fair/X play/X", "hygge/X"],
    ],
    facts: [
      "{f}",
      [
        "eles/PRON já/ADV tinham/AUX dormido/VERB",
        "eu/PRON tenho/VERB {n} irmãs/NOUN",
        "você/PRON não/ADV deve/AUX correr/VERB",
        "não/ADV há/VERB luz/NOUN",
        "cada/DET criança/NOUN pode/AUX cantar/VERB",
        "esta/PRON é/AUX a/DET minha/DET casa/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "quem/PRON está/AUX aí/ADV",
        "onde/ADV está/AUX o/DET relógio/NOUN",
        "quando/ADV começa/VERB a/DET dança/NOUN",
        "por/ADP que/PRON trabalham/VERB eles/PRON",
        "quanto/PRON custa/VERB isso/PRON",
        "qual/DET livro/NOUN é/AUX novo/ADJ",
      ],
    ],
  },
};
