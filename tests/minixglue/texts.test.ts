import { expect, test, vi } from "vitest";
import { JOINING_LANGUAGES } from "../../src/minixglue/conjunctions.ts";
import { MLQA_LANGUAGES } from "../../src/minixglue/mlqa.ts";
import { QADSM_LANGUAGES } from "../../src/minixglue/qadsm.ts";
import { QAM_LANGUAGES } from "../../src/minixglue/qam.ts";
import { QUERY_LANGUAGES } from "../../src/minixglue/queries.ts";
import * as texts from "../../src/minixglue/texts.ts";

type Texts = typeof texts;

/** Every example at two places of the test set, in every language. */
const SETS: Readonly<Record<string, (texts: Texts, backwards: boolean) => unknown[]>> = {
  "PAWS-X": ({ pawsExample }, backwards) => examples(JOINING_LANGUAGES, pawsExample, backwards),
  QAM: ({ qamExample }, backwards) => examples(QAM_LANGUAGES, qamExample, backwards),
  MLQA: ({ mlqaExample }, backwards) => examples(MLQA_LANGUAGES, mlqaExample, backwards),
  QADSM: ({ qadsmExample }, backwards) => examples(QADSM_LANGUAGES, qadsmExample, backwards),
  WPR: ({ wprExample }, backwards) => examples(QUERY_LANGUAGES, wprExample, backwards),
};

function examples<Language>(
  languages: readonly Language[],
  make: (split: "test", language: Language, index: number) => unknown,
  backwards: boolean,
): unknown[] {
  const places = languages.flatMap((language) => [17, 3].map((index) => ({ language, index })));
  if (backwards) places.reverse();
  const made = places.map(({ language, index }) => make("test", language, index));
  return backwards ? made.reverse() : made;
}

test.each(Object.keys(SETS))("an example of %s depends on nothing but its split, language and index", async (name) => {
  const first = SETS[name]!(texts, false);
  vi.resetModules();
  expect(SETS[name]!(await import("../../src/minixglue/texts.ts"), true)).toEqual(first);
});
