/** Decides in which language somebody is answered who types another one than their own, and for how long. */
import { channelKey } from '../domain/tenant/identity.ts';
import { commonLocale, Locale } from '../domain/tenant/locales.ts';
import { fold } from '../domain/text/words.ts';
import { messages } from '../messages/messages.ts';
import { sharedWords } from '../messages/shared-words.ts';
import type { Clock, FaqMatch } from '../ports/world.ts';
import { type Button, button, type Card } from '../view/view.ts';
import type { Interaction, Lasting, Reply, Request } from './interaction.ts';
import { lastValues } from './last-answer.ts';
import { inLanguage } from './viewer-locale.ts';

/** Who says something, and where. */
type Speaking = Pick<Interaction, 'from' | 'fromChannel'>;

/** The minutes for which a language that somebody typed lasts at most. */
const lastsMinutes = 60;

/**
 * Remembers the language that a person typed last in each conversation: a channel with its threads, or the private chat. Buttons and forms
 * do not carry the language of their card.
 */
export function lastSpoken(clock: Clock) {
  const inPlaces = lastValues<{ language: Locale; lasting: Lasting } | null>(lastsMinutes, clock);
  const latest = lastValues<Locale | null>(lastsMinutes, clock);
  const keyOf = ({ from, fromChannel }: Speaking) => `${from} ${fromChannel ? channelKey(fromChannel) : ''}`;
  const of = (speaking: Speaking): Locale | null => inPlaces.of(keyOf(speaking))?.language ?? null;
  return {
    heard: (speaking: Speaking, language: Locale, lasting: Lasting): void => {
      inPlaces.note(keyOf(speaking), { language, lasting });
      latest.note(speaking.from, language);
    },
    /** Ends what lasts until the person types again. */
    types: (speaking: Speaking): void => {
      if (inPlaces.of(keyOf(speaking))?.lasting !== 'card') return;
      inPlaces.note(keyOf(speaking), null);
      latest.note(speaking.from, null);
    },
    of,
    /**
     * Returns the language of a conversation for an interaction in it; null for the person's own. Home is no conversation. A form may come
     * without its channel, and is answered in the language that the person typed last anywhere.
     */
    for: (interaction: Speaking & Partial<Pick<Interaction, 'kind'>>): Locale | null => {
      if (interaction.kind === 'home') return null;
      return of(interaction) ?? (interaction.kind === 'submit' ? latest.of(interaction.from) : null);
    },
  };
}

/** What `lastSpoken` remembers. */
export type LastSpoken = ReturnType<typeof lastSpoken>;

/**
 * Returns the language of a person who typed a verb, pressed something or sent a form: that of a verb which only another language has, else
 * that of the conversation, else their own. A verb of their own language ends another one. People of every language type the verbs of the
 * common one, which tell a language only with its function words behind them. `verb`: the language of the verb; null for none.
 */
export function languageNow(interaction: Interaction, own: Locale, verb: Locale | null, last: LastSpoken): Locale {
  if (interaction.kind === 'command') last.types(interaction);
  const current = last.for(interaction) ?? own;
  if (verb === null || verb === current) return current;
  if (verb === own) last.heard(interaction, own, 'conversation');
  else if (verb === commonLocale && !(interaction.kind === 'command' && isSaidIn(verb, interaction.words, current)))
    return current;
  else last.heard(interaction, verb, 'card');
  return verb;
}

/** Returns whether the words around a verb are rather of its language: «show me the contact». */
function isSaidIn(language: Locale, text: string, current: Locale): boolean {
  const words = wordsIn(text);
  return words.length > fewWords && countOf(words, language) > countOf(words, current);
}

/** Returns the language of a command's verb; null for none, and for a word that does not tell the language. */
export function verbLanguage(interaction: Interaction, parsed: { locale: Locale | null } | null): Locale | null {
  return interaction.kind === 'command' && parsed && !beginsShared(interaction.words) ? parsed.locale : null;
}

/** Returns whether the text begins with a word that does not tell its language. */
export function beginsShared(text: string): boolean {
  return sharedWords.has(wordsIn(text)[0] ?? '');
}

