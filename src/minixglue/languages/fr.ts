import {
  type Adjective,
  type City,
  isWoman,
  type Name,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { capitalised, type Grammar, words } from "../grammar.ts";
import { LATIN_NAMES } from "./names.ts";

type Gender = "m" | "f";
/** A thing that comes out of a factory or workshop is "neuf" when new; anything else is "nouveau". */
type Made = "neuf";

/** [gender, singular, plural, whether it is "neuf" when new] */
const NOUNS: Record<Noun, readonly [Gender, string, string, Made?]> = {
  apple: ["f", "pomme", "pommes"],
  orange: ["f", "orange", "oranges"],
  banana: ["f", "banane", "bananes"],
  pear: ["f", "poire", "poires"],
  lemon: ["m", "citron", "citrons"],
  peach: ["f", "pêche", "pêches"],
  fruit: ["m", "fruit", "fruits"],
  pizza: ["f", "pizza", "pizzas"],
  soup: ["f", "soupe", "soupes"],
  salad: ["f", "salade", "salades"],
  omelette: ["f", "omelette", "omelettes"],
  dish: ["m", "plat", "plats"],
  match: ["m", "match", "matchs"],
  race: ["f", "course", "courses"],
  tournament: ["m", "tournoi", "tournois"],
  marathon: ["m", "marathon", "marathons"],
  competition: ["f", "compétition", "compétitions"],
  medal: ["f", "médaille", "médailles", "neuf"],
  trophy: ["m", "trophée", "trophées", "neuf"],
  prize: ["m", "prix", "prix"],
  ball: ["m", "ballon", "ballons", "neuf"],
  racket: ["f", "raquette", "raquettes", "neuf"],
  law: ["f", "loi", "lois"],
  treaty: ["m", "traité", "traités"],
  report: ["m", "rapport", "rapports"],
  letter: ["f", "lettre", "lettres"],
  article: ["m", "article", "articles"],
  document: ["m", "document", "documents"],
  guitar: ["f", "guitare", "guitares", "neuf"],
  violin: ["m", "violon", "violons", "neuf"],
  piano: ["m", "piano", "pianos", "neuf"],
  flute: ["f", "flûte", "flûtes", "neuf"],
  drum: ["m", "tambour", "tambours", "neuf"],
  instrument: ["m", "instrument", "instruments", "neuf"],
  song: ["f", "chanson", "chansons"],
  novel: ["m", "roman", "romans"],
  poem: ["m", "poème", "poèmes"],
  pill: ["m", "comprimé", "comprimés"],
  vaccine: ["m", "vaccin", "vaccins"],
  syrup: ["m", "sirop", "sirops"],
  ointment: ["f", "pommade", "pommades"],
  medicine: ["m", "médicament", "médicaments"],
  documentary: ["m", "documentaire", "documentaires"],
  cartoon: ["m", "dessin animé", "dessins animés"],
  comedy: ["f", "comédie", "comédies"],
  thriller: ["m", "thriller", "thrillers"],
  movie: ["m", "film", "films"],
  camera: ["f", "caméra", "caméras", "neuf"],
  screen: ["m", "écran", "écrans", "neuf"],
  microphone: ["m", "micro", "micros", "neuf"],
  projector: ["m", "projecteur", "projecteurs", "neuf"],
  device: ["m", "appareil", "appareils", "neuf"],
  share: ["f", "action", "actions"],
  bond: ["f", "obligation", "obligations"],
  investment: ["m", "placement", "placements"],
  account: ["m", "compte", "comptes"],
  loan: ["m", "prêt", "prêts"],
  invoice: ["f", "facture", "factures"],
  ticket: ["m", "billet", "billets"],
  map: ["f", "carte", "cartes", "neuf"],
  passport: ["m", "passeport", "passeports", "neuf"],
  suitcase: ["f", "valise", "valises", "neuf"],
  castle: ["m", "château", "châteaux", "neuf"],
  temple: ["m", "temple", "temples", "neuf"],
  palace: ["m", "palais", "palais", "neuf"],
  tower: ["f", "tour", "tours", "neuf"],
  building: ["m", "bâtiment", "bâtiments", "neuf"],
  dress: ["f", "robe", "robes", "neuf"],
  coat: ["m", "manteau", "manteaux", "neuf"],
  hat: ["m", "chapeau", "chapeaux", "neuf"],
  shirt: ["f", "chemise", "chemises", "neuf"],
  skirt: ["f", "jupe", "jupes", "neuf"],
  garment: ["m", "vêtement", "vêtements", "neuf"],
  rose: ["f", "rose", "roses"],
  tulip: ["f", "tulipe", "tulipes"],
  lily: ["m", "lys", "lys"],
  violet: ["f", "violette", "violettes"],
  flower: ["f", "fleur", "fleurs"],
  table: ["f", "table", "tables", "neuf"],
  chair: ["f", "chaise", "chaises", "neuf"],
  sofa: ["m", "canapé", "canapés", "neuf"],
  car: ["f", "voiture", "voitures", "neuf"],
  truck: ["m", "camion", "camions", "neuf"],
  motorcycle: ["f", "moto", "motos", "neuf"],
  bus: ["m", "bus", "bus", "neuf"],
  taxi: ["m", "taxi", "taxis", "neuf"],
  vehicle: ["m", "véhicule", "véhicules", "neuf"],
  engine: ["m", "moteur", "moteurs", "neuf"],
  tyre: ["m", "pneu", "pneus", "neuf"],
  brake: ["m", "frein", "freins", "neuf"],
  battery: ["f", "batterie", "batteries", "neuf"],
  part: ["f", "pièce détachée", "pièces détachées", "neuf"],
  dog: ["m", "chien", "chiens"],
  cat: ["m", "chat", "chats"],
  horse: ["m", "cheval", "chevaux"],
  cow: ["f", "vache", "vaches"],
  goat: ["f", "chèvre", "chèvres"],
  animal: ["m", "animal", "animaux"],
};

/** Past participle; every one takes "avoir". "Loué" is kept for renting, so praise is "vanté". */
const VERBS: Record<Verb, string> = {
  buy: "acheté",
  purchase: "acquis",
  sell: "vendu",
  find: "trouvé",
  discover: "découvert",
  lose: "égaré",
  choose: "choisi",
  select: "sélectionné",
  order: "commandé",
  steal: "volé",
  hide: "caché",
  show: "montré",
  photograph: "photographié",
  wash: "lavé",
  eat: "mangé",
  win: "gagné",
  loseMatch: "perdu",
  watch: "regardé",
  announce: "annoncé",
  criticize: "critiqué",
  praise: "vanté",
  sign: "signé",
  publish: "publié",
  read: "lu",
  write: "écrit",
  play: "joué",
  take: "pris",
  prescribe: "prescrit",
  film: "filmé",
  upload: "mis en ligne",
  delete: "supprimé",
  cancel: "annulé",
  visit: "visité",
  wear: "porté",
  sew: "cousu",
  plant: "planté",
  open: "ouvert",
  close: "fermé",
  drive: "conduit",
  repair: "réparé",
  damage: "endommagé",
  park: "garé",
  rent: "loué",
  feed: "nourri",
  paint: "peint",
};

/** [masculine, feminine]; `new` also has NEUF. */
const ADJECTIVES: Record<Adjective, readonly [string, string]> = {
  big: ["grand", "grande"],
  large: ["énorme", "énorme"],
  small: ["petit", "petite"],
  new: ["nouveau", "nouvelle"],
  old: ["vieux", "vieille"],
  expensive: ["cher", "chère"],
  cheap: ["bon marché", "bon marché"],
  clean: ["propre", "propre"],
  dirty: ["sale", "sale"],
  heavy: ["lourd", "lourde"],
  light: ["léger", "légère"],
  beautiful: ["beau", "belle"],
  ugly: ["laid", "laide"],
  famous: ["célèbre", "célèbre"],
  unknown: ["inconnu", "inconnue"],
  interesting: ["intéressant", "intéressante"],
  boring: ["ennuyeux", "ennuyeuse"],
  long: ["long", "longue"],
  short: ["court", "courte"],
};

/** Where; all with "à" or "dans", contracted or not, which `state` relies on. */
const PLACES: Record<Place, string> = {
  market: "au marché",
  shop: "au magasin",
  restaurant: "au restaurant",
  kitchen: "dans la cuisine",
  stadium: "au stade",
  gym: "au gymnase",
  parliament: "au parlement",
  office: "au bureau",
  theatre: "au théâtre",
  school: "à l'école",
  hospital: "à l'hôpital",
  pharmacy: "à la pharmacie",
  cinema: "au cinéma",
  studio: "au studio",
  bank: "à la banque",
  exchange: "à la Bourse",
  airport: "à l'aéroport",
  station: "à la gare",
  hotel: "à l'hôtel",
  garden: "dans le jardin",
  park: "dans le parc",
  home: "à la maison",
  garage: "au garage",
  street: "dans la rue",
  library: "à la bibliothèque",
  museum: "au musée",
  village: "au village",
};

/** When. */
const TIMES: Record<Time, string> = {
  monday: "lundi",
  tuesday: "mardi",
  wednesday: "mercredi",
  thursday: "jeudi",
  friday: "vendredi",
  saturday: "samedi",
  sunday: "dimanche",
  yesterday: "hier",
  morning: "le matin",
  evening: "le soir",
  summer: "en été",
  winter: "en hiver",
};

/** City names; "Le Caire" keeps its article. */
const CITIES: Record<City, string> = {
  paris: "Paris",
  london: "Londres",
  berlin: "Berlin",
  madrid: "Madrid",
  rome: "Rome",
  moscow: "Moscou",
  beijing: "Pékin",
  vienna: "Vienne",
  tokyo: "Tokyo",
  cairo: "Le Caire",
  istanbul: "Istanbul",
  delhi: "Delhi",
  nairobi: "Nairobi",
  bangkok: "Bangkok",
  hanoi: "Hanoï",
  athens: "Athènes",
};

/** [gender, occupation without its article] */
const ROLES: Record<Role, readonly [Gender, string]> = {
  cook: ["m", "cuisinier"],
  waiter: ["m", "serveur"],
  coach: ["m", "entraîneur"],
  athlete: ["m", "athlète"],
  minister: ["m", "ministre"],
  journalist: ["m", "journaliste"],
  singer: ["m", "chanteur"],
  musician: ["m", "musicien"],
  doctor: ["m", "médecin"],
  nurse: ["f", "infirmière"],
  director: ["m", "réalisateur"],
  actor: ["m", "acteur"],
  banker: ["m", "banquier"],
  investor: ["m", "investisseur"],
  tourist: ["m", "touriste"],
  guide: ["m", "guide"],
  tailor: ["m", "tailleur"],
  gardener: ["m", "jardinier"],
  driver: ["m", "chauffeur"],
  mechanic: ["m", "mécanicien"],
};

/** Names that French writes with an accent. */
const ACCENTED: Partial<Record<Name, string>> = { lena: "Léna", felix: "Félix", leo: "Léo" };

const NEUF: Record<Gender, string> = { m: "neuf", f: "neuve" };
const INDEFINITE: Record<Gender, string> = { m: "un", f: "une" };

/** No noun of ours begins with h, so that vowels decide. */
const elides = (word: string) => /^[aeiouàâéèêîôœ]/i.test(word);
const withDe = (word: string) => (elides(word) ? `d'${word}` : `de ${word}`);
const withArticle = (gender: Gender, noun: string) =>
  elides(noun) ? `l'${noun}` : `${gender === "f" ? "la" : "le"} ${noun}`;

/** "La voiture du garage": a noun takes its place with "de", where "à" would belong to the verb. */
const placeOfNoun = (place: string) => place.replace(/^(au|dans le) /, "du ").replace(/^(à|dans) (?=la |l')/, "de ");

export const french: Grammar = {
  language: "fr",
  subject: (subject) => {
    if (subject === "someone") return { text: "quelqu'un", agreement: "m" };
    if ("role" in subject) {
      const [gender, noun] = ROLES[subject.role];
      return { text: withArticle(gender, noun), agreement: gender };
    }
    const { name } = subject;
    return { text: ACCENTED[name] ?? LATIN_NAMES[name], agreement: isWoman(name) ? "f" : "m" };
  },
  object: (noun, count, negated) => {
    const [gender, singular, plural] = NOUNS[noun];
    if (count !== 1) return { text: `${count} ${plural}`, agreement: gender };
    return { text: negated ? withDe(singular) : `${INDEFINITE[gender]} ${singular}`, agreement: gender };
  },
  definite: (noun) => {
    const [gender, singular, , made] = NOUNS[noun];
    return { text: withArticle(gender, singular), agreement: words(gender, made) };
  },
  plural: (noun) => NOUNS[noun][2],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => (city === "cairo" ? "au Caire" : `à ${CITIES[city]}`),
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    // "Jouer" takes its instrument with "de", which "pas de guitare" has already.
    const needsDe = verb === "play" && !foreignVerb && !/^(de |d')/.test(object.text);
    const de = /^une? /.test(object.text) ? "d'" : "de ";
    const clause = words(
      subject.text,
      negated ? "n'a pas" : "a",
      foreignVerb ?? VERBS[verb],
      needsDe ? de + object.text : object.text,
      place,
    );
    return timeFirst && time ? `${time}, ${clause}` : words(clause, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [genderMark, made] = subject.agreement.split(" ");
    const gender = genderMark === "f" ? "f" : "m";
    const [masculine, feminine] = ADJECTIVES[adjective];
    const agreed = adjective === "new" && made === "neuf" ? NEUF[gender] : gender === "f" ? feminine : masculine;
    return words(subject.text, place && placeOfNoun(place), negated ? "n'est pas" : "est", foreignAdjective ?? agreed);
  },
  residence: ({ subject, verb, negated, city }) => {
    if (verb === "live") return words(subject.text, negated ? "n'habite pas" : "habite", city);
    return words(subject.text, negated ? "ne travaille pas" : "travaille", city);
  },
  headline: (city, first, second) => `${city} : ${first} et ${second}`,
  sentence: (clause) => capitalised(clause),
};
