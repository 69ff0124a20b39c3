import { createHash } from 'node:crypto';
import type { Form } from '../../../src/view/view.ts';
import { checkLength, limits } from './limits.ts';

/** The data that a window of ours carries. Slack sends it back with every press and save. */
export interface Metadata {
  /** True where it was opened from the Home tab, which is then published again after a change. */
  home: boolean;
  /** The shape of the form as it was shown; null for a card, and for a form that shows problems as text. */
  shape: string | null;
  /** The form's own state; empty for a card. */
  state: string;
}

/**
 * Returns the metadata as the text that a window carries. Throws TooLong above 3,000 characters,
 * https://docs.slack.dev/reference/views/modal-views.
 */
export function pack({ home, shape, state }: Metadata): string {
  return checkLength('private metadata', `${home ? 'home' : 'chat'} ${shape ?? '-'}\n${state}`, limits.view.metadata);
}

/** Reads what `pack` wrote; a text that it did not write is taken for the state of a form. */
export function unpack(text: string): Metadata {
  const [, from, shape, state] = /^(home|chat) (\S+)\n([\s\S]*)$/.exec(text) ?? [];
  if (shape === undefined || state === undefined) return { home: false, shape: null, state: text };
  return { home: from === 'home', shape: shape === '-' ? null : shape, state };
}

/**
 * Returns a fingerprint of the form without what is typed. Where it has not changed, problems can be shown at the
 * fields of the open window.
 */
export function shapeOf(form: Form): string {
  const { id, title, intro, submit, cancel, state } = form;
  const fields = form.fields.map((field) => ({ ...field, value: null }));
  const looks = JSON.stringify([id, title, intro, submit, cancel, state, fields]);
  return createHash('sha256').update(looks).digest('base64url').slice(0, 16);
}
