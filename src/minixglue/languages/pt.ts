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

type Gender = "m" | "f";

/** [gender, singular, plural]; all words as Brazil says and spells them. */
const NOUNS: Record<Noun, readonly [Gender, string, string]> = {
  apple: ["f", "maçã", "maçãs"],
  orange: ["f", "laranja", "laranjas"],
  banana: ["f", "banana", "bananas"],
  pear: ["f", "pera", "peras"],
  lemon: ["m", "limão", "limões"],
  peach: ["m", "pêssego", "pêssegos"],
  fruit: ["f", "fruta", "frutas"],
  pizza: ["f", "pizza", "pizzas"],
  soup: ["f", "sopa", "sopas"],
  salad: ["f", "salada", "saladas"],
  omelette: ["f", "omelete", "omeletes"],
  dish: ["m", "prato", "pratos"],
  match: ["f", "partida", "partidas"],
  race: ["f", "corrida", "corridas"],
  tournament: ["m", "torneio", "torneios"],
  marathon: ["f", "maratona", "maratonas"],
  competition: ["f", "competição", "competições"],
  medal: ["f", "medalha", "medalhas"],
  trophy: ["m", "troféu", "troféus"],
  prize: ["m", "prêmio", "prêmios"],
  ball: ["f", "bola", "bolas"],
  racket: ["f", "raquete", "raquetes"],
  law: ["f", "lei", "leis"],
  treaty: ["m", "tratado", "tratados"],
  report: ["m", "relatório", "relatórios"],
  letter: ["f", "carta", "cartas"],
  article: ["m", "artigo", "artigos"],
  document: ["m", "documento", "documentos"],
  guitar: ["f", "guitarra", "guitarras"],
  violin: ["m", "violino", "violinos"],
  piano: ["m", "piano", "pianos"],
  flute: ["f", "flauta", "flautas"],
  drum: ["m", "tambor", "tambores"],
  instrument: ["m", "instrumento", "instrumentos"],
  song: ["f", "canção", "canções"],
  novel: ["m", "romance", "romances"],
  poem: ["m", "poema", "poemas"],
  pill: ["m", "comprimido", "comprimidos"],
  vaccine: ["f", "vacina", "vacinas"],
  syrup: ["m", "xarope", "xaropes"],
  ointment: ["f", "pomada", "pomadas"],
  medicine: ["m", "remédio", "remédios"],
  documentary: ["m", "documentário", "documentários"],
  cartoon: ["m", "desenho animado", "desenhos animados"],
  comedy: ["f", "comédia", "comédias"],
  thriller: ["m", "suspense", "suspenses"],
  movie: ["m", "filme", "filmes"],
  camera: ["f", "câmera", "câmeras"],
  screen: ["f", "tela", "telas"],
  microphone: ["m", "microfone", "microfones"],
  projector: ["m", "projetor", "projetores"],
  device: ["m", "aparelho", "aparelhos"],
  share: ["f", "ação", "ações"],
  bond: ["m", "título", "títulos"],
  investment: ["m", "investimento", "investimentos"],
  account: ["f", "conta bancária", "contas bancárias"],
  loan: ["m", "empréstimo", "empréstimos"],
  invoice: ["f", "fatura", "faturas"],
  ticket: ["f", "passagem", "passagens"],
  map: ["m", "mapa", "mapas"],
  passport: ["m", "passaporte", "passaportes"],
  suitcase: ["f", "mala", "malas"],
  castle: ["m", "castelo", "castelos"],
  temple: ["m", "templo", "templos"],
  palace: ["m", "palácio", "palácios"],
  tower: ["f", "torre", "torres"],
  building: ["m", "edifício", "edifícios"],
  dress: ["m", "vestido", "vestidos"],
  coat: ["m", "casaco", "casacos"],
  hat: ["m", "chapéu", "chapéus"],
  shirt: ["f", "camisa", "camisas"],
  skirt: ["f", "saia", "saias"],
  garment: ["f", "peça de roupa", "peças de roupa"],
  rose: ["f", "rosa", "rosas"],
  tulip: ["f", "tulipa", "tulipas"],
  lily: ["m", "lírio", "lírios"],
  violet: ["f", "violeta", "violetas"],
  flower: ["f", "flor", "flores"],
  table: ["f", "mesa", "mesas"],
  chair: ["f", "cadeira", "cadeiras"],
  sofa: ["m", "sofá", "sofás"],
  car: ["m", "carro", "carros"],
  truck: ["m", "caminhão", "caminhões"],
  motorcycle: ["f", "moto", "motos"],
  bus: ["m", "ônibus", "ônibus"],
  taxi: ["m", "táxi", "táxis"],
  vehicle: ["m", "veículo", "veículos"],
  engine: ["m", "motor", "motores"],
  tyre: ["m", "pneu", "pneus"],
  brake: ["m", "freio", "freios"],
  battery: ["f", "bateria", "baterias"],
  part: ["f", "peça de reposição", "peças de reposição"],
  dog: ["m", "cachorro", "cachorros"],
  cat: ["m", "gato", "gatos"],
  horse: ["m", "cavalo", "cavalos"],
  cow: ["f", "vaca", "vacas"],
  goat: ["f", "cabra", "cabras"],
  animal: ["m", "animal", "animais"],
};

