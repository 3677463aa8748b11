import { capitalised } from "../grammar.ts";
import { french } from "../languages/fr.ts";
import type { AskedEvent, Questions } from "../questions.ts";

const who = { text: "qui", agreement: "m" };

const ask = (clause: string) => `${capitalised(clause, "")} ?`;
/** "Où est-ce que le cuisinier …", "Qu'est-ce qu'Anna …": the clause keeps its order. No clause of ours begins with h. */
const withEstCeQue = (word: string, clause: string) =>
  ask(`${word}est-ce qu${/^[aeiou]/i.test(clause) ? "'" : "e "}${clause}`);

/** The clause without what it asks for. */
function clause(event: AskedEvent): string {
  // "Jouer" would put its "de" before the missing object; here the question word has it.
  const verb = event.verb === "play" ? { foreignVerb: french.verb("play") } : {};
  return french.event({ ...event, ...verb, object: { ...event.object, text: "" } });
}

export const frenchQuestions: Questions = {
  event: {
    who: (event) => ask(french.event({ ...event, subject: who })),
    what: (event) => withEstCeQue(event.verb === "play" ? "de quoi " : "qu'", clause(event)),
    where: ({ place: _, ...event }) => withEstCeQue("où ", french.event({ ...event })),
    when: ({ time: _, ...event }) => withEstCeQue("quand ", french.event({ ...event })),
  },
  whoResides: (verb, city) => ask(french.residence({ subject: who, verb, negated: false, city })),
  whereResides: (subject, verb) => withEstCeQue("où ", french.residence({ subject, verb, negated: false, city: "" })),
};
