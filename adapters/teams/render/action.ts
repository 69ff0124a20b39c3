import { shortenMiddle } from '../../../src/domain/text/words.ts';
import { type Button, type Confirmation, seenText, type Text } from '../../../src/view/view.ts';
import { inert } from './escape.ts';
import { type Element, paragraph } from './text.ts';

/**
 * The place in which a card is shown. `dialog`: in a dialog, whose buttons all answer into it. `chat`: in a
 * conversation, where forms open as dialogs. `inline`: in a conversation whose client ignores dialogs from buttons, as
 * Agents Playground does.
 */
export type Surface = 'chat' | 'inline' | 'dialog';

/** The most characters of a tooltip: the row that it repeats stands in its card up to four times more. */
const maxTooltip = 250;

/**
 * Returns a button as an action. `about` is the row or card that it stands in: a screen reader and the tooltip say it. `menu` is the input
 * whose value goes into the button's; null for none.
 */
export function action(
  button: Button,
  surface: Surface,
  about: Text | null = null,
  menu: string | null = null,
): Element {
  const tooltip =
    about === null ? {} : { tooltip: inert(shortenMiddle(`${button.label} · ${seenText(about)}`, maxTooltip)) };
  const act = (pressed: Button) => acting(pressed, surface, tooltip, menu === null ? {} : { menu });
  return button.confirm ? { ...tooltip, ...askingFirst(button, button.confirm, act) } : act(button);
}

/** Returns a button below which a question unfolds, since Adaptive Cards ask nothing by themselves. */
function askingFirst(button: Button, confirm: Confirmation, act: (button: Button) => Element): Element {
  const { title, text, yes } = confirm;
  return {
    type: 'Action.ShowCard',
    ...caption(button),
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: inert(title), weight: 'Bolder', wrap: true }, paragraph(text)],
      actions: [act({ ...button, label: yes })],
    },
  };
}

function acting(button: Button, surface: Surface, tooltip: Element, menu: Element): Element {
  const data = { action: button.id, value: button.value, ...menu };
  const shown = { ...caption(button), ...tooltip };
  if (button.kind === 'link') return { type: 'Action.OpenUrl', ...shown, url: button.value };
  const submit = { type: 'Action.Submit', ...shown, data };
  if (button.kind === 'form' && surface === 'chat')
    return { ...submit, data: { ...data, msteams: { type: 'task/fetch' } } };
  if (button.kind === 'form' || surface === 'dialog') return submit;
  return { type: 'Action.Execute', ...shown, verb: button.id, data, fallback: submit };
}

const styles = { primary: 'positive', danger: 'destructive', plain: 'default' } as const;

function caption({ label, style }: Button): Element {
  return { title: inert(label), ...(style === 'plain' ? {} : { style: styles[style] }) };
}
