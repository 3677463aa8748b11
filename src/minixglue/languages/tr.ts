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
 * "nominative" or "nominative|oblique stem|plural": the stem stands before a case ending that begins with a vowel
 * where it differs ("köpek", "köpeğ-i"); the plural is given where it is not nominative + ler/lar.
 */
const NOUNS: Record<Noun, string> = {
  apple: "elma",
  orange: "portakal",
  banana: "muz",
  pear: "armut|armud",
  lemon: "limon",
  peach: "şeftali",
  fruit: "meyve",
  pizza: "pizza",
  soup: "çorba",
  salad: "salata",
  omelette: "omlet",
  dish: "yemek|yemeğ",
  match: "maç",
  race: "yarış",
  tournament: "turnuva",
  marathon: "maraton",
  competition: "yarışma",
  medal: "madalya",
  trophy: "kupa",
  prize: "ödül",
  ball: "top",
  racket: "raket",
  law: "yasa",
  treaty: "antlaşma",
  report: "rapor",
  letter: "mektup|mektub",
  article: "makale",
  document: "belge",
  guitar: "gitar",
  violin: "keman",
  piano: "piyano",
  flute: "flüt",
  drum: "davul",
  instrument: "enstrüman",
  song: "şarkı",
  novel: "roman",
  poem: "şiir",
  pill: "hap",
  vaccine: "aşı",
  syrup: "şurup|şurub",
  ointment: "merhem",
  medicine: "ilaç|ilac",
  documentary: "belgesel",
  cartoon: "çizgi film",
  comedy: "komedi",
  thriller: "gerilim filmi|gerilim filmin|gerilim filmleri",
  movie: "film",
  camera: "kamera",
  screen: "ekran",
  microphone: "mikrofon",
  projector: "projektör",
  device: "cihaz",
  share: "hisse",
  bond: "tahvil",
  investment: "yatırım",
  account: "hesap|hesab",
  loan: "kredi",
  invoice: "fatura",
  ticket: "bilet",
  map: "harita",
  passport: "pasaport",
  suitcase: "bavul",
  castle: "kale",
  temple: "tapınak|tapınağ",
  palace: "saray",
  tower: "kule",
  building: "bina",
  dress: "elbise",
  coat: "palto",
  hat: "şapka",
  shirt: "gömlek|gömleğ",
  skirt: "etek|eteğ",
  garment: "giysi",
  rose: "gül",
  tulip: "lale",
  lily: "zambak|zambağ",
  violet: "menekşe",
  flower: "çiçek|çiçeğ",
  table: "masa",
  chair: "sandalye",
  sofa: "kanepe",
  car: "araba",
  truck: "kamyon",
  motorcycle: "motosiklet",
  bus: "otobüs",
  taxi: "taksi",
  vehicle: "araç|arac",
  engine: "motor",
  tyre: "lastik|lastiğ",
  brake: "fren",
  battery: "akü",
  part: "yedek parça",
  dog: "köpek|köpeğ",
  cat: "kedi",
  horse: "at",
  cow: "inek|ineğ",
  goat: "keçi",
  animal: "hayvan",
};

type Case = "accusative" | "dative" | "locative";

/** [past, negated past, case of the object]; no case: an indefinite object stays bare beside this verb. */
const VERBS: Record<Verb, readonly [string, string, Case?]> = {
  buy: ["aldı", "almadı"],
  purchase: ["satın aldı", "satın almadı"],
  sell: ["sattı", "satmadı"],
  find: ["buldu", "bulmadı"],
  discover: ["keşfetti", "keşfetmedi"],
  lose: ["kaybetti", "kaybetmedi"],
  choose: ["seçti", "seçmedi"],
  select: ["tercih etti", "tercih etmedi"],
  order: ["sipariş etti", "sipariş etmedi"],
  // The commoner "çaldı" is also what one does to a guitar.
  steal: ["aşırdı", "aşırmadı"],
  hide: ["sakladı", "saklamadı", "accusative"],
  show: ["gösterdi", "göstermedi"],
  photograph: ["fotoğrafladı", "fotoğraflamadı", "accusative"],
  wash: ["yıkadı", "yıkamadı"],
  eat: ["yedi", "yemedi"],
  win: ["kazandı", "kazanmadı"],
  loseMatch: ["yenildi", "yenilmedi", "locative"],
  watch: ["izledi", "izlemedi"],
  announce: ["duyurdu", "duyurmadı", "accusative"],
  criticize: ["eleştirdi", "eleştirmedi", "accusative"],
  praise: ["övdü", "övmedi", "accusative"],
  sign: ["imzaladı", "imzalamadı"],
  publish: ["yayımladı", "yayımlamadı"],
  read: ["okudu", "okumadı"],
  write: ["yazdı", "yazmadı"],
  play: ["çaldı", "çalmadı"],
  take: ["kullandı", "kullanmadı"],
  prescribe: ["reçete etti", "reçete etmedi"],
  film: ["kameraya aldı", "kameraya almadı", "accusative"],
  upload: ["yükledi", "yüklemedi"],
  delete: ["sildi", "silmedi", "accusative"],
  cancel: ["iptal etti", "iptal etmedi", "accusative"],
  visit: ["ziyaret etti", "ziyaret etmedi", "accusative"],
  wear: ["giydi", "giymedi"],
  sew: ["dikti", "dikmedi"],
  plant: ["ekti", "ekmedi"],
  open: ["açtı", "açmadı"],
  close: ["kapattı", "kapatmadı", "accusative"],
  drive: ["sürdü", "sürmedi"],
  repair: ["tamir etti", "tamir etmedi", "accusative"],
  damage: ["zarar verdi", "zarar vermedi", "dative"],
  park: ["park etti", "park etmedi", "accusative"],
  rent: ["kiraladı", "kiralamadı"],
  feed: ["besledi", "beslemedi", "accusative"],
  paint: ["resmetti", "resmetmedi", "accusative"],
};

