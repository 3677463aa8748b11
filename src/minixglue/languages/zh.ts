import {
  type Adjective,
  type City,
  KINDS,
  type Name,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { type Grammar, words } from "../grammar.ts";

/** [classifier, noun] */
const NOUNS: Record<Noun, readonly [string, string]> = {
  apple: ["个", "苹果"],
  orange: ["个", "橙子"],
  banana: ["根", "香蕉"],
  pear: ["个", "梨"],
  lemon: ["个", "柠檬"],
  peach: ["个", "桃子"],
  fruit: ["个", "水果"],
  pizza: ["份", "披萨"],
  soup: ["碗", "汤"],
  salad: ["份", "沙拉"],
  omelette: ["份", "煎蛋卷"],
  dish: ["道", "菜肴"],
  match: ["场", "球赛"],
  race: ["场", "赛跑"],
  tournament: ["场", "锦标赛"],
  marathon: ["场", "马拉松"],
  competition: ["场", "比赛"],
  medal: ["枚", "奖牌"],
  trophy: ["座", "奖杯"],
  prize: ["件", "奖品"],
  ball: ["个", "球"],
  racket: ["支", "球拍"],
  law: ["部", "法律"],
  treaty: ["份", "条约"],
  report: ["份", "报告"],
  letter: ["封", "信"],
  article: ["篇", "文章"],
  document: ["份", "文件"],
  guitar: ["把", "吉他"],
  violin: ["把", "小提琴"],
  piano: ["架", "钢琴"],
  flute: ["支", "长笛"],
  drum: ["面", "鼓"],
  instrument: ["件", "乐器"],
  song: ["首", "歌曲"],
  novel: ["部", "小说"],
  poem: ["首", "诗"],
  pill: ["种", "药片"],
  vaccine: ["种", "疫苗"],
  syrup: ["种", "糖浆"],
  ointment: ["种", "药膏"],
  medicine: ["种", "药物"],
  documentary: ["部", "纪录片"],
  cartoon: ["部", "动画片"],
  comedy: ["部", "喜剧片"],
  thriller: ["部", "惊悚片"],
  movie: ["部", "电影"],
  camera: ["台", "摄像机"],
  screen: ["块", "屏幕"],
  microphone: ["个", "麦克风"],
  projector: ["台", "投影仪"],
  device: ["台", "设备"],
  share: ["只", "股票"],
  bond: ["只", "债券"],
  investment: ["款", "投资产品"],
  account: ["个", "账户"],
  loan: ["笔", "贷款"],
  invoice: ["张", "发票"],
  ticket: ["张", "票"],
  map: ["张", "地图"],
  passport: ["本", "护照"],
  suitcase: ["个", "行李箱"],
  castle: ["座", "城堡"],
  temple: ["座", "寺庙"],
  palace: ["座", "宫殿"],
  tower: ["座", "塔"],
  building: ["座", "建筑"],
  dress: ["条", "连衣裙"],
  coat: ["件", "大衣"],
  hat: ["顶", "帽子"],
  shirt: ["件", "衬衫"],
  skirt: ["条", "半身裙"],
  garment: ["件", "衣物"],
  rose: ["朵", "玫瑰"],
  tulip: ["朵", "郁金香"],
  lily: ["朵", "百合"],
  violet: ["朵", "紫罗兰"],
  flower: ["朵", "花"],
  table: ["张", "桌子"],
  chair: ["把", "椅子"],
  sofa: ["张", "沙发"],
  car: ["辆", "汽车"],
  truck: ["辆", "卡车"],
  motorcycle: ["辆", "摩托车"],
  bus: ["辆", "公交车"],
  taxi: ["辆", "出租车"],
  vehicle: ["辆", "车"],
  engine: ["台", "发动机"],
  tyre: ["个", "轮胎"],
  brake: ["个", "刹车"],
  battery: ["块", "电池"],
  part: ["个", "零件"],
  dog: ["只", "狗"],
  cat: ["只", "猫"],
  horse: ["匹", "马"],
  cow: ["头", "牛"],
  goat: ["只", "山羊"],
  animal: ["只", "动物"],
};

/** The verb without the perfective "了". */
const VERBS: Record<Verb, string> = {
  buy: "买",
  purchase: "购买",
  sell: "卖",
  find: "找到",
  discover: "发现",
  lose: "弄丢",
  choose: "选择",
  select: "挑选",
  order: "订购",
  steal: "偷",
  hide: "藏起",
  show: "展示",
  photograph: "拍照",
  wash: "洗",
  eat: "吃",
  win: "赢得",
  loseMatch: "输掉",
  watch: "观看",
  announce: "公布",
  criticize: "批评",
  praise: "称赞",
  sign: "签署",
  publish: "发表",
  read: "阅读",
  write: "写",
  play: "演奏",
  take: "服用",
  prescribe: "开出",
  film: "拍摄",
  upload: "上传",
  delete: "删除",
  cancel: "取消",
  visit: "参观",
  wear: "穿",
  sew: "缝制",
  plant: "种植",
  open: "开立",
  close: "关闭",
  drive: "驾驶",
  repair: "修理",
  damage: "弄坏",
  park: "停放",
  rent: "租用",
  feed: "喂",
  paint: "画",
};

/** [form, ...nouns]: what usage asks for with these nouns, where the general word would jar. */
type Variant = readonly [form: string, ...nouns: Noun[]];

const VERB_VARIANTS: Partial<Record<Verb, readonly Variant[]>> = {
  order: [["点", ...KINDS.dish.nouns, "dish"]],
  eat: [["喝", "soup"]],
  publish: [
    ["颁布", "law"],
    ["出版", "novel"],
  ],
  take: [
    ["接种", "vaccine"],
    ["涂抹", "ointment"],
  ],
  wear: [["戴", "hat"]],
  paint: [["漆", ...KINDS.furniture.nouns]],
};

const ADJECTIVE_VARIANTS: Partial<Record<Adjective, readonly Variant[]>> = {
  old: [["老", ...KINDS.animal.nouns, "animal", ...KINDS.movie.nouns, "movie"]],
};

/** In what respect a thing is "large" (`large` is 大 with its dimension named: 个头很大). */
const DIMENSIONS: readonly Variant[] = [
  ["个头", ...KINDS.fruit.nouns, "fruit", ...KINDS.flower.nouns, "flower"],
  ["分量", ...KINDS.dish.nouns, "dish"],
  ["尺寸", ...KINDS.prize.nouns, "prize", ...KINDS.furniture.nouns],
  ["金额", ...KINDS.banking.nouns],
  ["规模", ...KINDS.building.nouns, "building"],
  ["体型", ...KINDS.animal.nouns, "animal"],
];
const DIMENSION = "体积";

/** Without 很, which an affirmative predicate adds. */
const ADJECTIVES: Record<Adjective, string> = {
  big: "大",
  large: "体积大",
  small: "小",
  new: "新",
  old: "旧",
  expensive: "贵",
  cheap: "便宜",
  clean: "干净",
  dirty: "脏",
  heavy: "重",
  light: "轻",
  beautiful: "美",
  ugly: "丑",
  famous: "出名",
  unknown: "鲜为人知",
  interesting: "有趣",
  boring: "无聊",
  long: "长",
  short: "短",
};

/** With 在, which `state` drops before 的. */
const PLACES: Record<Place, string> = {
  market: "在市场",
  shop: "在商店里",
  restaurant: "在餐厅里",
  kitchen: "在厨房里",
  stadium: "在体育场",
  gym: "在体育馆",
  parliament: "在议会",
  office: "在办公室里",
  theatre: "在剧院里",
  school: "在学校",
  hospital: "在医院",
  pharmacy: "在药店",
  cinema: "在电影院",
  studio: "在摄影棚里",
  bank: "在银行",
  exchange: "在证券交易所",
  airport: "在机场",
  station: "在车站",
  hotel: "在酒店",
  garden: "在花园里",
  park: "在公园里",
  home: "在家里",
  garage: "在车库里",
  street: "在街上",
  library: "在图书馆",
  museum: "在博物馆",
  village: "在村子里",
};

/** Times need no preposition. */
const TIMES: Record<Time, string> = {
  monday: "星期一",
  tuesday: "星期二",
  wednesday: "星期三",
  thursday: "星期四",
  friday: "星期五",
  saturday: "星期六",
  sunday: "星期日",
  yesterday: "昨天",
  morning: "早上",
  evening: "晚上",
  summer: "夏天",
  winter: "冬天",
};

/** The usual transliterations. */
const CITIES: Record<City, string> = {
  paris: "巴黎",
  london: "伦敦",
  berlin: "柏林",
  madrid: "马德里",
  rome: "罗马",
  moscow: "莫斯科",
  beijing: "北京",
  vienna: "维也纳",
  tokyo: "东京",
  cairo: "开罗",
  istanbul: "伊斯坦布尔",
  delhi: "德里",
  nairobi: "内罗毕",
  bangkok: "曼谷",
  hanoi: "河内",
  athens: "雅典",
};

/** The usual transliterations. */
const NAMES: Record<Name, string> = {
  anna: "安娜",
  maria: "玛丽亚",
  laura: "劳拉",
  julia: "朱莉娅",
  sofia: "索菲娅",
  clara: "克拉拉",
  nina: "妮娜",
  eva: "伊娃",
  lena: "莱娜",
  sara: "萨拉",
  olga: "奥尔加",
  diana: "戴安娜",
  peter: "彼得",
  tom: "汤姆",
  david: "大卫",
  paul: "保罗",
  martin: "马丁",
  oscar: "奥斯卡",
  simon: "西蒙",
  victor: "维克多",
  robert: "罗伯特",
  daniel: "丹尼尔",
  felix: "菲利克斯",
  leo: "里奥",
};

/** A bare noun is definite as a subject. */
const ROLES: Record<Role, string> = {
  cook: "厨师",
  waiter: "服务员",
  coach: "教练",
  athlete: "运动员",
  minister: "部长",
  journalist: "记者",
  singer: "歌手",
  musician: "音乐家",
  doctor: "医生",
  nurse: "护士",
  director: "导演",
  actor: "演员",
  banker: "银行家",
  investor: "投资者",
  tourist: "游客",
  guide: "导游",
  tailor: "裁缝",
  gardener: "园丁",
  driver: "司机",
  mechanic: "修理工",
};

const variant = (variants: readonly Variant[] | undefined, noun: string): string | undefined =>
  variants?.find(([, ...nouns]) => nouns.some((candidate) => candidate === noun))?.[0];

/** Joins without spaces, but keeps apart neighbours that are both foreign, as in code-switched text. */
const join = (...parts: readonly (string | undefined | false)[]): string =>
  words(...parts).replace(/ (?=\p{Script=Han})|(?<=\p{Script=Han}) /gu, "");

/** 很新 or 不新, and the adjectives that take neither adverb. */
function predicate(adjective: Adjective, noun: string, negated: boolean): string {
  if (adjective === "large") return `${variant(DIMENSIONS, noun) ?? DIMENSION}${negated ? "不" : "很"}大`;
  if (adjective === "unknown") return `${negated ? "并非" : ""}${ADJECTIVES.unknown}`;
  if (adjective === "interesting" && negated) return `并不${ADJECTIVES.interesting}`;
  return `${negated ? "不" : "很"}${variant(ADJECTIVE_VARIANTS[adjective], noun) ?? ADJECTIVES[adjective]}`;
}

/** Phrases carry their noun as agreement: verbs and adjectives choose their word by it. */
export const chinese: Grammar = {
  language: "zh",
  subject: (subject) => {
    if (subject === "someone") return { text: "有人", agreement: "" };
    return { text: "role" in subject ? ROLES[subject.role] : NAMES[subject.name], agreement: "" };
  },
  object: (noun, count, negated) => {
    const [classifier, name] = NOUNS[noun];
    // An indefinite object of a negated verb goes without number: 没有买苹果.
    const one = negated ? name : `一${classifier}${name}`;
    return { text: count === 1 ? one : `${count}${classifier}${name}`, agreement: noun };
  },
  definite: (noun) => ({ text: `那${NOUNS[noun].join("")}`, agreement: noun }),
  plural: (noun) => NOUNS[noun][1],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `在${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const form = foreignVerb ?? variant(VERB_VARIANTS[verb], object.agreement) ?? VERBS[verb];
    // 拍照 contains its own object (照), so that what is photographed comes before it.
    const action =
      form === VERBS.photograph
        ? join("给", object.text, negated ? form : "拍了照")
        : join(form, !negated && "了", object.text);
    const rest = join(negated && "没有", place, action);
    return timeFirst && time ? `${time}，${join(subject.text, rest)}` : join(subject.text, time, rest);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const foreign = foreignAdjective === undefined ? undefined : join(negated ? "不" : "很", foreignAdjective);
    return join(
      place?.replace(/^在/u, ""),
      place !== undefined && "的",
      subject.text,
      foreign ?? predicate(adjective, subject.agreement, negated),
    );
  },
  residence: ({ subject, verb, negated, city }) =>
    verb === "live"
      ? join(subject.text, negated && "不", "住", city)
      : join(subject.text, negated && "不", city, "工作"),
  headline: (city, first, second) => `${city}：${first}和${second}`,
  sentence: (clause) => `${clause}。`,
};
