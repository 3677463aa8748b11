import type { Verb } from "../concepts.ts";
import { words } from "../grammar.ts";
import { arabic } from "../languages/ar.ts";
import type { AskedEvent, Questions } from "../questions.ts";

/** "Who" stands before the verb, where no other subject follows. */
const nobody = { text: "", agreement: "m" };
const ask = (...parts: readonly string[]) => `${words(...parts)}؟`;
const say = (event: AskedEvent) => arabic.event({ ...event });

/** [what opens the question, what stands at the object, what of that stays]: the verbs that take their object with a preposition. */
const PREPOSITIONS: Partial<Record<Verb, readonly [string, string, string]>> = {
  announce: ["عن ماذا", "عن", ""],
  play: ["على ماذا", "على", ""],
  photograph: ["لأي شيء", "صورة لـ", "صورة"],
};
/** In the place of the object; in no script, so that nothing is written together with it. */
const GAP = "\uE000";

function askForObject(event: AskedEvent): string {
  const [opening, before, kept] = PREPOSITIONS[event.verb] ?? ["ماذا", "", ""];
  const clause = say({ ...event, object: { ...event.object, text: GAP } });
  return ask(opening, ...clause.replace(words(before, GAP), kept).split(" "));
}

export const arabicQuestions: Questions = {
  event: {
    who: (event) => ask("من", say({ ...event, subject: nobody })),
    what: askForObject,
    where: ({ place: _, ...event }) => ask("أين", say(event)),
    when: ({ time: _, ...event }) => ask("متى", say(event)),
  },
  whoResides: (verb, city) => ask("من", arabic.residence({ subject: nobody, verb, negated: false, city })),
  whereResides: (subject, verb) => ask("أين", arabic.residence({ subject, verb, negated: false, city: "" })),
};
