/** The three kinds of examples that readers make, one for each head. Labels are names; a task gives them their order. */

/** One text, or a pair of texts, with a label: XNLI, NC, PAWS-X, QAM, QADSM, WPR. */
export interface PairRow {
  readonly textA: string;
  /** Empty where there is one text. */
  readonly textB: string;
  readonly label: string;
}

/** A sentence with a tag for each word: NER, POS. */
export interface TagRow {
  readonly words: readonly string[];
  readonly tags: readonly string[];
}

/** A question about a text that holds the answer: MLQA. */
export interface SpanRow {
  readonly id: string;
  readonly question: string;
  readonly context: string;
  /** All that are right, at least one. */
  readonly answers: readonly SpanAnswer[];
}

export interface SpanAnswer {
  readonly text: string;
  /** Where it begins in the context, in code points. */
  readonly start: number;
}

export type ExampleRow = PairRow | TagRow | SpanRow;
