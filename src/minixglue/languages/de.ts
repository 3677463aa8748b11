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
import { LATIN_NAMES } from "./names.ts";

type Gender = "m" | "f" | "n";

/** [gender, singular, plural]; nominative and accusative are alike for all of them. */
const NOUNS: Record<Noun, readonly [Gender, string, string]> = {
  apple: ["m", "Apfel", "Äpfel"],
  orange: ["f", "Orange", "Orangen"],
  banana: ["f", "Banane", "Bananen"],
  pear: ["f", "Birne", "Birnen"],
  lemon: ["f", "Zitrone", "Zitronen"],
  peach: ["m", "Pfirsich", "Pfirsiche"],
  fruit: ["f", "Frucht", "Früchte"],
  pizza: ["f", "Pizza", "Pizzas"],
  soup: ["f", "Suppe", "Suppen"],
  salad: ["m", "Salat", "Salate"],
  omelette: ["n", "Omelett", "Omeletts"],
  dish: ["n", "Gericht", "Gerichte"],
  match: ["n", "Spiel", "Spiele"],
  race: ["n", "Rennen", "Rennen"],
  tournament: ["n", "Turnier", "Turniere"],
  marathon: ["m", "Marathon", "Marathons"],
  competition: ["m", "Wettkampf", "Wettkämpfe"],
  medal: ["f", "Medaille", "Medaillen"],
  trophy: ["m", "Pokal", "Pokale"],
  prize: ["m", "Preis", "Preise"],
  ball: ["m", "Ball", "Bälle"],
  racket: ["m", "Schläger", "Schläger"],
  law: ["n", "Gesetz", "Gesetze"],
  treaty: ["m", "Vertrag", "Verträge"],
  report: ["m", "Bericht", "Berichte"],
  letter: ["m", "Brief", "Briefe"],
  article: ["m", "Artikel", "Artikel"],
  document: ["n", "Dokument", "Dokumente"],
  guitar: ["f", "Gitarre", "Gitarren"],
  violin: ["f", "Geige", "Geigen"],
  piano: ["n", "Klavier", "Klaviere"],
  flute: ["f", "Flöte", "Flöten"],
  drum: ["f", "Trommel", "Trommeln"],
  instrument: ["n", "Instrument", "Instrumente"],
  song: ["n", "Lied", "Lieder"],
  novel: ["m", "Roman", "Romane"],
  poem: ["n", "Gedicht", "Gedichte"],
  pill: ["f", "Tablette", "Tabletten"],
  vaccine: ["m", "Impfstoff", "Impfstoffe"],
  syrup: ["m", "Sirup", "Sirupe"],
  ointment: ["f", "Salbe", "Salben"],
  medicine: ["n", "Medikament", "Medikamente"],
  documentary: ["m", "Dokumentarfilm", "Dokumentarfilme"],
  cartoon: ["m", "Zeichentrickfilm", "Zeichentrickfilme"],
  comedy: ["f", "Komödie", "Komödien"],
  thriller: ["m", "Thriller", "Thriller"],
  movie: ["m", "Film", "Filme"],
  camera: ["f", "Kamera", "Kameras"],
  screen: ["m", "Bildschirm", "Bildschirme"],
  microphone: ["n", "Mikrofon", "Mikrofone"],
  projector: ["m", "Projektor", "Projektoren"],
  device: ["n", "Gerät", "Geräte"],
  share: ["f", "Aktie", "Aktien"],
  bond: ["f", "Anleihe", "Anleihen"],
  investment: ["f", "Geldanlage", "Geldanlagen"],
  account: ["n", "Konto", "Konten"],
  loan: ["m", "Kredit", "Kredite"],
  invoice: ["f", "Rechnung", "Rechnungen"],
  ticket: ["n", "Ticket", "Tickets"],
  map: ["f", "Landkarte", "Landkarten"],
  passport: ["m", "Reisepass", "Reisepässe"],
  suitcase: ["m", "Koffer", "Koffer"],
  castle: ["f", "Burg", "Burgen"],
  temple: ["m", "Tempel", "Tempel"],
  palace: ["m", "Palast", "Paläste"],
  tower: ["m", "Turm", "Türme"],
  building: ["n", "Gebäude", "Gebäude"],
  dress: ["n", "Kleid", "Kleider"],
  coat: ["m", "Mantel", "Mäntel"],
  hat: ["m", "Hut", "Hüte"],
  shirt: ["n", "Hemd", "Hemden"],
  skirt: ["m", "Rock", "Röcke"],
  garment: ["n", "Kleidungsstück", "Kleidungsstücke"],
  rose: ["f", "Rose", "Rosen"],
  tulip: ["f", "Tulpe", "Tulpen"],
  lily: ["f", "Lilie", "Lilien"],
  violet: ["n", "Veilchen", "Veilchen"],
  flower: ["f", "Blume", "Blumen"],
  table: ["m", "Tisch", "Tische"],
  chair: ["m", "Stuhl", "Stühle"],
  sofa: ["n", "Sofa", "Sofas"],
  car: ["n", "Auto", "Autos"],
  truck: ["m", "Lastwagen", "Lastwagen"],
  motorcycle: ["n", "Motorrad", "Motorräder"],
  bus: ["m", "Bus", "Busse"],
  taxi: ["n", "Taxi", "Taxis"],
  vehicle: ["n", "Fahrzeug", "Fahrzeuge"],
  engine: ["m", "Motor", "Motoren"],
  tyre: ["m", "Reifen", "Reifen"],
  brake: ["f", "Bremse", "Bremsen"],
  battery: ["f", "Batterie", "Batterien"],
  part: ["n", "Ersatzteil", "Ersatzteile"],
  dog: ["m", "Hund", "Hunde"],
  cat: ["f", "Katze", "Katzen"],
  horse: ["n", "Pferd", "Pferde"],
  cow: ["f", "Kuh", "Kühe"],
  goat: ["f", "Ziege", "Ziegen"],
  animal: ["n", "Tier", "Tiere"],
};

