/**
 * Returns a question that is asked at most once a second, and never twice at the same time: meanwhile everybody gets the answer to the
 * last one.
 */
export function askRarely<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; open: boolean; answer: Promise<T> } | null = null;
  return () => {
    if (last && (last.open || performance.now() - last.at <= 1_000)) return last.answer;
    const question = { at: performance.now(), open: true, answer: ask() };
    question.answer = question.answer.finally(() => {
      question.open = false;
    });
    last = question;
    return question.answer;
  };
}
