/**
 * What MiniXGLUE talks about, independent of any language: kinds of things, who acts on them, where and when.
 * Every language file gives words to exactly these concepts; the compiler refuses a language that lacks one.
 */

export const TOPICS = [
  "foodanddrink",
  "sports",
  "news",
  "entertainment",
  "health",
  "video",
  "finance",
  "travel",
  "lifestyle",
  "autos",
] as const;
/** The ten news categories of XGLUE's NC task. */
export type Topic = (typeof TOPICS)[number];

export const VERBS = [
  "buy",
  "purchase",
  "sell",
  "find",
  "discover",
  "lose",
  "choose",
  "select",
  "order",
  "steal",
  "hide",
  "show",
  "photograph",
  "wash",
  "eat",
  "win",
  "loseMatch",
  "watch",
  "announce",
  "criticize",
  "praise",
  "sign",
  "publish",
  "read",
  "write",
  "play",
  "take",
  "prescribe",
  "film",
  "upload",
  "delete",
  "cancel",
  "visit",
  "wear",
  "sew",
  "plant",
  "open",
  "close",
  "drive",
  "repair",
  "damage",
  "park",
  "rent",
  "feed",
  "paint",
] as const;
/** Transitive verbs, always told in the past tense. `lose` is to mislay, `loseMatch` to be defeated in, `take` is to swallow a medicine. */
export type Verb = (typeof VERBS)[number];

export const ADJECTIVES = [
  "big",
  "large",
  "small",
  "new",
  "old",
  "expensive",
  "cheap",
  "clean",
  "dirty",
  "heavy",
  "light",
  "beautiful",
  "ugly",
  "famous",
  "unknown",
  "interesting",
  "boring",
  "long",
  "short",
] as const;
/** Predicative adjectives. `light` is the opposite of heavy, `old` the opposite of new. */
export type Adjective = (typeof ADJECTIVES)[number];

export const PLACES = [
  "market",
  "shop",
  "restaurant",
  "kitchen",
  "stadium",
  "gym",
  "parliament",
  "office",
  "theatre",
  "school",
  "hospital",
  "pharmacy",
  "cinema",
  "studio",
  "bank",
  "exchange",
  "airport",
  "station",
  "hotel",
  "garden",
  "park",
  "home",
  "garage",
  "street",
  "library",
  "museum",
  "village",
] as const;
/** Where something happened. `exchange` is the stock exchange, `studio` a film studio. */
export type Place = (typeof PLACES)[number];

export const TIMES = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
  "yesterday",
  "morning",
  "evening",
  "summer",
  "winter",
] as const;
/** When it happened: on that weekday, yesterday, in the morning or evening, in summer or winter. */
export type Time = (typeof TIMES)[number];
/** Times that exclude each other; a Monday may well be in summer, and yesterday. */
export const TIME_SCALES: readonly (readonly Time[])[] = [
  ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
  ["morning", "evening"],
  ["summer", "winter"],
];

export const CITIES = [
  "paris",
  "london",
  "berlin",
  "madrid",
  "rome",
  "moscow",
  "beijing",
  "vienna",
  "tokyo",
  "cairo",
  "istanbul",
  "delhi",
  "nairobi",
  "bangkok",
  "hanoi",
  "athens",
] as const;
export type City = (typeof CITIES)[number];

/** Given names known in many languages; the first twelve are women's, the others men's. */
export const NAMES = [
  "anna",
  "maria",
  "laura",
  "julia",
  "sofia",
  "clara",
  "nina",
  "eva",
  "lena",
  "sara",
  "olga",
  "diana",
  "peter",
  "tom",
  "david",
  "paul",
  "martin",
  "oscar",
  "simon",
  "victor",
  "robert",
  "daniel",
  "felix",
  "leo",
] as const;
export type Name = (typeof NAMES)[number];
const WOMEN = 12;
export const isWoman = (name: Name): boolean => NAMES.indexOf(name) < WOMEN;

export const ROLES = [
  "cook",
  "waiter",
  "coach",
  "athlete",
  "minister",
  "journalist",
  "singer",
  "musician",
  "doctor",
  "nurse",
  "director",
  "actor",
  "banker",
  "investor",
  "tourist",
  "guide",
  "tailor",
  "gardener",
  "driver",
  "mechanic",
] as const;
/** People known by what they do; `director` directs films, `guide` shows tourists around. */
export type Role = (typeof ROLES)[number];

