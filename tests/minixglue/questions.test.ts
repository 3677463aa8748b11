import { describe, expect, test } from "vitest";
import { type Question, sayQuestion } from "../../src/minixglue/asking.ts";
import { KINDS, type Kind, NAMES, ROLES } from "../../src/minixglue/concepts.ts";
import type { Fact } from "../../src/minixglue/facts.ts";
import { ASKED, QUESTION_LANGUAGES, type QuestionLanguage } from "../../src/minixglue/questions.ts";

const bought: Fact = {
  kind: "event",
  subject: { name: "anna" },
  verb: "buy",
  negated: false,
  noun: "apple",
  count: 3,
  place: "market",
  time: "monday",
};
const lives: Fact = { kind: "residence", subject: { name: "anna" }, verb: "live", negated: false, city: "cairo" };

const CASES: Readonly<Record<QuestionLanguage, readonly [Question, string][]>> = {
  en: [
    [{ about: bought, asked: "who" }, "Who bought 3 apples at the market on Monday?"],
    [{ about: bought, asked: "what" }, "What did Anna buy at the market on Monday?"],
    [{ about: bought, asked: "where" }, "Where did Anna buy 3 apples on Monday?"],
    [{ about: { ...bought, place: undefined }, asked: "when" }, "When did Anna buy 3 apples?"],
    [{ about: lives, asked: "who" }, "Who lives in Cairo?"],
    [{ about: { ...lives, subject: { role: "cook" } }, asked: "where" }, "Where does the cook live?"],
  ],
  ar: [
    [{ about: bought, asked: "who" }, "من اشترى 3 تفاحات في السوق يوم الاثنين؟"],
    [{ about: bought, asked: "what" }, "ماذا اشترت آنا في السوق يوم الاثنين؟"],
    [
      { about: { ...bought, verb: "announce", noun: "race" }, asked: "what" },
      "عن ماذا أعلنت آنا في السوق يوم الاثنين؟",
    ],
    [
      { about: { ...bought, verb: "photograph", noun: "dog" }, asked: "what" },
      "لأي شيء التقطت آنا صورة في السوق يوم الاثنين؟",
    ],
    [{ about: bought, asked: "where" }, "أين اشترت آنا 3 تفاحات يوم الاثنين؟"],
    [{ about: bought, asked: "when" }, "متى اشترت آنا 3 تفاحات في السوق؟"],
    [{ about: lives, asked: "who" }, "من يعيش في القاهرة؟"],
    [{ about: lives, asked: "where" }, "أين تعيش آنا؟"],
  ],
  de: [
    [{ about: bought, asked: "who" }, "Wer hat am Montag auf dem Markt 3 Äpfel gekauft?"],
    [{ about: bought, asked: "what" }, "Was hat Anna am Montag auf dem Markt gekauft?"],
    [
      { about: { ...bought, verb: "cancel", noun: "race" }, asked: "what" },
      "Was hat Anna am Montag auf dem Markt abgesagt?",
    ],
    [{ about: bought, asked: "where" }, "Wo hat Anna am Montag 3 Äpfel gekauft?"],
    [{ about: bought, asked: "when" }, "Wann hat Anna auf dem Markt 3 Äpfel gekauft?"],
    [{ about: lives, asked: "who" }, "Wer wohnt in Kairo?"],
    [{ about: lives, asked: "where" }, "Wo wohnt Anna?"],
  ],
  es: [
    [{ about: bought, asked: "who" }, "¿Quién compró 3 manzanas en el mercado el lunes?"],
    [{ about: bought, asked: "what" }, "¿Qué compró Anna en el mercado el lunes?"],
    [{ about: bought, asked: "where" }, "¿Dónde compró Anna 3 manzanas el lunes?"],
    [{ about: bought, asked: "when" }, "¿Cuándo compró Anna 3 manzanas en el mercado?"],
    [{ about: lives, asked: "who" }, "¿Quién vive en El Cairo?"],
    [{ about: lives, asked: "where" }, "¿Dónde vive Anna?"],
  ],
  fr: [
    [{ about: bought, asked: "who" }, "Qui a acheté 3 pommes au marché lundi ?"],
    [{ about: bought, asked: "what" }, "Qu'est-ce qu'Anna a acheté au marché lundi ?"],
    [
      { about: { ...bought, subject: { role: "cook" }, verb: "play", noun: "guitar" }, asked: "what" },
      "De quoi est-ce que le cuisinier a joué au marché lundi ?",
    ],
    [{ about: bought, asked: "where" }, "Où est-ce qu'Anna a acheté 3 pommes lundi ?"],
    [
      { about: { ...bought, subject: { role: "cook" } }, asked: "when" },
      "Quand est-ce que le cuisinier a acheté 3 pommes au marché ?",
    ],
    [{ about: lives, asked: "who" }, "Qui habite au Caire ?"],
    [{ about: lives, asked: "where" }, "Où est-ce qu'Anna habite ?"],
  ],
  hi: [
    [{ about: bought, asked: "who" }, "किसने सोमवार को बाज़ार में 3 सेब खरीदे?"],
    [{ about: { ...bought, verb: "find", noun: "dog" }, asked: "who" }, "किसको सोमवार को बाज़ार में 3 कुत्ते मिले?"],
    [{ about: bought, asked: "what" }, "एना ने सोमवार को बाज़ार में क्या खरीदा?"],
    [{ about: { ...bought, verb: "select" }, asked: "what" }, "एना ने सोमवार को बाज़ार में किसका चयन किया?"],
    [{ about: { ...bought, verb: "sign", noun: "law" }, asked: "what" }, "एना ने सोमवार को बाज़ार में किस पर हस्ताक्षर किए?"],
    [{ about: bought, asked: "where" }, "एना ने सोमवार को 3 सेब कहाँ खरीदे?"],
    [{ about: { ...bought, verb: "repair", noun: "car" }, asked: "where" }, "एना ने सोमवार को 3 कारों की मरम्मत कहाँ की?"],
    [{ about: { ...bought, verb: "cancel", noun: "race" }, asked: "when" }, "एना ने बाज़ार में 3 दौड़ें कब रद्द कीं?"],
    [{ about: lives, asked: "who" }, "काहिरा में कौन रहता है?"],
    [{ about: { ...lives, verb: "work" }, asked: "where" }, "एना कहाँ काम करती है?"],
  ],
  vi: [
    [{ about: bought, asked: "who" }, "Ai đã mua 3 quả táo ở chợ hôm thứ Hai?"],
    [{ about: bought, asked: "what" }, "Anna đã mua gì ở chợ hôm thứ Hai?"],
    [{ about: { ...bought, verb: "feed", noun: "dog" }, asked: "what" }, "Anna đã cho con gì ăn ở chợ hôm thứ Hai?"],
    [{ about: bought, asked: "where" }, "Anna đã mua 3 quả táo ở đâu hôm thứ Hai?"],
    [{ about: bought, asked: "when" }, "Anna đã mua 3 quả táo ở chợ khi nào?"],
    [{ about: lives, asked: "who" }, "Ai sống ở Cairo?"],
    [{ about: lives, asked: "where" }, "Anna sống ở đâu?"],
  ],
  zh: [
    [{ about: bought, asked: "who" }, "谁星期一在市场买了3个苹果？"],
    [{ about: bought, asked: "what" }, "安娜星期一在市场买了什么？"],
    [{ about: { ...bought, verb: "photograph", noun: "dog" }, asked: "what" }, "安娜星期一在市场给什么拍了照？"],
    [{ about: bought, asked: "where" }, "安娜星期一在哪里买了3个苹果？"],
    [{ about: bought, asked: "when" }, "安娜什么时候在市场买了3个苹果？"],
    [{ about: lives, asked: "who" }, "谁住在开罗？"],
    [{ about: lives, asked: "where" }, "安娜住在哪里？"],
  ],
};

