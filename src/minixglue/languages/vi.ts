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

/** [classifier, noun]: "một quả táo". The classifier is empty where the noun is counted directly or already begins with one ("trận đấu"). */
const NOUNS: Record<Noun, readonly [string, string]> = {
  apple: ["quả", "táo"],
  orange: ["quả", "cam"],
  banana: ["quả", "chuối"],
  pear: ["quả", "lê"],
  lemon: ["quả", "chanh"],
  peach: ["quả", "đào"],
  fruit: ["quả", "trái cây"],
  pizza: ["chiếc", "bánh pizza"],
  soup: ["bát", "súp"],
  salad: ["đĩa", "salad"],
  omelette: ["đĩa", "trứng tráng"],
  dish: ["", "món ăn"],
  match: ["", "trận đấu"],
  race: ["", "cuộc đua"],
  tournament: ["", "giải đấu"],
  marathon: ["cuộc", "chạy marathon"],
  competition: ["", "cuộc thi đấu"],
  medal: ["tấm", "huy chương"],
  trophy: ["chiếc", "cúp"],
  prize: ["", "giải thưởng"],
  ball: ["quả", "bóng"],
  racket: ["cây", "vợt"],
  law: ["đạo", "luật"],
  treaty: ["bản", "hiệp ước"],
  report: ["bản", "báo cáo"],
  letter: ["bức", "thư"],
  article: ["", "bài báo"],
  document: ["", "văn bản"],
  guitar: ["cây", "đàn guitar"],
  violin: ["cây", "đàn violin"],
  piano: ["cây", "đàn piano"],
  flute: ["cây", "sáo"],
  drum: ["chiếc", "trống"],
  instrument: ["", "nhạc cụ"],
  song: ["", "bài hát"],
  novel: ["cuốn", "tiểu thuyết"],
  poem: ["", "bài thơ"],
  pill: ["loại", "thuốc viên"],
  vaccine: ["loại", "vắc-xin"],
  syrup: ["loại", "siro"],
  ointment: ["loại", "thuốc mỡ"],
  medicine: ["loại", "thuốc"],
  documentary: ["bộ", "phim tài liệu"],
  cartoon: ["bộ", "phim hoạt hình"],
  comedy: ["bộ", "phim hài"],
  thriller: ["bộ", "phim giật gân"],
  movie: ["bộ", "phim"],
  camera: ["chiếc", "máy quay phim"],
  screen: ["chiếc", "màn hình"],
  microphone: ["chiếc", "micro"],
  projector: ["chiếc", "máy chiếu"],
  device: ["", "thiết bị"],
  share: ["", "cổ phiếu"],
  bond: ["", "trái phiếu"],
  investment: ["", "khoản đầu tư"],
  account: ["", "tài khoản"],
  loan: ["", "khoản vay"],
  invoice: ["", "hóa đơn"],
  ticket: ["tấm", "vé"],
  map: ["tấm", "bản đồ"],
  passport: ["cuốn", "hộ chiếu"],
  suitcase: ["chiếc", "va li"],
  castle: ["tòa", "lâu đài"],
  temple: ["ngôi", "đền"],
  palace: ["tòa", "cung điện"],
  tower: ["tòa", "tháp"],
  building: ["", "công trình kiến trúc"],
  dress: ["chiếc", "đầm"],
  coat: ["chiếc", "áo khoác"],
  hat: ["chiếc", "mũ"],
  shirt: ["chiếc", "áo sơ mi"],
  skirt: ["chiếc", "chân váy"],
  garment: ["món", "quần áo"],
  rose: ["bông", "hoa hồng"],
  tulip: ["bông", "hoa tulip"],
  lily: ["bông", "hoa ly"],
  violet: ["bông", "hoa violet"],
  flower: ["bông", "hoa"],
  table: ["chiếc", "bàn"],
  chair: ["chiếc", "ghế"],
  sofa: ["chiếc", "sofa"],
  car: ["chiếc", "ô tô"],
  truck: ["chiếc", "xe tải"],
  motorcycle: ["chiếc", "xe máy"],
  bus: ["chiếc", "xe buýt"],
  taxi: ["chiếc", "taxi"],
  vehicle: ["chiếc", "xe"],
  engine: ["", "động cơ"],
  tyre: ["chiếc", "lốp xe"],
  brake: ["bộ", "phanh"],
  battery: ["bình", "ắc quy"],
  part: ["", "phụ tùng"],
  dog: ["con", "chó"],
  cat: ["con", "mèo"],
  horse: ["con", "ngựa"],
  cow: ["con", "bò"],
  goat: ["con", "dê"],
  animal: ["", "con vật"],
};

