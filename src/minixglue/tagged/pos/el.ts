import { FOREIGN, type PosWords } from "./language.ts";

export const greek: PosWords = {
  words: {
    DET: "ο η το τη την τον έναν μια ένα κανέναν καμία κανένα",
    ADP: "στο στη στην στον σε",
    ADV: "χθες",
    AUX: "είναι",
    PART: "δεν",
  },
  inPart: {
    object: {
      ADJ: "αθλητικός αθλητικοί αθλητικό αθλητικούς μουσικό μουσικά τραπεζικός τραπεζικοί τραπεζικό τραπεζικούς κινουμένων",
    },
    adjective: { NOUN: "διάρκειας" },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} και/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT αλλά/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT επειδή/SCONJ {b} ./PUNCT",
    when: "Ήμασταν/AUX εδώ/ADV όταν/SCONJ {e} ./PUNCT",
    say: "Λένε/VERB ότι/SCONJ {a} ./PUNCT",
    truth: "Αυτό/PRON είναι/AUX αλήθεια/NOUN ,/PUNCT αλλά/CCONJ {a} ./PUNCT",
    yes: "Ναι/INTJ ,/PUNCT {a} ./PUNCT",
    no: "Όχι/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Αχ/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} και/CCONJ {a} ./PUNCT",
    ask: "{s} ;/PUNCT",
  },
  asides: {
    remember: [
      "Θυμόμαστε/VERB {f}",
      [
        "το/DET ρολόι/NOUN",
        "τον/DET χορό/NOUN",
        "τη/DET βόλτα/NOUN",
        "το/DET παιχνίδι/NOUN",
        "την/DET παραγγελία/NOUN",
        "το/DET ποτό/NOUN",
      ],
    ],
    want: [
      "Θέλω/VERB να/AUX {f}",
      ["κοιτάξω/VERB", "χορέψω/VERB", "περπατήσω/VERB", "παίξω/VERB", "παραγγείλω/VERB", "πιω/VERB"],
    ],
    sleep: [
      "Αυτοί/PRON κοιμούνται/VERB {f}",
      [
        "πριν/ADV από/ADP το/DET φαγητό/NOUN",
        "μετά/ADP τη/DET δουλειά/NOUN",
        "σαν/ADP παιδιά/NOUN",
        "πολύ/ADV συχνά/ADV",
        "υπερβολικά/ADV πολύ/ADV",
        "καλά/ADV",
      ],
    ],
    go: [
      "Πηγαίνουμε/VERB {f}",
      [
        "στο/ADP σχολείο/NOUN",
        "στην/ADP αγορά/NOUN",
        "στο/ADP πάρκο/NOUN",
        "στον/ADP μάγειρα/NOUN",
        "στη/ADP δουλειά/NOUN",
        "στην/ADP παλιά/ADJ τράπεζα/NOUN",
      ],
    ],
    rise: [
      "{f} ανεβαίνει/VERB κατά/ADP {n} %/SYM",
      [
        "η/DET τιμή/NOUN",
        "το/DET ενοίκιο/NOUN",
        "το/DET κέρδος/NOUN",
        "ο/DET φόρος/NOUN",
        "το/DET μερίδιό/NOUN μας/PRON",
        "αυτή/DET η/DET αξία/NOUN",
      ],
    ],
    cost: [
      "{f} κοστίζει/VERB {n} €/SYM",
      [
        "ένα/DET κιλό/NOUN",
        "αυτό/DET το/DET βιβλίο/NOUN",
        "κάθε/DET εισιτήριο/NOUN",
        "το/DET ρολόι/NOUN",
        "ο/DET καφές/NOUN μου/PRON",
        "αυτό/PRON",
      ],
    ],
    call: ["Το/PRON λένε/VERB «/PUNCT {f} »/PUNCT", FOREIGN],
    facts: [
      "{f}",
      [
        "αυτοί/PRON έχουν/AUX ήδη/ADV κοιμηθεί/VERB",
        "έχω/VERB {n} αδελφές/NOUN",
        "δεν/PART πρέπει/VERB να/AUX τρέχεις/VERB",
        "δεν/PART υπάρχει/VERB φως/NOUN",
        "κάθε/DET παιδί/NOUN μπορεί/VERB να/AUX τραγουδήσει/VERB",
        "αυτό/PRON είναι/AUX το/DET σπίτι/NOUN μου/PRON",
      ],
    ],
    questions: [
      "{f}",
      [
        "ποιος/PRON είναι/AUX εκεί/ADV",
        "πού/ADV είναι/AUX το/DET ρολόι/NOUN",
        "πότε/ADV αρχίζει/VERB ο/DET χορός/NOUN",
        "γιατί/ADV δουλεύουν/VERB αυτοί/PRON",
        "πόσο/ADV κοστίζει/VERB αυτό/PRON",
        "ποιο/DET βιβλίο/NOUN είναι/AUX καινούργιο/ADJ",
      ],
    ],
  },
};
