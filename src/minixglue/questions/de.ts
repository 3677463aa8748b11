import { capitalised, type EventParts, words } from "../grammar.ts";
import { german } from "../languages/de.ts";
import type { Questions } from "../questions.ts";

const who = { text: "wer", agreement: "m" };

/** The question word opens the sentence, and the verb follows it: the place of a time that comes first. */
const opening = (word: string, event: EventParts) =>
  capitalised(german.event({ ...event, time: word, timeFirst: true }), "?");

export const germanQuestions: Questions = {
  event: {
    who: (event) => capitalised(german.event({ ...event, subject: who }), "?"),
    what: (event) =>
      opening("was", { ...event, object: { ...event.object, text: "" }, place: words(event.time, event.place) }),
    where: (event) => opening("wo", { ...event, place: words(event.time) }),
    when: (event) => opening("wann", event),
  },
  whoResides: (verb, city) => capitalised(german.residence({ subject: who, verb, negated: false, city }), "?"),
  whereResides: (subject, verb) =>
    capitalised(
      german.residence({ subject: { text: "wo", agreement: "m" }, verb, negated: false, city: subject.text }),
      "?",
    ),
};
