import {
  type Adjective,
  type City,
  isWoman,
  type Name,
  type Noun,
  type Place,
  type Role,
  type Time,
  type Verb,
} from "../concepts.ts";
import { capitalised, type Grammar, words } from "../grammar.ts";
import { LATIN_NAMES } from "./names.ts";

type Gender = "m" | "f";

/** [gender, singular, plural] */
const NOUNS: Record<Noun, readonly [Gender, string, string]> = {
  apple: ["f", "manzana", "manzanas"],
  orange: ["f", "naranja", "naranjas"],
  banana: ["m", "plátano", "plátanos"],
  pear: ["f", "pera", "peras"],
  lemon: ["m", "limón", "limones"],
  peach: ["m", "melocotón", "melocotones"],
  fruit: ["f", "fruta", "frutas"],
  pizza: ["f", "pizza", "pizzas"],
  soup: ["f", "sopa", "sopas"],
  salad: ["f", "ensalada", "ensaladas"],
  omelette: ["f", "tortilla", "tortillas"],
  dish: ["m", "plato", "platos"],
  match: ["m", "partido", "partidos"],
  race: ["f", "carrera", "carreras"],
  tournament: ["m", "torneo", "torneos"],
  marathon: ["m", "maratón", "maratones"],
  competition: ["f", "competición", "competiciones"],
  medal: ["f", "medalla", "medallas"],
  trophy: ["m", "trofeo", "trofeos"],
  prize: ["m", "premio", "premios"],
  ball: ["f", "pelota", "pelotas"],
  racket: ["f", "raqueta", "raquetas"],
  law: ["f", "ley", "leyes"],
  treaty: ["m", "tratado", "tratados"],
  report: ["m", "informe", "informes"],
  letter: ["f", "carta", "cartas"],
  article: ["m", "artículo", "artículos"],
  document: ["m", "documento", "documentos"],
  guitar: ["f", "guitarra", "guitarras"],
  violin: ["m", "violín", "violines"],
  piano: ["m", "piano", "pianos"],
  flute: ["f", "flauta", "flautas"],
  drum: ["m", "tambor", "tambores"],
  instrument: ["m", "instrumento", "instrumentos"],
  song: ["f", "canción", "canciones"],
  novel: ["f", "novela", "novelas"],
  poem: ["m", "poema", "poemas"],
  pill: ["f", "pastilla", "pastillas"],
  vaccine: ["f", "vacuna", "vacunas"],
  syrup: ["m", "jarabe", "jarabes"],
  ointment: ["f", "pomada", "pomadas"],
  medicine: ["m", "medicamento", "medicamentos"],
  documentary: ["m", "documental", "documentales"],
  cartoon: ["m", "dibujo animado", "dibujos animados"],
  comedy: ["f", "comedia", "comedias"],
  thriller: ["m", "thriller", "thrillers"],
  movie: ["f", "película", "películas"],
  camera: ["f", "cámara", "cámaras"],
  screen: ["f", "pantalla", "pantallas"],
  microphone: ["m", "micrófono", "micrófonos"],
  projector: ["m", "proyector", "proyectores"],
  device: ["m", "aparato", "aparatos"],
  share: ["f", "acción", "acciones"],
  bond: ["m", "bono", "bonos"],
  investment: ["f", "inversión", "inversiones"],
  account: ["f", "cuenta", "cuentas"],
  loan: ["m", "préstamo", "préstamos"],
  invoice: ["f", "factura", "facturas"],
  ticket: ["m", "billete", "billetes"],
  map: ["m", "mapa", "mapas"],
  passport: ["m", "pasaporte", "pasaportes"],
  suitcase: ["f", "maleta", "maletas"],
  castle: ["m", "castillo", "castillos"],
  temple: ["m", "templo", "templos"],
  palace: ["m", "palacio", "palacios"],
  tower: ["f", "torre", "torres"],
  building: ["m", "edificio", "edificios"],
  dress: ["m", "vestido", "vestidos"],
  coat: ["m", "abrigo", "abrigos"],
  hat: ["m", "sombrero", "sombreros"],
  shirt: ["f", "camisa", "camisas"],
  skirt: ["f", "falda", "faldas"],
  garment: ["f", "prenda", "prendas"],
  rose: ["f", "rosa", "rosas"],
  tulip: ["m", "tulipán", "tulipanes"],
  lily: ["m", "lirio", "lirios"],
  violet: ["f", "violeta", "violetas"],
  flower: ["f", "flor", "flores"],
  table: ["f", "mesa", "mesas"],
  chair: ["f", "silla", "sillas"],
  sofa: ["m", "sofá", "sofás"],
  car: ["m", "coche", "coches"],
  truck: ["m", "camión", "camiones"],
  motorcycle: ["f", "moto", "motos"],
  bus: ["m", "autobús", "autobuses"],
  taxi: ["m", "taxi", "taxis"],
  vehicle: ["m", "vehículo", "vehículos"],
  engine: ["m", "motor", "motores"],
  tyre: ["m", "neumático", "neumáticos"],
  brake: ["m", "freno", "frenos"],
  battery: ["f", "batería", "baterías"],
  part: ["m", "repuesto", "repuestos"],
  dog: ["m", "perro", "perros"],
  cat: ["m", "gato", "gatos"],
  horse: ["m", "caballo", "caballos"],
  cow: ["f", "vaca", "vacas"],
  goat: ["f", "cabra", "cabras"],
  animal: ["m", "animal", "animales"],
};

