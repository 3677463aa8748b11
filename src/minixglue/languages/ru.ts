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

/** [gender, nominative singular, form after 3 and 4, genitive plural (after 5 to 9), nominative plural] */
const NOUNS: Record<Noun, readonly [Gender, string, string, string, string]> = {
  apple: ["n", "яблоко", "яблока", "яблок", "яблоки"],
  orange: ["m", "апельсин", "апельсина", "апельсинов", "апельсины"],
  banana: ["m", "банан", "банана", "бананов", "бананы"],
  pear: ["f", "груша", "груши", "груш", "груши"],
  lemon: ["m", "лимон", "лимона", "лимонов", "лимоны"],
  peach: ["m", "персик", "персика", "персиков", "персики"],
  fruit: ["m", "фрукт", "фрукта", "фруктов", "фрукты"],
  pizza: ["f", "пицца", "пиццы", "пицц", "пиццы"],
  soup: ["m", "суп", "супа", "супов", "супы"],
  salad: ["m", "салат", "салата", "салатов", "салаты"],
  omelette: ["m", "омлет", "омлета", "омлетов", "омлеты"],
  dish: ["n", "блюдо", "блюда", "блюд", "блюда"],
  match: ["m", "матч", "матча", "матчей", "матчи"],
  race: ["f", "гонка", "гонки", "гонок", "гонки"],
  tournament: ["m", "турнир", "турнира", "турниров", "турниры"],
  marathon: ["m", "марафон", "марафона", "марафонов", "марафоны"],
  competition: ["n", "соревнование", "соревнования", "соревнований", "соревнования"],
  medal: ["f", "медаль", "медали", "медалей", "медали"],
  trophy: ["m", "кубок", "кубка", "кубков", "кубки"],
  prize: ["f", "награда", "награды", "наград", "награды"],
  ball: ["m", "мяч", "мяча", "мячей", "мячи"],
  racket: ["f", "ракетка", "ракетки", "ракеток", "ракетки"],
  law: ["m", "закон", "закона", "законов", "законы"],
  treaty: ["m", "договор", "договора", "договоров", "договоры"],
  report: ["m", "доклад", "доклада", "докладов", "доклады"],
  letter: ["n", "письмо", "письма", "писем", "письма"],
  article: ["f", "статья", "статьи", "статей", "статьи"],
  document: ["m", "документ", "документа", "документов", "документы"],
  guitar: ["f", "гитара", "гитары", "гитар", "гитары"],
  violin: ["f", "скрипка", "скрипки", "скрипок", "скрипки"],
  piano: ["n", "пианино", "пианино", "пианино", "пианино"],
  flute: ["f", "флейта", "флейты", "флейт", "флейты"],
  drum: ["m", "барабан", "барабана", "барабанов", "барабаны"],
  instrument: [
    "m",
    "музыкальный инструмент",
    "музыкальных инструмента",
    "музыкальных инструментов",
    "музыкальные инструменты",
  ],
  song: ["f", "песня", "песни", "песен", "песни"],
  novel: ["m", "роман", "романа", "романов", "романы"],
  poem: ["n", "стихотворение", "стихотворения", "стихотворений", "стихотворения"],
  pill: ["f", "таблетка", "таблетки", "таблеток", "таблетки"],
  vaccine: ["f", "вакцина", "вакцины", "вакцин", "вакцины"],
  syrup: ["m", "сироп", "сиропа", "сиропов", "сиропы"],
  ointment: ["f", "мазь", "мази", "мазей", "мази"],
  medicine: ["n", "лекарство", "лекарства", "лекарств", "лекарства"],
  documentary: [
    "m",
    "документальный фильм",
    "документальных фильма",
    "документальных фильмов",
    "документальные фильмы",
  ],
  cartoon: ["m", "мультфильм", "мультфильма", "мультфильмов", "мультфильмы"],
  comedy: ["f", "комедия", "комедии", "комедий", "комедии"],
  thriller: ["m", "триллер", "триллера", "триллеров", "триллеры"],
  movie: ["m", "фильм", "фильма", "фильмов", "фильмы"],
  camera: ["f", "камера", "камеры", "камер", "камеры"],
  screen: ["m", "экран", "экрана", "экранов", "экраны"],
  microphone: ["m", "микрофон", "микрофона", "микрофонов", "микрофоны"],
  projector: ["m", "проектор", "проектора", "проекторов", "проекторы"],
  device: ["n", "устройство", "устройства", "устройств", "устройства"],
  share: ["f", "акция", "акции", "акций", "акции"],
  bond: ["f", "облигация", "облигации", "облигаций", "облигации"],
  investment: ["f", "инвестиция", "инвестиции", "инвестиций", "инвестиции"],
  account: ["m", "банковский счёт", "банковских счёта", "банковских счетов", "банковские счета"],
  loan: ["m", "кредит", "кредита", "кредитов", "кредиты"],
  invoice: ["m", "счёт на оплату", "счёта на оплату", "счетов на оплату", "счета на оплату"],
  ticket: ["m", "билет", "билета", "билетов", "билеты"],
  map: ["f", "карта", "карты", "карт", "карты"],
  passport: ["m", "паспорт", "паспорта", "паспортов", "паспорта"],
  suitcase: ["m", "чемодан", "чемодана", "чемоданов", "чемоданы"],
  castle: ["m", "замок", "замка", "замков", "замки"],
  temple: ["m", "храм", "храма", "храмов", "храмы"],
  palace: ["m", "дворец", "дворца", "дворцов", "дворцы"],
  tower: ["f", "башня", "башни", "башен", "башни"],
  building: ["n", "здание", "здания", "зданий", "здания"],
  dress: ["n", "платье", "платья", "платьев", "платья"],
  coat: ["n", "пальто", "пальто", "пальто", "пальто"],
  hat: ["f", "шляпа", "шляпы", "шляп", "шляпы"],
  shirt: ["f", "рубашка", "рубашки", "рубашек", "рубашки"],
  skirt: ["f", "юбка", "юбки", "юбок", "юбки"],
  garment: ["m", "предмет одежды", "предмета одежды", "предметов одежды", "предметы одежды"],
  rose: ["f", "роза", "розы", "роз", "розы"],
  tulip: ["m", "тюльпан", "тюльпана", "тюльпанов", "тюльпаны"],
  lily: ["f", "лилия", "лилии", "лилий", "лилии"],
  violet: ["f", "фиалка", "фиалки", "фиалок", "фиалки"],
  flower: ["m", "цветок", "цветка", "цветков", "цветы"],
  table: ["m", "стол", "стола", "столов", "столы"],
  chair: ["m", "стул", "стула", "стульев", "стулья"],
  sofa: ["m", "диван", "дивана", "диванов", "диваны"],
  car: ["m", "автомобиль", "автомобиля", "автомобилей", "автомобили"],
  truck: ["m", "грузовик", "грузовика", "грузовиков", "грузовики"],
  motorcycle: ["m", "мотоцикл", "мотоцикла", "мотоциклов", "мотоциклы"],
  bus: ["m", "автобус", "автобуса", "автобусов", "автобусы"],
  taxi: ["n", "такси", "такси", "такси", "такси"],
  vehicle: ["n", "транспортное средство", "транспортных средства", "транспортных средств", "транспортные средства"],
  engine: ["m", "двигатель", "двигателя", "двигателей", "двигатели"],
  tyre: ["f", "шина", "шины", "шин", "шины"],
  brake: ["m", "тормоз", "тормоза", "тормозов", "тормоза"],
  battery: ["m", "аккумулятор", "аккумулятора", "аккумуляторов", "аккумуляторы"],
  part: ["f", "запчасть", "запчасти", "запчастей", "запчасти"],
  dog: ["f", "собака", "собаки", "собак", "собаки"],
  cat: ["f", "кошка", "кошки", "кошек", "кошки"],
  horse: ["f", "лошадь", "лошади", "лошадей", "лошади"],
  cow: ["f", "корова", "коровы", "коров", "коровы"],
  goat: ["f", "коза", "козы", "коз", "козы"],
  animal: ["n", "животное", "животных", "животных", "животные"],
};

