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
import { type Grammar, words } from "../grammar.ts";

/**
 * "singular|plural", both indefinite. "~" joins a construct ("جواز~سفر"): only its last word takes the article and its
 * first no tanwin; a space joins an adjective, which follows its noun in both.
 */
const NOUNS: Record<Noun, string> = {
  apple: "تفاحة|تفاحات",
  orange: "برتقالة|برتقالات",
  banana: "موزة|موزات",
  pear: "إجاصة|إجاصات",
  lemon: "ليمونة|ليمونات",
  peach: "خوخة|خوخات",
  fruit: "فاكهة|فواكه",
  pizza: "بيتزا|بيتزات",
  soup: "شوربة|شوربات",
  salad: "سلطة|سلطات",
  omelette: "عجة|عجات",
  dish: "طبق|أطباق",
  match: "مباراة|مباريات",
  race: "سباق|سباقات",
  tournament: "بطولة|بطولات",
  marathon: "ماراثون|ماراثونات",
  competition: "مسابقة|مسابقات",
  medal: "ميدالية|ميداليات",
  trophy: "كأس|كؤوس",
  prize: "جائزة|جوائز",
  ball: "كرة|كرات",
  racket: "مضرب|مضارب",
  law: "قانون|قوانين",
  treaty: "معاهدة|معاهدات",
  report: "تقرير|تقارير",
  letter: "رسالة|رسائل",
  article: "مقالة|مقالات",
  document: "وثيقة|وثائق",
  guitar: "غيتار|غيتارات",
  violin: "كمان|كمانات",
  piano: "بيانو|بيانوهات",
  flute: "ناي|نايات",
  drum: "طبل|طبول",
  instrument: "آلة موسيقية|آلات موسيقية",
  song: "أغنية|أغانٍ",
  novel: "رواية|روايات",
  poem: "قصيدة|قصائد",
  pill: "حبة~دواء|حبات~دواء",
  vaccine: "لقاح|لقاحات",
  syrup: "شراب دوائي|أشربة دوائية",
  ointment: "مرهم|مراهم",
  medicine: "دواء|أدوية",
  documentary: "فيلم وثائقي|أفلام وثائقية",
  cartoon: "فيلم~كرتون|أفلام~كرتون",
  comedy: "فيلم كوميدي|أفلام كوميدية",
  thriller: "فيلم~إثارة|أفلام~إثارة",
  movie: "فيلم|أفلام",
  camera: "كاميرا|كاميرات",
  screen: "شاشة|شاشات",
  microphone: "ميكروفون|ميكروفونات",
  projector: "جهاز~عرض|أجهزة~عرض",
  device: "جهاز|أجهزة",
  share: "سهم|أسهم",
  bond: "سند|سندات",
  investment: "استثمار|استثمارات",
  account: "حساب|حسابات",
  loan: "قرض|قروض",
  invoice: "فاتورة|فواتير",
  ticket: "تذكرة|تذاكر",
  map: "خريطة|خرائط",
  passport: "جواز~سفر|جوازات~سفر",
  suitcase: "حقيبة~سفر|حقائب~سفر",
  castle: "قلعة|قلاع",
  temple: "معبد|معابد",
  palace: "قصر|قصور",
  tower: "برج|أبراج",
  building: "مبنى|مبانٍ",
  dress: "فستان|فساتين",
  coat: "معطف|معاطف",
  hat: "قبعة|قبعات",
  shirt: "قميص|قمصان",
  skirt: "تنورة|تنانير",
  garment: "قطعة~ملابس|قطع~ملابس",
  rose: "وردة|ورود",
  tulip: "زهرة~توليب|أزهار~توليب",
  lily: "زنبقة|زنابق",
  violet: "بنفسجة|بنفسجات",
  flower: "زهرة|أزهار",
  table: "طاولة|طاولات",
  chair: "كرسي|كراسي",
  sofa: "أريكة|أرائك",
  car: "سيارة|سيارات",
  truck: "شاحنة|شاحنات",
  motorcycle: "دراجة نارية|دراجات نارية",
  bus: "حافلة|حافلات",
  taxi: "سيارة~أجرة|سيارات~أجرة",
  vehicle: "مركبة|مركبات",
  engine: "محرك|محركات",
  tyre: "إطار|إطارات",
  brake: "مكبح|مكابح",
  battery: "بطارية|بطاريات",
  part: "قطعة~غيار|قطع~غيار",
  dog: "كلب|كلاب",
  cat: "قطة|قطط",
  horse: "حصان|أحصنة",
  cow: "بقرة|بقرات",
  goat: "عنزة|عنزات",
  animal: "حيوان|حيوانات",
};
/** Feminine without the ending ة. */
const FEMININE: ReadonlySet<Noun> = new Set(["pizza", "trophy", "camera"]);

