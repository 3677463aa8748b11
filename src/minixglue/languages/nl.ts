import {
  type Adjective,
  type City,
  isWoman,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { capitalised, type Grammar, words } from "../grammar.ts";
import { genderAndKind } from "./kinds.ts";
import { LATIN_NAMES } from "./names.ts";

type Article = "de" | "het";

/** [definite article, singular, plural] */
const NOUNS: Record<Noun, readonly [Article, string, string]> = {
  apple: ["de", "appel", "appels"],
  orange: ["de", "sinaasappel", "sinaasappels"],
  banana: ["de", "banaan", "bananen"],
  pear: ["de", "peer", "peren"],
  lemon: ["de", "citroen", "citroenen"],
  peach: ["de", "perzik", "perziken"],
  fruit: ["de", "vrucht", "vruchten"],
  pizza: ["de", "pizza", "pizza's"],
  soup: ["de", "soep", "soepen"],
  salad: ["de", "salade", "salades"],
  omelette: ["de", "omelet", "omeletten"],
  dish: ["het", "gerecht", "gerechten"],
  // Any contest is a "wedstrijd", a marathon too; which makes it the general word.
  match: ["de", "voetbalwedstrijd", "voetbalwedstrijden"],
  race: ["de", "race", "races"],
  tournament: ["het", "toernooi", "toernooien"],
  marathon: ["de", "marathon", "marathons"],
  competition: ["de", "wedstrijd", "wedstrijden"],
  medal: ["de", "medaille", "medailles"],
  trophy: ["de", "trofee", "trofeeën"],
  prize: ["de", "prijs", "prijzen"],
  ball: ["de", "bal", "ballen"],
  racket: ["het", "racket", "rackets"],
  law: ["de", "wet", "wetten"],
  treaty: ["het", "verdrag", "verdragen"],
  report: ["het", "rapport", "rapporten"],
  letter: ["de", "brief", "brieven"],
  article: ["het", "artikel", "artikelen"],
  document: ["het", "document", "documenten"],
  guitar: ["de", "gitaar", "gitaren"],
  violin: ["de", "viool", "violen"],
  piano: ["de", "piano", "piano's"],
  flute: ["de", "fluit", "fluiten"],
  drum: ["de", "trommel", "trommels"],
  instrument: ["het", "instrument", "instrumenten"],
  song: ["het", "lied", "liederen"],
  novel: ["de", "roman", "romans"],
  poem: ["het", "gedicht", "gedichten"],
  pill: ["de", "pil", "pillen"],
  vaccine: ["het", "vaccin", "vaccins"],
  syrup: ["de", "siroop", "siropen"],
  ointment: ["de", "zalf", "zalven"],
  medicine: ["het", "medicijn", "medicijnen"],
  documentary: ["de", "documentaire", "documentaires"],
  cartoon: ["de", "tekenfilm", "tekenfilms"],
  comedy: ["de", "komedie", "komedies"],
  thriller: ["de", "thriller", "thrillers"],
  movie: ["de", "film", "films"],
  camera: ["de", "camera", "camera's"],
  screen: ["het", "scherm", "schermen"],
  microphone: ["de", "microfoon", "microfoons"],
  projector: ["de", "projector", "projectors"],
  device: ["het", "apparaat", "apparaten"],
  share: ["het", "aandeel", "aandelen"],
  bond: ["de", "obligatie", "obligaties"],
  investment: ["de", "belegging", "beleggingen"],
  account: ["de", "bankrekening", "bankrekeningen"],
  loan: ["de", "lening", "leningen"],
  invoice: ["de", "factuur", "facturen"],
  ticket: ["het", "ticket", "tickets"],
  map: ["de", "landkaart", "landkaarten"],
  passport: ["het", "paspoort", "paspoorten"],
  suitcase: ["de", "koffer", "koffers"],
  castle: ["het", "kasteel", "kastelen"],
  temple: ["de", "tempel", "tempels"],
  palace: ["het", "paleis", "paleizen"],
  tower: ["de", "toren", "torens"],
  building: ["het", "gebouw", "gebouwen"],
  dress: ["de", "jurk", "jurken"],
  coat: ["de", "jas", "jassen"],
  hat: ["de", "hoed", "hoeden"],
  shirt: ["het", "overhemd", "overhemden"],
  skirt: ["de", "rok", "rokken"],
  garment: ["het", "kledingstuk", "kledingstukken"],
  rose: ["de", "roos", "rozen"],
  tulip: ["de", "tulp", "tulpen"],
  lily: ["de", "lelie", "lelies"],
  violet: ["het", "viooltje", "viooltjes"],
  flower: ["de", "bloem", "bloemen"],
  table: ["de", "tafel", "tafels"],
  chair: ["de", "stoel", "stoelen"],
  sofa: ["de", "sofa", "sofa's"],
  car: ["de", "auto", "auto's"],
  truck: ["de", "vrachtwagen", "vrachtwagens"],
  motorcycle: ["de", "motorfiets", "motorfietsen"],
  bus: ["de", "bus", "bussen"],
  taxi: ["de", "taxi", "taxi's"],
  vehicle: ["het", "voertuig", "voertuigen"],
  engine: ["de", "motor", "motoren"],
  tyre: ["de", "autoband", "autobanden"],
  brake: ["de", "rem", "remmen"],
  battery: ["de", "accu", "accu's"],
  part: ["het", "onderdeel", "onderdelen"],
  dog: ["de", "hond", "honden"],
  cat: ["de", "kat", "katten"],
  horse: ["het", "paard", "paarden"],
  cow: ["de", "koe", "koeien"],
  goat: ["de", "geit", "geiten"],
  animal: ["het", "dier", "dieren"],
};

/** Past participle; all but LOST take "hebben". */
const VERBS: Record<Verb, string> = {
  buy: "gekocht",
  purchase: "aangeschaft",
  sell: "verkocht",
  find: "gevonden",
  discover: "ontdekt",
  lose: "kwijtgeraakt",
  choose: "gekozen",
  select: "geselecteerd",
  order: "besteld",
  steal: "gestolen",
  hide: "verstopt",
  show: "getoond",
  photograph: "gefotografeerd",
  wash: "gewassen",
  eat: "gegeten",
  win: "gewonnen",
  loseMatch: "verloren",
  watch: "bekeken",
  announce: "aangekondigd",
  criticize: "bekritiseerd",
  praise: "geprezen",
  sign: "ondertekend",
  publish: "gepubliceerd",
  read: "gelezen",
  write: "geschreven",
  play: "bespeeld",
  take: "ingenomen",
  prescribe: "voorgeschreven",
  film: "gefilmd",
  upload: "geüpload",
  delete: "verwijderd",
  cancel: "geannuleerd",
  visit: "bezocht",
  wear: "gedragen",
  sew: "genaaid",
  plant: "geplant",
  open: "geopend",
  // Not "gesloten": with a loan that would mean that it was taken out.
  close: "beëindigd",
  drive: "bestuurd",
  repair: "gerepareerd",
  damage: "beschadigd",
  park: "geparkeerd",
  rent: "gehuurd",
  feed: "gevoerd",
  paint: "geschilderd",
};
/** The verb that takes "zijn". */
const LOST: Verb = "lose";
/** Contests are called off with a verb of their own. */
const CONTEST_CANCELLED = "afgelast";

/** Predicative adjectives do not inflect. */
const ADJECTIVES: Record<Adjective, string> = {
  big: "groot",
  large: "enorm",
  small: "klein",
  new: "nieuw",
  old: "oud",
  expensive: "duur",
  cheap: "goedkoop",
  clean: "schoon",
  dirty: "vuil",
  heavy: "zwaar",
  light: "licht",
  beautiful: "mooi",
  ugly: "lelijk",
  famous: "beroemd",
  unknown: "onbekend",
  interesting: "interessant",
  boring: "saai",
  long: "lang",
  short: "kort",
};

/** Where. */
const PLACES: Record<Place, string> = {
  market: "op de markt",
  shop: "in de winkel",
  restaurant: "in het restaurant",
  kitchen: "in de keuken",
  stadium: "in het stadion",
  gym: "in de sporthal",
  parliament: "in het parlement",
  office: "op kantoor",
  theatre: "in het theater",
  school: "op school",
  hospital: "in het ziekenhuis",
  pharmacy: "in de apotheek",
  cinema: "in de bioscoop",
  studio: "in de filmstudio",
  bank: "bij de bank",
  exchange: "op de beurs",
  airport: "op de luchthaven",
  station: "op het station",
  hotel: "in het hotel",
  garden: "in de tuin",
  park: "in het park",
  home: "thuis",
  garage: "in de garage",
  street: "op straat",
  library: "in de bibliotheek",
  museum: "in het museum",
  village: "in het dorp",
};

/** When. "'s Ochtends" and "'s avonds" would say that it happened every day. */
const TIMES: Record<Time, string> = {
  monday: "maandag",
  tuesday: "dinsdag",
  wednesday: "woensdag",
  thursday: "donderdag",
  friday: "vrijdag",
  saturday: "zaterdag",
  sunday: "zondag",
  yesterday: "gisteren",
  morning: "in de ochtend",
  evening: "in de avond",
  summer: "in de zomer",
  winter: "in de winter",
};

/** City names. */
const CITIES: Record<City, string> = {
  paris: "Parijs",
  london: "Londen",
  berlin: "Berlijn",
  madrid: "Madrid",
  rome: "Rome",
  moscow: "Moskou",
  beijing: "Peking",
  vienna: "Wenen",
  tokyo: "Tokio",
  cairo: "Caïro",
  istanbul: "Istanbul",
  delhi: "Delhi",
  nairobi: "Nairobi",
  bangkok: "Bangkok",
  hanoi: "Hanoi",
  athens: "Athene",
};

/** Occupations, which all take "de". */
const ROLES: Record<Role, string> = {
  cook: "kok",
  waiter: "ober",
  coach: "trainer",
  athlete: "atleet",
  minister: "minister",
  journalist: "journalist",
  singer: "zanger",
  musician: "muzikant",
  doctor: "arts",
  nurse: "verpleegster",
  director: "regisseur",
  actor: "acteur",
  banker: "bankier",
  investor: "belegger",
  tourist: "toerist",
  guide: "gids",
  tailor: "kleermaker",
  gardener: "tuinman",
  driver: "chauffeur",
  mechanic: "monteur",
};

export const dutch: Grammar = {
  language: "nl",
  subject: (subject) => {
    if (subject === "someone") return { text: "iemand", agreement: "m" };
    if ("role" in subject) {
      return { text: `de ${ROLES[subject.role]}`, agreement: subject.role === "nurse" ? "f" : "m" };
    }
    return { text: LATIN_NAMES[subject.name], agreement: isWoman(subject.name) ? "f" : "m" };
  },
  object: (noun, count, negated) => {
    const [article, singular, plural] = NOUNS[noun];
    const text =
      count === 1 ? words(negated ? "geen" : "een", singular) : words(negated && "geen", `${count} ${plural}`);
    return { text, agreement: genderAndKind(article, noun, ["competition"]) };
  },
  definite: (noun) => {
    const [article, singular] = NOUNS[noun];
    return { text: `${article} ${singular}`, agreement: article };
  },
  plural: (noun) => NOUNS[noun][2],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `in ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const auxiliary = verb === LOST && !foreignVerb ? "is" : "heeft";
    // A Dutch object negates with its "geen"; one from another language leaves that to "niet".
    const not = negated && !object.text.startsWith("geen ") && "niet";
    const isContest = object.agreement.endsWith(":competition");
    const own = verb === "cancel" && isContest ? CONTEST_CANCELLED : VERBS[verb];
    const rest = words(place, object.text, not, foreignVerb ?? own);
    return timeFirst && time ? words(time, auxiliary, subject.text, rest) : words(subject.text, auxiliary, time, rest);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) =>
    words(subject.text, place, "is", negated && "niet", foreignAdjective ?? ADJECTIVES[adjective]),
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, verb === "live" ? "woont" : "werkt", negated && "niet", city),
  headline: (city, first, second) => `${city}: ${first} en ${second}`,
  sentence: (clause) => capitalised(clause),
};
