/** The French of Canada: a layer over the French messages, of other words and other spacing. */
import { fr } from './fr/words.ts';

/** Words of France, and those of Québec in their place, the longer ones first. */
const otherWords: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/l’e-mail/g, 'le courriel'],
  [/d’e-mail/g, 'de courriel'],
  [/\be-mail/g, 'courriel'],
  [/\bE-mail/g, 'Courriel'],
  [/24[\s\u00a0\u202f]h\/24/g, '24 heures sur 24'],
  [/7[\s\u00a0\u202f]j\/7/g, '7 jours sur 7'],
  [/\b24x7\b/g, '24 heures sur 24'],
  [/\ble week-end/g, 'la fin de semaine'],
  [/\bles week-ends/g, 'les fins de semaine'],
  [/d’astreinte/g, 'de garde'],
  [/D’astreinte/g, 'De garde'],
  [/l’astreinte/g, 'la garde'],
  [/L’astreinte/g, 'La garde'],
  [/\bastreinte/g, 'garde'],
  [/\bAstreinte/g, 'Garde'],
];

/** Québec sets no space before these signs. https://vitrinelinguistique.oqlf.gouv.qc.ca/21038 */
const spaced = /[\u00a0\u202f](?=[;?!])/g;

/** Returns a text of ours in Canadian French. What people wrote keeps its words: `theirs` says that some of it stands in the text. */
function canadian(text: string, theirs: boolean): string {
  const unspaced = text.replaceAll(spaced, '');
  if (theirs) return unspaced;
  return otherWords.reduce((said, [from, to]) => said.replaceAll(from, to), unspaced);
}

/** Returns whether an argument has a word that would be replaced. */
function hasTheirs(args: readonly unknown[]): boolean {
  const said = JSON.stringify(args) ?? '';
  return otherWords.some(([pattern]) => said.search(pattern) >= 0);
}

/** Returns a message in Canadian French: a text, a function that returns one, or a record of messages. */
function layered(message: unknown, theirs = false): unknown {
  if (typeof message === 'string') return canadian(message, theirs);
  if (typeof message === 'function')
    return (...args: unknown[]) => layered(Reflect.apply(message, undefined, args), theirs || hasTheirs(args));
  if (Array.isArray(message)) return message.map((one) => layered(one, theirs));
  if (!isRecord(message) || isInline(message)) return message;
  return Object.fromEntries(Object.entries(message).map(([key, one]) => [key, layered(one, theirs)]));
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Returns whether a part of a text is a person, a channel, a time or what people type, which stay as they are. A record of labels may have
 * one that is named `kind`.
 */
function isInline(value: object): boolean {
  return 'kind' in value && typeof value.kind === 'string' && /^[a-z]+$/.test(value.kind) && value.kind !== 'strong';
}

const { typed, functionWords, ...read } = fr;

/** What a person reads whose platform says `fr-CA`. They type what all people type who speak French. */
export const frenchOfCanada: typeof fr = { ...fr, ...Object.fromEntries(layeredEntries(read)), typed, functionWords };

function layeredEntries(messages: object): readonly (readonly unknown[])[] {
  return Object.entries(messages).map(([key, one]) => [key, layered(one)]);
}
