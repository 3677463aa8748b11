import {
  type Adjective,
  type City,
  isWoman,
  KINDS,
  type Name,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { capitalised, type Grammar, type Phrase, words } from "../grammar.ts";

type Gender = "m" | "f" | "n";

/** [gender, nominative singular, nominative plural, and of masculines accusative singular, accusative plural] */
const NOUNS: Record<Noun, readonly [Gender, string, string, string?, string?]> = {
  apple: ["n", "μήλο", "μήλα"],
  orange: ["n", "πορτοκάλι", "πορτοκάλια"],
  banana: ["f", "μπανάνα", "μπανάνες"],
  pear: ["n", "αχλάδι", "αχλάδια"],
  lemon: ["n", "λεμόνι", "λεμόνια"],
  peach: ["n", "ροδάκινο", "ροδάκινα"],
  fruit: ["n", "φρούτο", "φρούτα"],
  pizza: ["f", "πίτσα", "πίτσες"],
  soup: ["f", "σούπα", "σούπες"],
  salad: ["f", "σαλάτα", "σαλάτες"],
  omelette: ["f", "ομελέτα", "ομελέτες"],
  dish: ["n", "πιάτο", "πιάτα"],
  match: ["n", "ματς", "ματς"],
  race: ["f", "κούρσα", "κούρσες"],
  tournament: ["n", "τουρνουά", "τουρνουά"],
  marathon: ["m", "μαραθώνιος", "μαραθώνιοι", "μαραθώνιο", "μαραθώνιους"],
  competition: ["m", "αθλητικός αγώνας", "αθλητικοί αγώνες", "αθλητικό αγώνα", "αθλητικούς αγώνες"],
  medal: ["n", "μετάλλιο", "μετάλλια"],
  trophy: ["n", "τρόπαιο", "τρόπαια"],
  prize: ["n", "βραβείο", "βραβεία"],
  ball: ["f", "μπάλα", "μπάλες"],
  racket: ["f", "ρακέτα", "ρακέτες"],
  law: ["m", "νόμος", "νόμοι", "νόμο", "νόμους"],
  treaty: ["f", "συνθήκη", "συνθήκες"],
  report: ["f", "έκθεση", "εκθέσεις"],
  letter: ["f", "επιστολή", "επιστολές"],
  article: ["n", "άρθρο", "άρθρα"],
  document: ["n", "έγγραφο", "έγγραφα"],
  guitar: ["f", "κιθάρα", "κιθάρες"],
  violin: ["n", "βιολί", "βιολιά"],
  piano: ["n", "πιάνο", "πιάνα"],
  flute: ["n", "φλάουτο", "φλάουτα"],
  drum: ["n", "τύμπανο", "τύμπανα"],
  instrument: ["n", "μουσικό όργανο", "μουσικά όργανα"],
  song: ["n", "τραγούδι", "τραγούδια"],
  novel: ["n", "μυθιστόρημα", "μυθιστορήματα"],
  poem: ["n", "ποίημα", "ποιήματα"],
  pill: ["n", "χάπι", "χάπια"],
  vaccine: ["n", "εμβόλιο", "εμβόλια"],
  syrup: ["n", "σιρόπι", "σιρόπια"],
  ointment: ["f", "αλοιφή", "αλοιφές"],
  medicine: ["n", "φάρμακο", "φάρμακα"],
  documentary: ["n", "ντοκιμαντέρ", "ντοκιμαντέρ"],
  cartoon: ["f", "ταινία κινουμένων σχεδίων", "ταινίες κινουμένων σχεδίων"],
  comedy: ["f", "κωμωδία", "κωμωδίες"],
  thriller: ["n", "θρίλερ", "θρίλερ"],
  movie: ["f", "ταινία", "ταινίες"],
  camera: ["f", "κάμερα", "κάμερες"],
  screen: ["f", "οθόνη", "οθόνες"],
  microphone: ["n", "μικρόφωνο", "μικρόφωνα"],
  projector: ["m", "βιντεοπροβολέας", "βιντεοπροβολείς", "βιντεοπροβολέα", "βιντεοπροβολείς"],
  device: ["f", "συσκευή", "συσκευές"],
  share: ["f", "μετοχή", "μετοχές"],
  bond: ["n", "ομόλογο", "ομόλογα"],
  investment: ["f", "επένδυση", "επενδύσεις"],
  account: [
    "m",
    "τραπεζικός λογαριασμός",
    "τραπεζικοί λογαριασμοί",
    "τραπεζικό λογαριασμό",
    "τραπεζικούς λογαριασμούς",
  ],
  loan: ["n", "δάνειο", "δάνεια"],
  invoice: ["n", "τιμολόγιο", "τιμολόγια"],
  ticket: ["n", "εισιτήριο", "εισιτήρια"],
  map: ["m", "χάρτης", "χάρτες", "χάρτη", "χάρτες"],
  passport: ["n", "διαβατήριο", "διαβατήρια"],
  suitcase: ["f", "βαλίτσα", "βαλίτσες"],
  castle: ["n", "κάστρο", "κάστρα"],
  temple: ["m", "ναός", "ναοί", "ναό", "ναούς"],
  palace: ["n", "παλάτι", "παλάτια"],
  tower: ["m", "πύργος", "πύργοι", "πύργο", "πύργους"],
  building: ["n", "κτίριο", "κτίρια"],
  dress: ["n", "φόρεμα", "φορέματα"],
  coat: ["n", "παλτό", "παλτά"],
  hat: ["n", "καπέλο", "καπέλα"],
  shirt: ["n", "πουκάμισο", "πουκάμισα"],
  skirt: ["f", "φούστα", "φούστες"],
  garment: ["n", "ρούχο", "ρούχα"],
  rose: ["n", "τριαντάφυλλο", "τριαντάφυλλα"],
  tulip: ["f", "τουλίπα", "τουλίπες"],
  lily: ["m", "κρίνος", "κρίνοι", "κρίνο", "κρίνους"],
  violet: ["f", "βιολέτα", "βιολέτες"],
  flower: ["n", "λουλούδι", "λουλούδια"],
  table: ["n", "τραπέζι", "τραπέζια"],
  chair: ["f", "καρέκλα", "καρέκλες"],
  sofa: ["m", "καναπές", "καναπέδες", "καναπέ", "καναπέδες"],
  car: ["n", "αυτοκίνητο", "αυτοκίνητα"],
  truck: ["n", "φορτηγό", "φορτηγά"],
  motorcycle: ["f", "μοτοσικλέτα", "μοτοσικλέτες"],
  bus: ["n", "λεωφορείο", "λεωφορεία"],
  taxi: ["n", "ταξί", "ταξί"],
  vehicle: ["n", "όχημα", "οχήματα"],
  engine: ["m", "κινητήρας", "κινητήρες", "κινητήρα", "κινητήρες"],
  tyre: ["n", "λάστιχο", "λάστιχα"],
  brake: ["n", "φρένο", "φρένα"],
  battery: ["f", "μπαταρία", "μπαταρίες"],
  part: ["n", "ανταλλακτικό", "ανταλλακτικά"],
  dog: ["m", "σκύλος", "σκύλοι", "σκύλο", "σκύλους"],
  cat: ["f", "γάτα", "γάτες"],
  horse: ["n", "άλογο", "άλογα"],
  cow: ["f", "αγελάδα", "αγελάδες"],
  goat: ["f", "κατσίκα", "κατσίκες"],
  animal: ["n", "ζώο", "ζώα"],
};

/** Aorist, third person singular. */
const VERBS: Record<Verb, string> = {
  buy: "αγόρασε",
  purchase: "προμηθεύτηκε",
  sell: "πούλησε",
  find: "βρήκε",
  discover: "ανακάλυψε",
  lose: "έχασε",
  choose: "διάλεξε",
  select: "επέλεξε",
  order: "παρήγγειλε",
  steal: "έκλεψε",
  hide: "έκρυψε",
  show: "έδειξε",
  photograph: "φωτογράφισε",
  wash: "έπλυνε",
  eat: "έφαγε",
  win: "κέρδισε",
  // "Έχασε" would not tell defeat from mislaying.
  loseMatch: "ηττήθηκε σε",
  watch: "παρακολούθησε",
  announce: "ανακοίνωσε",
  criticize: "επέκρινε",
  praise: "επαίνεσε",
  sign: "υπέγραψε",
  publish: "δημοσίευσε",
  read: "διάβασε",
  write: "έγραψε",
  play: "έπαιξε",
  take: "πήρε",
  prescribe: "συνταγογράφησε",
  film: "κινηματογράφησε",
  upload: "ανέβασε",
  delete: "διέγραψε",
  cancel: "ακύρωσε",
  visit: "επισκέφθηκε",
  wear: "φόρεσε",
  sew: "έραψε",
  plant: "φύτεψε",
  open: "άνοιξε",
  close: "έκλεισε",
  drive: "οδήγησε",
  repair: "επισκεύασε",
  damage: "χάλασε",
  park: "πάρκαρε",
  rent: "νοίκιασε",
  feed: "τάισε",
  paint: "ζωγράφισε",
};

type Forms = readonly [string, string, string];

/** [masculine, feminine, neuter] */
const ADJECTIVES: Record<Adjective, Forms> = {
  big: ["μεγάλος", "μεγάλη", "μεγάλο"],
  large: ["ευμεγέθης", "ευμεγέθης", "ευμέγεθες"],
  small: ["μικρός", "μικρή", "μικρό"],
  new: ["καινούργιος", "καινούργια", "καινούργιο"],
  old: ["παλιός", "παλιά", "παλιό"],
  expensive: ["ακριβός", "ακριβή", "ακριβό"],
  cheap: ["φθηνός", "φθηνή", "φθηνό"],
  clean: ["καθαρός", "καθαρή", "καθαρό"],
  dirty: ["βρόμικος", "βρόμικη", "βρόμικο"],
  heavy: ["βαρύς", "βαριά", "βαρύ"],
  light: ["ελαφρύς", "ελαφριά", "ελαφρύ"],
  beautiful: ["όμορφος", "όμορφη", "όμορφο"],
  ugly: ["άσχημος", "άσχημη", "άσχημο"],
  famous: ["διάσημος", "διάσημη", "διάσημο"],
  unknown: ["άγνωστος", "άγνωστη", "άγνωστο"],
  interesting: ["ενδιαφέρων", "ενδιαφέρουσα", "ενδιαφέρον"],
  boring: ["βαρετός", "βαρετή", "βαρετό"],
  long: ["μακρύς", "μακριά", "μακρύ"],
  short: ["σύντομος", "σύντομη", "σύντομο"],
};

/** Things of which some adjectives need another word than usual, or some verb does. */
const KIND_MEMBERS: Readonly<Record<string, ReadonlySet<Noun>>> = {
  animal: new Set<Noun>([...KINDS.animal.nouns, "animal"]),
  garment: new Set<Noun>([...KINDS.garment.nouns, "garment"]),
  furniture: new Set<Noun>(KINDS.furniture.nouns),
  lasting: new Set<Noun>([...KINDS.competition.nouns, "competition", ...KINDS.movie.nouns, "movie", "song"]),
  text: new Set<Noun>([...KINDS.document.nouns, "document", "novel", "poem"]),
};

/** Those words, by kind. */
const SPECIAL_ADJECTIVES: Readonly<Record<string, Partial<Record<Adjective, Forms>>>> = {
  animal: { old: ["γέρικος", "γέρικη", "γέρικο"] },
  garment: { short: ["κοντός", "κοντή", "κοντό"] },
  lasting: { long: ["μεγάλης διάρκειας", "μεγάλης διάρκειας", "μεγάλης διάρκειας"] },
  text: { long: ["μακροσκελής", "μακροσκελής", "μακροσκελές"] },
};

const PLACES: Record<Place, string> = {
  market: "στην αγορά",
  shop: "στο κατάστημα",
  restaurant: "στο εστιατόριο",
  kitchen: "στην κουζίνα",
  stadium: "στο στάδιο",
  gym: "στο γυμναστήριο",
  parliament: "στη Βουλή",
  office: "στο γραφείο",
  theatre: "στο θέατρο",
  school: "στο σχολείο",
  hospital: "στο νοσοκομείο",
  pharmacy: "στο φαρμακείο",
  cinema: "στον κινηματογράφο",
  studio: "στο στούντιο",
  bank: "στην τράπεζα",
  exchange: "στο χρηματιστήριο",
  airport: "στο αεροδρόμιο",
  station: "στον σταθμό",
  hotel: "στο ξενοδοχείο",
  garden: "στον κήπο",
  park: "στο πάρκο",
  home: "στο σπίτι",
  garage: "στο γκαράζ",
  street: "στον δρόμο",
  library: "στη βιβλιοθήκη",
  museum: "στο μουσείο",
  village: "στο χωριό",
};

const TIMES: Record<Time, string> = {
  monday: "τη Δευτέρα",
  tuesday: "την Τρίτη",
  wednesday: "την Τετάρτη",
  thursday: "την Πέμπτη",
  friday: "την Παρασκευή",
  saturday: "το Σάββατο",
  sunday: "την Κυριακή",
  yesterday: "χθες",
  morning: "το πρωί",
  evening: "το βράδυ",
  summer: "το καλοκαίρι",
  winter: "τον χειμώνα",
};

/** [preposition with article, name] */
const CITIES: Record<City, readonly [string, string]> = {
  paris: ["στο", "Παρίσι"],
  london: ["στο", "Λονδίνο"],
  berlin: ["στο", "Βερολίνο"],
  madrid: ["στη", "Μαδρίτη"],
  rome: ["στη", "Ρώμη"],
  moscow: ["στη", "Μόσχα"],
  beijing: ["στο", "Πεκίνο"],
  vienna: ["στη", "Βιέννη"],
  tokyo: ["στο", "Τόκιο"],
  cairo: ["στο", "Κάιρο"],
  istanbul: ["στην", "Κωνσταντινούπολη"],
  delhi: ["στο", "Δελχί"],
  nairobi: ["στο", "Ναϊρόμπι"],
  bangkok: ["στην", "Μπανγκόκ"],
  hanoi: ["στο", "Ανόι"],
  athens: ["στην", "Αθήνα"],
};

const PEOPLE: Record<Name, string> = {
  anna: "Άννα",
  maria: "Μαρία",
  laura: "Λάουρα",
  julia: "Ιουλία",
  sofia: "Σοφία",
  clara: "Κλάρα",
  nina: "Νίνα",
  eva: "Εύα",
  lena: "Λένα",
  sara: "Σάρα",
  olga: "Όλγα",
  diana: "Ντιάνα",
  peter: "Πέτρος",
  tom: "Τομ",
  david: "Δαβίδ",
  paul: "Παύλος",
  martin: "Μάρτιν",
  oscar: "Όσκαρ",
  simon: "Σίμων",
  victor: "Βίκτωρας",
  robert: "Ρομπέρτος",
  daniel: "Δανιήλ",
  felix: "Φέλιξ",
  leo: "Λέο",
};

/** All masculine but the nurse. */
const ROLES: Record<Role, string> = {
  cook: "μάγειρας",
  waiter: "σερβιτόρος",
  coach: "προπονητής",
  athlete: "αθλητής",
  minister: "υπουργός",
  journalist: "δημοσιογράφος",
  singer: "τραγουδιστής",
  musician: "μουσικός",
  doctor: "γιατρός",
  nurse: "νοσοκόμα",
  director: "σκηνοθέτης",
  actor: "ηθοποιός",
  banker: "τραπεζίτης",
  investor: "επενδυτής",
  tourist: "τουρίστας",
  guide: "ξεναγός",
  tailor: "ράφτης",
  gardener: "κηπουρός",
  driver: "οδηγός",
  mechanic: "μηχανικός αυτοκινήτων",
};

const THE = { m: "ο", f: "η", n: "το" } as const;
/** Accusative of "a" and of "not any". */
const A = { m: "έναν", f: "μια", n: "ένα" } as const;
const NOT_ANY = { m: "κανέναν", f: "καμία", n: "κανένα" } as const;

/** "f", or "f:animal" where the thing's kind chooses a word. */
function agreementOf(noun: Noun): string {
  const [gender] = NOUNS[noun];
  const kind = Object.keys(KIND_MEMBERS).find((id) => KIND_MEMBERS[id]?.has(noun));
  return kind ? `${gender}:${kind}` : gender;
}

function past(verb: Verb, object: Phrase): string {
  // "Ζωγράφισε" paints a picture; furniture is given a coat of paint.
  return verb === "paint" && object.agreement.endsWith(":furniture") ? "έβαψε" : VERBS[verb];
}

/** One plays "guitar", with no article. */
const withoutArticle = (text: string) => text.replace(/^(έναν|μια|ένα|κανέναν|καμία|κανένα) /, "");

const person = (gender: Gender, text: string): Phrase => ({ text: `${THE[gender]} ${text}`, agreement: gender });

export const greek: Grammar = {
  language: "el",
  subject: (subject) => {
    if (subject === "someone") return { text: "κάποιος", agreement: "m" };
    if ("role" in subject) return person(subject.role === "nurse" ? "f" : "m", ROLES[subject.role]);
    return person(isWoman(subject.name) ? "f" : "m", PEOPLE[subject.name]);
  },
  object: (noun, count, negated) => {
    const [gender, singular, plural, accusative = singular, accusativePlural = plural] = NOUNS[noun];
    const article = (negated ? NOT_ANY : A)[gender];
    return {
      text: count === 1 ? `${article} ${accusative}` : `${count} ${accusativePlural}`,
      agreement: agreementOf(noun),
    };
  },
  definite: (noun) => {
    const [gender, singular] = NOUNS[noun];
    return { text: `${THE[gender]} ${singular}`, agreement: agreementOf(noun) };
  },
  plural: (noun) => NOUNS[noun][2],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => words(...CITIES[city]),
  city: (city) => CITIES[city][1],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const action = words(negated && "δεν", foreignVerb ?? past(verb, object));
    const target = verb === "play" ? withoutArticle(object.text) : object.text;
    return timeFirst
      ? words(time, subject.text, action, target, place)
      : words(subject.text, action, target, place, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [gender, kind = ""] = subject.agreement.split(":");
    const [masculine, feminine, neuter] = SPECIAL_ADJECTIVES[kind]?.[adjective] ?? ADJECTIVES[adjective];
    const agreeing = gender === "m" ? masculine : gender === "f" ? feminine : neuter;
    return words(subject.text, place, negated && "δεν", "είναι", foreignAdjective ?? agreeing);
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "δεν", verb === "live" ? "ζει" : "εργάζεται", city),
  headline: (city, first, second) => `${city}: ${first} και ${second}`,
  sentence: (clause) => capitalised(clause),
};
