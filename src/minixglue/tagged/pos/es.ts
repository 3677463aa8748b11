import { FOREIGN, type PosWords } from "./language.ts";

export const spanish: PosWords = {
  words: {
    DET: "el la un una ningún ninguna",
    ADP: "en del de por",
    ADV: "no ayer",
    AUX: "es está",
  },
  inPart: {
    object: { ADJ: "animado animados" },
    place: { NOUN: "casa" },
    city: { PROPN: "el" },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT y/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT pero/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT porque/SCONJ {b} ./PUNCT",
    when: "Estábamos/AUX aquí/ADV cuando/SCONJ {e} ./PUNCT",
    say: "Dicen/VERB que/SCONJ {a} ./PUNCT",
    truth: "Eso/PRON es/AUX verdad/NOUN ,/PUNCT pero/CCONJ {a} ./PUNCT",
    yes: "Sí/INTJ ,/PUNCT {a} ./PUNCT",
    no: "No/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "¡/PUNCT Oh/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT y/CCONJ {a} ./PUNCT",
    ask: "¿/PUNCT {s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Recordamos/VERB {f}",
      [
        "ese/DET reloj/NOUN",
        "ese/DET baile/NOUN",
        "ese/DET paseo/NOUN",
        "ese/DET juego/NOUN",
        "ese/DET pedido/NOUN",
        "esa/DET bebida/NOUN",
      ],
    ],
    want: [
      "Yo/PRON quiero/VERB {f}",
      ["mirar/VERB", "bailar/VERB", "pasear/VERB", "jugar/VERB", "pedir/VERB", "beber/VERB"],
    ],
    sleep: [
      "Ellos/PRON duermen/VERB {f}",
      [
        "antes/ADV de/ADP comer/VERB",
        "después/ADV del/ADP trabajo/NOUN",
        "como/SCONJ niños/NOUN",
        "muy/ADV a/ADP menudo/ADV",
        "demasiado/ADV",
        "bien/ADV",
      ],
    ],
    go: [
      "Vamos/VERB {f}",
      [
        "a/ADP la/DET escuela/NOUN",
        "al/ADP mercado/NOUN",
        "al/ADP parque/NOUN",
        "al/ADP cocinero/NOUN",
        "al/ADP trabajo/NOUN",
        "al/ADP viejo/ADJ banco/NOUN",
      ],
    ],
    rise: [
      "{f} sube/VERB un/DET {n} %/SYM",
      [
        "el/DET precio/NOUN",
        "el/DET alquiler/NOUN",
        "la/DET ganancia/NOUN",
        "el/DET impuesto/NOUN",
        "nuestra/DET parte/NOUN",
        "ese/DET valor/NOUN",
      ],
    ],
    cost: [
      "{f} cuesta/VERB {n} €/SYM",
      [
        "un/DET kilo/NOUN",
        "este/DET libro/NOUN",
        "cada/DET billete/NOUN",
        "el/DET reloj/NOUN",
        "mi/DET café/NOUN",
        "eso/PRON",
      ],
    ],
    call: ['Lo/PRON llaman/VERB "/PUNCT {f} "/PUNCT', FOREIGN],
    facts: [
      "{f}",
      [
        "ellos/PRON ya/ADV han/AUX dormido/VERB",
        "tengo/VERB {n} hermanas/NOUN",
        "tú/PRON no/ADV debes/AUX correr/VERB",
        "no/ADV hay/VERB luz/NOUN",
        "cada/DET niño/NOUN puede/AUX cantar/VERB",
        "esta/PRON es/AUX mi/DET casa/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "quién/PRON está/AUX ahí/ADV",
        "dónde/ADV está/AUX el/DET reloj/NOUN",
        "cuándo/ADV empieza/VERB el/DET baile/NOUN",
        "por/ADP qué/PRON trabajan/VERB ellos/PRON",
        "cuánto/PRON cuesta/VERB eso/PRON",
        "qué/DET libro/NOUN es/AUX nuevo/ADJ",
      ],
    ],
  },
};
