/** Raising an alert from a message of the chat: the message is kept until the form is sent, since no button could carry its text. */
import { type Alert, alertId, alertLimits } from '../../domain/alert/alert.ts';
import type { ChosenMessage } from '../../domain/alert/chosen-message.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { cleanedLine, withoutMiddle } from '../../domain/text/clean-text.ts';
import { shortId } from '../../domain/text/short-id.ts';
import type { Words } from '../../messages/words.ts';
import type { KeptMessage } from '../../ports/collections.ts';
import type { World } from '../../ports/world.ts';
import type { CardReply } from '../../request/interaction.ts';
import type { Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { excerpt, plainOf } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { messageText, person } from '../cards/alert-facts.ts';
import { findAlert } from './find-alert.ts';

/** The most messages that are kept for one person: as many alerts as they may raise within ten minutes. */
const maxKept = 5;
/** So much of a long message is kept. With the mark between both parts it fits into the form's field. */
const kept = { first: 1_400, last: 500 } as const;
/** The most characters of a title that is the beginning of a message. */
const titleLength = 150;

/** Returns the message as it is kept for the person who chose it: of a long one the beginning and the end. */
export function messageToKeep(by: Identity, message: ChosenMessage, at: string): KeptMessage {
  const ref = shortId(message.id);
  const short = withoutMiddle(message.text, kept);
  return { ...message, id: rowOf(by, ref), by, at, ref, text: short ?? message.text, isCut: short !== null };
}

/** Keeps a message for the person who chose it, in place of their oldest one where there are many. */
export async function keepChosen(message: KeptMessage, { store }: Pick<World, 'store'>): Promise<void> {
  await store.change(async (tx) => {
    await tx.put('chosen', message);
    const all = await tx.scan('chosen.person', { key: message.by, after: null });
    for (const { id } of all.slice(0, -maxKept)) await tx.remove('chosen', id);
  });
}

/** Returns the message of that `ref` that this person chose; null when it is not kept any more. */
export async function chosenBy(who: Identity, ref: string, { store }: World): Promise<KeptMessage | null> {
  return store.read((reader) => reader.get('chosen', rowOf(who, ref)));
}

function rowOf(who: Identity, ref: string): string {
  return `${who} ${ref}`;
}

/** Returns whether a text from outside has the form of a `ref`. */
export function isRef(text: string): boolean {
  return /^[a-z0-9]{1,11}$/.test(text);
}

/** Returns what the form holds at first: the first line of the message as the title, and all of it as the details. */
export function prefilled({ text }: KeptMessage): { displayName: string; description: string } {
  const first = text.split('\n').find((line) => cleanedLine(line) !== '') ?? '';
  const displayName = excerpt(first, Math.min(titleLength, alertLimits.displayName));
  return { displayName, description: text.trim() };
}

/** Returns what the form says of the message: who wrote it, with a link, and whether the form has all of it. */
export function introOf(words: Words, chosen: KeptMessage): Text[] {
  const { cut, noText, seen } = words.alerts.raise.message;
  const isEmpty = chosen.text.trim() === '';
  return [messageText(words, chosen), ...(chosen.isCut ? [cut] : []), ...(isEmpty ? [noText] : []), seen];
}

/** Returns the sender's part of the id of the alert that is raised from a message: the same message is the same alert. */
export function raisedId(ref: string): string {
  return `raised-${ref}`;
}

/** Returns the alert that was raised from the message of that `ref`; null when there is none. */
export async function alertRaisedFrom(ref: string, world: World): Promise<Alert | null> {
  return (await findAlert(alertId('person', raisedId(ref)), world))?.alert ?? null;
}

/** Returns the reply that an alert was raised from the message already, and by whom, with a button that shows it. */
export function alreadyRaised({ words }: Request, { id, number, timeline: [first] }: Alert): CardReply {
  const { already, alreadyTitle } = words.alerts.raise.message;
  const text = already(number, person({ by: first?.by ?? '', byName: first?.byName ?? '' }));
  const buttons = [
    button('press', 'alerts.show', words.alerts.buttons.timeline, id, { style: 'primary' }),
    button('form', 'alerts.raise', words.alerts.raise.title, ''),
  ];
  return { kind: 'card', instead: false, card: card(alreadyTitle, plainOf(text), { text: [text], buttons }) };
}
