import type { types } from '@slack/bolt';
import { escaped, textHtml } from './slack-text.ts';

/** What an input looks like before anybody touches it. */
export function inputHtml(element: types.InputBlockElement): string {
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
      return `<div class="box">${escaped(element.initial_value ?? '') || '&nbsp;'}</div>`;
    case 'radio_buttons':
      return element.options
        .map((one) => optionHtml(one, one.value === element.initial_option?.value, '◯', '◉'))
        .join('');
    case 'checkboxes': {
      const ticked = element.initial_options?.map(({ value }) => value) ?? [];
      return element.options.map((one) => optionHtml(one, ticked.includes(one.value), '☐', '☑')).join('');
    }
    case 'external_select':
    case 'static_select':
      return menu(element.initial_option ? [textHtml(element.initial_option.text)] : []);
    case 'multi_static_select':
      return menu((element.initial_options ?? []).map(({ text }) => textHtml(text)));
    case 'conversations_select':
      return menu(mentions('#', [element.initial_conversation ?? []].flat()));
    case 'multi_conversations_select':
      return menu(mentions('#', element.initial_conversations ?? []));
    case 'users_select':
      return menu(mentions('@', [element.initial_user ?? []].flat()));
    case 'multi_users_select':
      return menu(mentions('@', element.initial_users ?? []));
    default:
      throw new Error(`not drawn: ${element.type}`);
  }
}

function optionHtml(one: types.Option, chosen: boolean, off: string, on: string): string {
  const more = one.description ? `<div class="hint">${textHtml(one.description)}</div>` : '';
  return `<div class="option"><span>${chosen ? on : off}</span><div>${textHtml(one.text)}${more}</div></div>`;
}

function mentions(sign: string, ids: readonly string[]): string[] {
  return ids.map((id) => textHtml({ type: 'mrkdwn', text: `<${sign}${id}>` }));
}

function menu(chosen: readonly string[]): string {
  const chips = chosen.map((one) => `<span class="chip">${one}</span>`).join('');
  return `<div class="box menu"><div>${chips || '&nbsp;'}</div><span>▾</span></div>`;
}
