import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { Card, Form } from '../../../src/view/view.ts';
import { type CardBlock, cardBlocks, fallback, paragraph, plainBlocks } from './card.ts';
import { checkLength, checkSize, limits, TooLong } from './limits.ts';
import { plain } from './text.ts';

/** Words that only Slack shows. */
export type SlackWords = Messages['slack'];

/** A Slack message: its blocks, and the text that notifications and screen readers say. */
export interface SlackMessage {
  text: string;
  blocks: CardBlock[];
}

/**
 * Returns cards as one message, with these rich blocks; without them where it would be too long with them. Throws
 * TooLong.
 */
export function message(cards: readonly Card[], say: SlackWords, rich = plainBlocks): SlackMessage {
  try {
    const { text, blocks } = checked(cards, say, rich);
    return { text, blocks };
  } catch (error) {
    if (!(error instanceof TooLong) || rich.size === 0) throw error;
    return message(cards, say);
  }
}

/** Returns cards as an ephemeral answer, as JSON. Throws TooLong. */
export function ephemeralJson(cards: readonly Card[], locale: Locale): string {
  const { text, json } = checked(cards, messages(locale).slack, plainBlocks);
  return `{"response_type":"ephemeral","text":${JSON.stringify(text)},"blocks":${json}}`;
}

/** Renders a message with the JSON of its blocks, which measures them and need not be made again. */
function checked(cards: readonly Card[], say: SlackWords, rich: typeof plainBlocks): SlackMessage & { json: string } {
  const blocks = cardBlocks(cards, say, rich);
  const charts = blocks.filter(({ type }) => type === 'data_visualization');
  checkSize('charts in a message', charts.length, limits.chart.perMessage);
  checkSize('blocks in a message', blocks.length, limits.message.blocks);
  const json = JSON.stringify(blocks);
  checkSize('a message as JSON', json.length, limits.message.json);
  return { text: checkLength('a fallback', fallback(cards), limits.message.text), blocks, json };
}

/** Returns cards as the Home tab. Throws TooLong. */
export function homeView(cards: readonly Card[], say: SlackWords): types.HomeView {
  return { type: 'home', blocks: viewBlocks(cardBlocks(cards, say)) };
}

/** `home`: the window was opened from the Home tab. `last`: it closes the windows below with it: they show what is no longer so. */
export type WindowOptions = { home?: boolean; last?: boolean };

/** Returns cards as a window. Throws TooLong. */
export function cardView(cards: readonly Card[], say: SlackWords, options: WindowOptions = {}): types.ModalView {
  return windowOf(viewBlocks(cardBlocks(cards, say)), say, options);
}

/** Returns the window that is shown while the answer is on its way. */
export function loadingView(say: SlackWords, options: WindowOptions = {}): types.ModalView {
  return windowOf([paragraph(say.loading)], say, options);
}

function windowOf(blocks: CardBlock[], say: SlackWords, options: WindowOptions): types.ModalView {
  return {
    type: 'modal',
    private_metadata: pack({ home: options.home ?? false, shape: null, state: '' }),
    title: plain(say.window, limits.view.title),
    close: plain(say.close, limits.view.button),
    clear_on_close: options.last ?? false,
    blocks,
  };
}

function viewBlocks(blocks: CardBlock[]): CardBlock[] {
  checkSize('blocks in a view', blocks.length, limits.view.blocks);
  return blocks;
}

/** The data that a window of ours carries. Slack sends it back with every press and save. */
interface Metadata {
  /** True when it was opened from the Home tab, which is then published again after a change. */
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