/**
 * "past masculine|past feminine|jussive masculine|before the object|after the object"; the last two where the verb needs
 * them. What precedes the object governs the genitive; ـ at its end marks a preposition written together with its noun.
 */
const VERBS: Record<Verb, string> = {
  buy: "اشترى|اشترت|يشترِ",
  purchase: "ابتاع|ابتاعت|يبتع",
  sell: "باع|باعت|يبع",
  find: "وجد|وجدت|يجد",
  discover: "اكتشف|اكتشفت|يكتشف",
  lose: "فقد|فقدت|يفقد",
  choose: "اختار|اختارت|يختر",
  select: "انتقى|انتقت|ينتقِ",
  order: "طلب|طلبت|يطلب",
  steal: "سرق|سرقت|يسرق",
  hide: "أخفى|أخفت|يخفِ",
  show: "عرض|عرضت|يعرض",
  photograph: "التقط|التقطت|يلتقط|صورة لـ",
  wash: "غسل|غسلت|يغسل",
  eat: "أكل|أكلت|يأكل",
  win: "ربح|ربحت|يربح",
  loseMatch: "خسر|خسرت|يخسر",
  watch: "شاهد|شاهدت|يشاهد",
  announce: "أعلن|أعلنت|يعلن|عن",
  criticize: "انتقد|انتقدت|ينتقد",
  praise: "امتدح|امتدحت|يمتدح",
  sign: "وقّع|وقّعت|يوقّع",
  publish: "نشر|نشرت|ينشر",
  read: "قرأ|قرأت|يقرأ",
  write: "كتب|كتبت|يكتب",
  play: "عزف|عزفت|يعزف|على",
  take: "أخذ|أخذت|يأخذ",
  prescribe: "وصف|وصفت|يصف",
  // Without its adverb the verb would as well mean to photograph.
  film: "صوّر|صوّرت|يصوّر||بالفيديو",
  upload: "رفع|رفعت|يرفع||على الإنترنت",
  delete: "حذف|حذفت|يحذف",
  cancel: "ألغى|ألغت|يلغِ",
  visit: "زار|زارت|يزر",
  wear: "ارتدى|ارتدت|يرتدِ",
  sew: "خاط|خاطت|يخِط",
  plant: "زرع|زرعت|يزرع",
  open: "فتح|فتحت|يفتح",
  close: "أغلق|أغلقت|يغلق",
  drive: "قاد|قادت|يقُد",
  repair: "أصلح|أصلحت|يصلح",
  damage: "أتلف|أتلفت|يتلف",
  park: "ركن|ركنت|يركن",
  rent: "استأجر|استأجرت|يستأجر",
  feed: "أطعم|أطعمت|يطعم",
  paint: "رسم|رسمت|يرسم",
};

/** "masculine", or "masculine|feminine|masculine accusative" where they are not regular. */
const ADJECTIVES: Record<Adjective, string> = {
  big: "كبير",
  large: "ضخم",
  small: "صغير",
  new: "جديد",
  old: "قديم",
  expensive: "غالٍ|غالية|غاليًا",
  cheap: "رخيص",
  clean: "نظيف",
  dirty: "متسخ",
  heavy: "ثقيل",
  light: "خفيف",
  beautiful: "جميل",
  ugly: "قبيح",
  famous: "مشهور",
  unknown: "مجهول",
  interesting: "مثير للاهتمام|مثيرة للاهتمام|مثيرًا للاهتمام",
  boring: "ممل",
  long: "طويل",
  short: "قصير",
};
/** "old" of a living being; "قديم" is said of things. */
const AGED = "مسنّ";

