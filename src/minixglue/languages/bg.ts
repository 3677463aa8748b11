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

/** [gender, singular, definite as a subject, plural, form after numerals where it is not the plural] */
const NOUNS: Record<Noun, readonly [Gender, string, string, string, string?]> = {
  apple: ["f", "ябълка", "ябълката", "ябълки"],
  orange: ["m", "портокал", "портокалът", "портокали", "портокала"],
  banana: ["m", "банан", "бананът", "банани", "банана"],
  pear: ["f", "круша", "крушата", "круши"],
  lemon: ["m", "лимон", "лимонът", "лимони", "лимона"],
  peach: ["f", "праскова", "прасковата", "праскови"],
  fruit: ["m", "плод", "плодът", "плодове", "плода"],
  pizza: ["f", "пица", "пицата", "пици"],
  soup: ["f", "супа", "супата", "супи"],
  salad: ["f", "салата", "салатата", "салати"],
  omelette: ["m", "омлет", "омлетът", "омлети", "омлета"],
  dish: ["n", "ястие", "ястието", "ястия"],
  match: ["m", "мач", "мачът", "мачове", "мача"],
  race: ["n", "надбягване", "надбягването", "надбягвания"],
  tournament: ["m", "турнир", "турнирът", "турнири", "турнира"],
  marathon: ["m", "маратон", "маратонът", "маратони", "маратона"],
  competition: ["n", "състезание", "състезанието", "състезания"],
  medal: ["m", "медал", "медалът", "медали", "медала"],
  trophy: ["m", "трофей", "трофеят", "трофеи", "трофея"],
  prize: ["f", "награда", "наградата", "награди"],
  ball: ["f", "топка", "топката", "топки"],
  racket: ["f", "тенис ракета", "тенис ракетата", "тенис ракети"],
  law: ["m", "закон", "законът", "закони", "закона"],
  treaty: ["m", "договор", "договорът", "договори", "договора"],
  report: ["m", "доклад", "докладът", "доклади", "доклада"],
  letter: ["n", "писмо", "писмото", "писма"],
  article: ["f", "статия", "статията", "статии"],
  document: ["m", "документ", "документът", "документи", "документа"],
  guitar: ["f", "китара", "китарата", "китари"],
  violin: ["f", "цигулка", "цигулката", "цигулки"],
  piano: ["n", "пиано", "пианото", "пиана"],
  flute: ["f", "флейта", "флейтата", "флейти"],
  drum: ["m", "барабан", "барабанът", "барабани", "барабана"],
  instrument: ["m", "музикален инструмент", "музикалният инструмент", "музикални инструменти", "музикални инструмента"],
  song: ["f", "песен", "песента", "песни"],
  novel: ["m", "роман", "романът", "романи", "романа"],
  poem: ["n", "стихотворение", "стихотворението", "стихотворения"],
  pill: ["n", "хапче", "хапчето", "хапчета"],
  vaccine: ["f", "ваксина", "ваксината", "ваксини"],
  syrup: ["m", "сироп", "сиропът", "сиропи", "сиропа"],
  ointment: ["m", "мехлем", "мехлемът", "мехлеми", "мехлема"],
  medicine: ["n", "лекарство", "лекарството", "лекарства"],
  documentary: ["m", "документален филм", "документалният филм", "документални филми", "документални филма"],
  cartoon: ["m", "анимационен филм", "анимационният филм", "анимационни филми", "анимационни филма"],
  comedy: ["f", "комедия", "комедията", "комедии"],
  thriller: ["m", "трилър", "трилърът", "трилъри", "трилъра"],
  movie: ["m", "филм", "филмът", "филми", "филма"],
  camera: ["f", "камера", "камерата", "камери"],
  screen: ["m", "екран", "екранът", "екрани", "екрана"],
  microphone: ["m", "микрофон", "микрофонът", "микрофони", "микрофона"],
  projector: ["m", "проектор", "проекторът", "проектори", "проектора"],
  device: ["n", "устройство", "устройството", "устройства"],
  share: ["f", "акция", "акцията", "акции"],
  bond: ["f", "облигация", "облигацията", "облигации"],
  investment: ["f", "инвестиция", "инвестицията", "инвестиции"],
  account: ["f", "банкова сметка", "банковата сметка", "банкови сметки"],
  loan: ["m", "кредит", "кредитът", "кредити", "кредита"],
  invoice: ["f", "фактура", "фактурата", "фактури"],
  ticket: ["m", "билет", "билетът", "билети", "билета"],
  map: ["f", "карта", "картата", "карти"],
  passport: ["m", "паспорт", "паспортът", "паспорти", "паспорта"],
  suitcase: ["m", "куфар", "куфарът", "куфари", "куфара"],
  castle: ["m", "замък", "замъкът", "замъци", "замъка"],
  temple: ["m", "храм", "храмът", "храмове", "храма"],
  palace: ["m", "дворец", "дворецът", "дворци", "двореца"],
  tower: ["f", "кула", "кулата", "кули"],
  building: ["f", "сграда", "сградата", "сгради"],
  dress: ["f", "рокля", "роклята", "рокли"],
  coat: ["n", "палто", "палтото", "палта"],
  hat: ["f", "шапка", "шапката", "шапки"],
  shirt: ["f", "риза", "ризата", "ризи"],
  skirt: ["f", "пола", "полата", "поли"],
  garment: ["f", "дреха", "дрехата", "дрехи"],
  rose: ["f", "роза", "розата", "рози"],
  tulip: ["n", "лале", "лалето", "лалета"],
  lily: ["f", "лилия", "лилията", "лилии"],
  violet: ["f", "теменужка", "теменужката", "теменужки"],
  flower: ["n", "цвете", "цветето", "цветя"],
  table: ["f", "маса", "масата", "маси"],
  chair: ["m", "стол", "столът", "столове", "стола"],
  sofa: ["m", "диван", "диванът", "дивани", "дивана"],
  car: ["m", "автомобил", "автомобилът", "автомобили", "автомобила"],
  truck: ["m", "камион", "камионът", "камиони", "камиона"],
  motorcycle: ["m", "мотоциклет", "мотоциклетът", "мотоциклети", "мотоциклета"],
  bus: ["m", "автобус", "автобусът", "автобуси", "автобуса"],
  taxi: ["n", "такси", "таксито", "таксита"],
  vehicle: ["n", "превозно средство", "превозното средство", "превозни средства"],
  engine: ["m", "двигател", "двигателят", "двигатели", "двигателя"],
  tyre: ["f", "гума", "гумата", "гуми"],
  brake: ["f", "спирачка", "спирачката", "спирачки"],
  battery: ["m", "акумулатор", "акумулаторът", "акумулатори", "акумулатора"],
  part: ["f", "резервна част", "резервната част", "резервни части"],
  dog: ["n", "куче", "кучето", "кучета"],
  cat: ["f", "котка", "котката", "котки"],
  horse: ["m", "кон", "конят", "коне", "коня"],
  cow: ["f", "крава", "кравата", "крави"],
  goat: ["f", "коза", "козата", "кози"],
  animal: ["n", "животно", "животното", "животни"],
};

