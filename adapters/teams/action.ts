import type { Button } from '../../src/view.ts';
import { inert } from './literal.ts';
import { type Element, paragraph } from './text.ts';

/**
 * Where a card is shown. `dialog`: in a dialog, whose buttons all answer into it. `chat`: in a conversation, where forms
 * open as dialogs. `inline`: in a conversation whose client ignores dialogs from buttons, as Agents Playground does.
 */
export type Surface = 'chat' | 'inline' | 'dialog';

export function action(button: Button, surface: Surface): Element {
  return button.confirm ? asking(button, button.confirm, surface) : acting(button, surface);
}

/** Adaptive Cards ask nothing by themselves: the question unfolds below the button. */
function asking(button: Button, { title, text, yes }: NonNullable<Button['confirm']>, surface: Surface): Element {
  return {
    type: 'Action.ShowCard',
    ...caption(button),
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: inert(title), weight: 'Bolder', wrap: true }, paragraph(text)],
      actions: [acting({ ...button, label: yes }, surface)],
    },
  };
}

function acting(button: Button, surface: Surface): Element {
  const data = { action: button.id, value: button.value };
  if (button.kind === 'link') return { type: 'Action.OpenUrl', ...caption(button), url: button.value };
  if (button.kind === 'form' && surface === 'chat') return submit(button, { ...data, msteams: { type: 'task/fetch' } });
  if (button.kind === 'form' || surface === 'dialog') return submit(button, data);
  return { type: 'Action.Execute', ...caption(button), verb: button.id, data, fallback: submit(button, data) };
}

function submit(button: Button, data: Element): Element {
  return { type: 'Action.Submit', ...caption(button), data };
}

const styles = { primary: 'positive', danger: 'destructive', plain: 'default' } as const;

function caption({ label, style }: Button): Element {
  return { title: inert(label), ...(style === 'plain' ? {} : { style: styles[style] }) };
}
