import { FOREIGN, type PosWords } from "./language.ts";

/** Tags as in Hindi-HDTB: the noun of a compound verb stays NOUN, what is left of it is VERB, a vector verb AUX. */
export const hindi: PosWords = {
  words: {
    ADP: "ने को में पर की का",
    NUM: "एक",
    DET: "कोई किसी",
    ADV: "कल",
    AUX: "है",
    PART: "नहीं",
  },
  inPart: {
    someone: { PRON: "कोई किसी" },
    place: { ADJ: "हवाई" },
    verb: {
      AUX: "दिया दिए दी दीं निकाला निकाले निकाली निकालीं",
      NOUN: "मोल चयन ऑर्डर तस्वीर घोषणा आलोचना तारीफ़ हस्ताक्षर पर्चे अपलोड डिलीट सैर मरम्मत नुकसान पार्क किराए खाना पेंट काम",
      ADJ: "प्रकाशित रद्द बंद",
    },
    adjective: { NOUN: "आकार", ADV: "कम" },
  },
  atEnd: { VERB: "की" },
  joints: {
    alone: "{a} ।/PUNCT",
    and: "{a} और/CCONJ {b} ।/PUNCT",
    but: "{a} ,/PUNCT लेकिन/CCONJ {b} ।/PUNCT",
    because: "{a} क्योंकि/SCONJ {b} ।/PUNCT",
    when: "जब/SCONJ {e} ,/PUNCT तब/ADV हम/PRON यहाँ/ADV थे/AUX ।/PUNCT",
    say: "वे/PRON कहते/VERB हैं/AUX कि/SCONJ {a} ।/PUNCT",
    truth: "यह/PRON सच/NOUN है/AUX ,/PUNCT लेकिन/CCONJ {a} ।/PUNCT",
    yes: "हाँ/INTJ ,/PUNCT {a} ।/PUNCT",
    no: "नहीं/INTJ ,/PUNCT {a} ।/PUNCT",
    oh: "अरे/INTJ !/PUNCT {a} ।/PUNCT",
    tell: "{s} ।/PUNCT",
    link: "{s} और/CCONJ {a} ।/PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "हमें/PRON {f} याद/NOUN है/VERB",
      ["वह/DET घड़ी/NOUN", "वह/DET नृत्य/NOUN", "वह/DET सैर/NOUN", "वह/DET खेल/NOUN", "वह/DET ऑर्डर/NOUN", "वह/DET पेय/NOUN"],
    ],
    want: [
      "मैं/PRON {f} चाहता/VERB हूँ/AUX",
      ["देखना/VERB", "नाचना/VERB", "चलना/VERB", "खेलना/VERB", "मँगाना/VERB", "पीना/VERB"],
    ],
    sleep: [
      "वे/PRON {f} सोते/VERB हैं/AUX",
      [
        "खाने/NOUN से/ADP पहले/ADP",
        "काम/NOUN के/ADP बाद/ADP",
        "बच्चों/NOUN की/ADP तरह/ADP",
        "हर/DET दिन/NOUN",
        "बहुत/ADV देर/NOUN तक/ADP",
        "अच्छी/ADJ तरह/NOUN",
      ],
    ],
    go: [
      "हम/PRON {f} जाते/VERB हैं/AUX",
      ["स्कूल/NOUN", "बाज़ार/NOUN", "पार्क/NOUN", "रसोइए/NOUN के/ADP पास/ADP", "काम/NOUN पर/ADP", "पुराने/ADJ बैंक/NOUN"],
    ],
    rise: [
      "{f} {n} %/SYM बढ़ता/VERB है/AUX",
      ["दाम/NOUN", "किराया/NOUN", "मुनाफ़ा/NOUN", "कर/NOUN", "हमारा/PRON हिस्सा/NOUN", "वह/DET मूल्य/NOUN"],
    ],
    cost: [
      "{f} {n} €/SYM का/ADP है/AUX",
      [
        "एक/NUM किलो/NOUN",
        "यह/DET टिकट/NOUN",
        "हर/DET टिकट/NOUN",
        "वह/DET कैमरा/NOUN",
        "मेरा/PRON नाश्ता/NOUN",
        "वह/PRON",
      ],
    ],
    call: ['वे/PRON इसे/PRON "/PUNCT {f} "/PUNCT कहते/VERB हैं/AUX', FOREIGN],
    facts: [
      "{f}",
      [
        "वे/PRON सो/VERB चुके/AUX हैं/AUX",
        "मेरी/PRON {n} बहनें/NOUN हैं/VERB",
        "तुम्हें/PRON दौड़ना/VERB नहीं/PART चाहिए/AUX",
        "यहाँ/ADV रोशनी/NOUN नहीं/PART है/VERB",
        "हर/DET बच्चा/NOUN गा/VERB सकता/AUX है/AUX",
        "यह/PRON मेरा/PRON घर/NOUN है/AUX",
      ],
    ],
    questions: [
      "{f}",
      [
        "वहाँ/ADV कौन/PRON है/VERB",
        "घड़ी/NOUN कहाँ/ADV है/VERB",
        "खेल/NOUN कब/ADV शुरू/NOUN होता/VERB है/AUX",
        "वे/PRON क्यों/ADV काम/NOUN करते/VERB हैं/AUX",
        "वह/PRON कितने/DET का/ADP है/AUX",
        "कौन/DET सी/PART किताब/NOUN नई/ADJ है/AUX",
      ],
    ],
  },
};