/** Aorist, third person singular; the imperfect where the aorist would read as a present. */
const VERBS: Record<Verb, string> = {
  buy: "купи",
  purchase: "закупи",
  sell: "продаде",
  find: "намери",
  // Not "откри": with a bank account that would mean "opened".
  discover: "попадна на",
  lose: "изгуби",
  choose: "избра",
  select: "подбра",
  order: "поръча",
  steal: "открадна",
  hide: "скри",
  show: "показа",
  photograph: "фотографира",
  wash: "изми",
  eat: "изяде",
  win: "спечели",
  loseMatch: "загуби",
  watch: "изгледа",
  announce: "обяви",
  criticize: "разкритикува",
  praise: "похвали",
  sign: "подписа",
  publish: "публикува",
  read: "прочете",
  write: "написа",
  play: "свиреше на",
  take: "прие",
  prescribe: "предписа",
  film: "засне",
  upload: "качи",
  delete: "изтри",
  cancel: "отмени",
  visit: "посети",
  wear: "носеше",
  sew: "уши",
  plant: "засади",
  open: "отвори",
  close: "затвори",
  drive: "караше",
  repair: "поправи",
  damage: "повреди",
  park: "паркира",
  rent: "нае",
  feed: "нахрани",
  paint: "нарисува",
};

