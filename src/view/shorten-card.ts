import { type Card, lengthOf, renderedLength, type Text, truncate } from './view.ts';

/** Longest shortened card, and longest part of one, in characters by `renderedLength`. */
const maxLength = 1_500;
const maxPart = 300;

/** Returns the least of a card that says what it is about and what to do: the heading, what is short, and the buttons. */
export function shortenCard(card: Card): Card {
  let left = maxLength;
  const fits = (...texts: Text[]) => {
    const room = texts.reduce((sum, text) => sum + roomIn(text), 0);
    if (room > maxPart || room > left) return false;
    left -= room;
    return true;
  };
  return {
    ...card,
    summary: truncate(card.summary, maxPart),
    text: card.text.filter((text) => fits(text)),
    facts: card.facts.filter(({ label, value }) => fits(label, value)),
    rows: [],
    charts: [],
    more: card.more && { ...card.more, text: [], facts: [] },
    mentions: card.mentions.slice(0, 10),
    footer: card.footer !== null && fits(card.footer) ? card.footer : null,
  };
}

function roomIn(text: Text): number {
  const words = typeof text === 'string' ? text : text.map((run) => (typeof run === 'string' ? run : '')).join('');
  return renderedLength(words) + (typeof text === 'string' ? 0 : 5 * (lengthOf(text) - words.length));
}