export const ROLE_TOPIC: Record<Role, Topic> = {
  cook: "foodanddrink",
  waiter: "foodanddrink",
  coach: "sports",
  athlete: "sports",
  minister: "news",
  journalist: "news",
  singer: "entertainment",
  musician: "entertainment",
  doctor: "health",
  nurse: "health",
  director: "video",
  actor: "video",
  banker: "finance",
  investor: "finance",
  tourist: "travel",
  guide: "travel",
  tailor: "lifestyle",
  gardener: "lifestyle",
  driver: "autos",
  mechanic: "autos",
};

export const NOUNS = [
  // fruit
  "apple",
  "orange",
  "banana",
  "pear",
  "lemon",
  "peach",
  "fruit",
  // dish
  "pizza",
  "soup",
  "salad",
  "omelette",
  "dish",
  // competition, prize, gear
  "match",
  "race",
  "tournament",
  "marathon",
  "competition",
  "medal",
  "trophy",
  "prize",
  "ball",
  "racket",
  // document
  "law",
  "treaty",
  "report",
  "letter",
  "article",
  "document",
  // instrument, work
  "guitar",
  "violin",
  "piano",
  "flute",
  "drum",
  "instrument",
  "song",
  "novel",
  "poem",
  // medicine
  "pill",
  "vaccine",
  "syrup",
  "ointment",
  "medicine",
  // film, device
  "documentary",
  "cartoon",
  "comedy",
  "thriller",
  "movie",
  "camera",
  "screen",
  "microphone",
  "projector",
  "device",
  // investment, banking
  "share",
  "bond",
  "investment",
  "account",
  "loan",
  "invoice",
  // travel, building
  "ticket",
  "map",
  "passport",
  "suitcase",
  "castle",
  "temple",
  "palace",
  "tower",
  "building",
  // garment, flower, furniture
  "dress",
  "coat",
  "hat",
  "shirt",
  "skirt",
  "garment",
  "rose",
  "tulip",
  "lily",
  "violet",
  "flower",
  "table",
  "chair",
  "sofa",
  // vehicle, part
  "car",
  "truck",
  "motorcycle",
  "bus",
  "taxi",
  "vehicle",
  "engine",
  "tyre",
  "brake",
  "battery",
  "part",
  // animal
  "dog",
  "cat",
  "horse",
  "cow",
  "goat",
  "animal",
] as const;
/**
 * Countable things. `match` is a sports match, `share` a stock, `bond` and `loan` as at a bank, `article` is in a newspaper,
 * `match`, `race`, `dress` are nouns here; `dish` is a prepared meal, `part` a spare part of a vehicle, `bus` a motor bus,
 * `device` a technical apparatus, `tower` a building, `garment` a piece of clothing.
 */
export type Noun = (typeof NOUNS)[number];

/** A kind of thing: what it is called in general, which news topic it signals, and what plausibly happens to it, and where. */
export interface Kind {
  /** The word that generalises every member ("an apple" entails "a fruit"), where the languages share one. */
  readonly hypernym?: Noun;
  /** The topic it signals; none for things that occur in any news. */
  readonly topic?: Topic;
  readonly nouns: readonly Noun[];
  readonly verbs: readonly Verb[];
  readonly places: readonly Place[];
  readonly adjectives: readonly Adjective[];
}

/** Things of one kind of which one may be called the other. */
export const OVERLAPPING_NOUNS: readonly (readonly [Noun, Noun])[] = [
  ["car", "taxi"],
  ["race", "marathon"],
];