/** Preterite, third person singular. */
const VERBS: Record<Verb, string> = {
  buy: "compró",
  purchase: "adquirió",
  sell: "vendió",
  find: "encontró",
  discover: "descubrió",
  lose: "extravió",
  choose: "eligió",
  select: "escogió",
  order: "pidió",
  steal: "robó",
  hide: "escondió",
  show: "mostró",
  photograph: "fotografió",
  wash: "lavó",
  eat: "comió",
  win: "ganó",
  loseMatch: "perdió",
  watch: "vio",
  announce: "anunció",
  criticize: "criticó",
  praise: "elogió",
  sign: "firmó",
  publish: "publicó",
  read: "leyó",
  write: "escribió",
  play: "tocó",
  take: "tomó",
  prescribe: "recetó",
  film: "filmó",
  upload: "subió",
  delete: "borró",
  cancel: "canceló",
  visit: "visitó",
  wear: "lució",
  sew: "cosió",
  plant: "plantó",
  open: "abrió",
  close: "cerró",
  drive: "condujo",
  repair: "reparó",
  damage: "dañó",
  park: "estacionó",
  rent: "alquiló",
  feed: "alimentó",
  paint: "pintó",
};

/** [masculine, feminine] */
const ADJECTIVES: Record<Adjective, readonly [string, string]> = {
  big: ["grande", "grande"],
  large: ["enorme", "enorme"],
  small: ["pequeño", "pequeña"],
  new: ["nuevo", "nueva"],
  old: ["viejo", "vieja"],
  expensive: ["caro", "cara"],
  cheap: ["barato", "barata"],
  clean: ["limpio", "limpia"],
  dirty: ["sucio", "sucia"],
  heavy: ["pesado", "pesada"],
  light: ["ligero", "ligera"],
  beautiful: ["bonito", "bonita"],
  ugly: ["feo", "fea"],
  famous: ["famoso", "famosa"],
  unknown: ["desconocido", "desconocida"],
  interesting: ["interesante", "interesante"],
  boring: ["aburrido", "aburrida"],
  long: ["largo", "larga"],
  short: ["corto", "corta"],
};

/** Where; all with "en", which `state` relies on. */
const PLACES: Record<Place, string> = {
  market: "en el mercado",
  shop: "en la tienda",
  restaurant: "en el restaurante",
  kitchen: "en la cocina",
  stadium: "en el estadio",
  gym: "en el gimnasio",
  parliament: "en el parlamento",
  office: "en la oficina",
  theatre: "en el teatro",
  school: "en la escuela",
  hospital: "en el hospital",
  pharmacy: "en la farmacia",
  cinema: "en el cine",
  studio: "en el estudio",
  bank: "en el banco",
  exchange: "en la bolsa",
  airport: "en el aeropuerto",
  station: "en la estación",
  hotel: "en el hotel",
  garden: "en el jardín",
  park: "en el parque",
  home: "en casa",
  garage: "en el garaje",
  street: "en la calle",
  library: "en la biblioteca",
  museum: "en el museo",
  village: "en el pueblo",
};

/** When. */
const TIMES: Record<Time, string> = {
  monday: "el lunes",
  tuesday: "el martes",
  wednesday: "el miércoles",
  thursday: "el jueves",
  friday: "el viernes",
  saturday: "el sábado",
  sunday: "el domingo",
  yesterday: "ayer",
  morning: "por la mañana",
  evening: "por la tarde",
  summer: "en verano",
  winter: "en invierno",
};