/** The object follows the verb, or stands at "…" where the verb embraces it. */
const VERBS: Record<Verb, string> = {
  buy: "mua",
  purchase: "mua về",
  sell: "bán",
  find: "tìm thấy",
  discover: "phát hiện",
  lose: "làm mất",
  choose: "chọn",
  select: "lựa chọn",
  order: "đặt mua",
  steal: "lấy trộm",
  hide: "giấu",
  show: "cho xem",
  photograph: "chụp ảnh",
  wash: "rửa",
  eat: "ăn",
  win: "thắng",
  loseMatch: "thua",
  watch: "xem",
  announce: "công bố",
  criticize: "chỉ trích",
  praise: "khen ngợi",
  sign: "ký",
  publish: "xuất bản",
  read: "đọc",
  write: "viết",
  play: "chơi",
  take: "uống",
  prescribe: "kê đơn",
  film: "quay phim",
  upload: "tải lên",
  delete: "xóa",
  cancel: "hủy",
  visit: "tham quan",
  wear: "mặc",
  sew: "may",
  plant: "trồng",
  open: "mở",
  close: "đóng",
  drive: "lái",
  repair: "sửa",
  damage: "làm hỏng",
  park: "đỗ",
  rent: "thuê",
  feed: "cho…ăn",
  paint: "vẽ",
};

const GARMENTS = [...KINDS.garment.nouns, "garment"] as const;
const ANIMALS = [...KINDS.animal.nouns, "animal"] as const;
const DISHES = [...KINDS.dish.nouns, "dish"] as const;

/** [form, ...nouns]: the verb or adjective that usage asks for with these nouns, where the general one would jar. */
type Variant = readonly [form: string, ...nouns: Noun[]];

const VERB_VARIANTS: Partial<Record<Verb, readonly Variant[]>> = {
  order: [["gọi", ...DISHES]],
  criticize: [["chê", ...DISHES]],
  praise: [["khen", ...DISHES]],
  wash: [
    ["giặt", ...GARMENTS],
    ["tắm cho", ...ANIMALS],
  ],
  win: [["giành được", ...KINDS.prize.nouns, "prize"]],
  publish: [
    ["ban hành", "law"],
    ["đăng", "treaty", "report", "letter", "article"],
    ["phát hành", "song"],
  ],
  take: [
    ["tiêm", "vaccine"],
    ["bôi", "ointment"],
  ],
  film: [["quay", ...KINDS.movie.nouns, "movie"]],
  wear: [["đội", "hat"]],
  paint: [["sơn", ...KINDS.furniture.nouns]],
};

const ADJECTIVE_VARIANTS: Partial<Record<Adjective, readonly Variant[]>> = {
  old: [["già", ...ANIMALS]],
};

/** Predicates without a copula. */
const ADJECTIVES: Record<Adjective, string> = {
  big: "lớn",
  large: "to",
  small: "nhỏ",
  new: "mới",
  old: "cũ",
  expensive: "đắt",
  cheap: "rẻ",
  clean: "sạch",
  dirty: "bẩn",
  heavy: "nặng",
  light: "nhẹ",
  beautiful: "đẹp",
  ugly: "xấu",
  famous: "nổi tiếng",
  unknown: "ít người biết đến",
  interesting: "thú vị",
  boring: "nhàm chán",
  long: "dài",
  short: "ngắn",
};

/** With the preposition that usage prefers. */
const PLACES: Record<Place, string> = {
  market: "ở chợ",
  shop: "trong cửa hàng",
  restaurant: "ở nhà hàng",
  kitchen: "trong bếp",
  stadium: "ở sân vận động",
  gym: "ở nhà thi đấu",
  parliament: "ở quốc hội",
  office: "trong văn phòng",
  theatre: "ở nhà hát",
  school: "ở trường",
  hospital: "ở bệnh viện",
  pharmacy: "ở hiệu thuốc",
  cinema: "ở rạp chiếu phim",
  studio: "ở phim trường",
  bank: "ở ngân hàng",
  exchange: "ở sàn chứng khoán",
  airport: "ở sân bay",
  station: "ở nhà ga",
  hotel: "ở khách sạn",
  garden: "trong vườn",
  park: "trong công viên",
  home: "ở nhà",
  garage: "trong ga-ra",
  street: "trên phố",
  library: "trong thư viện",
  museum: "ở bảo tàng",
  village: "trong làng",
};