const PLACES: Record<Place, string> = {
  market: "في السوق",
  shop: "في المتجر",
  restaurant: "في المطعم",
  kitchen: "في المطبخ",
  stadium: "في الملعب",
  gym: "في الصالة الرياضية",
  parliament: "في البرلمان",
  office: "في المكتب",
  theatre: "في المسرح",
  school: "في المدرسة",
  hospital: "في المستشفى",
  pharmacy: "في الصيدلية",
  cinema: "في السينما",
  studio: "في الاستوديو",
  bank: "في البنك",
  exchange: "في البورصة",
  airport: "في المطار",
  station: "في المحطة",
  hotel: "في الفندق",
  garden: "في الحديقة",
  park: "في المتنزه",
  home: "في البيت",
  garage: "في المرآب",
  street: "في الشارع",
  library: "في المكتبة",
  museum: "في المتحف",
  village: "في القرية",
};

const TIMES: Record<Time, string> = {
  monday: "يوم الاثنين",
  tuesday: "يوم الثلاثاء",
  wednesday: "يوم الأربعاء",
  thursday: "يوم الخميس",
  friday: "يوم الجمعة",
  saturday: "يوم السبت",
  sunday: "يوم الأحد",
  yesterday: "أمس",
  morning: "في الصباح",
  evening: "في المساء",
  summer: "في الصيف",
  winter: "في الشتاء",
};

const CITIES: Record<City, string> = {
  paris: "باريس",
  london: "لندن",
  berlin: "برلين",
  madrid: "مدريد",
  rome: "روما",
  moscow: "موسكو",
  beijing: "بكين",
  vienna: "فيينا",
  tokyo: "طوكيو",
  cairo: "القاهرة",
  istanbul: "إسطنبول",
  delhi: "دلهي",
  nairobi: "نيروبي",
  bangkok: "بانكوك",
  hanoi: "هانوي",
  athens: "أثينا",
};

const NAMES: Record<Name, string> = {
  anna: "آنا",
  maria: "ماريا",
  laura: "لورا",
  julia: "جوليا",
  sofia: "صوفيا",
  clara: "كلارا",
  nina: "نينا",
  eva: "إيفا",
  lena: "لينا",
  sara: "سارة",
  olga: "أولغا",
  diana: "ديانا",
  peter: "بيتر",
  tom: "توم",
  david: "ديفيد",
  paul: "بول",
  martin: "مارتن",
  oscar: "أوسكار",
  simon: "سيمون",
  victor: "فيكتور",
  robert: "روبرت",
  daniel: "دانيال",
  felix: "فيليكس",
  leo: "ليو",
};

/** With the article. */
const ROLES: Record<Role, string> = {
  cook: "الطباخ",
  waiter: "النادل",
  coach: "المدرب",
  athlete: "الرياضي",
  minister: "الوزير",
  journalist: "الصحفي",
  singer: "المغني",
  musician: "الموسيقي",
  doctor: "الطبيب",
  nurse: "الممرض",
  director: "المخرج",
  actor: "الممثل",
  banker: "المصرفي",
  investor: "المستثمر",
  tourist: "السائح",
  guide: "المرشد السياحي",
  tailor: "الخياط",
  gardener: "البستاني",
  driver: "السائق",
  mechanic: "الميكانيكي",
};

/** Present tense, masculine; the feminine has ت for ي. */
const RESIDENCE = { live: "يعيش", work: "يعمل" } as const;

const feminine = (imperfect: string) => `ت${imperfect.slice(1)}`;
const spaced = (noun: string) => noun.replaceAll("~", " ");

