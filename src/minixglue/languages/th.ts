import {
  type Adjective,
  type City,
  KINDS,
  type Name,
  NOUNS as NOUN_CONCEPTS,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { type Grammar, words } from "../grammar.ts";

/** [noun, classifier] */
const NOUNS: Record<Noun, readonly [string, string]> = {
  apple: ["แอปเปิล", "ลูก"],
  orange: ["ส้ม", "ลูก"],
  banana: ["กล้วย", "ลูก"],
  pear: ["ลูกแพร์", "ลูก"],
  lemon: ["เลมอน", "ลูก"],
  peach: ["ลูกพีช", "ลูก"],
  fruit: ["ผลไม้", "ลูก"],
  pizza: ["พิซซา", "ถาด"],
  soup: ["ซุป", "ถ้วย"],
  salad: ["สลัด", "จาน"],
  omelette: ["ไข่เจียว", "จาน"],
  dish: ["อาหาร", "จาน"],
  match: ["แมตช์การแข่งขัน", "นัด"],
  race: ["การวิ่งแข่ง", "รายการ"],
  tournament: ["ทัวร์นาเมนต์", "รายการ"],
  marathon: ["การวิ่งมาราธอน", "รายการ"],
  competition: ["การแข่งขัน", "รายการ"],
  medal: ["เหรียญรางวัล", "เหรียญ"],
  trophy: ["ถ้วยรางวัล", "ใบ"],
  prize: ["ของรางวัล", "ชิ้น"],
  ball: ["ลูกบอล", "ลูก"],
  racket: ["ไม้แร็กเกต", "อัน"],
  law: ["กฎหมาย", "ฉบับ"],
  treaty: ["สนธิสัญญา", "ฉบับ"],
  report: ["รายงาน", "ฉบับ"],
  letter: ["จดหมาย", "ฉบับ"],
  article: ["บทความ", "ชิ้น"],
  document: ["เอกสาร", "ฉบับ"],
  guitar: ["กีตาร์", "ตัว"],
  violin: ["ไวโอลิน", "ตัว"],
  piano: ["เปียโน", "หลัง"],
  flute: ["ฟลุต", "เลา"],
  drum: ["กลอง", "ใบ"],
  instrument: ["เครื่องดนตรี", "ชิ้น"],
  song: ["เพลง", "เพลง"],
  novel: ["นวนิยาย", "เรื่อง"],
  poem: ["บทกวี", "บท"],
  pill: ["ยาเม็ด", "ชนิด"],
  vaccine: ["วัคซีน", "ชนิด"],
  syrup: ["ยาน้ำเชื่อม", "ชนิด"],
  ointment: ["ยาขี้ผึ้ง", "ชนิด"],
  medicine: ["ยา", "ชนิด"],
  documentary: ["สารคดี", "เรื่อง"],
  cartoon: ["การ์ตูน", "เรื่อง"],
  comedy: ["ภาพยนตร์ตลก", "เรื่อง"],
  thriller: ["ภาพยนตร์ระทึกขวัญ", "เรื่อง"],
  movie: ["ภาพยนตร์", "เรื่อง"],
  camera: ["กล้อง", "ตัว"],
  screen: ["จอภาพ", "จอ"],
  microphone: ["ไมโครโฟน", "ตัว"],
  projector: ["โปรเจกเตอร์", "เครื่อง"],
  device: ["อุปกรณ์", "ชิ้น"],
  share: ["หุ้น", "ตัว"],
  bond: ["พันธบัตร", "ฉบับ"],
  investment: ["ผลิตภัณฑ์การลงทุน", "รายการ"],
  account: ["บัญชี", "บัญชี"],
  loan: ["เงินกู้", "ก้อน"],
  invoice: ["ใบแจ้งหนี้", "ใบ"],
  ticket: ["ตั๋ว", "ใบ"],
  map: ["แผนที่", "แผ่น"],
  passport: ["หนังสือเดินทาง", "เล่ม"],
  suitcase: ["กระเป๋าเดินทาง", "ใบ"],
  castle: ["ปราสาท", "หลัง"],
  temple: ["วัด", "แห่ง"],
  palace: ["พระราชวัง", "แห่ง"],
  tower: ["หอคอย", "แห่ง"],
  building: ["สิ่งก่อสร้าง", "แห่ง"],
  dress: ["ชุดเดรส", "ชุด"],
  coat: ["เสื้อโค้ต", "ตัว"],
  hat: ["หมวก", "ใบ"],
  shirt: ["เสื้อเชิ้ต", "ตัว"],
  skirt: ["กระโปรง", "ตัว"],
  garment: ["เสื้อผ้า", "ชิ้น"],
  rose: ["ดอกกุหลาบ", "ดอก"],
  tulip: ["ดอกทิวลิป", "ดอก"],
  lily: ["ดอกลิลลี่", "ดอก"],
  violet: ["ดอกไวโอเลต", "ดอก"],
  flower: ["ดอกไม้", "ดอก"],
  table: ["โต๊ะ", "ตัว"],
  chair: ["เก้าอี้", "ตัว"],
  sofa: ["โซฟา", "ตัว"],
  car: ["รถยนต์", "คัน"],
  truck: ["รถบรรทุก", "คัน"],
  motorcycle: ["รถจักรยานยนต์", "คัน"],
  bus: ["รถบัส", "คัน"],
  taxi: ["รถแท็กซี่", "คัน"],
  vehicle: ["ยานพาหนะ", "คัน"],
  engine: ["เครื่องยนต์", "เครื่อง"],
  tyre: ["ยางรถยนต์", "เส้น"],
  brake: ["เบรก", "ชุด"],
  battery: ["แบตเตอรี่", "ลูก"],
  part: ["อะไหล่", "ชิ้น"],
  dog: ["สุนัข", "ตัว"],
  cat: ["แมว", "ตัว"],
  horse: ["ม้า", "ตัว"],
  cow: ["วัว", "ตัว"],
  goat: ["แพะ", "ตัว"],
  animal: ["สัตว์", "ตัว"],
};

/** Verbs do not inflect. The object follows the verb, or stands at "…" where the verb embraces it. */
const VERBS: Record<Verb, string> = {
  buy: "ซื้อ",
  purchase: "ซื้อหา",
  sell: "ขาย",
  find: "เจอ",
  discover: "พบ",
  lose: "ทำ…หาย",
  choose: "เลือก",
  select: "คัดเลือก",
  order: "สั่ง",
  steal: "ขโมย",
  hide: "ซ่อน",
  show: "แสดง",
  photograph: "ถ่ายรูป",
  wash: "ล้าง",
  eat: "กิน",
  win: "ชนะ",
  loseMatch: "แพ้",
  watch: "ดู",
  announce: "ประกาศ",
  criticize: "วิพากษ์วิจารณ์",
  praise: "ชื่นชม",
  sign: "เซ็น",
  publish: "เผยแพร่",
  read: "อ่าน",
  write: "เขียน",
  play: "เล่น",
  take: "รับประทาน",
  prescribe: "สั่งจ่าย",
  film: "ถ่ายทำ",
  upload: "อัปโหลด",
  delete: "ลบ",
  cancel: "ยกเลิก",
  visit: "เยี่ยมชม",
  wear: "สวม",
  sew: "เย็บ",
  plant: "ปลูก",
  open: "เปิด",
  close: "ปิด",
  drive: "ขับ",
  repair: "ซ่อม",
  damage: "ทำ…พัง",
  park: "จอด",
  rent: "เช่า",
  feed: "ให้อาหาร",
  paint: "วาด",
};

const ANIMALS = [...KINDS.animal.nouns, "animal"] as const;

/** [form, ...nouns]: the verb or adjective that usage asks for with these nouns, where the general one would jar. */
type Variant = readonly [form: string, ...nouns: Noun[]];

const VERB_VARIANTS: Partial<Record<Verb, readonly Variant[]>> = {
  wash: [
    ["ซัก", ...KINDS.garment.nouns, "garment"],
    ["อาบน้ำให้", ...ANIMALS],
  ],
  win: [["คว้า", ...KINDS.prize.nouns, "prize"]],
  take: [
    ["ฉีด", "vaccine"],
    ["ทา", "ointment"],
  ],
  drive: [["ขี่", "motorcycle"]],
  paint: [["ทาสี", ...KINDS.furniture.nouns]],
};

const ADJECTIVE_VARIANTS: Partial<Record<Adjective, readonly Variant[]>> = {
  old: [["แก่", ...ANIMALS]],
  beautiful: [["ไพเราะ", "song", "poem"]],
};

/** Predicates without a copula, negated by ไม่. */
const ADJECTIVES: Record<Adjective, string> = {
  big: "ใหญ่",
  large: "ขนาดใหญ่",
  small: "เล็ก",
  new: "ใหม่",
  old: "เก่า",
  expensive: "แพง",
  cheap: "ราคาถูก",
  clean: "สะอาด",
  dirty: "สกปรก",
  heavy: "หนัก",
  light: "เบา",
  beautiful: "สวย",
  ugly: "น่าเกลียด",
  famous: "มีชื่อเสียง",
  unknown: "ไม่เป็นที่รู้จัก",
  interesting: "น่าสนใจ",
  boring: "น่าเบื่อ",
  long: "ยาว",
  short: "สั้น",
};

/** [affirmative, negated] of the adjectives that are phrases: ไม่ has its place inside them, or cannot precede another ไม่. */
const PHRASAL_ADJECTIVES: Partial<Record<Adjective, readonly [string, string]>> = {
  large: ["มีขนาดใหญ่", "มีขนาดไม่ใหญ่"],
  expensive: ["ราคาแพง", "ราคาไม่แพง"],
  cheap: ["ราคาถูก", "ราคาไม่ถูก"],
  unknown: ["ไม่เป็นที่รู้จัก", "ไม่ใช่ว่าไม่เป็นที่รู้จัก"],
};

/** With the preposition that usage prefers. */
const PLACES: Record<Place, string> = {
  market: "ที่ตลาด",
  shop: "ในร้านค้า",
  restaurant: "ที่ร้านอาหาร",
  kitchen: "ในห้องครัว",
  stadium: "ที่สนามกีฬา",
  gym: "ที่โรงยิม",
  parliament: "ที่รัฐสภา",
  office: "ในสำนักงาน",
  theatre: "ที่โรงละคร",
  school: "ที่โรงเรียน",
  hospital: "ที่โรงพยาบาล",
  pharmacy: "ที่ร้านขายยา",
  cinema: "ที่โรงภาพยนตร์",
  studio: "ที่สตูดิโอ",
  bank: "ที่ธนาคาร",
  exchange: "ที่ตลาดหลักทรัพย์",
  airport: "ที่สนามบิน",
  station: "ที่สถานี",
  hotel: "ที่โรงแรม",
  garden: "ในสวน",
  park: "ในสวนสาธารณะ",
  home: "ที่บ้าน",
  garage: "ในโรงรถ",
  street: "บนถนน",
  library: "ในห้องสมุด",
  museum: "ที่พิพิธภัณฑ์",
  village: "ในหมู่บ้าน",
};

/** เมื่อ marks the day as past. */
const TIMES: Record<Time, string> = {
  monday: "เมื่อวันจันทร์",
  tuesday: "เมื่อวันอังคาร",
  wednesday: "เมื่อวันพุธ",
  thursday: "เมื่อวันพฤหัสบดี",
  friday: "เมื่อวันศุกร์",
  saturday: "เมื่อวันเสาร์",
  sunday: "เมื่อวันอาทิตย์",
  yesterday: "เมื่อวานนี้",
  morning: "ตอนเช้า",
  evening: "ตอนเย็น",
  summer: "ช่วงฤดูร้อน",
  winter: "ช่วงฤดูหนาว",
};

/** The usual transliterations. */
const CITIES: Record<City, string> = {
  paris: "ปารีส",
  london: "ลอนดอน",
  berlin: "เบอร์ลิน",
  madrid: "มาดริด",
  rome: "โรม",
  moscow: "มอสโก",
  beijing: "ปักกิ่ง",
  vienna: "เวียนนา",
  tokyo: "โตเกียว",
  cairo: "ไคโร",
  istanbul: "อิสตันบูล",
  delhi: "เดลี",
  nairobi: "ไนโรบี",
  bangkok: "กรุงเทพฯ",
  hanoi: "ฮานอย",
  athens: "เอเธนส์",
};

/** The usual transliterations. */
const NAMES: Record<Name, string> = {
  anna: "แอนนา",
  maria: "มาเรีย",
  laura: "ลอรา",
  julia: "จูเลีย",
  sofia: "โซเฟีย",
  clara: "คลารา",
  nina: "นีนา",
  eva: "อีวา",
  lena: "เลนา",
  sara: "ซารา",
  olga: "โอลกา",
  diana: "ไดอานา",
  peter: "ปีเตอร์",
  tom: "ทอม",
  david: "เดวิด",
  paul: "พอล",
  martin: "มาร์ติน",
  oscar: "ออสการ์",
  simon: "ไซมอน",
  victor: "วิกเตอร์",
  robert: "โรเบิร์ต",
  daniel: "แดเนียล",
  felix: "เฟลิกซ์",
  leo: "ลีโอ",
};

/** A bare noun is definite as a subject. */
const ROLES: Record<Role, string> = {
  cook: "เชฟ",
  waiter: "บริกร",
  coach: "โค้ช",
  athlete: "นักกีฬา",
  minister: "รัฐมนตรี",
  journalist: "นักข่าว",
  singer: "นักร้อง",
  musician: "นักดนตรี",
  doctor: "แพทย์",
  nurse: "พยาบาล",
  director: "ผู้กำกับ",
  actor: "นักแสดง",
  banker: "นายธนาคาร",
  investor: "นักลงทุน",
  tourist: "นักท่องเที่ยว",
  guide: "มัคคุเทศก์",
  tailor: "ช่างตัดเสื้อ",
  gardener: "คนสวน",
  driver: "คนขับรถ",
  mechanic: "ช่างซ่อมรถ",
};

const THAT = "นั้น";

const variant = (variants: readonly Variant[] | undefined, noun: string): string | undefined =>
  variants?.find(([, ...nouns]) => nouns.some((candidate) => candidate === noun))?.[0];

/** Joins Thai to Thai without a space; digits and foreign words stand between spaces. */
const join = (...parts: readonly (string | undefined | false)[]): string =>
  words(...parts).replace(/(?<=\p{Script=Thai}) (?=\p{Script=Thai})/gu, "");

/** "รถยนต์คันนั้น"; a noun that is its own classifier is said once. */
const definite = (noun: Noun): string => {
  const [name, classifier] = NOUNS[noun];
  return name === classifier ? name + THAT : name + classifier + THAT;
};

/**
 * "รถยนต์ในโรงรถคันนั้น": the classifier and demonstrative close the noun phrase, lest the predicate be read as an
 * attribute of the place ("in the new garage").
 */
const located = (subject: string, place: string): string => {
  const noun = NOUN_CONCEPTS.find((candidate) => definite(candidate) === subject);
  if (noun === undefined) return join(subject, place);
  const [name, classifier] = NOUNS[noun];
  return join(name, place, classifier + THAT);
};

/** Phrases carry their noun as agreement: verbs and adjectives choose their word by it. */
export const thai: Grammar = {
  language: "th",
  subject: (subject) => {
    if (subject === "someone") return { text: "มีคน", agreement: "" };
    return { text: "role" in subject ? ROLES[subject.role] : NAMES[subject.name], agreement: "" };
  },
  object: (noun, count, negated) => {
    const [name, classifier] = NOUNS[noun];
    // An indefinite object of a negated verb goes without number: ไม่ได้ซื้อแอปเปิล.
    const one = negated ? name : `${name}หนึ่ง${classifier}`;
    return { text: count === 1 ? one : join(name, `${count}`, classifier), agreement: noun };
  },
  definite: (noun) => ({ text: definite(noun), agreement: noun }),
  plural: (noun) => NOUNS[noun][0],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `ที่${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb].replace("…", ""),
  adjective: (adjective) => ADJECTIVES[adjective],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const form = foreignVerb ?? variant(VERB_VARIANTS[verb], object.agreement) ?? VERBS[verb];
    const [before, after] = form.split("…");
    const clause = join(subject.text, negated && "ไม่ได้", before, object.text, after, place);
    return timeFirst && time ? words(time, clause) : join(clause, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const phrasal = foreignAdjective === undefined ? PHRASAL_ADJECTIVES[adjective] : undefined;
    const plain =
      foreignAdjective ?? variant(ADJECTIVE_VARIANTS[adjective], subject.agreement) ?? ADJECTIVES[adjective];
    const about = place === undefined ? subject.text : located(subject.text, place);
    return phrasal ? join(about, phrasal[negated ? 1 : 0]) : join(about, negated && "ไม่", plain);
  },
  residence: ({ subject, verb, negated, city }) =>
    join(subject.text, negated && "ไม่ได้", verb === "live" ? "อาศัยอยู่" : "ทำงาน", city),
  headline: (city, first, second) => `${city}: ${join(first, "และ", second)}`,
  sentence: (clause) => clause,
};
