import { capitalised, type Phrase, words } from "../grammar.ts";
import { spanish } from "../languages/es.ts";
import type { AskedEvent, Questions } from "../questions.ts";

const word = (text: string): Phrase => ({ text, agreement: "m" });
const ask = (clause: string) => `¿${capitalised(clause, "?")}`;

/** The question word opens the sentence, and the subject follows the verb: the places of subject and object. */
const inverted = (first: string, { subject, object, ...event }: AskedEvent, objectText: string) =>
  ask(
    spanish.event({
      ...event,
      subject: word(first),
      object: { ...object, text: words(subject.text, objectText) },
    }),
  );

export const spanishQuestions: Questions = {
  event: {
    who: (event) => ask(spanish.event({ ...event, subject: word("quién") })),
    what: (event) => inverted("qué", event, ""),
    where: ({ place: _, ...event }) => inverted("dónde", event, event.object.text),
    when: ({ time: _, ...event }) => inverted("cuándo", event, event.object.text),
  },
  whoResides: (verb, city) => ask(spanish.residence({ subject: word("quién"), verb, negated: false, city })),
  whereResides: (subject, verb) =>
    ask(spanish.residence({ subject: word("dónde"), verb, negated: false, city: subject.text })),
};