/** [masculine, feminine, neuter] */
const ADJECTIVES: Record<Adjective, readonly [string, string, string]> = {
  big: ["голям", "голяма", "голямо"],
  // "Едър" suits fruit and cattle but no palace; this is said of anything.
  large: ["с големи размери", "с големи размери", "с големи размери"],
  small: ["малък", "малка", "малко"],
  new: ["нов", "нова", "ново"],
  old: ["стар", "стара", "старо"],
  expensive: ["скъп", "скъпа", "скъпо"],
  cheap: ["евтин", "евтина", "евтино"],
  clean: ["чист", "чиста", "чисто"],
  dirty: ["мръсен", "мръсна", "мръсно"],
  heavy: ["тежък", "тежка", "тежко"],
  light: ["лек", "лека", "леко"],
  beautiful: ["красив", "красива", "красиво"],
  ugly: ["грозен", "грозна", "грозно"],
  famous: ["прочут", "прочута", "прочуто"],
  unknown: ["неизвестен", "неизвестна", "неизвестно"],
  interesting: ["интересен", "интересна", "интересно"],
  boring: ["скучен", "скучна", "скучно"],
  long: ["дълъг", "дълга", "дълго"],
  short: ["кратък", "кратка", "кратко"],
};
/** Short in space, as clothes are, not in time. */
const SHORT_GARMENT = ["къс", "къса", "късо"] as const;

const PLACES: Record<Place, string> = {
  market: "на пазара",
  shop: "в магазина",
  restaurant: "в ресторанта",
  kitchen: "в кухнята",
  stadium: "на стадиона",
  gym: "в спортната зала",
  parliament: "в парламента",
  office: "в офиса",
  theatre: "в театъра",
  school: "в училището",
  hospital: "в болницата",
  pharmacy: "в аптеката",
  cinema: "в киното",
  studio: "в киностудиото",
  bank: "в банката",
  exchange: "на борсата",
  airport: "на летището",
  station: "на гарата",
  hotel: "в хотела",
  garden: "в градината",
  park: "в парка",
  home: "вкъщи",
  garage: "в гаража",
  street: "на улицата",
  library: "в библиотеката",
  museum: "в музея",
  village: "в селото",
};

const TIMES: Record<Time, string> = {
  monday: "в понеделник",
  tuesday: "във вторник",
  wednesday: "в сряда",
  thursday: "в четвъртък",
  friday: "в петък",
  saturday: "в събота",
  sunday: "в неделя",
  yesterday: "вчера",
  morning: "сутринта",
  evening: "вечерта",
  summer: "през лятото",
  winter: "през зимата",
};

const CITIES: Record<City, string> = {
  paris: "Париж",
  london: "Лондон",
  berlin: "Берлин",
  madrid: "Мадрид",
  rome: "Рим",
  moscow: "Москва",
  beijing: "Пекин",
  vienna: "Виена",
  tokyo: "Токио",
  cairo: "Кайро",
  istanbul: "Истанбул",
  delhi: "Делхи",
  nairobi: "Найроби",
  bangkok: "Банкок",
  hanoi: "Ханой",
  athens: "Атина",
};