/** City names. */
const CITIES: Record<City, string> = {
  paris: "París",
  london: "Londres",
  berlin: "Berlín",
  madrid: "Madrid",
  rome: "Roma",
  moscow: "Moscú",
  beijing: "Pekín",
  vienna: "Viena",
  tokyo: "Tokio",
  cairo: "El Cairo",
  istanbul: "Estambul",
  delhi: "Delhi",
  nairobi: "Nairobi",
  bangkok: "Bangkok",
  hanoi: "Hanói",
  athens: "Atenas",
};

/** Occupations, article and all. */
const ROLES: Record<Role, string> = {
  cook: "el cocinero",
  waiter: "el camarero",
  coach: "el entrenador",
  athlete: "el atleta",
  minister: "el ministro",
  journalist: "el periodista",
  singer: "el cantante",
  musician: "el músico",
  doctor: "el médico",
  nurse: "la enfermera",
  director: "el director de cine",
  actor: "el actor",
  banker: "el banquero",
  investor: "el inversor",
  tourist: "el turista",
  guide: "el guía",
  tailor: "el sastre",
  gardener: "el jardinero",
  driver: "el conductor",
  mechanic: "el mecánico",
};

/** Names that Spanish writes with an accent. */
const ACCENTED: Partial<Record<Name, string>> = {
  maria: "María",
  sofia: "Sofía",
  martin: "Martín",
  oscar: "Óscar",
  simon: "Simón",
  victor: "Víctor",
  felix: "Félix",
};

const DEFINITE: Record<Gender, string> = { m: "el", f: "la" };
const INDEFINITE: Record<Gender, string> = { m: "un", f: "una" };
const NEGATIVE: Record<Gender, string> = { m: "ningún", f: "ninguna" };

/** A passing condition takes "estar"; the other adjectives describe what a thing is like. */
const CONDITIONS: readonly Adjective[] = ["clean", "dirty"];

/** "El coche del garaje": a noun takes its place with "de", where "en" would read as translated. */
const placeOfNoun = (place: string) => place.replace(/^en el /, "del ").replace(/^en /, "de ");

export const spanish: Grammar = {
  language: "es",
  subject: (subject) => {
    if (subject === "someone") return { text: "alguien", agreement: "m" };
    if ("role" in subject) {
      const text = ROLES[subject.role];
      return { text, agreement: text.startsWith("la ") ? "f" : "m" };
    }
    const { name } = subject;
    return { text: ACCENTED[name] ?? LATIN_NAMES[name], agreement: isWoman(name) ? "f" : "m" };
  },
  object: (noun, count, negated) => {
    const [gender, singular, plural] = NOUNS[noun];
    const article = (negated ? NEGATIVE : INDEFINITE)[gender];
    return { text: count === 1 ? `${article} ${singular}` : `${count} ${plural}`, agreement: gender };
  },
  definite: (noun) => {
    const [gender, singular] = NOUNS[noun];
    return { text: `${DEFINITE[gender]} ${singular}`, agreement: gender };
  },
  plural: (noun) => NOUNS[noun][2],
  place: (place) => PLACES[place],
  time: (time) => TIMES[time],
  inCity: (city) => `en ${CITIES[city]}`,
  city: (city) => CITIES[city],
  verb: (verb) => VERBS[verb],
  adjective: (adjective) => ADJECTIVES[adjective][0],
  event: ({ subject, verb, foreignVerb, negated, object, place, time, timeFirst }) => {
    const clause = words(subject.text, negated && "no", foreignVerb ?? VERBS[verb], object.text, place);
    return timeFirst && time ? `${time}, ${clause}` : words(clause, time);
  },
  state: ({ subject, adjective, foreignAdjective, negated, place }) => {
    const [masculine, feminine] = ADJECTIVES[adjective];
    return words(
      subject.text,
      place && placeOfNoun(place),
      negated && "no",
      CONDITIONS.includes(adjective) ? "está" : "es",
      foreignAdjective ?? (subject.agreement === "f" ? feminine : masculine),
    );
  },
  residence: ({ subject, verb, negated, city }) =>
    words(subject.text, negated && "no", verb === "live" ? "vive" : "trabaja", city),
  // "y" turns into "e" before the sound i: "bonos e inversiones".
  headline: (city, first, second) => `${city}: ${first} ${/^h?i(?![aeou])/i.test(second) ? "e" : "y"} ${second}`,
  sentence: (clause) => capitalised(clause),
};
