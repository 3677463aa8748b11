import {
  type Adjective,
  type City,
  isWoman,
  type KindId,
  type Name,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { capitalised, type Grammar, type Phrase, words } from "../grammar.ts";
import { genderAndKind } from "./kinds.ts";
import { LATIN_NAMES } from "./names.ts";

/** Masculine things, masculine animals, feminine, neuter, and what has only a plural. */
type Gender = "m" | "a" | "f" | "n" | "p";

/** [gender, nominative singular, genitive singular, nominative plural, genitive plural, accusative where `accusative` errs] */
const NOUNS: Record<Noun, readonly [Gender, string, string, string, string, string?]> = {
  apple: ["n", "jabłko", "jabłka", "jabłka", "jabłek"],
  orange: ["f", "pomarańcza", "pomarańczy", "pomarańcze", "pomarańczy"],
  banana: ["m", "banan", "banana", "banany", "bananów"],
  pear: ["f", "gruszka", "gruszki", "gruszki", "gruszek"],
  lemon: ["f", "cytryna", "cytryny", "cytryny", "cytryn"],
  peach: ["f", "brzoskwinia", "brzoskwini", "brzoskwinie", "brzoskwiń"],
  fruit: ["m", "owoc", "owocu", "owoce", "owoców"],
  pizza: ["f", "pizza", "pizzy", "pizze", "pizz"],
  soup: ["f", "zupa", "zupy", "zupy", "zup"],
  salad: ["f", "sałatka", "sałatki", "sałatki", "sałatek"],
  omelette: ["m", "omlet", "omletu", "omlety", "omletów"],
  dish: ["n", "danie", "dania", "dania", "dań"],
  match: ["m", "mecz", "meczu", "mecze", "meczów"],
  race: ["m", "wyścig", "wyścigu", "wyścigi", "wyścigów"],
  tournament: ["m", "turniej", "turnieju", "turnieje", "turniejów"],
  marathon: ["m", "maraton", "maratonu", "maratony", "maratonów"],
  // "Zawody" has no singular and can hardly be counted.
  competition: ["f", "rywalizacja", "rywalizacji", "rywalizacje", "rywalizacji"],
  medal: ["m", "medal", "medalu", "medale", "medali"],
  trophy: ["m", "puchar", "pucharu", "puchary", "pucharów"],
  prize: ["f", "nagroda", "nagrody", "nagrody", "nagród"],
  ball: ["f", "piłka", "piłki", "piłki", "piłek"],
  racket: ["f", "rakietka", "rakietki", "rakietki", "rakietek"],
  law: ["f", "ustawa", "ustawy", "ustawy", "ustaw"],
  treaty: ["m", "traktat", "traktatu", "traktaty", "traktatów"],
  report: ["m", "raport", "raportu", "raporty", "raportów"],
  letter: ["m", "list", "listu", "listy", "listów"],
  article: ["m", "artykuł", "artykułu", "artykuły", "artykułów"],
  document: ["m", "dokument", "dokumentu", "dokumenty", "dokumentów"],
  guitar: ["f", "gitara", "gitary", "gitary", "gitar"],
  violin: ["p", "skrzypce", "skrzypiec", "skrzypce", "skrzypiec"],
  piano: ["n", "pianino", "pianina", "pianina", "pianin"],
  flute: ["m", "flet", "fletu", "flety", "fletów"],
  drum: ["m", "bęben", "bębna", "bębny", "bębnów"],
  instrument: ["m", "instrument", "instrumentu", "instrumenty", "instrumentów"],
  song: ["f", "piosenka", "piosenki", "piosenki", "piosenek"],
  novel: ["f", "powieść", "powieści", "powieści", "powieści"],
  poem: ["m", "wiersz", "wiersza", "wiersze", "wierszy"],
  pill: ["f", "tabletka", "tabletki", "tabletki", "tabletek"],
  vaccine: ["f", "szczepionka", "szczepionki", "szczepionki", "szczepionek"],
  syrup: ["m", "syrop", "syropu", "syropy", "syropów"],
  ointment: ["f", "maść", "maści", "maści", "maści"],
  medicine: ["m", "lek", "leku", "leki", "leków"],
  documentary: ["m", "film dokumentalny", "filmu dokumentalnego", "filmy dokumentalne", "filmów dokumentalnych"],
  cartoon: ["f", "kreskówka", "kreskówki", "kreskówki", "kreskówek"],
  comedy: ["f", "komedia", "komedii", "komedie", "komedii"],
  thriller: ["m", "thriller", "thrillera", "thrillery", "thrillerów"],
  movie: ["m", "film", "filmu", "filmy", "filmów"],
  camera: ["f", "kamera", "kamery", "kamery", "kamer"],
  screen: ["m", "ekran", "ekranu", "ekrany", "ekranów"],
  microphone: ["m", "mikrofon", "mikrofonu", "mikrofony", "mikrofonów"],
  projector: ["m", "projektor", "projektora", "projektory", "projektorów"],
  device: ["n", "urządzenie", "urządzenia", "urządzenia", "urządzeń"],
  share: ["f", "akcja", "akcji", "akcje", "akcji"],
  bond: ["f", "obligacja", "obligacji", "obligacje", "obligacji"],
  investment: ["f", "inwestycja", "inwestycji", "inwestycje", "inwestycji"],
  account: ["n", "konto", "konta", "konta", "kont"],
  loan: ["m", "kredyt", "kredytu", "kredyty", "kredytów"],
  invoice: ["f", "faktura", "faktury", "faktury", "faktur"],
  ticket: ["m", "bilet", "biletu", "bilety", "biletów"],
  map: ["f", "mapa", "mapy", "mapy", "map"],
  passport: ["m", "paszport", "paszportu", "paszporty", "paszportów"],
  suitcase: ["f", "walizka", "walizki", "walizki", "walizek"],
  castle: ["m", "zamek", "zamku", "zamki", "zamków"],
  temple: ["f", "świątynia", "świątyni", "świątynie", "świątyń"],
  palace: ["m", "pałac", "pałacu", "pałace", "pałaców"],
  tower: ["f", "wieża", "wieży", "wieże", "wież"],
  building: ["m", "budynek", "budynku", "budynki", "budynków"],
  dress: ["f", "sukienka", "sukienki", "sukienki", "sukienek"],
  coat: ["m", "płaszcz", "płaszcza", "płaszcze", "płaszczy"],
  hat: ["m", "kapelusz", "kapelusza", "kapelusze", "kapeluszy"],
  shirt: ["f", "koszula", "koszuli", "koszule", "koszul"],
  skirt: ["f", "spódnica", "spódnicy", "spódnice", "spódnic"],
  garment: ["n", "ubranie", "ubrania", "ubrania", "ubrań"],
  rose: ["f", "róża", "róży", "róże", "róż"],
  tulip: ["m", "tulipan", "tulipana", "tulipany", "tulipanów"],
  lily: ["f", "lilia", "lilii", "lilie", "lilii"],
  violet: ["m", "fiołek", "fiołka", "fiołki", "fiołków"],
  flower: ["m", "kwiat", "kwiatu", "kwiaty", "kwiatów"],
  table: ["m", "stół", "stołu", "stoły", "stołów"],
  chair: ["n", "krzesło", "krzesła", "krzesła", "krzeseł"],
  sofa: ["f", "kanapa", "kanapy", "kanapy", "kanap"],
  car: ["m", "samochód", "samochodu", "samochody", "samochodów"],
  truck: ["f", "ciężarówka", "ciężarówki", "ciężarówki", "ciężarówek"],
  motorcycle: ["m", "motocykl", "motocykla", "motocykle", "motocykli"],
  bus: ["m", "autobus", "autobusu", "autobusy", "autobusów"],
  taxi: ["f", "taksówka", "taksówki", "taksówki", "taksówek"],
  vehicle: ["m", "pojazd", "pojazdu", "pojazdy", "pojazdów"],
  engine: ["m", "silnik", "silnika", "silniki", "silników"],
  tyre: ["f", "opona", "opony", "opony", "opon"],
  brake: ["m", "hamulec", "hamulca", "hamulce", "hamulców"],
  battery: ["m", "akumulator", "akumulatora", "akumulatory", "akumulatorów"],
  part: ["f", "część zamienna", "części zamiennej", "części zamienne", "części zamiennych", "część zamienną"],
  dog: ["a", "pies", "psa", "psy", "psów"],
  cat: ["a", "kot", "kota", "koty", "kotów"],
  horse: ["a", "koń", "konia", "konie", "koni"],
  cow: ["f", "krowa", "krowy", "krowy", "krów"],
  goat: ["f", "koza", "kozy", "kozy", "kóz"],
  animal: ["n", "zwierzę", "zwierzęcia", "zwierzęta", "zwierząt"],
};

/** Past, third person singular: [masculine, feminine] */
type Past = readonly [string, string];

/** Regular pasts end in "-ł" and "-ła". */
const regular = (masculine: string): Past => [masculine, `${masculine}a`];

const VERBS: Record<Verb, Past> = {
  buy: regular("kupił"),
  purchase: regular("nabył"),
  sell: regular("sprzedał"),
  find: ["znalazł", "znalazła"],
  discover: regular("odkrył"),
  lose: regular("zgubił"),
  choose: regular("wybrał"),
  select: regular("wyselekcjonował"),
  order: regular("zamówił"),
  steal: regular("ukradł"),
  hide: regular("schował"),
  show: regular("pokazał"),
  photograph: regular("sfotografował"),
  wash: regular("umył"),
  eat: regular("zjadł"),
  win: regular("wygrał"),
  loseMatch: regular("przegrał"),
  watch: regular("obejrzał"),
  announce: regular("zapowiedział"),
  criticize: regular("skrytykował"),
  praise: regular("pochwalił"),
  sign: regular("podpisał"),
  publish: regular("opublikował"),
  read: regular("przeczytał"),
  write: regular("napisał"),
  play: regular("grał"),
  take: ["przyjął", "przyjęła"],
  prescribe: regular("przepisał"),
  film: regular("sfilmował"),
  upload: regular("wgrał"),
  delete: ["usunął", "usunęła"],
  cancel: regular("anulował"),
  visit: regular("zwiedził"),
  wear: ["miał na sobie", "miała na sobie"],
  sew: regular("uszył"),
  plant: regular("posadził"),
  open: regular("otworzył"),
  close: ["zamknął", "zamknęła"],
  drive: regular("prowadził"),
  repair: regular("naprawił"),
  damage: regular("uszkodził"),
  park: regular("zaparkował"),
  rent: regular("wypożyczył"),
  feed: regular("nakarmił"),
  paint: regular("namalował"),
};
/** Clothes are laundered, contests called off, prizes gained, films shot, furniture coated with paint. */
const SPECIAL_VERBS: Partial<Record<KindId, Partial<Record<Verb, Past>>>> = {
  garment: { wash: regular("wyprał") },
  competition: { cancel: regular("odwołał") },
  prize: { win: regular("zdobył") },
  movie: { film: regular("nakręcił") },
  furniture: { paint: regular("pomalował") },
};
const SPECIAL_KINDS = Object.keys(SPECIAL_VERBS) as KindId[];

const COUNTS = [1, 3, 4, 5, 6, 7, 8, 9];
/** What is played stands in the locative: [noun, singular, plural] */
const PLAYED: readonly (readonly [Noun, string, string])[] = [
  ["guitar", "gitarze", "gitarach"],
  ["violin", "skrzypcach", "skrzypcach"],
  ["piano", "pianinie", "pianinach"],
  ["flute", "flecie", "fletach"],
  ["drum", "bębnie", "bębnach"],
  ["instrument", "instrumencie", "instrumentach"],
];

/** [masculine, feminine, neuter and plural of things] */
const ADJECTIVES: Record<Adjective, readonly [string, string, string]> = {
  big: ["duży", "duża", "duże"],
  large: ["wielki", "wielka", "wielkie"],
  small: ["mały", "mała", "małe"],
  new: ["nowy", "nowa", "nowe"],
  old: ["stary", "stara", "stare"],
  expensive: ["drogi", "droga", "drogie"],
  cheap: ["tani", "tania", "tanie"],
  clean: ["czysty", "czysta", "czyste"],
  dirty: ["brudny", "brudna", "brudne"],
  heavy: ["ciężki", "ciężka", "ciężkie"],
  light: ["lekki", "lekka", "lekkie"],
  beautiful: ["piękny", "piękna", "piękne"],
  ugly: ["brzydki", "brzydka", "brzydkie"],
  famous: ["słynny", "słynna", "słynne"],
  unknown: ["nieznany", "nieznana", "nieznane"],
  interesting: ["ciekawy", "ciekawa", "ciekawe"],
  boring: ["nudny", "nudna", "nudne"],
  long: ["długi", "długa", "długie"],
  short: ["krótki", "krótka", "krótkie"],
};

const PLACES: Record<Place, string> = {
  market: "na targu",
  shop: "w sklepie",
  restaurant: "w restauracji",
  kitchen: "w kuchni",
  stadium: "na stadionie",
  gym: "w hali sportowej",
  parliament: "w parlamencie",
  office: "w biurze",
  theatre: "w teatrze",
  school: "w szkole",
  hospital: "w szpitalu",
  pharmacy: "w aptece",
  cinema: "w kinie",
  studio: "w studiu filmowym",
  bank: "w banku",
  exchange: "na giełdzie",
  airport: "na lotnisku",
  station: "na dworcu",
  hotel: "w hotelu",
  garden: "w ogrodzie",
  park: "w parku",
  home: "w domu",
  garage: "w garażu",
  street: "na ulicy",
  library: "w bibliotece",
  museum: "w muzeum",
  village: "w wiosce",
};

const TIMES: Record<Time, string> = {
  monday: "w poniedziałek",
  tuesday: "we wtorek",
  wednesday: "w środę",
  thursday: "w czwartek",
  friday: "w piątek",
  saturday: "w sobotę",
  sunday: "w niedzielę",
  yesterday: "wczoraj",
  morning: "rano",
  evening: "wieczorem",
  summer: "latem",
  winter: "zimą",
};

/** [nominative, locative] */
const CITIES: Record<City, readonly [string, string]> = {
  paris: ["Paryż", "Paryżu"],
  london: ["Londyn", "Londynie"],
  berlin: ["Berlin", "Berlinie"],
  madrid: ["Madryt", "Madrycie"],
  rome: ["Rzym", "Rzymie"],
  moscow: ["Moskwa", "Moskwie"],
  beijing: ["Pekin", "Pekinie"],
  vienna: ["Wiedeń", "Wiedniu"],
  tokyo: ["Tokio", "Tokio"],
  cairo: ["Kair", "Kairze"],
  istanbul: ["Stambuł", "Stambule"],
  delhi: ["Delhi", "Delhi"],
  nairobi: ["Nairobi", "Nairobi"],
  bangkok: ["Bangkok", "Bangkoku"],
  hanoi: ["Hanoi", "Hanoi"],
  athens: ["Ateny", "Atenach"],
};

/** Names that Polish has in a form of its own. */
const POLISH_NAMES: Partial<Record<Name, string>> = {
  sofia: "Zofia",
  clara: "Klara",
  eva: "Ewa",
  peter: "Piotr",
  david: "Dawid",
  paul: "Paweł",
  martin: "Marcin",
  oscar: "Oskar",
  simon: "Szymon",
  victor: "Wiktor",
  felix: "Feliks",
};

/** All masculine but the nurse. */
const ROLES: Record<Role, string> = {
  cook: "kucharz",
  waiter: "kelner",
  coach: "trener",
  athlete: "sportowiec",
  minister: "minister",
  journalist: "dziennikarz",
  singer: "piosenkarz",
  musician: "muzyk",
  doctor: "lekarz",
  nurse: "pielęgniarka",
  director: "reżyser",
  actor: "aktor",
  banker: "bankier",
  investor: "inwestor",
  tourist: "turysta",
  guide: "przewodnik",
  tailor: "krawiec",
  gardener: "ogrodnik",
  driver: "kierowca",
  mechanic: "mechanik",
};

/** Feminines in -a have an accusative of their own; animals take the genitive; for the rest it is the nominative. */
function accusative(noun: Noun): string {
  const [gender, nominative, genitive, , , own] = NOUNS[noun];
  if (own) return own;
  if (gender === "a") return genitive;
  return gender === "f" ? nominative.replace(/a$/, "ę") : nominative;
}

/** In the accusative; only 5 to 9, and any number of what has no singular, take the genitive plural. */
function counted(noun: Noun, count: number): string {
  const [gender, , , plural, genitivePlural] = NOUNS[noun];
  if (count === 1) return accusative(noun);
  return `${count} ${count < 5 && gender !== "p" ? plural : genitivePlural}`;
}

/** The object of a denied verb stands in the genitive. */
function denied(noun: Noun, count: number): string {
  const [, , genitive, , genitivePlural] = NOUNS[noun];
  return count === 1 ? genitive : `${count} ${genitivePlural}`;
}

function past(verb: Verb, subject: Phrase, object: Phrase): string {
  const kind = SPECIAL_KINDS.find((id) => object.agreement.endsWith(`:${id}`));
  const [masculine, feminine] = (kind && SPECIAL_VERBS[kind]?.[verb]) ?? VERBS[verb];
  return subject.agreement === "f" ? feminine : masculine;
}

/** "3 gitary" → "na 3 gitarach"; the whole text is the key, since "gitary" alone is a denied singular. */
const LOCATIVE: ReadonlyMap<string, string> = new Map(
  PLAYED.flatMap(([noun, one, more]) =>
    COUNTS.flatMap((count): [string, string][] =>
      [counted(noun, count), denied(noun, count)].map((text) => [text, count === 1 ? one : `${count} ${more}`]),
    ),
  ),
);

export const polish: Grammar = {
  language: "pl",
  subject: (subject) => {
    if (subject === "someone") return { text: "ktoś", agreement: "m" };
    if ("role" in subject) return { text: ROLES[subject.role], agreement: subject.role === "nurse" ? "f" : "m" };
    const { name } = subject;
    return { text: POLISH_NAMES[name] ?? LATIN_NAMES[name], agreement: isWoman(name) ? "f" : "m" };
  },
  object: (noun, count, negated) => ({
    text: negated ? denied(noun, count) : counted(noun, count),
    agreement: genderAndKind(NOUNS[noun][0], noun, SPECIAL_KINDS),
  }),
  definite: (noun) => ({ text: NOUNS[noun][1], agreement: NOUNS[noun][0] }),
  plural: (noun) => NOUNS[noun][3],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `w ${CITIES[city][1]}`,
  city: (city) => CITIES[city][0],
  verb: (verb) => VERBS[verb][0],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const action = words(negated && "nie", foreignVerb ?? past(verb, subject, object));
    const target = verb === "play" ? `na ${LOCATIVE.get(object.text) ?? object.text}` : object.text;
    // A time that is not the point of the sentence stands beside the verb; at the end it would be contrastive.
    return timeFirst
      ? words(time, subject.text, action, target, place)
      : words(subject.text, action, time, target, place);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [masculine, feminine, neuter] = ADJECTIVES[adjective];
    const { agreement } = subject;
    const agreeing = agreement === "f" ? feminine : agreement === "n" || agreement === "p" ? neuter : masculine;
    const copula = agreement === "p" ? "są" : "jest";
    return words(subject.text, place, negated && "nie", copula, foreignAdjective ?? agreeing);
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "nie", verb === "live" ? "mieszka" : "pracuje", city),
  headline: (city, first, second) => `${city}: ${first} i ${second}`,
  sentence: (clause) => capitalised(clause),
};
