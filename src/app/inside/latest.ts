/**
 * Asks one thing at a time. Whoever asks while an answer is under way replaces the question that waits: what nobody wants to know
 * any more is never computed, however fast somebody scrubs.
 */
export function latestOnly<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  receive: (answer: Answer, question: Question) => void,
  fail: (error: unknown) => void,
): (question: Question) => void {
  let busy = false;
  let waiting: { readonly question: Question } | undefined;
  async function work(question: Question): Promise<void> {
    busy = true;
    try {
      const answer = await ask(question);
      receive(answer, question);
    } catch (error) {
      fail(error);
    }
    busy = false;
    const next = waiting;
    waiting = undefined;
    if (next) void work(next.question);
  }
  return (question) => {
    if (busy) waiting = { question };
    else void work(question);
  };
}
