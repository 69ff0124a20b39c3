import type { Button, Card, Text } from './view.ts';

/** Returns a card of a title and a sentence, to be completed by what `more` says. */
export function card(title: string, summary: string, more: Partial<Card> = {}): Card {
  return {
    title,
    summary,
    tone: 'neutral',
    text: [],
    facts: [],
    rows: [],
    charts: [],
    buttons: [],
    feedback: null,
    more: null,
    footer: null,
    mentions: [],
    ...more,
  };
}

/** Returns a card of one sentence alone. */
export function sentence(text: Text, summary: string): Card {
  return card('', summary, { text: [text] });
}

/** Returns a plain button, to be completed by what `more` says. */
export function button(
  kind: Button['kind'],
  id: string,
  label: string,
  value: string,
  more: Partial<Button> = {},
): Button {
  return { kind, id, label, value, style: 'plain', confirm: null, ...more };
}

/** Returns the card with what it keeps folded in plain sight, for whoever asked for it. */
export function unfolded(shown: Card): Card {
  const { more } = shown;
  if (!more) return shown;
  return { ...shown, text: [...shown.text, ...more.text], facts: [...shown.facts, ...more.facts], more: null };
}

/** Returns the card with its question whether it helped as a row, and the two answers as its first buttons. */
export function withPlainFeedback(shown: Card): Card {
  const { feedback } = shown;
  if (!feedback) return shown;
  const { question, detail, yes, no } = feedback;
  const asked = { title: question, detail, button: null };
  return { ...shown, rows: [...shown.rows, asked], buttons: [yes, no, ...shown.buttons], feedback: null };
}
