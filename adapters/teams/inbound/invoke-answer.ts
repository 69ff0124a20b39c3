/** The bodies that Teams takes as answers to its invokes. */
import type { AdaptiveCard } from '../render/card.ts';
import { attachment } from '../render/message.ts';

/** Replaces the pressed card, for the person who pressed. */
export function cardAnswer(card: AdaptiveCard): object {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** Leaves the pressed card as it is. */
export function textAnswer(text: string): object {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

/** Blocks of a card, a field and its hint being two, that a dialog of medium height shows without scrolling. */
const mostInMedium = 8;

/** Shows a card in a dialog. */
export function dialogAnswer(title: string, card: AdaptiveCard): object {
  const height = Array.isArray(card.body) && card.body.length > mostInMedium ? 'large' : 'medium';
  const value = { title, height, width: 'medium', card: attachment(card) };
  return { task: { type: 'continue', value } };
}

/** Shows a sentence in a dialog. An empty answer leaves it open with an error on some clients. */
function dialogText(text: string): object {
  return { task: { type: 'message', value: text } };
}

/** A sentence, in whatever form this invoke takes one: anything else, and Teams says that the app cannot be reached. */
export function sentenceAnswer(name: string, text: string): object {
  if (name === 'adaptiveCard/action') return textAnswer(text);
  if (name.startsWith('task/') || isExtensionDialog(name)) return dialogText(text);
  return name.startsWith('composeExtension/') ? { composeExtension: { type: 'message', text } } : {};
}

/** Returns whether the invoke is of a dialog that a message extension opened. */
export function isExtensionDialog(name: string): boolean {
  return name === 'composeExtension/fetchTask' || name === 'composeExtension/submitAction';
}
