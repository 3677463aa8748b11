import type { PosWords } from "./language.ts";

export const french: PosWords = {
  words: {
    DET: "le la l' un une les",
    ADP: "de d' du au à dans en",
    ADV: "hier n' pas ne",
    AUX: "a est",
  },
  inPart: {
    object: { ADJ: "animé animés détachée détachées" },
    adjective: { NOUN: "marché" },
    verb: { NOUN: "ligne" },
  },
  beforeVowel: { que: "qu'" },
  elides: /(?<!quelqu)'(?=\p{L})/gu,
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT et/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT mais/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT parce/ADV que/SCONJ {b} ./PUNCT",
    when: "Nous/PRON étions/AUX ici/ADV quand/SCONJ {e} ./PUNCT",
    say: "Ils/PRON disent/VERB que/SCONJ {a} ./PUNCT",
    truth: "C'/PRON est/AUX vrai/ADJ ,/PUNCT mais/CCONJ {a} ./PUNCT",
    yes: "Oui/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Non/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Oh/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT et/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Nous/PRON connaissons/VERB {f}",
      [
        "cette/DET montre/NOUN",
        "cette/DET danse/NOUN",
        "la/DET marche/NOUN",
        "ce/DET jeu/NOUN",
        "la/DET commande/NOUN",
        "cette/DET boisson/NOUN",
      ],
    ],
    want: [
      "Je/PRON veux/VERB {f}",
      ["regarder/VERB", "danser/VERB", "marcher/VERB", "jouer/VERB", "commander/VERB", "boire/VERB"],
    ],
    sleep: [
      "Ils/PRON dorment/VERB {f}",
      [
        "avant/ADP le/DET repas/NOUN",
        "après/ADP le/DET travail/NOUN",
        "comme/ADP des/DET enfants/NOUN",
        "très/ADV souvent/ADV",
        "trop/ADV longtemps/ADV",
        "bien/ADV",
      ],
    ],
    go: [
      "Nous/PRON allons/VERB {f}",
      [
        "à/ADP l'/DET école/NOUN",
        "au/ADP marché/NOUN",
        "au/ADP parc/NOUN",
        "chez/ADP le/DET cuisinier/NOUN",
        "au/ADP travail/NOUN",
        "à/ADP la/DET vieille/ADJ banque/NOUN",
      ],
    ],
    rise: [
      "{f} monte/VERB de/ADP {n} %/SYM",
      [
        "le/DET prix/NOUN",
        "le/DET loyer/NOUN",
        "le/DET profit/NOUN",
        "l'/DET impôt/NOUN",
        "notre/DET part/NOUN",
        "cette/DET valeur/NOUN",
      ],
    ],
    cost: [
      "{f} coûte/VERB {n} €/SYM",
      [
        "un/DET kilo/NOUN",
        "ce/DET livre/NOUN",
        "chaque/DET billet/NOUN",
        "la/DET montre/NOUN",
        "mon/DET café/NOUN",
        "cela/PRON",
      ],
    ],
    call: [
      "Ils/PRON l'/PRON appellent/VERB «/PUNCT {f} »/PUNCT",
      ["Weltschmerz/X", "hasta/X luego/X", "dolce/X vita/X", "saudade/X", "fair/X play/X", "hygge/X"],
    ],
    facts: [
      "{f}",
      [
        "ils/PRON ont/AUX déjà/ADV dormi/VERB",
        "j'/PRON ai/VERB {n} sœurs/NOUN",
        "tu/PRON ne/ADV dois/VERB pas/ADV courir/VERB",
        "il/PRON n'/ADV y/PRON a/VERB pas/ADV de/ADP lumière/NOUN",
        "chaque/DET enfant/NOUN peut/VERB chanter/VERB",
        "c'/PRON est/AUX ma/DET maison/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "qui/PRON est/AUX là/ADV",
        "où/ADV est/AUX la/DET montre/NOUN",
        "quand/ADV commence/VERB la/DET danse/NOUN",
        "pourquoi/ADV travaillent/VERB -ils/PRON",
        "que/PRON coûte/VERB cela/PRON",
        "quel/DET livre/NOUN est/AUX nouveau/ADJ",
      ],
    ],
  },
};