/** Preterite, third person singular, with what joins it to its object; "derrotado" agrees with the subject. */
const VERBS: Record<Verb, string> = {
  buy: "comprou",
  purchase: "adquiriu",
  sell: "vendeu",
  find: "encontrou",
  discover: "descobriu",
  lose: "perdeu",
  choose: "escolheu",
  select: "selecionou",
  order: "encomendou",
  steal: "roubou",
  hide: "escondeu",
  show: "mostrou",
  photograph: "fotografou",
  wash: "lavou",
  eat: "comeu",
  win: "ganhou",
  loseMatch: "foi derrotado em",
  watch: "assistiu a",
  announce: "anunciou",
  criticize: "criticou",
  praise: "elogiou",
  sign: "assinou",
  publish: "publicou",
  read: "leu",
  write: "escreveu",
  play: "tocou",
  take: "tomou",
  prescribe: "receitou",
  film: "filmou",
  upload: "postou",
  delete: "apagou",
  cancel: "cancelou",
  visit: "visitou",
  wear: "usou",
  sew: "costurou",
  plant: "plantou",
  open: "abriu",
  // Not "fechou": with a loan that would mean that it was agreed on.
  close: "encerrou",
  drive: "dirigiu",
  repair: "consertou",
  damage: "danificou",
  park: "estacionou",
  rent: "alugou",
  feed: "alimentou",
  paint: "pintou",
};
/** Food is asked for; other goods are ordered to be made or sent. */
const ORDERED_FOOD = "pediu";
const FOOD: readonly KindId[] = ["fruit", "dish"];

/** [masculine, feminine] */
const ADJECTIVES: Record<Adjective, readonly [string, string]> = {
  big: ["grande", "grande"],
  large: ["enorme", "enorme"],
  small: ["pequeno", "pequena"],
  new: ["novo", "nova"],
  old: ["velho", "velha"],
  expensive: ["caro", "cara"],
  cheap: ["barato", "barata"],
  clean: ["limpo", "limpa"],
  dirty: ["sujo", "suja"],
  heavy: ["pesado", "pesada"],
  light: ["leve", "leve"],
  beautiful: ["bonito", "bonita"],
  ugly: ["feio", "feia"],
  famous: ["famoso", "famosa"],
  unknown: ["desconhecido", "desconhecida"],
  interesting: ["interessante", "interessante"],
  boring: ["entediante", "entediante"],
  long: ["longo", "longa"],
  short: ["curto", "curta"],
};

/** Where; all with "em", contracted but for "em casa", which `state` relies on. */
const PLACES: Record<Place, string> = {
  market: "no mercado",
  shop: "na loja",
  restaurant: "no restaurante",
  kitchen: "na cozinha",
  stadium: "no estádio",
  gym: "no ginásio",
  parliament: "no parlamento",
  office: "no escritório",
  theatre: "no teatro",
  school: "na escola",
  hospital: "no hospital",
  pharmacy: "na farmácia",
  cinema: "no cinema",
  studio: "no estúdio",
  bank: "no banco",
  exchange: "na bolsa de valores",
  airport: "no aeroporto",
  station: "na estação",
  hotel: "no hotel",
  garden: "no jardim",
  park: "no parque",
  home: "em casa",
  garage: "na garagem",
  street: "na rua",
  library: "na biblioteca",
  museum: "no museu",
  village: "no vilarejo",
};