export const KINDS = {
  fruit: {
    hypernym: "fruit",
    topic: "foodanddrink",
    nouns: ["apple", "orange", "banana", "pear", "lemon", "peach"],
    verbs: ["eat", "buy", "purchase", "sell", "choose", "select", "wash", "order"],
    places: ["market", "kitchen", "restaurant", "shop", "garden"],
    adjectives: ["big", "large", "small", "expensive", "cheap", "clean", "dirty", "beautiful", "heavy", "light"],
  },
  dish: {
    hypernym: "dish",
    topic: "foodanddrink",
    nouns: ["pizza", "soup", "salad", "omelette"],
    verbs: ["eat", "order", "choose", "select", "praise", "criticize", "cancel"],
    places: ["restaurant", "kitchen", "hotel", "home"],
    adjectives: ["big", "large", "small", "expensive", "cheap", "famous", "unknown"],
  },
  competition: {
    hypernym: "competition",
    topic: "sports",
    nouns: ["match", "race", "tournament", "marathon"],
    verbs: ["win", "loseMatch", "watch", "announce", "cancel", "film"],
    places: ["stadium", "gym", "park", "street"],
    adjectives: ["interesting", "boring", "long", "short", "famous", "unknown", "big", "small"],
  },
  prize: {
    hypernym: "prize",
    topic: "sports",
    nouns: ["medal", "trophy"],
    verbs: ["win", "show", "hide", "lose", "find", "steal", "photograph"],
    places: ["stadium", "gym", "museum"],
    adjectives: ["heavy", "light", "beautiful", "ugly", "famous", "unknown", "big", "large", "small"],
  },
  gear: {
    topic: "sports",
    nouns: ["ball", "racket"],
    verbs: ["buy", "purchase", "sell", "lose", "find", "discover", "choose", "select"],
    places: ["gym", "stadium", "park", "shop"],
    adjectives: ["new", "old", "heavy", "light", "expensive", "cheap", "clean", "dirty"],
  },
  document: {
    hypernym: "document",
    topic: "news",
    nouns: ["law", "treaty", "report", "letter", "article"],
    verbs: ["announce", "criticize", "praise", "sign", "publish", "read", "write", "hide", "show"],
    places: ["parliament", "office", "library"],
    adjectives: ["new", "old", "long", "short", "famous", "unknown", "interesting", "boring"],
  },
  instrument: {
    hypernym: "instrument",
    topic: "entertainment",
    nouns: ["guitar", "violin", "piano", "flute", "drum"],
    verbs: ["play", "buy", "purchase", "sell", "repair", "damage", "steal"],
    places: ["theatre", "school", "shop"],
    adjectives: ["new", "old", "expensive", "cheap", "heavy", "light", "beautiful", "ugly"],
  },
  work: {
    topic: "entertainment",
    nouns: ["song", "novel", "poem"],
    verbs: ["write", "publish", "praise", "criticize", "choose", "select"],
    places: ["theatre", "library", "school"],
    adjectives: ["famous", "unknown", "long", "short", "interesting", "boring", "beautiful", "ugly"],
  },
  medicine: {
    hypernym: "medicine",
    topic: "health",
    nouns: ["pill", "vaccine", "syrup", "ointment"],
    verbs: ["prescribe", "take", "order", "buy", "purchase", "sell", "find", "discover"],
    places: ["hospital", "pharmacy"],
    adjectives: ["new", "old", "expensive", "cheap", "famous", "unknown"],
  },
  movie: {
    hypernym: "movie",
    topic: "video",
    nouns: ["documentary", "cartoon", "comedy", "thriller"],
    verbs: ["film", "watch", "upload", "delete", "praise", "criticize", "announce"],
    places: ["cinema", "studio", "home"],
    adjectives: ["interesting", "boring", "long", "short", "famous", "unknown", "new", "old"],
  },
  device: {
    hypernym: "device",
    topic: "video",
    nouns: ["camera", "screen", "microphone", "projector"],
    verbs: ["buy", "purchase", "sell", "repair", "damage", "rent", "choose", "select"],
    places: ["studio", "cinema", "shop"],
    adjectives: ["new", "old", "expensive", "cheap", "heavy", "light", "clean", "dirty"],
  },
  investment: {
    hypernym: "investment",
    topic: "finance",
    nouns: ["share", "bond"],
    verbs: ["buy", "purchase", "sell", "choose", "select", "announce"],
    places: ["exchange", "bank", "office"],
    adjectives: ["expensive", "cheap", "famous", "unknown", "new", "old"],
  },
  banking: {
    topic: "finance",
    nouns: ["account", "loan", "invoice"],
    verbs: ["open", "close", "sign", "cancel", "find", "discover", "hide", "show"],
    places: ["bank", "office"],
    adjectives: ["new", "old", "big", "large", "small", "expensive", "cheap"],
  },
  travel: {
    topic: "travel",
    nouns: ["ticket", "map", "passport", "suitcase"],
    verbs: ["lose", "find", "discover", "buy", "purchase", "steal", "show", "hide"],
    places: ["airport", "station", "hotel"],
    adjectives: ["new", "old", "expensive", "cheap", "big", "small", "clean", "dirty"],
  },
  building: {
    hypernym: "building",
    topic: "travel",
    nouns: ["castle", "temple", "palace", "tower"],
    verbs: ["visit", "photograph", "paint", "film", "find", "discover"],
    places: ["park", "village"],
    adjectives: ["famous", "unknown", "beautiful", "ugly", "big", "large", "small", "old", "new"],
  },
  garment: {
    hypernym: "garment",
    topic: "lifestyle",
    nouns: ["dress", "coat", "hat", "shirt", "skirt"],
    verbs: ["wear", "sew", "wash", "choose", "select", "buy", "purchase", "sell"],
    places: ["shop", "home", "market"],
    adjectives: ["long", "short", "beautiful", "ugly", "expensive", "cheap", "clean", "dirty", "new", "old"],
  },
  flower: {
    hypernym: "flower",
    topic: "lifestyle",
    nouns: ["rose", "tulip", "lily", "violet"],
    verbs: ["plant", "photograph", "paint", "order", "choose", "select"],
    places: ["garden", "park", "home", "market"],
    adjectives: ["beautiful", "ugly", "big", "large", "small", "expensive", "cheap"],
  },
  furniture: {
    topic: "lifestyle",
    nouns: ["table", "chair", "sofa"],
    verbs: ["paint", "order", "choose", "select", "repair", "damage", "sell"],
    places: ["home", "garden", "shop"],
    adjectives: ["new", "old", "heavy", "light", "clean", "dirty", "big", "large", "small"],
  },
  vehicle: {
    hypernym: "vehicle",
    topic: "autos",
    nouns: ["car", "truck", "motorcycle", "bus", "taxi"],
    verbs: ["drive", "repair", "damage", "park", "rent", "steal", "wash"],
    places: ["garage", "street", "station"],
    adjectives: ["new", "old", "clean", "dirty", "expensive", "cheap", "big", "large", "small"],
  },
  part: {
    hypernym: "part",
    topic: "autos",
    nouns: ["engine", "tyre", "brake", "battery"],
    verbs: ["repair", "damage", "order", "sell", "find", "discover"],
    places: ["garage", "street"],
    adjectives: ["new", "old", "heavy", "light", "expensive", "cheap", "clean", "dirty"],
  },
  animal: {
    hypernym: "animal",
    nouns: ["dog", "cat", "horse", "cow", "goat"],
    verbs: ["feed", "photograph", "paint", "find", "lose", "wash", "buy", "sell", "steal"],
    places: ["park", "garden", "village", "street", "market"],
    adjectives: ["big", "large", "small", "old", "heavy", "light", "clean", "dirty", "beautiful", "ugly"],
  },
} as const satisfies Record<string, Kind>;
export type KindId = keyof typeof KINDS;