const ADJECTIVES: Record<Adjective, string> = {
  big: "büyük",
  large: "kocaman",
  small: "küçük",
  new: "yeni",
  old: "eski",
  expensive: "pahalı",
  cheap: "ucuz",
  clean: "temiz",
  dirty: "kirli",
  heavy: "ağır",
  light: "hafif",
  beautiful: "güzel",
  ugly: "çirkin",
  famous: "ünlü",
  unknown: "tanınmamış",
  interesting: "ilginç",
  boring: "sıkıcı",
  long: "uzun",
  short: "kısa",
};

/** In the locative. */
const PLACES: Record<Place, string> = {
  market: "pazarda",
  shop: "mağazada",
  restaurant: "restoranda",
  kitchen: "mutfakta",
  stadium: "stadyumda",
  gym: "spor salonunda",
  parliament: "parlamentoda",
  office: "ofiste",
  theatre: "tiyatroda",
  school: "okulda",
  hospital: "hastanede",
  pharmacy: "eczanede",
  cinema: "sinemada",
  studio: "stüdyoda",
  bank: "bankada",
  exchange: "borsada",
  airport: "havalimanında",
  station: "istasyonda",
  hotel: "otelde",
  garden: "bahçede",
  park: "parkta",
  home: "evde",
  garage: "garajda",
  street: "sokakta",
  library: "kütüphanede",
  museum: "müzede",
  village: "köyde",
};
const OWN_PLACES: ReadonlySet<string> = new Set(Object.values(PLACES));

const TIMES: Record<Time, string> = {
  monday: "pazartesi günü",
  tuesday: "salı günü",
  wednesday: "çarşamba günü",
  thursday: "perşembe günü",
  friday: "cuma günü",
  saturday: "cumartesi günü",
  sunday: "pazar günü",
  yesterday: "dün",
  morning: "sabahleyin",
  evening: "akşamleyin",
  summer: "yazın",
  winter: "kışın",
};

/** [nominative, locative] */
const CITIES: Record<City, readonly [string, string]> = {
  paris: ["Paris", "Paris'te"],
  london: ["Londra", "Londra'da"],
  berlin: ["Berlin", "Berlin'de"],
  madrid: ["Madrid", "Madrid'de"],
  rome: ["Roma", "Roma'da"],
  moscow: ["Moskova", "Moskova'da"],
  beijing: ["Pekin", "Pekin'de"],
  vienna: ["Viyana", "Viyana'da"],
  tokyo: ["Tokyo", "Tokyo'da"],
  cairo: ["Kahire", "Kahire'de"],
  istanbul: ["İstanbul", "İstanbul'da"],
  delhi: ["Delhi", "Delhi'de"],
  nairobi: ["Nairobi", "Nairobi'de"],
  bangkok: ["Bangkok", "Bangkok'ta"],
  hanoi: ["Hanoi", "Hanoi'de"],
  athens: ["Atina", "Atina'da"],
};

const ROLES: Record<Role, string> = {
  cook: "aşçı",
  waiter: "garson",
  coach: "antrenör",
  athlete: "sporcu",
  minister: "bakan",
  journalist: "gazeteci",
  singer: "şarkıcı",
  musician: "müzisyen",
  doctor: "doktor",
  nurse: "hemşire",
  director: "yönetmen",
  actor: "oyuncu",
  banker: "bankacı",
  investor: "yatırımcı",
  tourist: "turist",
  guide: "rehber",
  tailor: "terzi",
  gardener: "bahçıvan",
  driver: "şoför",
  mechanic: "tamirci",
};

