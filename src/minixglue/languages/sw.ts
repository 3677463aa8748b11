import {
  type Adjective,
  type City,
  KINDS,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { capitalised, type Grammar, words } from "../grammar.ts";
import { LATIN_NAMES } from "./names.ts";

/**
 * "singular|plural|class of the singular"; a noun of two classes numbers has its plural from the even one. Living beings
 * agree as class 1 whatever their form; "mbio" has no singular of its own and agrees as class 10.
 */
const NOUNS: Record<Noun, string> = {
  apple: "tufaha|matufaha|5",
  orange: "chungwa|machungwa|5",
  banana: "ndizi|ndizi|9",
  pear: "peari|peari|9",
  lemon: "limau|malimau|5",
  peach: "pichi|mapichi|5",
  fruit: "tunda|matunda|5",
  pizza: "piza|piza|9",
  soup: "supu|supu|9",
  salad: "saladi|saladi|9",
  omelette: "omleti|omleti|9",
  dish: "chakula|vyakula|7",
  match: "mechi|mechi|9",
  race: "mbio|mbio|10",
  tournament: "mchuano|michuano|3",
  marathon: "marathoni|marathoni|9",
  competition: "shindano|mashindano|5",
  medal: "medali|medali|9",
  trophy: "kombe|makombe|5",
  prize: "tuzo|tuzo|9",
  ball: "mpira|mipira|3",
  racket: "raketi|raketi|9",
  law: "sheria|sheria|9",
  treaty: "mkataba|mikataba|3",
  report: "ripoti|ripoti|9",
  letter: "barua|barua|9",
  article: "makala|makala|9",
  document: "hati|hati|9",
  guitar: "gitaa|magitaa|5",
  violin: "fidla|fidla|9",
  piano: "piano|piano|9",
  flute: "filimbi|filimbi|9",
  drum: "ngoma|ngoma|9",
  instrument: "ala ya muziki|ala za muziki|9",
  song: "wimbo|nyimbo|11",
  novel: "riwaya|riwaya|9",
  poem: "shairi|mashairi|5",
  pill: "kidonge|vidonge|7",
  vaccine: "chanjo|chanjo|9",
  syrup: "dawa ya maji|dawa za maji|9",
  ointment: "marhamu|marhamu|9",
  medicine: "dawa|dawa|9",
  documentary: "filamu ya hali halisi|filamu za hali halisi|9",
  cartoon: "katuni|katuni|9",
  comedy: "filamu ya vichekesho|filamu za vichekesho|9",
  thriller: "filamu ya kusisimua|filamu za kusisimua|9",
  movie: "filamu|filamu|9",
  camera: "kamera|kamera|9",
  screen: "skrini|skrini|9",
  microphone: "kipaza sauti|vipaza sauti|7",
  projector: "projekta|projekta|9",
  device: "kifaa|vifaa|7",
  share: "hisa|hisa|9",
  bond: "hati fungani|hati fungani|9",
  investment: "kitega uchumi|vitega uchumi|7",
  account: "akaunti|akaunti|9",
  loan: "mkopo|mikopo|3",
  invoice: "ankara|ankara|9",
  ticket: "tiketi|tiketi|9",
  map: "ramani|ramani|9",
  passport: "pasipoti|pasipoti|9",
  suitcase: "sanduku|masanduku|5",
  castle: "ngome|ngome|9",
  temple: "hekalu|mahekalu|5",
  palace: "kasri|makasri|5",
  tower: "mnara|minara|3",
  building: "jengo|majengo|5",
  dress: "gauni|magauni|5",
  coat: "koti|makoti|5",
  hat: "kofia|kofia|9",
  shirt: "shati|mashati|5",
  skirt: "sketi|sketi|9",
  garment: "vazi|mavazi|5",
  rose: "waridi|mawaridi|5",
  tulip: "tulipu|tulipu|9",
  lily: "yungiyungi|mayungiyungi|5",
  violet: "violeti|violeti|9",
  flower: "ua|maua|5",
  table: "meza|meza|9",
  chair: "kiti|viti|7",
  sofa: "sofa|sofa|9",
  car: "gari|magari|5",
  truck: "lori|malori|5",
  motorcycle: "pikipiki|pikipiki|9",
  bus: "basi|mabasi|5",
  taxi: "teksi|teksi|9",
  vehicle: "chombo cha usafiri|vyombo vya usafiri|7",
  engine: "injini|injini|9",
  tyre: "tairi|matairi|5",
  brake: "breki|breki|9",
  battery: "betri|betri|9",
  part: "kipuri|vipuri|7",
  dog: "mbwa|mbwa|1",
  cat: "paka|paka|1",
  horse: "farasi|farasi|1",
  cow: "ng'ombe|ng'ombe|1",
  goat: "mbuzi|mbuzi|1",
  animal: "mnyama|wanyama|1",
};

/** "stem", "stem|before the object" or "stem|before|after the object"; ali- makes the past, haku- its negation. */
const VERBS: Record<Verb, string> = {
  buy: "nunua",
  // To buy for oneself: the everyday word besides the plain one.
  purchase: "jinunulia",
  sell: "uza",
  find: "pata",
  discover: "gundua",
  lose: "poteza",
  choose: "chagua",
  select: "teua",
  order: "agiza",
  steal: "iba",
  hide: "ficha",
  show: "onyesha",
  photograph: "piga|picha ya",
  wash: "osha",
  eat: "la",
  win: "shinda",
  loseMatch: "shindwa|katika",
  watch: "tazama",
  announce: "tangaza",
  criticize: "kosoa",
  praise: "sifu",
  sign: "tia|saini",
  publish: "chapisha",
  read: "soma",
  write: "andika",
  play: "piga",
  take: "tumia",
  prescribe: "mwandikia|mgonjwa",
  film: "rekodi||kwa kamera",
  upload: "pakia||mtandaoni",
  delete: "futa",
  cancel: "batilisha",
  visit: "tembelea",
  wear: "vaa",
  sew: "shona",
  plant: "panda",
  open: "fungua",
  close: "funga",
  drive: "endesha",
  repair: "rekebisha",
  damage: "haribu",
  park: "egesha",
  rent: "kodi",
  feed: "lisha",
  paint: "chora",
};
/** Clothes are washed with a verb of their own. */
const WASH_CLOTHES = "fua";

/**
 * "classes 1, 3 and 11|class 5|class 7|classes 9 and 10"; one form alone does not change, and "-a" stands for the
 * connective of the class. "unknown" is a verb and its row serves other languages only.
 */
const ADJECTIVES: Record<Adjective, string> = {
  big: "mkubwa|kubwa|kikubwa|kubwa",
  large: "mkubwa sana|kubwa sana|kikubwa sana|kubwa sana",
  small: "mdogo|dogo|kidogo|ndogo",
  new: "mpya|jipya|kipya|mpya",
  old: "-a zamani",
  expensive: "ghali",
  cheap: "-a bei nafuu",
  clean: "safi",
  dirty: "mchafu|chafu|kichafu|chafu",
  heavy: "mzito|zito|kizito|nzito",
  light: "mwepesi|jepesi|chepesi|nyepesi",
  beautiful: "mzuri|zuri|kizuri|nzuri",
  ugly: "mbaya|baya|kibaya|mbaya",
  famous: "maarufu",
  unknown: "usiojulikana|lisilojulikana|kisichojulikana|isiyojulikana",
  interesting: "-a kuvutia",
  boring: "-a kuchosha",
  long: "mrefu|refu|kirefu|ndefu",
  short: "mfupi|fupi|kifupi|fupi",
};
/** "old" of a living being. */
const AGED = "mzee";

/** What agrees with each class: column of `ADJECTIVES`, connective, subject prefix, "which is at". */
interface Concord {
  readonly column: 0 | 1 | 2 | 3;
  readonly connective: string;
  readonly prefix: string;
  readonly located: string;
}
const CLASS_9: Concord = { column: 3, connective: "ya", prefix: "i", located: "iliyoko" };
const CONCORDS: ReadonlyMap<string, Concord> = new Map([
  ["1", { column: 0, connective: "wa", prefix: "a", located: "aliyeko" }],
  ["3", { column: 0, connective: "wa", prefix: "u", located: "ulioko" }],
  ["5", { column: 1, connective: "la", prefix: "li", located: "lililoko" }],
  ["7", { column: 2, connective: "cha", prefix: "ki", located: "kilichoko" }],
  ["9", CLASS_9],
  ["10", { column: 3, connective: "za", prefix: "zi", located: "zilizoko" }],
  ["11", { column: 0, connective: "wa", prefix: "u", located: "ulioko" }],
]);

const PLACES: Record<Place, string> = {
  market: "sokoni",
  shop: "dukani",
  restaurant: "mkahawani",
  kitchen: "jikoni",
  stadium: "uwanjani",
  gym: "katika ukumbi wa mazoezi",
  parliament: "bungeni",
  office: "ofisini",
  theatre: "katika ukumbi wa maigizo",
  school: "shuleni",
  hospital: "hospitalini",
  pharmacy: "katika duka la dawa",
  cinema: "katika ukumbi wa sinema",
  studio: "studioni",
  bank: "katika benki",
  exchange: "katika soko la hisa",
  airport: "katika uwanja wa ndege",
  station: "kituoni",
  hotel: "hotelini",
  garden: "bustanini",
  park: "katika bustani ya umma",
  home: "nyumbani",
  garage: "katika gereji",
  street: "barabarani",
  library: "maktabani",
  museum: "katika makumbusho",
  village: "kijijini",
};

const TIMES: Record<Time, string> = {
  monday: "siku ya Jumatatu",
  tuesday: "siku ya Jumanne",
  wednesday: "siku ya Jumatano",
  thursday: "siku ya Alhamisi",
  friday: "siku ya Ijumaa",
  saturday: "siku ya Jumamosi",
  sunday: "siku ya Jumapili",
  yesterday: "jana",
  morning: "asubuhi",
  evening: "jioni",
  summer: "wakati wa majira ya joto",
  winter: "wakati wa majira ya baridi",
};

const CITIES: Record<City, string> = {
  paris: "Paris",
  london: "London",
  berlin: "Berlin",
  madrid: "Madrid",
  rome: "Roma",
  moscow: "Moscow",
  beijing: "Beijing",
  vienna: "Vienna",
  tokyo: "Tokyo",
  cairo: "Kairo",
  istanbul: "Istanbul",
  delhi: "Delhi",
  nairobi: "Nairobi",
  bangkok: "Bangkok",
  hanoi: "Hanoi",
  athens: "Athens",
};

const ROLES: Record<Role, string> = {
  cook: "mpishi",
  waiter: "mhudumu",
  coach: "kocha",
  athlete: "mwanariadha",
  minister: "waziri",
  journalist: "mwandishi wa habari",
  singer: "mwimbaji",
  musician: "mwanamuziki",
  doctor: "daktari",
  nurse: "muuguzi",
  director: "mwongozaji wa filamu",
  actor: "mwigizaji",
  banker: "mwanabenki",
  investor: "mwekezaji",
  tourist: "mtalii",
  guide: "mwongoza watalii",
  tailor: "mshonaji",
  gardener: "mtunza bustani",
  driver: "dereva",
  mechanic: "fundi wa magari",
};

/** [affirmative, negated] */
const RESIDENCE = { live: ["anaishi", "haishi"], work: ["anafanya kazi", "hafanyi kazi"] } as const;

/** [singular, plural, class] */
function forms(noun: Noun): readonly [string, string, string] {
  const [singular = "", plural = "", nounClass = "9"] = NOUNS[noun].split("|");
  return [singular, plural, nounClass];
}

function past(stem: string, negated: boolean): string {
  // A stem of one syllable keeps its ku- in the affirmative: alikula, but hakula.
  if (stem === "la") return negated ? "hakula" : "alikula";
  return `${negated ? "haku" : "ali"}${stem}`;
}

function adjectiveForm(row: string, { column, connective }: Concord): string {
  if (row.startsWith("-a ")) return `${connective}${row.slice(2)}`;
  const columns = row.split("|");
  return columns[column] ?? row;
}

const known = (prefix: string, negated: boolean) =>
  negated ? `ha${prefix === "a" ? "" : prefix}julikani` : `${prefix}najulikana`;

const CLOTHES: ReadonlySet<string> = new Set(
  [KINDS.garment.hypernym, ...KINDS.garment.nouns].flatMap((noun) => forms(noun).slice(0, 2)),
);
const isClothing = (object: string) => CLOTHES.has(object.replace(/ \d$/, ""));
const LIVING = "1";

export const swahili: Grammar = {
  language: "sw",
  subject: (subject) => {
    if (subject === "someone") return { text: "mtu fulani", agreement: LIVING };
    return { text: "role" in subject ? ROLES[subject.role] : LATIN_NAMES[subject.name], agreement: LIVING };
  },
  object: (noun, count) => {
    const [singular, plural, nounClass] = forms(noun);
    return { text: count === 1 ? singular : `${plural} ${count}`, agreement: nounClass };
  },
  definite: (noun) => {
    const [singular, , nounClass] = forms(noun);
    return { text: singular, agreement: nounClass };
  },
  plural: (noun) => forms(noun)[1],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `mjini ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => {
    const [stem = "", before, after] = VERBS[verb].split("|");
    return words(past(stem, false), before, after);
  },
  adjective: (adjective) => adjectiveForm(ADJECTIVES[adjective], CLASS_9),
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const [stem = "", before, after] = VERBS[verb].split("|");
    const own = verb === "wash" && isClothing(object.text) ? WASH_CLOTHES : stem;
    // Tense and negation are prefixes, so a borrowed verb leans on "fanya", to do.
    const action = foreignVerb ? words(past("fanya", negated), foreignVerb) : words(past(own, negated), before);
    const clause = words(subject.text, action, object.text, !foreignVerb && after, place);
    return timeFirst && time ? `${time}, ${clause}` : words(clause, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const concord = CONCORDS.get(subject.agreement) ?? CLASS_9;
    const which = place && words(concord.located, place);
    if (adjective === "unknown" && foreignAdjective === undefined) {
      return words(subject.text, which, known(concord.prefix, !negated));
    }
    const row = adjective === "old" && subject.agreement === LIVING ? AGED : ADJECTIVES[adjective];
    return words(subject.text, which, negated ? "si" : "ni", foreignAdjective ?? adjectiveForm(row, concord));
  },
  residence: ({ subject, verb, negated, city }) => words(subject.text, RESIDENCE[verb][negated ? 1 : 0], city),
  headline: (city, first, second) => `${city}: ${first} na ${second}`,
  sentence: (clause) => capitalised(clause),
};
