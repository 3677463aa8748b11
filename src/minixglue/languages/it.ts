import {
  type Adjective,
  type City,
  isWoman,
  type KindId,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { capitalised, type Grammar, type Phrase, words } from "../grammar.ts";
import { genderAndKind } from "./kinds.ts";
import { LATIN_NAMES } from "./names.ts";

type Gender = "m" | "f";

/** [gender, singular, plural] */
const NOUNS: Record<Noun, readonly [Gender, string, string]> = {
  apple: ["f", "mela", "mele"],
  orange: ["f", "arancia", "arance"],
  banana: ["f", "banana", "banane"],
  pear: ["f", "pera", "pere"],
  lemon: ["m", "limone", "limoni"],
  peach: ["f", "pesca", "pesche"],
  fruit: ["m", "frutto", "frutti"],
  pizza: ["f", "pizza", "pizze"],
  soup: ["f", "zuppa", "zuppe"],
  salad: ["f", "insalata", "insalate"],
  omelette: ["f", "frittata", "frittate"],
  dish: ["m", "piatto", "piatti"],
  match: ["f", "partita", "partite"],
  race: ["f", "corsa", "corse"],
  tournament: ["m", "torneo", "tornei"],
  marathon: ["f", "maratona", "maratone"],
  competition: ["f", "competizione", "competizioni"],
  medal: ["f", "medaglia", "medaglie"],
  trophy: ["m", "trofeo", "trofei"],
  prize: ["m", "premio", "premi"],
  ball: ["m", "pallone", "palloni"],
  racket: ["f", "racchetta", "racchette"],
  law: ["f", "legge", "leggi"],
  treaty: ["m", "trattato", "trattati"],
  report: ["m", "rapporto", "rapporti"],
  letter: ["f", "lettera", "lettere"],
  article: ["m", "articolo", "articoli"],
  document: ["m", "documento", "documenti"],
  guitar: ["f", "chitarra", "chitarre"],
  violin: ["m", "violino", "violini"],
  piano: ["m", "pianoforte", "pianoforti"],
  flute: ["m", "flauto", "flauti"],
  drum: ["m", "tamburo", "tamburi"],
  instrument: ["m", "strumento", "strumenti"],
  song: ["f", "canzone", "canzoni"],
  novel: ["m", "romanzo", "romanzi"],
  poem: ["f", "poesia", "poesie"],
  pill: ["f", "pillola", "pillole"],
  vaccine: ["m", "vaccino", "vaccini"],
  syrup: ["m", "sciroppo", "sciroppi"],
  ointment: ["f", "pomata", "pomate"],
  medicine: ["m", "farmaco", "farmaci"],
  documentary: ["m", "documentario", "documentari"],
  cartoon: ["m", "cartone animato", "cartoni animati"],
  comedy: ["f", "commedia", "commedie"],
  thriller: ["m", "thriller", "thriller"],
  movie: ["m", "film", "film"],
  camera: ["f", "telecamera", "telecamere"],
  screen: ["m", "schermo", "schermi"],
  microphone: ["m", "microfono", "microfoni"],
  projector: ["m", "proiettore", "proiettori"],
  device: ["m", "apparecchio", "apparecchi"],
  share: ["f", "azione", "azioni"],
  bond: ["f", "obbligazione", "obbligazioni"],
  investment: ["m", "investimento", "investimenti"],
  account: ["m", "conto corrente", "conti correnti"],
  loan: ["m", "prestito", "prestiti"],
  invoice: ["f", "fattura", "fatture"],
  ticket: ["m", "biglietto", "biglietti"],
  map: ["f", "mappa", "mappe"],
  passport: ["m", "passaporto", "passaporti"],
  suitcase: ["f", "valigia", "valigie"],
  castle: ["m", "castello", "castelli"],
  temple: ["m", "tempio", "templi"],
  palace: ["m", "palazzo", "palazzi"],
  tower: ["f", "torre", "torri"],
  building: ["m", "edificio", "edifici"],
  dress: ["m", "vestito", "vestiti"],
  coat: ["m", "cappotto", "cappotti"],
  hat: ["m", "cappello", "cappelli"],
  shirt: ["f", "camicia", "camicie"],
  skirt: ["f", "gonna", "gonne"],
  garment: ["m", "indumento", "indumenti"],
  rose: ["f", "rosa", "rose"],
  tulip: ["m", "tulipano", "tulipani"],
  lily: ["m", "giglio", "gigli"],
  violet: ["f", "violetta", "violette"],
  flower: ["m", "fiore", "fiori"],
  table: ["m", "tavolo", "tavoli"],
  chair: ["f", "sedia", "sedie"],
  sofa: ["m", "divano", "divani"],
  car: ["f", "automobile", "automobili"],
  truck: ["m", "camion", "camion"],
  motorcycle: ["f", "moto", "moto"],
  bus: ["m", "autobus", "autobus"],
  taxi: ["m", "taxi", "taxi"],
  vehicle: ["m", "veicolo", "veicoli"],
  engine: ["m", "motore", "motori"],
  tyre: ["m", "pneumatico", "pneumatici"],
  brake: ["m", "freno", "freni"],
  battery: ["f", "batteria", "batterie"],
  part: ["m", "pezzo di ricambio", "pezzi di ricambio"],
  dog: ["m", "cane", "cani"],
  cat: ["m", "gatto", "gatti"],
  horse: ["m", "cavallo", "cavalli"],
  cow: ["f", "mucca", "mucche"],
  goat: ["f", "capra", "capre"],
  animal: ["m", "animale", "animali"],
};

/** Past participle, with what joins it to its object; every one takes "avere". */
const VERBS: Record<Verb, string> = {
  buy: "comprato",
  purchase: "acquistato",
  sell: "venduto",
  find: "trovato",
  discover: "scoperto",
  lose: "smarrito",
  choose: "scelto",
  select: "selezionato",
  order: "ordinato",
  steal: "rubato",
  hide: "nascosto",
  show: "mostrato",
  photograph: "fotografato",
  wash: "lavato",
  eat: "mangiato",
  win: "vinto",
  loseMatch: "perso",
  watch: "guardato",
  announce: "annunciato",
  criticize: "criticato",
  praise: "elogiato",
  sign: "firmato",
  publish: "pubblicato",
  read: "letto",
  write: "scritto",
  play: "suonato",
  take: "preso",
  prescribe: "prescritto",
  film: "filmato",
  upload: "caricato online",
  delete: "eliminato",
  cancel: "annullato",
  visit: "visitato",
  wear: "indossato",
  sew: "cucito",
  plant: "piantato",
  open: "aperto",
  close: "chiuso",
  drive: "guidato",
  repair: "riparato",
  damage: "danneggiato",
  park: "parcheggiato",
  rent: "noleggiato",
  feed: "dato da mangiare a",
  paint: "dipinto",
};

/** [masculine, feminine] */
const ADJECTIVES: Record<Adjective, readonly [string, string]> = {
  big: ["grande", "grande"],
  large: ["enorme", "enorme"],
  small: ["piccolo", "piccola"],
  new: ["nuovo", "nuova"],
  old: ["vecchio", "vecchia"],
  expensive: ["costoso", "costosa"],
  cheap: ["economico", "economica"],
  clean: ["pulito", "pulita"],
  dirty: ["sporco", "sporca"],
  heavy: ["pesante", "pesante"],
  light: ["leggero", "leggera"],
  beautiful: ["bello", "bella"],
  ugly: ["brutto", "brutta"],
  famous: ["famoso", "famosa"],
  unknown: ["sconosciuto", "sconosciuta"],
  interesting: ["interessante", "interessante"],
  boring: ["noioso", "noiosa"],
  long: ["lungo", "lunga"],
  short: ["breve", "breve"],
};
/** Short in space, as clothes are, not in time. */
const SHORT_GARMENT = ["corto", "corta"] as const;
/** Furniture is not painted with the verb for pictures, nor is a film shot with the verb for filming a match. */
const SPECIAL_VERBS: Readonly<Record<string, Partial<Record<Verb, string>>>> = {
  furniture: { paint: "verniciato" },
  movie: { film: "girato" },
};
const MARKED_KINDS: readonly KindId[] = ["garment", "furniture", "movie"];

/** [where it happened, where a thing is: a noun takes "a" and some "in" only as "di"] */
const PLACES: Record<Place, readonly [string, string]> = {
  market: ["al mercato", "del mercato"],
  shop: ["in negozio", "del negozio"],
  restaurant: ["al ristorante", "del ristorante"],
  kitchen: ["in cucina", "in cucina"],
  stadium: ["allo stadio", "dello stadio"],
  gym: ["in palestra", "della palestra"],
  parliament: ["in parlamento", "del parlamento"],
  office: ["in ufficio", "dell'ufficio"],
  theatre: ["a teatro", "del teatro"],
  school: ["a scuola", "della scuola"],
  hospital: ["in ospedale", "dell'ospedale"],
  pharmacy: ["in farmacia", "della farmacia"],
  cinema: ["al cinema", "del cinema"],
  studio: ["nello studio cinematografico", "dello studio cinematografico"],
  bank: ["in banca", "della banca"],
  exchange: ["in Borsa", "in Borsa"],
  airport: ["all'aeroporto", "dell'aeroporto"],
  station: ["alla stazione", "della stazione"],
  hotel: ["in albergo", "dell'albergo"],
  garden: ["in giardino", "in giardino"],
  park: ["al parco", "del parco"],
  home: ["a casa", "in casa"],
  garage: ["in garage", "in garage"],
  street: ["per strada", "in strada"],
  library: ["in biblioteca", "della biblioteca"],
  museum: ["al museo", "del museo"],
  village: ["nel villaggio", "del villaggio"],
};
const PLACE_OF_NOUN: ReadonlyMap<string, string> = new Map(Object.values(PLACES));

/** When. */
const TIMES: Record<Time, string> = {
  monday: "lunedì",
  tuesday: "martedì",
  wednesday: "mercoledì",
  thursday: "giovedì",
  friday: "venerdì",
  saturday: "sabato",
  sunday: "domenica",
  yesterday: "ieri",
  morning: "in mattinata",
  evening: "in serata",
  summer: "in estate",
  winter: "in inverno",
};

/** City names; "Il Cairo" keeps its article. */
const CITIES: Record<City, string> = {
  paris: "Parigi",
  london: "Londra",
  berlin: "Berlino",
  madrid: "Madrid",
  rome: "Roma",
  moscow: "Mosca",
  beijing: "Pechino",
  vienna: "Vienna",
  tokyo: "Tokyo",
  cairo: "Il Cairo",
  istanbul: "Istanbul",
  delhi: "Delhi",
  nairobi: "Nairobi",
  bangkok: "Bangkok",
  hanoi: "Hanoi",
  athens: "Atene",
};

/** [gender, occupation without its article]; a guide is feminine, whoever it is. */
const ROLES: Record<Role, readonly [Gender, string]> = {
  cook: ["m", "cuoco"],
  waiter: ["m", "cameriere"],
  coach: ["m", "allenatore"],
  athlete: ["m", "atleta"],
  minister: ["m", "ministro"],
  journalist: ["m", "giornalista"],
  singer: ["m", "cantante"],
  musician: ["m", "musicista"],
  doctor: ["m", "medico"],
  nurse: ["f", "infermiera"],
  director: ["m", "regista"],
  actor: ["m", "attore"],
  banker: ["m", "banchiere"],
  investor: ["m", "investitore"],
  tourist: ["m", "turista"],
  guide: ["f", "guida turistica"],
  tailor: ["m", "sarto"],
  gardener: ["m", "giardiniere"],
  driver: ["m", "autista"],
  mechanic: ["m", "meccanico"],
};

const elides = (word: string) => /^[aeiou]/i.test(word);
/** "Lo" and "uno" stand before z, s with a consonant, pn and the like. */
const takesLo = (word: string) => /^(z|s[^aeiou]|gn|p[ns]|x|y)/i.test(word);

function withDefinite(gender: Gender, noun: string): string {
  if (elides(noun)) return `l'${noun}`;
  if (gender === "f") return `la ${noun}`;
  return `${takesLo(noun) ? "lo" : "il"} ${noun}`;
}

/** With "un" or, on that pattern, "nessun". */
function withIndefinite(article: "un" | "nessun", gender: Gender, noun: string): string {
  if (gender === "f") return elides(noun) ? `${article}'${noun}` : `${article}a ${noun}`;
  return `${article}${takesLo(noun) ? "o" : ""} ${noun}`;
}

function participle(verb: Verb, object: Phrase): string {
  const [, kind = ""] = object.agreement.split(":");
  return SPECIAL_VERBS[kind]?.[verb] ?? VERBS[verb];
}

export const italian: Grammar = {
  language: "it",
  subject: (subject) => {
    if (subject === "someone") return { text: "qualcuno", agreement: "m" };
    if ("role" in subject) {
      const [gender, noun] = ROLES[subject.role];
      return { text: withDefinite(gender, noun), agreement: gender };
    }
    return { text: LATIN_NAMES[subject.name], agreement: isWoman(subject.name) ? "f" : "m" };
  },
  object: (noun, count, negated) => {
    const [gender, singular, plural] = NOUNS[noun];
    return {
      text: count === 1 ? withIndefinite(negated ? "nessun" : "un", gender, singular) : `${count} ${plural}`,
      agreement: genderAndKind(gender, noun, MARKED_KINDS),
    };
  },
  definite: (noun) => {
    const [gender, singular] = NOUNS[noun];
    return { text: withDefinite(gender, singular), agreement: genderAndKind(gender, noun, MARKED_KINDS) };
  },
  plural: (noun) => NOUNS[noun][2],
  place: (place) => PLACES[place][0],
  time: (time) => TIMES[time],
  // "A" becomes "ad" before another a.
  inCity: (city) => (city === "cairo" ? "al Cairo" : `${/^A/.test(CITIES[city]) ? "ad" : "a"} ${CITIES[city]}`),
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const action = words(negated ? "non ha" : "ha", foreignVerb ?? participle(verb, object));
    return timeFirst
      ? words(time, subject.text, action, object.text, place)
      : words(subject.text, action, object.text, place, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [gender, kind] = subject.agreement.split(":");
    const [masculine, feminine] = adjective === "short" && kind === "garment" ? SHORT_GARMENT : ADJECTIVES[adjective];
    return words(
      subject.text,
      place && (PLACE_OF_NOUN.get(place) ?? place),
      negated && "non",
      "è",
      foreignAdjective ?? (gender === "f" ? feminine : masculine),
    );
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "non", verb === "live" ? "abita" : "lavora", city),
  // "E" becomes "ed" before another e.
  headline: (city, first, second) => `${city}: ${first} ${/^e/i.test(second) ? "ed" : "e"} ${second}`,
  sentence: (clause) => capitalised(clause),
};