/** [affirmative, negated] */
const RESIDENCE = { live: ["yaşıyor", "yaşamıyor"], work: ["çalışıyor", "çalışmıyor"] } as const;

const nominative = (noun: Noun): string => NOUNS[noun].split("|")[0] ?? "";

const lastVowel = (word: string): string => word.match(/[aeıioöuü](?=[^aeıioöuü]*$)/)?.[0] ?? "e";
const low = (word: string) => (/[aıou]/.test(lastVowel(word)) ? "a" : "e");
const high = (word: string) => ({ a: "ı", ı: "ı", o: "u", u: "u", ö: "ü", ü: "ü" })[lastVowel(word)] ?? "i";

function plural(noun: Noun): string {
  const [singular = "", , irregular] = NOUNS[noun].split("|");
  return irregular ?? `${singular}l${low(singular)}r`;
}

function inflect(row: string, wanted: Case): string {
  const [singular = "", stem = singular] = row.split("|");
  // A possessive compound ("gerilim filmi") keeps its n before every case, the locative too.
  if (wanted === "locative") return stem.endsWith("n") ? `${stem}d${low(stem)}` : locative(singular);
  const linked = /[aeıioöuü]$/.test(stem) ? `${stem}y` : stem;
  return linked + (wanted === "accusative" ? high(stem) : low(stem));
}

const locative = (noun: string) => `${noun}${/[çfhkpsşt]$/.test(noun) ? "t" : "d"}${low(noun)}`;

const ROWS: ReadonlyMap<string, string> = new Map(Object.values(NOUNS).map((row) => [row.split("|")[0] ?? "", row]));

/** "bir köpek", "3 köpek" in the case its verb asks for; a phrase from another language stays as it is. */
function inCase(phrase: string, wanted: Case): string {
  const [, quantity = "", noun = ""] = phrase.match(/^(bir |\d )(.*)$/) ?? [];
  const row = ROWS.get(noun);
  return row ? quantity + inflect(row, wanted) : phrase;
}

/** Of a living being "eski" would mean "former". */
const LIVING: ReadonlySet<string> = new Set([KINDS.animal.hypernym, ...KINDS.animal.nouns].map(nominative));

/** The capital of i is İ in Turkish words only; the other letters are the same for all. */
const OWN_INITIAL_I: ReadonlySet<string> = new Set(
  [...ROWS.keys(), ...OWN_PLACES, ...[...OWN_PLACES].map((place) => `${place}ki`)].filter((word) =>
    word.startsWith("i"),
  ),
);

export const turkish: Grammar = {
  language: "tr",
  subject: (subject) => {
    if (subject === "someone") return { text: "biri", agreement: "" };
    return { text: "role" in subject ? ROLES[subject.role] : LATIN_NAMES[subject.name], agreement: "" };
  },
  object: (noun, count) => ({ text: `${count === 1 ? "bir" : count} ${nominative(noun)}`, agreement: "" }),
  definite: (noun) => ({ text: nominative(noun), agreement: "" }),
  plural,
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => CITIES[city][1],
  city: (city) => CITIES[city][0],
  verb: (verb) => VERBS[verb][0],
  adjective: (adjective) => ADJECTIVES[adjective],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const [affirmative, negative, wanted] = VERBS[verb];
    // Negation is a suffix, so a borrowed verb is borne by "etmek", as in everyday Turkish.
    const borrowed = foreignVerb && `${foreignVerb} ${negated ? "etmedi" : "etti"}`;
    const target = wanted && !foreignVerb ? inCase(object.text, wanted) : object.text;
    const opening = timeFirst ? [time, subject.text] : [subject.text, time];
    return words(...opening, place, target, borrowed ?? (negated ? negative : affirmative));
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const own = adjective === "old" && LIVING.has(subject.text) ? "yaşlı" : ADJECTIVES[adjective];
    // "garajda" + "ki": the one that is in the garage.
    const which = place && OWN_PLACES.has(place) ? `${place}ki` : place;
    return words(which, subject.text, foreignAdjective ?? own, negated && "değil");
  },
  residence: ({ subject, verb, negated, city }) => words(subject.text, city, RESIDENCE[verb][negated ? 1 : 0]),
  headline: (city, first, second) => `${city}: ${first} ve ${second}`,
  sentence: (clause) => {
    const own = OWN_INITIAL_I.has(clause.split(" ")[0] ?? "");
    return own ? `İ${clause.slice(1)}.` : capitalised(clause);
  },
};