describe.each(Object.entries(CASES))("%s asks", (language, cases) => {
  test.each(cases.map(([question, text]) => [text, question] as const))("%s", (text, question) => {
    expect(sayQuestion(question, language as QuestionLanguage)).toBe(text);
  });
});

/** Each thing that can be done to each sort of thing, by different people, with and without place and time. */
function manyQuestions(): Question[] {
  const people = [...NAMES.map((name) => ({ name })), ...ROLES.map((role) => ({ role }))];
  return Object.values<Kind>(KINDS).flatMap((kind) =>
    kind.verbs.flatMap((verb, index) =>
      ASKED.map((asked): Question => {
        const about: Fact = {
          kind: "event",
          subject: people[(index * 5 + kind.nouns.length) % people.length]!,
          verb,
          negated: false,
          noun: kind.nouns[index % kind.nouns.length]!,
          count: index % 2 === 0 ? 1 : 4,
          place: kind.places[index % kind.places.length],
          time: index % 3 === 0 ? undefined : "friday",
        };
        return { about, asked };
      }),
    ),
  );
}

test.each(QUESTION_LANGUAGES.map((language) => [language]))(
  "in %s, every question is one sentence with nothing missing in it",
  (language) => {
    for (const question of manyQuestions()) {
      const text = sayQuestion(question, language);
      expect(text).toMatch(/^[^?？؟.।。]+[?？؟]$/u);
      expect(text).not.toMatch(/ {2}|^ | \?$(?<! \?)|undefined|\uE000|ـ | ،/u);
      if (language !== "fr") expect(text).not.toMatch(/ [?？؟]$/u);
    }
  },
);
