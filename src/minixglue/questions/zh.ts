import { chinese } from "../languages/zh.ts";
import type { AskedEvent, Questions } from "../questions.ts";

/** Question words stand where the answer would. */
const say = (event: AskedEvent) => `${chinese.event({ ...event })}？`;
const who = { text: "谁", agreement: "" };
const WHERE = "在哪里";

export const chineseQuestions: Questions = {
  event: {
    who: (event) => say({ ...event, subject: who }),
    what: (event) => say({ ...event, object: { ...event.object, text: "什么" } }),
    where: (event) => say({ ...event, place: WHERE }),
    when: (event) => say({ ...event, time: "什么时候" }),
  },
  whoResides: (verb, city) => `${chinese.residence({ subject: who, verb, negated: false, city })}？`,
  whereResides: (subject, verb) => `${chinese.residence({ subject, verb, negated: false, city: WHERE })}？`,
};