function singular(noun: Noun): string {
  return NOUNS[noun].split("|")[0] ?? "";
}
function plural(noun: Noun): string {
  return spaced(NOUNS[noun].split("|")[1] ?? "");
}
function gender(noun: Noun): "m" | "f" {
  return FEMININE.has(noun) || /^[^ ~]*ة(?:[ ~]|$)/.test(singular(noun)) ? "f" : "m";
}

/** The indefinite accusative of one word, tanwin written where it has a letter or a final hamza to bear it. */
function accusative(word: string): string {
  if (/[ةىاو]$/.test(word)) return word;
  return word.endsWith("اء") ? `${word}ً` : `${word}ًا`;
}

function indefinite(noun: Noun): string {
  const text = singular(noun);
  return text.includes("~") ? spaced(text) : text.split(" ").map(accusative).join(" ");
}

function definite(noun: Noun): string {
  const text = singular(noun);
  return text.includes("~") ? text.replace("~", " ال") : text.replaceAll(/^| /g, (space) => `${space}ال`);
}

const LIVING: ReadonlySet<string> = new Set([KINDS.animal.hypernym, ...KINDS.animal.nouns].map(definite));

/** The object in the genitive behind a preposition: it sheds its tanwin, and ـ joins the preposition to an Arabic word. */
function governed(preposition: string, object: string): string {
  const text = object.replaceAll(/ًا?(?= |$)/g, "");
  if (!preposition.endsWith("ـ")) return words(preposition, text);
  if (/^\p{Script=Arabic}/u.test(text)) return preposition.slice(0, -1) + text;
  return /^\d/.test(text) ? preposition + text : words(preposition, text);
}

function adjectiveForm(row: string, isFeminine: boolean, isAccusative: boolean): string {
  const [base = "", feminineForm = `${base}ة`, accusativeForm = accusative(base)] = row.split("|");
  if (isFeminine) return feminineForm;
  return isAccusative ? accusativeForm : base;
}

export const arabic: Grammar = {
  language: "ar",
  subject: (subject) => {
    if (subject === "someone") return { text: "شخص ما", agreement: "m" };
    if ("role" in subject) return { text: ROLES[subject.role], agreement: "m" };
    return { text: NAMES[subject.name], agreement: isWoman(subject.name) ? "f" : "m" };
  },
  object: (noun, count) => ({
    text: count === 1 ? indefinite(noun) : `${count} ${plural(noun)}`,
    agreement: gender(noun),
  }),
  definite: (noun) => ({ text: definite(noun), agreement: gender(noun) }),
  plural,
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `في ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => {
    const [past, , , before, after] = VERBS[verb].split("|");
    return words(past, before, after);
  },
  adjective: (adjective) => adjectiveForm(ADJECTIVES[adjective], false, false),
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const [past = "", pastFeminine, jussive = "", before, after] = VERBS[verb].split("|");
    const isFeminine = subject.agreement === "f";
    const affirmative = isFeminine ? pastFeminine : past;
    const negative = isFeminine ? feminine(jussive) : jussive;
    const action = foreignVerb ?? (negated ? negative : affirmative);
    const rest = foreignVerb ? object.text : words(before ? governed(before, object.text) : object.text, after);
    const clause = words(negated && "لم", action, subject.text, rest, place);
    return timeFirst ? words(time, clause) : words(clause, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const isFeminine = subject.agreement === "f";
    const row = adjective === "old" && LIVING.has(subject.text) ? AGED : ADJECTIVES[adjective];
    const which = place && words(isFeminine ? "التي" : "الذي", place);
    const copula = negated && (isFeminine ? "ليست" : "ليس");
    return words(subject.text, which, copula, foreignAdjective ?? adjectiveForm(row, isFeminine, negated));
  },
  residence: ({ subject, verb, negated, city }) => {
    const present = subject.agreement === "f" ? feminine(RESIDENCE[verb]) : RESIDENCE[verb];
    return words(negated && "لا", present, subject.text, city);
  },
  // "and" is written together with an Arabic word.
  headline: (city, first, second) => `${city}: ${first} و${/^\p{Script=Arabic}/u.test(second) ? "" : " "}${second}`,
  sentence: (clause) => `${clause}.`,
};