/** Past participle; every one takes `haben`. `verloren` is kept for defeat, so mislaying is `verlegt`. */
const VERBS: Record<Verb, string> = {
  buy: "gekauft",
  purchase: "erworben",
  sell: "verkauft",
  find: "gefunden",
  discover: "entdeckt",
  lose: "verlegt",
  choose: "ausgesucht",
  select: "ausgewählt",
  order: "bestellt",
  steal: "gestohlen",
  hide: "versteckt",
  show: "gezeigt",
  photograph: "fotografiert",
  wash: "gewaschen",
  eat: "gegessen",
  win: "gewonnen",
  loseMatch: "verloren",
  watch: "gesehen",
  announce: "angekündigt",
  criticize: "kritisiert",
  praise: "gelobt",
  sign: "unterschrieben",
  publish: "veröffentlicht",
  read: "gelesen",
  write: "geschrieben",
  play: "gespielt",
  take: "eingenommen",
  prescribe: "verschrieben",
  film: "gefilmt",
  upload: "hochgeladen",
  delete: "gelöscht",
  cancel: "storniert",
  visit: "besichtigt",
  wear: "getragen",
  sew: "genäht",
  plant: "gepflanzt",
  open: "geöffnet",
  close: "geschlossen",
  drive: "gefahren",
  repair: "repariert",
  damage: "beschädigt",
  park: "geparkt",
  rent: "gemietet",
  feed: "gefüttert",
  paint: "gemalt",
};

/** Predicative adjectives do not inflect. */
const ADJECTIVES: Record<Adjective, string> = {
  big: "groß",
  large: "riesig",
  small: "klein",
  new: "neu",
  old: "alt",
  expensive: "teuer",
  cheap: "billig",
  clean: "sauber",
  dirty: "schmutzig",
  heavy: "schwer",
  light: "leicht",
  beautiful: "schön",
  ugly: "hässlich",
  famous: "berühmt",
  unknown: "unbekannt",
  interesting: "interessant",
  boring: "langweilig",
  long: "lang",
  short: "kurz",
};

/** Where: preposition and dative. */
const PLACES: Record<Place, string> = {
  market: "auf dem Markt",
  shop: "im Laden",
  restaurant: "im Restaurant",
  kitchen: "in der Küche",
  stadium: "im Stadion",
  gym: "in der Sporthalle",
  parliament: "im Parlament",
  office: "im Büro",
  theatre: "im Theater",
  school: "in der Schule",
  hospital: "im Krankenhaus",
  pharmacy: "in der Apotheke",
  cinema: "im Kino",
  studio: "im Filmstudio",
  bank: "in der Bank",
  exchange: "an der Börse",
  airport: "am Flughafen",
  station: "am Bahnhof",
  hotel: "im Hotel",
  garden: "im Garten",
  park: "im Park",
  home: "zu Hause",
  garage: "in der Garage",
  street: "auf der Straße",
  library: "in der Bibliothek",
  museum: "im Museum",
  village: "im Dorf",
};

