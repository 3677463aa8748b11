import { FOREIGN, type PosWords } from "./language.ts";

export const dutch: PosWords = {
  words: {
    DET: "de het een geen",
    ADP: "in op bij",
    ADV: "gisteren niet thuis",
    AUX: "heeft is",
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT en/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT maar/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT omdat/SCONJ {b>} ./PUNCT",
    when: "Wij/PRON waren/AUX hier/ADV toen/SCONJ {e>} ./PUNCT",
    say: "Zij/PRON zeggen/VERB dat/SCONJ {a>} ./PUNCT",
    truth: "Dat/PRON is/AUX waar/ADJ ,/PUNCT maar/CCONJ {a} ./PUNCT",
    yes: "Ja/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Nee/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "O/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT en/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Wij/PRON kennen/VERB {f}",
      [
        "dat/DET horloge/NOUN",
        "die/DET dans/NOUN",
        "die/DET wandeling/NOUN",
        "dat/DET spel/NOUN",
        "die/DET bestelling/NOUN",
        "dat/DET drankje/NOUN",
      ],
    ],
    want: [
      "Ik/PRON begin/VERB {f}",
      [
        "te/ADP kijken/VERB",
        "te/ADP dansen/VERB",
        "te/ADP wandelen/VERB",
        "te/ADP spelen/VERB",
        "te/ADP bestellen/VERB",
        "te/ADP drinken/VERB",
      ],
    ],
    sleep: [
      "Zij/PRON slapen/VERB {f}",
      [
        "voor/ADP het/DET eten/NOUN",
        "na/ADP het/DET werk/NOUN",
        "als/SCONJ kinderen/NOUN",
        "heel/ADV vaak/ADV",
        "te/ADV lang/ADJ",
        "goed/ADJ",
      ],
    ],
    go: [
      "Wij/PRON gaan/VERB {f}",
      [
        "naar/ADP school/NOUN",
        "naar/ADP de/DET markt/NOUN",
        "naar/ADP het/DET park/NOUN",
        "naar/ADP de/DET kok/NOUN",
        "naar/ADP het/DET werk/NOUN",
        "naar/ADP de/DET oude/ADJ bank/NOUN",
      ],
    ],
    rise: [
      "{f} stijgt/VERB met/ADP {n} %/SYM",
      [
        "de/DET prijs/NOUN",
        "de/DET huur/NOUN",
        "de/DET winst/NOUN",
        "de/DET belasting/NOUN",
        "ons/PRON aandeel/NOUN",
        "die/DET waarde/NOUN",
      ],
    ],
    cost: [
      "{f} kost/VERB {n} €/SYM",
      [
        "een/DET kilo/NOUN",
        "dit/DET boek/NOUN",
        "elk/DET ticket/NOUN",
        "het/DET horloge/NOUN",
        "mijn/PRON koffie/NOUN",
        "dat/PRON",
      ],
    ],
    call: ['Zij/PRON noemen/VERB dat/PRON "/PUNCT {f} "/PUNCT', FOREIGN],
    facts: [
      "{f}",
      [
        "zij/PRON hebben/AUX al/ADV geslapen/VERB",
        "ik/PRON heb/VERB {n} zussen/NOUN",
        "jij/PRON mag/AUX niet/ADV rennen/VERB",
        "er/ADV is/VERB geen/DET licht/NOUN",
        "elk/DET kind/NOUN kan/AUX zingen/VERB",
        "dit/PRON is/AUX mijn/PRON huis/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "wie/PRON is/AUX daar/ADV",
        "waar/ADV is/AUX het/DET horloge/NOUN",
        "wanneer/ADV begint/VERB de/DET dans/NOUN",
        "waarom/ADV werken/VERB zij/PRON",
        "wat/PRON kost/VERB dat/PRON",
        "welk/DET boek/NOUN is/AUX nieuw/ADJ",
      ],
    ],
  },
};
