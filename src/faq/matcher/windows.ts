/** Finds the question inside a story or a mail: a message is rated by its sentences too, since what only tells drowns what asks. */
import { sentencesIn, tokens } from './normalize.ts';

/** The likelihoods of all classes for a text, in the order of the model's classes: `none` first. */
type Rate = (text: string) => Float64Array;

/** Weight of a message's windows in the result; the message as a whole has the rest. */
const windowsShare = 0.85;
/** How much more a window that asks counts than one that tells. */
const askingWeight = 4;
/** Number of sentences at each end of a message that are read one by one. */
const maxAtEachEnd = 16;
/** A sentence of fewer words says too little to be read alone. */
const leastWords = 3;

/**
 * Rates a message. The question of a long one may stand anywhere, so each sentence and each two neighbours are rated too: the more likely
 * one is about anything that is answered, and about one thing alone, the more it counts.
 */
export function rateMessage(plain: string, rate: Rate): Float64Array {
  const whole = rate(plain);
  const windows = windowsOf(plain);
  if (windows.length === 0) return whole;
  const sums = new Float64Array(whole.length);
  let total = 0;
  for (const text of windows) {
    const rates = rate(text);
    const weight = weightOf(rates) * (text.includes('?') ? askingWeight : 1) + Number.EPSILON;
    total += weight;
    for (let of = 0; of < sums.length; of++) sums[of] = (sums[of] ?? 0) + weight * (rates[of] ?? 0);
  }
  return whole.map((one, of) => (1 - windowsShare) * one + (windowsShare * (sums[of] ?? 0)) / total);
}

function weightOf([none = 0, ...entries]: Float64Array): number {
  return (1 - none) ** 4 * Math.max(...entries) ** 2;
}

/** Returns each sentence and each two neighbours of a message of several sentences; none of a message of one. */
function windowsOf(plain: string): readonly string[] {
  const sentences = [...new Set(sentencesIn(plain))].filter((sentence) => tokens(sentence).length >= leastWords);
  if (sentences.length < 2) return [];
  const read =
    sentences.length > 2 * maxAtEachEnd
      ? [...sentences.slice(0, maxAtEachEnd), ...sentences.slice(-maxAtEachEnd)]
      : sentences;
  return [...read, ...read.slice(1).map((sentence, at) => `${read[at]} ${sentence}`)];
}