/** [past masculine, past feminine] */
const VERBS: Record<Verb, readonly [string, string]> = {
  buy: ["купил", "купила"],
  purchase: ["приобрёл", "приобрела"],
  sell: ["продал", "продала"],
  find: ["нашёл", "нашла"],
  discover: ["обнаружил", "обнаружила"],
  lose: ["потерял", "потеряла"],
  choose: ["выбрал", "выбрала"],
  select: ["подобрал", "подобрала"],
  order: ["заказал", "заказала"],
  steal: ["украл", "украла"],
  hide: ["спрятал", "спрятала"],
  show: ["показал", "показала"],
  photograph: ["сфотографировал", "сфотографировала"],
  wash: ["помыл", "помыла"],
  eat: ["съел", "съела"],
  win: ["выиграл", "выиграла"],
  loseMatch: ["проиграл", "проиграла"],
  watch: ["посмотрел", "посмотрела"],
  announce: ["анонсировал", "анонсировала"],
  criticize: ["раскритиковал", "раскритиковала"],
  praise: ["похвалил", "похвалила"],
  sign: ["подписал", "подписала"],
  publish: ["опубликовал", "опубликовала"],
  read: ["прочитал", "прочитала"],
  write: ["написал", "написала"],
  play: ["играл", "играла"],
  take: ["принял", "приняла"],
  prescribe: ["прописал", "прописала"],
  // Not "снял", which with a building or a device would mean "rented".
  film: ["отснял", "отсняла"],
  upload: ["загрузил", "загрузила"],
  delete: ["удалил", "удалила"],
  cancel: ["отменил", "отменила"],
  visit: ["посетил", "посетила"],
  wear: ["надел", "надела"],
  sew: ["сшил", "сшила"],
  plant: ["посадил", "посадила"],
  open: ["открыл", "открыла"],
  close: ["закрыл", "закрыла"],
  drive: ["водил", "водила"],
  repair: ["починил", "починила"],
  damage: ["повредил", "повредила"],
  park: ["припарковал", "припарковала"],
  rent: ["арендовал", "арендовала"],
  feed: ["накормил", "накормила"],
  paint: ["нарисовал", "нарисовала"],
};
/** Clothes are not washed with the verb for hands and fruit, nor is furniture painted with the verb for pictures. */
const LAUNDERED = ["постирал", "постирала"] as const;
const COATED = ["покрасил", "покрасила"] as const;

