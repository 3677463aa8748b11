import type { PosWords } from "./language.ts";

export const italian: PosWords = {
  words: {
    DET: "il lo la l' un uno una un' nessun nessuno nessuna nessun'",
    ADP: "in al allo alla all' a del dello della dell' nello nel per ad di da",
    ADV: "ieri non online",
    AUX: "ha è",
    ADJ: "cinematografico",
  },
  inPart: {
    object: { ADJ: "animato animati corrente correnti" },
    role: { ADJ: "turistica" },
    verb: { VERB: "mangiare" },
  },
  elides: /'(?=\p{L})/gu,
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT e/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT ma/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT perché/SCONJ {b} ./PUNCT",
    when: "Eravamo/AUX qui/ADV quando/SCONJ {e} ./PUNCT",
    say: "Dicono/VERB che/SCONJ {a} ./PUNCT",
    truth: "È/AUX vero/ADJ ,/PUNCT ma/CCONJ {a} ./PUNCT",
    yes: "Sì/INTJ ,/PUNCT {a} ./PUNCT",
    no: "No/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Oh/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT e/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Ricordiamo/VERB {f}",
      [
        "quell'/DET orologio/NOUN",
        "quel/DET ballo/NOUN",
        "quella/DET passeggiata/NOUN",
        "quel/DET gioco/NOUN",
        "quell'/DET ordine/NOUN",
        "quella/DET bevanda/NOUN",
      ],
    ],
    want: [
      "Voglio/AUX {f}",
      ["guardare/VERB", "ballare/VERB", "camminare/VERB", "giocare/VERB", "ordinare/VERB", "bere/VERB"],
    ],
    sleep: [
      "Loro/PRON dormono/VERB {f}",
      [
        "prima/ADV di/ADP pranzo/NOUN",
        "dopo/ADP il/DET lavoro/NOUN",
        "come/ADP bambini/NOUN",
        "molto/ADV spesso/ADV",
        "troppo/ADV a/ADP lungo/ADV",
        "bene/ADV",
      ],
    ],
    go: [
      "Andiamo/VERB {f}",
      [
        "a/ADP scuola/NOUN",
        "al/ADP mercato/NOUN",
        "al/ADP parco/NOUN",
        "dal/ADP cuoco/NOUN",
        "al/ADP lavoro/NOUN",
        "alla/ADP vecchia/ADJ banca/NOUN",
      ],
    ],
    rise: [
      "{f} sale/VERB del/ADP {n} %/SYM",
      [
        "il/DET prezzo/NOUN",
        "l'/DET affitto/NOUN",
        "il/DET profitto/NOUN",
        "la/DET tassa/NOUN",
        "la/DET nostra/DET quota/NOUN",
        "quel/DET valore/NOUN",
      ],
    ],
    cost: [
      "{f} costa/VERB {n} €/SYM",
      [
        "un/DET chilo/NOUN",
        "questo/DET libro/NOUN",
        "ogni/DET biglietto/NOUN",
        "l'/DET orologio/NOUN",
        "il/DET mio/DET caffè/NOUN",
        "quello/PRON",
      ],
    ],
    call: [
      'Lo/PRON chiamano/VERB "/PUNCT {f} "/PUNCT',
      ["Weltschmerz/X", "savoir/X vivre/X", "hasta/X luego/X", "saudade/X", "fair/X play/X", "hygge/X"],
    ],
    facts: [
      "{f}",
      [
        "loro/PRON hanno/AUX già/ADV dormito/VERB",
        "ho/VERB {n} sorelle/NOUN",
        "tu/PRON non/ADV devi/AUX correre/VERB",
        "non/ADV c'/PRON è/VERB luce/NOUN",
        "ogni/DET bambino/NOUN può/AUX cantare/VERB",
        "questa/PRON è/AUX la/DET mia/DET casa/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "chi/PRON è/AUX là/ADV",
        "dove/ADV è/AUX l'/DET orologio/NOUN",
        "quando/ADV inizia/VERB il/DET ballo/NOUN",
        "perché/ADV lavorano/VERB",
        "quanto/ADV costa/VERB quello/PRON",
        "quale/DET libro/NOUN è/AUX nuovo/ADJ",
      ],
    ],
  },
};
