import type { types } from '@slack/bolt';
import type { Choice } from '../../../src/view/view.ts';
import { checkLength, checkSize, limits } from './limits.ts';
import { plain } from './text.ts';

/** Returns the choices of a menu as options. Throws TooLong. */
export function options(choices: readonly Choice[]): types.PlainTextOption[] {
  checkSize('choices', choices.length, limits.option.perMenu);
  return choices.map(option);
}

/** Returns a choice as an option. A long name goes on in the line below. */
export function option({ value, label }: Choice): types.PlainTextOption {
  const { text, value: max } = limits.option;
  const space = label.length > text ? label.lastIndexOf(' ', text) : -1;
  const first = space > 0 && label.length - space <= text ? space : text;
  const rest = label.slice(first).trim();
  const description = rest ? plain(rest, text) : undefined;
  return { text: plain(label.slice(0, first), text), value: checkLength('a choice', value, max), description };
}
