import type { Verb } from "../concepts.ts";
import type { Phrase } from "../grammar.ts";
import { hindi } from "../languages/hi.ts";
import type { AskedEvent, Questions } from "../questions.ts";

const ask = (clause: string) => `${clause}?`;
const say = (event: AskedEvent) => hindi.event({ ...event });
const masculine = (text: string): Phrase => ({ text, agreement: "ms" });

/** Verbs whose object takes a postposition: "… की तारीफ़ कहाँ की", but "… कहाँ रद्द किया". */
const WITH_POSTPOSITION: readonly Verb[] = [
  "select",
  "photograph",
  "announce",
  "criticize",
  "praise",
  "sign",
  "visit",
  "repair",
  "damage",
  "feed",
];

/** Question words for place and time stand right before the verb. */
function beforeVerb(word: string, event: AskedEvent): string {
  const clause = say(event).split(" ");
  const length = WITH_POSTPOSITION.includes(event.verb) ? 1 : hindi.verb(event.verb).split(" ").length;
  clause.splice(-length, 0, word);
  return ask(clause.join(" "));
}

export const hindiQuestions: Questions = {
  event: {
    // The oblique of "who" is written together with its postposition.
    who: (event) => ask(say({ ...event, subject: masculine("किस") }).replace(/^किस (?=ने |को )/, "किस")),
    what: (event) => {
      const object = { text: "क्या", agreement: `ms${event.object.agreement.slice(2)}` };
      return ask(
        say({ ...event, object })
          .replace(/क्या (?=(का|की|को) )/, "किस")
          .replace("क्या पर ", "किस पर "),
      );
    },
    where: ({ place: _, ...event }) => beforeVerb("कहाँ", event),
    when: ({ time: _, ...event }) => beforeVerb("कब", event),
  },
  // "In Paris who lives?"
  whoResides: (verb, city) => ask(hindi.residence({ subject: masculine(city), verb, negated: false, city: "कौन" })),
  whereResides: (subject, verb) => ask(hindi.residence({ subject, verb, negated: false, city: "कहाँ" })),
};