const PEOPLE: Record<Name, string> = {
  anna: "Анна",
  maria: "Мария",
  laura: "Лаура",
  julia: "Юлия",
  sofia: "София",
  clara: "Клара",
  nina: "Нина",
  eva: "Ева",
  lena: "Лена",
  sara: "Сара",
  olga: "Олга",
  diana: "Диана",
  peter: "Петър",
  tom: "Том",
  david: "Давид",
  paul: "Паул",
  martin: "Мартин",
  oscar: "Оскар",
  simon: "Симон",
  victor: "Виктор",
  robert: "Роберт",
  daniel: "Даниел",
  felix: "Феликс",
  leo: "Лео",
};

/** Definite, as a subject. */
const ROLES: Record<Role, string> = {
  cook: "готвачът",
  waiter: "сервитьорът",
  coach: "треньорът",
  athlete: "спортистът",
  minister: "министърът",
  journalist: "журналистът",
  singer: "певецът",
  musician: "музикантът",
  doctor: "лекарят",
  nurse: "медицинската сестра",
  director: "режисьорът",
  actor: "актьорът",
  banker: "банкерът",
  investor: "инвеститорът",
  tourist: "туристът",
  guide: "екскурзоводът",
  tailor: "шивачът",
  gardener: "градинарят",
  driver: "шофьорът",
  mechanic: "механикът",
};

const GARMENTS: ReadonlySet<Noun> = new Set<Noun>([...KINDS.garment.nouns, "garment"]);
const FURNITURE: ReadonlySet<Noun> = new Set<Noun>(KINDS.furniture.nouns);

/** "f", or "f:garment" and "m:furniture" where the choice of verb or adjective depends on the thing. */
function agreementOf(noun: Noun): string {
  const [gender] = NOUNS[noun];
  if (GARMENTS.has(noun)) return `${gender}:garment`;
  return FURNITURE.has(noun) ? `${gender}:furniture` : gender;
}

/** Clothes are not washed with the verb for hands and fruit, nor is furniture painted with the verb for pictures. */
function past(verb: Verb, object: Phrase): string {
  if (verb === "wash" && object.agreement.endsWith(":garment")) return "изпра";
  if (verb === "paint" && object.agreement.endsWith(":furniture")) return "боядиса";
  return VERBS[verb];
}

export const bulgarian: Grammar = {
  language: "bg",
  // The past has no gender, so a person's agreement is never read here; it is for grammars that borrow the phrase.
  subject: (subject) => {
    if (subject === "someone") return { text: "някой", agreement: "m" };
    if ("role" in subject) return { text: ROLES[subject.role], agreement: subject.role === "nurse" ? "f" : "m" };
    return { text: PEOPLE[subject.name], agreement: isWoman(subject.name) ? "f" : "m" };
  },
  object: (noun, count) => {
    const [, singular, , plural, counted = plural] = NOUNS[noun];
    return { text: count === 1 ? singular : `${count} ${counted}`, agreement: agreementOf(noun) };
  },
  definite: (noun) => ({ text: NOUNS[noun][2], agreement: agreementOf(noun) }),
  plural: (noun) => NOUNS[noun][3],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `${/^[ВФ]/.test(CITIES[city]) ? "във" : "в"} ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const action = words(negated && "не", foreignVerb ?? past(verb, object));
    return timeFirst
      ? words(time, subject.text, action, object.text, place)
      : words(subject.text, action, object.text, place, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [gender, kind] = subject.agreement.split(":");
    const [masculine, feminine, neuter] =
      adjective === "short" && kind === "garment" ? SHORT_GARMENT : ADJECTIVES[adjective];
    const agreeing = gender === "f" ? feminine : gender === "n" ? neuter : masculine;
    return words(subject.text, place, negated && "не", "е", foreignAdjective ?? agreeing);
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "не", verb === "live" ? "живее" : "работи", city),
  headline: (city, first, second) => `${city}: ${first} и ${second}`,
  sentence: (clause) => capitalised(clause),
};
