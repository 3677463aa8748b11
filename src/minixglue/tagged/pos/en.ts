import type { PosWords } from "./language.ts";

export const english: PosWords = {
  words: {
    DET: "the a an",
    ADP: "in at on",
    ADV: "yesterday",
    AUX: "is did does",
    PART: "not",
    PROPN: "monday tuesday wednesday thursday friday saturday sunday",
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT and/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT but/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT because/SCONJ {b} ./PUNCT",
    when: "We/PRON were/AUX here/ADV when/SCONJ {e} ./PUNCT",
    say: "They/PRON say/VERB that/SCONJ {a} ./PUNCT",
    truth: "That/PRON is/AUX true/ADJ ,/PUNCT but/CCONJ {a} ./PUNCT",
    yes: "Yes/INTJ ,/PUNCT {a} ./PUNCT",
    no: "No/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Oh/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT and/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "We/PRON remember/VERB {f}",
      [
        "that/DET watch/NOUN",
        "that/DET dance/NOUN",
        "that/DET walk/NOUN",
        "that/DET play/NOUN",
        "that/DET order/NOUN",
        "that/DET drink/NOUN",
      ],
    ],
    want: [
      "I/PRON want/VERB {f}",
      [
        "to/PART watch/VERB",
        "to/PART dance/VERB",
        "to/PART walk/VERB",
        "to/PART play/VERB",
        "to/PART order/VERB",
        "to/PART drink/VERB",
      ],
    ],
    sleep: [
      "They/PRON sleep/VERB {f}",
      [
        "before/ADP lunch/NOUN",
        "after/ADP work/NOUN",
        "like/ADP children/NOUN",
        "very/ADV often/ADV",
        "too/ADV long/ADV",
        "well/ADV",
      ],
    ],
    go: [
      "We/PRON go/VERB {f}",
      [
        "to/ADP school/NOUN",
        "to/ADP the/DET market/NOUN",
        "to/ADP the/DET park/NOUN",
        "to/ADP the/DET cook/NOUN",
        "to/ADP work/NOUN",
        "to/ADP the/DET old/ADJ bank/NOUN",
      ],
    ],
    rise: [
      "{f} rises/VERB by/ADP {n} %/SYM",
      [
        "the/DET price/NOUN",
        "the/DET rent/NOUN",
        "the/DET profit/NOUN",
        "the/DET tax/NOUN",
        "our/PRON share/NOUN",
        "that/DET value/NOUN",
      ],
    ],
    cost: [
      "{f} costs/VERB {n} €/SYM",
      [
        "one/NUM kilo/NOUN",
        "this/DET book/NOUN",
        "every/DET ticket/NOUN",
        "the/DET watch/NOUN",
        "my/PRON coffee/NOUN",
        "that/PRON",
      ],
    ],
    call: [
      'They/PRON call/VERB that/PRON "/PUNCT {f} "/PUNCT',
      ["Weltschmerz/X", "savoir/X vivre/X", "dolce/X vita/X", "saudade/X", "hasta/X luego/X", "hygge/X"],
    ],
    facts: [
      "{f}",
      [
        "they/PRON have/AUX already/ADV slept/VERB",
        "I/PRON have/VERB {n} sisters/NOUN",
        "you/PRON must/AUX not/PART run/VERB",
        "there/PRON is/VERB no/DET light/NOUN",
        "every/DET child/NOUN can/AUX sing/VERB",
        "this/PRON is/AUX my/PRON house/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "who/PRON is/AUX there/ADV",
        "where/ADV is/AUX the/DET watch/NOUN",
        "when/ADV does/AUX the/DET show/NOUN begin/VERB",
        "why/ADV do/AUX they/PRON work/VERB",
        "what/PRON does/AUX that/PRON cost/VERB",
        "which/DET book/NOUN is/AUX new/ADJ",
      ],
    ],
  },
};
