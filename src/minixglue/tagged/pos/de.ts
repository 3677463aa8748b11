import type { PosWords } from "./language.ts";

export const german: PosWords = {
  words: {
    DET: "der die das den dem ein eine einen kein keine keinen",
    ADP: "in im am an auf zu",
    ADV: "gestern",
    AUX: "hat ist",
    PART: "nicht",
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT und/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT aber/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT weil/SCONJ {b>} ./PUNCT",
    when: "Wir/PRON waren/AUX hier/ADV ,/PUNCT als/SCONJ {e>} ./PUNCT",
    say: "Sie/PRON sagen/VERB ,/PUNCT dass/SCONJ {a>} ./PUNCT",
    truth: "Das/PRON ist/AUX wahr/ADJ ,/PUNCT aber/CCONJ {a} ./PUNCT",
    yes: "Ja/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Nein/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Oh/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT und/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Wir/PRON kennen/VERB {f}",
      [
        "die/DET Uhr/NOUN",
        "den/DET Tanz/NOUN",
        "diesen/DET Spaziergang/NOUN",
        "das/DET Spiel/NOUN",
        "die/DET Bestellung/NOUN",
        "das/DET Getränk/NOUN",
      ],
    ],
    want: [
      "Ich/PRON beginne/VERB {f}",
      [
        "zu/PART schauen/VERB",
        "zu/PART tanzen/VERB",
        "zu/PART gehen/VERB",
        "zu/PART spielen/VERB",
        "zu/PART bestellen/VERB",
        "zu/PART trinken/VERB",
      ],
    ],
    sleep: [
      "Sie/PRON schlafen/VERB {f}",
      [
        "vor/ADP dem/DET Essen/NOUN",
        "nach/ADP der/DET Arbeit/NOUN",
        "wie/ADP Kinder/NOUN",
        "sehr/ADV oft/ADV",
        "zu/PART lange/ADV",
        "gut/ADV",
      ],
    ],
    go: [
      "Wir/PRON gehen/VERB {f}",
      [
        "zur/ADP Schule/NOUN",
        "zum/ADP Markt/NOUN",
        "in/ADP den/DET Park/NOUN",
        "zu/ADP dem/DET Koch/NOUN",
        "zur/ADP Arbeit/NOUN",
        "zu/ADP der/DET alten/ADJ Bank/NOUN",
      ],
    ],
    rise: [
      "{f} steigt/VERB um/ADP {n} %/SYM",
      [
        "der/DET Preis/NOUN",
        "die/DET Miete/NOUN",
        "der/DET Gewinn/NOUN",
        "die/DET Steuer/NOUN",
        "unser/DET Anteil/NOUN",
        "der/DET Wert/NOUN",
      ],
    ],
    cost: [
      "{f} kostet/VERB {n} €/SYM",
      [
        "ein/DET Kilo/NOUN",
        "dieses/DET Buch/NOUN",
        "jedes/DET Ticket/NOUN",
        "die/DET Uhr/NOUN",
        "mein/DET Kaffee/NOUN",
        "das/PRON",
      ],
    ],
    call: [
      'Sie/PRON nennen/VERB das/PRON "/PUNCT {f} "/PUNCT',
      ["fair/X play/X", "savoir/X vivre/X", "dolce/X vita/X", "saudade/X", "hasta/X luego/X", "hygge/X"],
    ],
    facts: [
      "{f}",
      [
        "sie/PRON haben/AUX schon/ADV geschlafen/VERB",
        "ich/PRON habe/VERB {n} Schwestern/NOUN",
        "du/PRON darfst/AUX nicht/PART laufen/VERB",
        "es/PRON gibt/VERB kein/DET Licht/NOUN",
        "jedes/DET Kind/NOUN kann/AUX singen/VERB",
        "das/PRON ist/AUX mein/DET Haus/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "wer/PRON ist/AUX da/ADV",
        "wo/ADV ist/AUX die/DET Uhr/NOUN",
        "wann/ADV beginnt/VERB der/DET Tanz/NOUN",
        "warum/ADV arbeiten/VERB sie/PRON",
        "was/PRON kostet/VERB das/PRON",
        "welches/DET Buch/NOUN ist/AUX neu/ADJ",
      ],
    ],
  },
};