/** What is played stands in the prepositional: [noun, singular, plural]. The piano is missing, being indeclinable. */
const PLAYED: readonly (readonly [Noun, string, string])[] = [
  ["guitar", "гитаре", "гитарах"],
  ["violin", "скрипке", "скрипках"],
  ["flute", "флейте", "флейтах"],
  ["drum", "барабане", "барабанах"],
  ["instrument", "музыкальном инструменте", "музыкальных инструментах"],
];

/** [masculine, feminine, neuter] */
const ADJECTIVES: Record<Adjective, readonly [string, string, string]> = {
  big: ["большой", "большая", "большое"],
  large: ["крупный", "крупная", "крупное"],
  small: ["маленький", "маленькая", "маленькое"],
  new: ["новый", "новая", "новое"],
  old: ["старый", "старая", "старое"],
  expensive: ["дорогой", "дорогая", "дорогое"],
  cheap: ["дешёвый", "дешёвая", "дешёвое"],
  clean: ["чистый", "чистая", "чистое"],
  dirty: ["грязный", "грязная", "грязное"],
  heavy: ["тяжёлый", "тяжёлая", "тяжёлое"],
  light: ["лёгкий", "лёгкая", "лёгкое"],
  beautiful: ["красивый", "красивая", "красивое"],
  ugly: ["уродливый", "уродливая", "уродливое"],
  famous: ["знаменитый", "знаменитая", "знаменитое"],
  unknown: ["неизвестный", "неизвестная", "неизвестное"],
  interesting: ["интересный", "интересная", "интересное"],
  boring: ["скучный", "скучная", "скучное"],
  long: ["длинный", "длинная", "длинное"],
  short: ["короткий", "короткая", "короткое"],
};

const PLACES: Record<Place, string> = {
  market: "на рынке",
  shop: "в магазине",
  restaurant: "в ресторане",
  kitchen: "на кухне",
  stadium: "на стадионе",
  gym: "в спортзале",
  parliament: "в парламенте",
  office: "в офисе",
  theatre: "в театре",
  school: "в школе",
  hospital: "в больнице",
  pharmacy: "в аптеке",
  cinema: "в кинотеатре",
  studio: "на киностудии",
  bank: "в банке",
  exchange: "на бирже",
  airport: "в аэропорту",
  station: "на вокзале",
  hotel: "в гостинице",
  garden: "в саду",
  park: "в парке",
  home: "дома",
  garage: "в гараже",
  street: "на улице",
  library: "в библиотеке",
  museum: "в музее",
  village: "в деревне",
};

const TIMES: Record<Time, string> = {
  monday: "в понедельник",
  tuesday: "во вторник",
  wednesday: "в среду",
  thursday: "в четверг",
  friday: "в пятницу",
  saturday: "в субботу",
  sunday: "в воскресенье",
  yesterday: "вчера",
  morning: "утром",
  evening: "вечером",
  summer: "летом",
  winter: "зимой",
};

/** [nominative, prepositional] */
const CITIES: Record<City, readonly [string, string]> = {
  paris: ["Париж", "Париже"],
  london: ["Лондон", "Лондоне"],
  berlin: ["Берлин", "Берлине"],
  madrid: ["Мадрид", "Мадриде"],
  rome: ["Рим", "Риме"],
  moscow: ["Москва", "Москве"],
  beijing: ["Пекин", "Пекине"],
  vienna: ["Вена", "Вене"],
  tokyo: ["Токио", "Токио"],
  cairo: ["Каир", "Каире"],
  istanbul: ["Стамбул", "Стамбуле"],
  delhi: ["Дели", "Дели"],
  nairobi: ["Найроби", "Найроби"],
  bangkok: ["Бангкок", "Бангкоке"],
  hanoi: ["Ханой", "Ханое"],
  athens: ["Афины", "Афинах"],
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
  olga: "Ольга",
  diana: "Диана",
  peter: "Пётр",
  tom: "Том",
  david: "Давид",
  paul: "Пауль",
  martin: "Мартин",
  oscar: "Оскар",
  simon: "Симон",
  victor: "Виктор",
  robert: "Роберт",
  daniel: "Даниэль",
  felix: "Феликс",
  leo: "Лео",
};

