import type { ChosenMessage } from '../../src/domain/alert/alert.ts';
import { shortId } from '../../src/domain/text/short-id.ts';
import type { Interaction } from '../../src/request/interaction.ts';

/** An action of a person, without who did it and where. */
export type UserAction = {
  [K in Interaction['kind']]: Omit<Extract<Interaction, { kind: K }>, 'from' | 'locale' | 'fromChannel' | 'key'>;
}[Interaction['kind']];

/**
 * Returns what somebody does who raises an alert from a message of the chat. The bot keeps the message, so that the same without it
 * means the same message.
 */
export function raiseFrom(message: ChosenMessage): UserAction & { kind: 'press' } {
  return { kind: 'press', button: 'alerts.raiseFrom', value: shortId(message.id), message };
}

/** Somebody raises an alert from the platform's own menu, where no message is. */
export const raiseFromNothing: UserAction & { kind: 'press' } = { kind: 'press', button: 'alerts.raise', value: '' };
