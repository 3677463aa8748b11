import { capitalised, words } from "../grammar.ts";
import { baseForm, english } from "../languages/en.ts";
import type { Questions } from "../questions.ts";

const ask = (...parts: readonly (string | undefined)[]) => capitalised(words(...parts), "?");
const who = { text: "who", agreement: "m" };

export const englishQuestions: Questions = {
  event: {
    who: (event) => ask(english.event({ ...event, subject: who })),
    what: ({ subject, verb, place, time }) => ask("what did", subject.text, baseForm(verb), place, time),
    where: ({ subject, verb, object, time }) => ask("where did", subject.text, baseForm(verb), object.text, time),
    when: ({ subject, verb, object, place }) => ask("when did", subject.text, baseForm(verb), object.text, place),
  },
  whoResides: (verb, city) => ask(english.residence({ subject: who, verb, negated: false, city })),
  whereResides: (subject, verb) => ask("where does", subject.text, verb),
};