/** All masculine but the nurse. */
const ROLES: Record<Role, string> = {
  cook: "повар",
  waiter: "официант",
  coach: "тренер",
  athlete: "спортсмен",
  minister: "министр",
  journalist: "журналист",
  singer: "певец",
  musician: "музыкант",
  doctor: "врач",
  nurse: "медсестра",
  director: "режиссёр",
  actor: "актёр",
  banker: "банкир",
  investor: "инвестор",
  tourist: "турист",
  guide: "экскурсовод",
  tailor: "портной",
  gardener: "садовник",
  driver: "водитель",
  mechanic: "механик",
};

const GARMENTS: ReadonlySet<Noun> = new Set<Noun>([...KINDS.garment.nouns, "garment"]);
const FURNITURE: ReadonlySet<Noun> = new Set<Noun>(KINDS.furniture.nouns);
const ANIMALS: ReadonlySet<Noun> = new Set<Noun>([...KINDS.animal.nouns, "animal"]);

/** "f", or "f:garment" and "m:furniture" where the choice of verb depends on the object. */
function agreementOf(noun: Noun): string {
  const [gender] = NOUNS[noun];
  if (GARMENTS.has(noun)) return `${gender}:garment`;
  return FURNITURE.has(noun) ? `${gender}:furniture` : gender;
}

/** No noun here is a masculine animate, so only feminines in -а and -я have an accusative of their own. */
function accusative(noun: Noun): string {
  const [gender, singular] = NOUNS[noun];
  return gender === "f" ? singular.replace(/а$/, "у").replace(/я$/, "ю") : singular;
}

function counted(noun: Noun, count: number): string {
  const [, , few, many] = NOUNS[noun];
  // The accusative of animates is the genitive even after 3 and 4 ("трёх собак").
  return `${count} ${count < 5 && !ANIMALS.has(noun) ? few : many}`;
}

function past(verb: Verb, subject: Phrase, object: Phrase): string {
  const laundered = verb === "wash" && object.agreement.endsWith(":garment");
  const coated = verb === "paint" && object.agreement.endsWith(":furniture");
  const [masculine, feminine] = laundered ? LAUNDERED : coated ? COATED : VERBS[verb];
  return subject.agreement === "f" ? feminine : masculine;
}

const PREPOSITIONAL: ReadonlyMap<string, string> = new Map(
  PLAYED.flatMap(([noun, one, more]): [string, string][] => {
    const [, , few, many] = NOUNS[noun];
    return [
      [accusative(noun), one],
      [few, more],
      [many, more],
    ];
  }),
);
/** "3 гитары" → "на 3 гитарах" */
const played = (text: string) => `на ${text.replace(/[^\d\s].*$/, (noun) => PREPOSITIONAL.get(noun) ?? noun)}`;

export const russian: Grammar = {
  language: "ru",
  subject: (subject) => {
    if (subject === "someone") return { text: "кто-то", agreement: "m" };
    if ("role" in subject) return { text: ROLES[subject.role], agreement: subject.role === "nurse" ? "f" : "m" };
    return { text: PEOPLE[subject.name], agreement: isWoman(subject.name) ? "f" : "m" };
  },
  object: (noun, count) => ({
    text: count === 1 ? accusative(noun) : counted(noun, count),
    agreement: agreementOf(noun),
  }),
  definite: (noun) => ({ text: NOUNS[noun][1], agreement: agreementOf(noun) }),
  plural: (noun) => NOUNS[noun][4],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `в ${CITIES[city][1]}`,
  city: (city) => CITIES[city][0],
  verb: (verb) => VERBS[verb][0],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const action = words(negated && "не", foreignVerb ?? past(verb, subject, object));
    const target = verb === "play" ? played(object.text) : object.text;
    // A time that is not the point of the sentence stands before the verb; at the end it would be contrastive.
    return timeFirst
      ? words(time, subject.text, action, target, place)
      : words(subject.text, time, action, target, place);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [masculine, feminine, neuter] = ADJECTIVES[adjective];
    const gender = subject.agreement.split(":")[0];
    const agreeing = gender === "f" ? feminine : gender === "n" ? neuter : masculine;
    return words(subject.text, place, negated && "не", foreignAdjective ?? agreeing);
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "не", verb === "live" ? "живёт" : "работает", city),
  headline: (city, first, second) => `${city}: ${first} и ${second}`,
  sentence: (clause) => capitalised(clause),
};