/** "hôm" marks the weekday as past. */
const TIMES: Record<Time, string> = {
  monday: "hôm thứ Hai",
  tuesday: "hôm thứ Ba",
  wednesday: "hôm thứ Tư",
  thursday: "hôm thứ Năm",
  friday: "hôm thứ Sáu",
  saturday: "hôm thứ Bảy",
  sunday: "hôm Chủ nhật",
  yesterday: "hôm qua",
  morning: "vào buổi sáng",
  evening: "vào buổi tối",
  summer: "vào mùa hè",
  winter: "vào mùa đông",
};

/** As the press writes them. */
const CITIES: Record<City, string> = {
  paris: "Paris",
  london: "London",
  berlin: "Berlin",
  madrid: "Madrid",
  rome: "Rome",
  moscow: "Moskva",
  beijing: "Bắc Kinh",
  vienna: "Vienna",
  tokyo: "Tokyo",
  cairo: "Cairo",
  istanbul: "Istanbul",
  delhi: "Delhi",
  nairobi: "Nairobi",
  bangkok: "Bangkok",
  hanoi: "Hà Nội",
  athens: "Athens",
};

/** A bare noun is definite as a subject. */
const ROLES: Record<Role, string> = {
  cook: "đầu bếp",
  waiter: "người phục vụ",
  coach: "huấn luyện viên",
  athlete: "vận động viên",
  minister: "bộ trưởng",
  journalist: "nhà báo",
  singer: "ca sĩ",
  musician: "nhạc công",
  doctor: "bác sĩ",
  nurse: "y tá",
  director: "đạo diễn",
  actor: "diễn viên",
  banker: "chủ ngân hàng",
  investor: "nhà đầu tư",
  tourist: "du khách",
  guide: "hướng dẫn viên",
  tailor: "thợ may",
  gardener: "người làm vườn",
  driver: "tài xế",
  mechanic: "thợ sửa xe",
};

/** The demonstrative closes the noun phrase, so that a following adjective is the predicate and no attribute. */
const THAT = " đó";

const variant = (variants: readonly Variant[] | undefined, noun: string): string | undefined =>
  variants?.find(([, ...nouns]) => nouns.some((candidate) => candidate === noun))?.[0];

/** Phrases carry their noun as agreement: verbs and adjectives choose their word by it. */
export const vietnamese: Grammar = {
  language: "vi",
  subject: (subject) => {
    if (subject === "someone") return { text: "có người", agreement: "" };
    return { text: "role" in subject ? ROLES[subject.role] : LATIN_NAMES[subject.name], agreement: "" };
  },
  object: (noun, count, negated) => {
    const one = negated ? words(...NOUNS[noun], "nào") : words("một", ...NOUNS[noun]);
    return { text: count === 1 ? one : words(`${count}`, ...NOUNS[noun]), agreement: noun };
  },
  definite: (noun) => ({ text: words(...NOUNS[noun]) + THAT, agreement: noun }),
  plural: (noun) => NOUNS[noun][1],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `ở ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb].replace("…", " "),
  adjective: (adjective) => ADJECTIVES[adjective],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const form = foreignVerb ?? variant(VERB_VARIANTS[verb], object.agreement) ?? VERBS[verb];
    const [before, after] = form.split("…");
    const clause = words(subject.text, negated ? "không" : "đã", before, object.text, after, place);
    return timeFirst && time ? `${time}, ${clause}` : words(clause, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const form = foreignAdjective ?? variant(ADJECTIVE_VARIANTS[adjective], subject.agreement) ?? ADJECTIVES[adjective];
    const closed = place !== undefined && subject.text.endsWith(THAT);
    const about = closed ? words(subject.text.slice(0, -THAT.length), place) + THAT : words(subject.text, place);
    // "không ít người" would mean "quite a few people".
    const not = foreignAdjective === undefined && adjective === "unknown" ? "không phải" : "không";
    return words(about, negated && not, form);
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "không", verb === "live" ? "sống" : "làm việc", city),
  headline: (city, first, second) => `${city}: ${first} và ${second}`,
  sentence: (clause) => capitalised(clause),
};
