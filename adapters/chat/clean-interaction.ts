import type { Locale } from '../../src/domain/tenant/locales.ts';
import { cleaned, cleanedLine, withoutMiddle } from '../../src/domain/text/clean-text.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Interaction, Reply } from '../../src/request/interaction.ts';
import { isGreeting, parseCommand } from '../../src/request/parse-command.ts';

/**
 * Is a reply whose language is known, so that an adapter adds sentences in the same. `isCut`: the bot did not read all
 * that was typed, and says so.
 */
export type LocalizedReply = Reply & { locale: Locale; isCut?: true };

/** A reply that is one card. */
export type LocalizedCardReply = Extract<LocalizedReply, { kind: 'card' }>;

/** A reply that is a form. */
export type LocalizedFormReply = Extract<LocalizedReply, { kind: 'form' }>;

interface AsRead {
  interaction: Interaction;
  /** True when not all of the text was read, because it was too long. */
  isCut: boolean;
}

/**
 * Returns an action of a person with what they typed as the bot reads it: without characters that nobody sees, and of a
 * long text the first 1,500 and the last 500 characters. A form's field is refused by its own length before anything
 * else reads it, and comes back as it was typed: it is cut only where it is longer than any client lets people type,
 * and is then still longer than any field takes. Values of buttons and ids of lists are ours, and stay as they are.
 */
export function cleanInteraction(sent: Interaction): AsRead {
  if (sent.kind === 'submit') {
    const entered = Object.entries(sent.values);
    const values = entered.map(([name, value]) => [name, typeof value === 'string' ? field(value) : value] as const);
    return { interaction: { ...sent, values: Object.fromEntries(values) }, isCut: false };
  }
  if (sent.kind === 'press' && sent.message) {
    // A message is whole here: the form that it is raised by says how much of it is kept.
    const { text, author, ...rest } = sent.message;
    const message = { ...rest, text: cleaned(text), author: cleanedLine(author).slice(0, 200) };
    return { interaction: { ...sent, message }, isCut: false };
  }
  if (sent.kind !== 'command') return { interaction: sent, isCut: false };
  const seen = cleaned(sent.words);
  const short = withoutMiddle(seen);
  return { interaction: { ...sent, words: short ?? seen }, isCut: short !== null };
}

/**
 * More characters than any client lets people type into a field: Slack's inputs end at 3,000.
 * https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
 */
const longestField = 4_000;

function field(value: string): string {
  const seen = cleaned(value);
  return seen.length > longestField ? (withoutMiddle(seen) ?? seen) : seen;
}

/**
 * Returns the reply with a sentence that says that not all was read. A form says it too, and so does the card that
 * opens the form.
 */
export function withCutNotice(reply: LocalizedReply): LocalizedReply {
  const noted = headed(reply, messages(reply.locale).apology.cut);
  return noted.kind === 'form' ? { ...noted, isCut: true } : noted;
}

/** Returns the reply to a message with a file, with a sentence that says that nobody reads the file. */
export function withFileNotice(reply: LocalizedReply): LocalizedReply {
  return headed(reply, messages(reply.locale).apology.files);
}

/** Returns the reply with a sentence above all else. */
function headed(reply: LocalizedReply, sentence: string): LocalizedReply {
  const { kind } = reply;
  if (kind === 'form') return { ...reply, form: { ...reply.form, intro: [sentence, ...reply.form.intro] } };
  if (kind === 'card') return { ...reply, card: { ...reply.card, text: [sentence, ...reply.card.text] } };
  const [first, ...rest] = reply.cards;
  return first ? { ...reply, cards: [{ ...first, text: [sentence, ...first.text] }, ...rest] } : reply;
}

/** The most characters of typed words that a button carries: no form takes more. */
export const mostInButton = 2_000;

/**
 * Returns the sentence that not all was read, or that not all fits the button, for a card that stands in for a form; nothing when all
 * does.
 */
export function cutNotice(reply: LocalizedReply): string[] {
  const { cut, cutInForm } = messages(reply.locale).apology;
  if (reply.isCut) return [cut];
  return reply.kind === 'form' && (reply.again ?? '').length > mostInButton ? [cutInForm] : [];
}

/** Returns what a card that stands in for a form says above it: what is wrong with the typed words, and that not all was read. */
export function aboveForm(reply: LocalizedReply): string[] {
  return [...(reply.kind === 'form' ? Object.values(reply.form.problems) : []), ...cutNotice(reply)];
}

/**
 * Returns what a message says to the bot, from the parts that its mentions of the bot divide it into: «please @bot:
 * show Contoso» says `show Contoso`, «show @bot» says `show`, and a question that goes around the mention is one
 * question.
 */
export function textToBot(parts: readonly string[]): string {
  const [only = '', ...more] = parts;
  if (more.length === 0) return unquoted(only).trim();
  const before = unquoted(parts.slice(0, -1).join(' ')).trim();
  // A mention is followed by these: «@bot: show», «@bot, show», «@bot - show».
  const after = (parts.at(-1) ?? '').replace(/^[\s:,;.!–—-]+/, '').trim();
  if (after === '') return before;
  const isForm = before === '' || isGreeting(before) || parseCommand(after).verb !== null;
  return isForm ? after : `${before} ${after}`;
}

/** Returns the text without the lines at its beginning that quote somebody; all of it where nothing else is said. */
function unquoted(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('>'));
  return first < 0 ? text : lines.slice(first).join('\n');
}
