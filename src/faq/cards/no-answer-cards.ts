import { fold } from '../../domain/text/words.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { helpButton } from '../../request/default-button.ts';
import type { Request } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import { type Button, button, type Card, card, plainOf, type Row, type Text } from '../../view/view.ts';
import { expertsChannel } from '../experts/submit-question.ts';
import { maxButtons } from '../matcher/outcome.ts';
import { packed, type QuestionRef, questionRows, typed, unpacked } from './question-ref.ts';

/** A text of at most this many words may have been meant as a command. */
const fewWords = 2;

/** Makes the card «I don't know», with a button that asks a person and one for all topics. After one or two words it lists commands to type. */
export async function unknownCard(request: Request, asked: QuestionRef, world: World): Promise<Card> {
  const { messages } = request;
  const { faq } = messages;
  const isFew = asked.text.trim().split(/\s+/).length <= fewWords;
  const hasExperts = (await world.store.read(expertsChannel)) !== null;
  return card(faq.unknownTitle, faq.unknown, {
    // The title has said already that there is no answer.
    text: [faq.again, ...(isFew ? [commandsLine(request)] : [])],
    buttons: [
      ...(hasExperts ? [askButton(faq, asked)] : []),
      button('press', 'faq.topics', faq.allTopics, '', hasExperts ? {} : { style: 'primary' }),
      helpButton(messages),
    ],
    footer: hasExperts ? faq.askNote : faq.askNobody,
  });
}

/** Returns the button that asks a person. It opens a form where the question is empty or too long for a button. */
export function askButton(faq: Request['messages']['faq'], asked: QuestionRef): Button {
  const value = packed(asked);
  const carried = unpacked(value);
  return button(carried && isWhole(carried) ? 'press' : 'form', 'faq.ask', faq.ask, value, { style: 'primary' });
}

/** Returns true when the question fitted into the button's value and is not empty. */
export function isWhole({ cut, text }: QuestionRef): boolean {
  return !cut && text.trim() !== '';
}

/** A question that a message may mean, by the id of an entry or of the own record; `answer` is its short answer, empty for none. */
export interface OfferedQuestion {
  id: string;
  answer: Text;
}

/** The most lines of three offers together where the card is 320 px wide: more make it higher than 640 px. */
const maxLines = 15;
/** The characters of such a line. */
const lineLength = { question: 27, answer: 30 } as const;

/**
 * Makes the card «is it one of these?»: at most three numbered questions with their short answers, a button for the whole of each, and one
 * for none of them. The text has the width of the card, since the buttons stand below it.
 */
export function unsureCard(
  request: Request,
  asked: QuestionRef,
  offers: readonly OfferedQuestion[],
  world: World,
): Card {
  const { faq } = request.messages;
  const made = offers
    .slice(0, maxButtons)
    .flatMap(({ id, answer }) => questionRows([id], asked, world).map((row) => ({ ...row, detail: answer })));
  const shown = made.reduce((sum, row) => sum + linesOf(row), 0) > maxLines ? made.slice(0, 2) : made;
  const text = faq.unsure(shown.length);
  return card(faq.unsureTitle, text, {
    text: [text],
    rows: shown.map((row, at) => ({ ...row, title: faq.numbered(at + 1, plainOf(row.title)), button: null })),
    buttons: [
      ...shown.flatMap(({ button: one }, at) => (one ? [{ ...one, label: faq.showNumber(at + 1) }] : [])),
      button('press', 'faq.none', faq.none, packed({ ...asked, entry: null })),
    ],
  });
}

function linesOf({ title, detail }: Row): number {
  const linesFor = (text: Text, length: number) => Math.ceil(plainOf(text).length / length);
  return linesFor(title, lineLength.question) + linesFor(detail, lineLength.answer);
}

/** People ask for these entries most. */
const topEntries = ['what-is', 'who-can-view', 'who-can-update', 'respond-how-fast'];

/** The line of commands has these verbs. */
const examples = ['show', 'alerts', 'ack', 'help'] as const;

/** Returns the line that has a few commands as examples. */
function commandsLine({ actor, platform, messages }: Request): string {
  const typed = examples.map((verb) => `${commandOf(verb, actor.locale, platform)}${verb === 'ack' ? ' 17' : ''}`);
  return messages.faq.commands(typed);
}

/**
 * Makes the answer to a message that is no question: one polite line, what is said of open alerts (null where there are none), and the
 * questions that people ask most.
 */
export function smalltalkCard(request: Request, said: string, alerts: Text | null, world: World): Card {
  const { actor, messages } = request;
  const { faq } = messages;
  const asked = typed('', actor.locale);
  const thanks = typedAnywhere((typed) => typed.thanks);
  const thanked = fold(said)
    .split(/\P{L}+/u)
    .some((word) => thanks.includes(word));
  return card(thanked ? faq.thanksTitle : faq.smalltalkTitle, faq.smalltalk, {
    text: [...(alerts === null || thanked ? [] : [alerts]), faq.smalltalk],
    rows: questionRows(topEntries, asked, world),
    buttons: [
      ...(alerts === null || thanked
        ? []
        : [button('press', 'alerts.list', messages.alerts.buttons.list, '', { style: 'primary' })]),
      button('press', 'faq.topics', faq.allTopics, ''),
      button('press', 'help.show', faq.help, ''),
    ],
    footer: commandsLine(request),
  });
}