/** More words than these are a sentence. */
const fewWords = 3;

/**
 * Returns the request with its answer in the language in which the FAQ read the text. A few words without a function word of that language
 * are answered in the asker's. A sentence makes its language that of the conversation, and so does the wish for a language; thanks and
 * greetings never do.
 */
export function inTypedLanguage(request: Request, text: string, { language, outcome, isWish }: FaqMatch): Request {
  const current = request.actor.locale;
  if (request.keepsLanguage) return request;
  if (isWish) return inAskedLanguage(request, language);
  const words = wordsIn(text);
  const told = countOf(words, language);
  const isSentence = words.length > fewWords;
  const others = countOf(words, current);
  const tells = isSentence ? told > 0 || others === 0 : told > 0 && told >= others;
  if (language !== current && !tells) return request;
  if (outcome.kind !== 'smalltalk') {
    if (isSentence && told > 0) request.heard(language, 'conversation');
    else if (language !== current) request.heard(language, 'card');
  }
  return language === current ? request : inLanguage(request, language);
}

/** Returns the request with its answer in the language of a sentence that asks the bot to do something, where a function word tells it. */
export function inSentenceLanguage(request: Request, text: string, match: FaqMatch): Request {
  return countOf(wordsIn(text), match.language) > 0 ? inTypedLanguage(request, text, match) : request;
}

/** Returns the request with its answer in this language, which the asker just typed; what they press on it is answered in it too. */
export function answeredIn(request: Request, language: Locale): Request {
  if (request.keepsLanguage) return request;
  request.heard(language, 'card');
  return inLanguage(request, language);
}

/** Returns the request in the language that its sender asked for, which the conversation goes on in. */
export function inAskedLanguage(request: Request, asked: string): Request {
  const language = Locale.safeParse(asked).data ?? request.actor.locale;
  request.heard(language, 'conversation');
  return inLanguage(request, language);
}

function wordsIn(text: string): string[] {
  return (
    fold(text)
      .replaceAll(/[’‘]/g, "'")
      .match(/\p{L}[\p{L}'-]*/gu) ?? []
  );
}

/** The most characters of a button's value. */
const maxValue = 500;
/** The most buttons of a card, with the one that unfolds and the two of its question. */
const maxButtons = 6;

/** Adds a button to a reply that is not in the asker's own language, which answers the same words in that language. */
export function withOwnLanguage<T extends Reply>(reply: T, { ownLocale, after }: Request, words: string): T {
  const value = `${after ?? ''} ${words}`;
  if (reply.kind === 'form' || reply.locale === ownLocale || value.length > maxValue) return reply;
  const own = button('press', 'answers.own', messages(ownLocale).help.inThisLanguage, value);
  if (reply.kind === 'card') return { ...reply, card: withButton(reply.card, own) };
  return {
    ...reply,
    cards: reply.cards.map((one, at) => (at === reply.cards.length - 1 ? withButton(one, own) : one)),
  };
}

/** Adds the button to a card that has room for it, in place of one with the same label: an answer of the FAQ has one that ends nothing. */
function withButton(card: Card, own: Button): Card {
  const others = card.buttons.filter(({ label }) => label !== own.label);
  const isFull = others.length + (card.more ? 1 : 0) + (card.feedback ? 2 : 0) >= maxButtons;
  return isFull ? card : { ...card, buttons: [...others, own] };
}

/** Reads the value of that button: the request in the asker's own language, which the conversation goes on in, and the words. */
export function inOwnLanguage(request: Request, value: string): { request: Request; words: string } {
  const [after = '', ...words] = value.split(' ');
  request.heard(request.ownLocale, 'conversation');
  const own = inLanguage(request, request.ownLocale);
  return { request: { ...own, after: after || null, keepsLanguage: true }, words: words.join(' ') };
}

/** Counts the words that are function words of the language, or begin with one: «l’alerte». */
function countOf(words: readonly string[], language: Locale): number {
  const known = messages(language).functionWords;
  return words.filter((word) => known.includes(word) || known.includes(word.replace(/'.*/, "'"))).length;
}