/** When. */
const TIMES: Record<Time, string> = {
  monday: "na segunda-feira",
  tuesday: "na terça-feira",
  wednesday: "na quarta-feira",
  thursday: "na quinta-feira",
  friday: "na sexta-feira",
  saturday: "no sábado",
  sunday: "no domingo",
  yesterday: "ontem",
  morning: "de manhã",
  evening: "à noite",
  summer: "no verão",
  winter: "no inverno",
};

/** City names. */
const CITIES: Record<City, string> = {
  paris: "Paris",
  london: "Londres",
  berlin: "Berlim",
  madrid: "Madri",
  rome: "Roma",
  moscow: "Moscou",
  beijing: "Pequim",
  vienna: "Viena",
  tokyo: "Tóquio",
  cairo: "Cairo",
  istanbul: "Istambul",
  delhi: "Délhi",
  nairobi: "Nairóbi",
  bangkok: "Bangcoc",
  hanoi: "Hanói",
  athens: "Atenas",
};

/** Occupations, article and all. */
const ROLES: Record<Role, string> = {
  cook: "o cozinheiro",
  waiter: "o garçom",
  coach: "o treinador",
  athlete: "o atleta",
  minister: "o ministro",
  journalist: "o jornalista",
  singer: "o cantor",
  musician: "o músico",
  doctor: "o médico",
  nurse: "a enfermeira",
  director: "o cineasta",
  actor: "o ator",
  banker: "o banqueiro",
  investor: "o investidor",
  tourist: "o turista",
  guide: "o guia",
  tailor: "o alfaiate",
  gardener: "o jardineiro",
  driver: "o motorista",
  mechanic: "o mecânico",
};

/** Names that Portuguese writes with an accent. */
const ACCENTED: Partial<Record<Name, string>> = { julia: "Júlia", felix: "Félix", leo: "Léo" };

const DEFINITE: Record<Gender, string> = { m: "o", f: "a" };
const INDEFINITE: Record<Gender, string> = { m: "um", f: "uma" };
const NEGATIVE: Record<Gender, string> = { m: "nenhum", f: "nenhuma" };

/** A passing condition takes "estar"; the other adjectives describe what a thing is like. */
const CONDITIONS: readonly Adjective[] = ["clean", "dirty"];

/** "O carro da garagem": a noun takes its place with "de", where "em" would belong to the verb; "da rua" would mean a stray. */
const placeOfNoun = (place: string) => place.replace(/^n(?=[oa] (?!rua$))/, "d");

function past(verb: Verb, subject: Phrase, object: Phrase): string {
  const isFood = FOOD.some((kind) => object.agreement.endsWith(`:${kind}`));
  if (verb === "order" && isFood) return ORDERED_FOOD;
  return subject.agreement === "f" ? VERBS[verb].replace("derrotado", "derrotada") : VERBS[verb];
}

/** Brazilian Portuguese, throughout. */
export const portuguese: Grammar = {
  language: "pt",
  subject: (subject) => {
    if (subject === "someone") return { text: "alguém", agreement: "m" };
    if ("role" in subject) return { text: ROLES[subject.role], agreement: subject.role === "nurse" ? "f" : "m" };
    const { name } = subject;
    return { text: ACCENTED[name] ?? LATIN_NAMES[name], agreement: isWoman(name) ? "f" : "m" };
  },
  object: (noun, count, negated) => {
    const [gender, singular, plural] = NOUNS[noun];
    const article = (negated ? NEGATIVE : INDEFINITE)[gender];
    return {
      text: count === 1 ? `${article} ${singular}` : `${count} ${plural}`,
      agreement: genderAndKind(gender, noun, FOOD),
    };
  },
  definite: (noun) => {
    const [gender, singular] = NOUNS[noun];
    return { text: `${DEFINITE[gender]} ${singular}`, agreement: gender };
  },
  plural: (noun) => NOUNS[noun][2],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `${city === "cairo" ? "no" : "em"} ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const action = words(negated && "não", foreignVerb ?? past(verb, subject, object));
    const clause = words(subject.text, action, object.text, place);
    return timeFirst && time ? `${time}, ${clause}` : words(clause, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [masculine, feminine] = ADJECTIVES[adjective];
    return words(
      subject.text,
      place && placeOfNoun(place),
      negated && "não",
      CONDITIONS.includes(adjective) ? "está" : "é",
      foreignAdjective ?? (subject.agreement === "f" ? feminine : masculine),
    );
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "não", verb === "live" ? "mora" : "trabalha", city),
  headline: (city, first, second) => `${city}: ${first} e ${second}`,
  sentence: (clause) => capitalised(clause),
};
