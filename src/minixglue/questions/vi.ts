import { KINDS } from "../concepts.ts";
import { capitalised } from "../grammar.ts";
import { vietnamese } from "../languages/vi.ts";
import { kindOfNoun } from "../meaning.ts";
import type { AskedEvent, Questions } from "../questions.ts";

const ask = (clause: string) => capitalised(clause, "?");
const say = (event: AskedEvent) => ask(vietnamese.event({ ...event }));
const who = { text: "ai", agreement: "" };
const WHERE = "ở đâu";

/** "What", with the classifier that usage asks for; a bare "gì" after "chụp ảnh" would ask for the picture. */
function what({ verb, noun }: AskedEvent): string {
  const kind = kindOfNoun(noun);
  if (kind === KINDS.animal) return "con gì";
  if (kind === KINDS.medicine) return "thuốc gì";
  return verb === "photograph" || (verb === "film" && kind !== KINDS.movie) ? "cái gì" : "gì";
}

export const vietnameseQuestions: Questions = {
  event: {
    who: (event) => say({ ...event, subject: who }),
    what: (event) => say({ ...event, object: { ...event.object, text: what(event) } }),
    where: (event) => say({ ...event, place: WHERE }),
    when: (event) => say({ ...event, time: "khi nào" }),
  },
  whoResides: (verb, city) => ask(vietnamese.residence({ subject: who, verb, negated: false, city })),
  whereResides: (subject, verb) => ask(vietnamese.residence({ subject, verb, negated: false, city: WHERE })),
};