/** When. */
const TIMES: Record<Time, string> = {
  monday: "am Montag",
  tuesday: "am Dienstag",
  wednesday: "am Mittwoch",
  thursday: "am Donnerstag",
  friday: "am Freitag",
  saturday: "am Samstag",
  sunday: "am Sonntag",
  yesterday: "gestern",
  morning: "am Morgen",
  evening: "am Abend",
  summer: "im Sommer",
  winter: "im Winter",
};

/** City names. */
const CITIES: Record<City, string> = {
  paris: "Paris",
  london: "London",
  berlin: "Berlin",
  madrid: "Madrid",
  rome: "Rom",
  moscow: "Moskau",
  beijing: "Peking",
  vienna: "Wien",
  tokyo: "Tokio",
  cairo: "Kairo",
  istanbul: "Istanbul",
  delhi: "Delhi",
  nairobi: "Nairobi",
  bangkok: "Bangkok",
  hanoi: "Hanoi",
  athens: "Athen",
};

/** Occupations in the nominative, article and all. */
const ROLES: Record<Role, string> = {
  cook: "der Koch",
  waiter: "der Kellner",
  coach: "der Trainer",
  athlete: "der Sportler",
  minister: "der Minister",
  journalist: "der Journalist",
  singer: "der Sänger",
  musician: "der Musiker",
  doctor: "der Arzt",
  nurse: "die Krankenschwester",
  director: "der Regisseur",
  actor: "der Schauspieler",
  banker: "der Banker",
  investor: "der Investor",
  tourist: "der Tourist",
  guide: "der Fremdenführer",
  tailor: "der Schneider",
  gardener: "der Gärtner",
  driver: "der Fahrer",
  mechanic: "der Mechaniker",
};

const DEFINITE: Record<Gender, string> = { m: "der", f: "die", n: "das" };
const INDEFINITE_ACCUSATIVE: Record<Gender, string> = { m: "einen", f: "eine", n: "ein" };

/** Contests are "abgesagt", whereas orders and bills are "storniert"; their objects carry this mark in `agreement`. */
const CONTEST = "contest";
const CONTESTS: readonly Noun[] = ["match", "race", "tournament", "marathon", "competition"];
const CONTEST_CANCELLED = "abgesagt";

export const german: Grammar = {
  language: "de",
  subject: (subject) => {
    if (subject === "someone") return { text: "jemand", agreement: "m" };
    if ("role" in subject) {
      const text = ROLES[subject.role];
      return { text, agreement: text.startsWith("die ") ? "f" : "m" };
    }
    return { text: LATIN_NAMES[subject.name], agreement: isWoman(subject.name) ? "f" : "m" };
  },
  object: (noun, count, negated) => {
    const [gender, singular, plural] = NOUNS[noun];
    const article = (negated ? "k" : "") + INDEFINITE_ACCUSATIVE[gender];
    const text = count === 1 ? `${article} ${singular}` : words(negated && "keine", `${count} ${plural}`);
    return { text, agreement: CONTESTS.includes(noun) ? CONTEST : gender };
  },
  definite: (noun) => {
    const [gender, singular] = NOUNS[noun];
    return { text: `${DEFINITE[gender]} ${singular}`, agreement: gender };
  },
  plural: (noun) => NOUNS[noun][2],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `in ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const own = verb === "cancel" && object.agreement === CONTEST ? CONTEST_CANCELLED : VERBS[verb];
    // A German object negates with its "kein"; one from another language leaves that to "nicht".
    const not = negated && !/^kein/.test(object.text) && "nicht";
    const rest = words(place, object.text, not, foreignVerb ?? own);
    return timeFirst && time ? words(time, "hat", subject.text, rest) : words(subject.text, "hat", time, rest);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) =>
    words(subject.text, place, "ist", negated && "nicht", foreignAdjective ?? ADJECTIVES[adjective]),
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, verb === "live" ? "wohnt" : "arbeitet", negated && "nicht", city),
  headline: (city, first, second) => `${city}: ${first} und ${second}`,
  sentence: (clause) => capitalised(clause),
};
