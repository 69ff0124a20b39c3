/** What Slack's client sends when a form is saved: everything in it, typed or not. */
import type { Block, View } from './block-kit-validator.ts';

export type Typed = Readonly<Record<string, string | readonly string[] | null>>;
type Input = Extract<Block, { type: 'input' }>;
type Element = Input['element'];

/** The inputs of a view by name. */
export function inputsOf(view: View): Map<string, Input> {
  return new Map(view.blocks.flatMap((block) => (block.type === 'input' ? [[block.block_id ?? '', block]] : [])));
}

/** `view.state.values`. Throws for what the client would not send, unless it is forced to. */
export function stateOf(view: View, typed: Typed, force: boolean): Record<string, Record<string, object>> {
  const inputs = inputsOf(view);
  const stray = Object.keys(typed).filter((name) => !inputs.has(name));
  if (stray.length > 0) throw new Error(`no such field: ${stray}; there are: ${[...inputs.keys()]}`);
  return Object.fromEntries(
    [...inputs].map(([name, { element, optional }]) => {
      const value = name in typed ? (typed[name] ?? null) : initially(element);
      const empty = value === null || value.length === 0;
      if (!force && empty && optional === false) throw new Error(`Slack asks for ${name} before it sends the form`);
      if (!force) checkLength(element, value);
      return [name, { [element.action_id]: { type: element.type, ...entered(element, value) } }];
    }),
  );
}

function initially(element: Element): string | readonly string[] | null {
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
      return element.initial_value ?? null;
    case 'radio_buttons':
    case 'external_select':
    case 'static_select':
      return element.initial_option?.value ?? null;
    case 'checkboxes':
    case 'multi_static_select':
      return element.initial_options?.map(({ value }) => value) ?? [];
    case 'conversations_select':
      return element.initial_conversation ?? null;
    case 'multi_conversations_select':
      return element.initial_conversations ?? [];
    case 'users_select':
      return element.initial_user ?? null;
    case 'multi_users_select':
      return element.initial_users ?? [];
  }
}

function checkLength(element: Element, value: string | readonly string[] | null): void {
  const most =
    'max_length' in element ? element.max_length : 'max_selected_items' in element ? element.max_selected_items : null;
  if (most && value && value.length > most) throw new Error(`Slack takes at most ${most} in ${element.action_id}`);
}

function entered(element: Element, value: string | readonly string[] | null): object {
  const list = value === null ? [] : [value].flat();
  const option = (one: string) => {
    const known = 'options' in element ? element.options.find((other) => other.value === one) : undefined;
    if (!known) throw new Error(`${element.action_id} has no choice ${one}`);
    return known;
  };
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
      return { value: list[0] || null };
    case 'radio_buttons':
    case 'static_select':
      return { selected_option: list[0] === undefined ? null : option(list[0]) };
    case 'external_select':
      return { selected_option: list[0] ? { text: { type: 'plain_text', text: list[0] }, value: list[0] } : null };
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: list.map(option) };
    case 'conversations_select':
      return { selected_conversation: list[0] ?? null };
    case 'multi_conversations_select':
      return { selected_conversations: list };
    case 'users_select':
      return { selected_user: list[0] ?? null };
    case 'multi_users_select':
      return { selected_users: list };
  }
}