/** Verbs and adjectives that mean the same. */
export const SYNONYM_VERBS: Partial<Record<Verb, Verb>> = {
  buy: "purchase",
  purchase: "buy",
  find: "discover",
  discover: "find",
  choose: "select",
  select: "choose",
};
export const SYNONYM_ADJECTIVES: Partial<Record<Adjective, Adjective>> = { big: "large", large: "big" };

/** Words that exclude each other when said of one event or one thing. */
export const OPPOSITE_VERBS: Partial<Record<Verb, readonly Verb[]>> = {
  buy: ["sell"],
  purchase: ["sell"],
  sell: ["buy", "purchase"],
  find: ["lose"],
  discover: ["lose"],
  lose: ["find", "discover"],
  hide: ["show"],
  show: ["hide"],
  win: ["loseMatch"],
  loseMatch: ["win"],
  criticize: ["praise"],
  praise: ["criticize"],
  upload: ["delete"],
  delete: ["upload"],
  order: ["cancel"],
  cancel: ["order"],
  open: ["close"],
  close: ["open"],
  repair: ["damage"],
  damage: ["repair"],
};
export const OPPOSITE_ADJECTIVES: Partial<Record<Adjective, readonly Adjective[]>> = {
  big: ["small"],
  large: ["small"],
  small: ["big", "large"],
  new: ["old"],
  old: ["new"],
  expensive: ["cheap"],
  cheap: ["expensive"],
  clean: ["dirty"],
  dirty: ["clean"],
  heavy: ["light"],
  light: ["heavy"],
  beautiful: ["ugly"],
  ugly: ["beautiful"],
  famous: ["unknown"],
  unknown: ["famous"],
  interesting: ["boring"],
  boring: ["interesting"],
  long: ["short"],
  short: ["long"],
};
