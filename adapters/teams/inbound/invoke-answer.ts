import type { AdaptiveCard } from '../render/card.ts';
import { attachment } from '../render/message.ts';

/**
 * Returns the answer that replaces the pressed card, for the person who pressed.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
 */
export function cardAnswer(card: AdaptiveCard): object {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** Returns the answer that shows a text and leaves the pressed card as it is. */
export function textAnswer(text: string): object {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

/** The blocks of a card that a dialog of medium height shows without scrolling; a field and its hint are two. */
const maxInMedium = 8;

/**
 * Returns the answer that shows a card in a dialog.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
 */
export function dialogAnswer(title: string, card: AdaptiveCard): object {
  const height = Array.isArray(card.body) && card.body.length > maxInMedium ? 'large' : 'medium';
  const value = { title, height, width: 'medium', card: attachment(card) };
  return { task: { type: 'continue', value } };
}

/**
 * Returns a sentence, in the form in which this invoke takes one: after any other, Teams says that the app cannot be
 * reached.
 */
export function sentenceAnswer(name: string, text: string): object {
  if (name === 'adaptiveCard/action') return textAnswer(text);
  // An empty answer would leave the dialog open with an error on some clients.
  if (name.startsWith('task/') || isExtensionDialog(name)) return { task: { type: 'message', value: text } };
  return name.startsWith('composeExtension/') ? { composeExtension: { type: 'message', text } } : {};
}

/** Returns whether the invoke is of a dialog that a message extension opened. */
export function isExtensionDialog(name: string): boolean {
  return name === 'composeExtension/fetchTask' || name === 'composeExtension/submitAction';
}
