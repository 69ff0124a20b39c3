import type { types } from '@slack/bolt';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { type Words, words } from '../../../src/messages/words.ts';
import type { Card } from '../../../src/view/view.ts';
import { cardBlocks, fallback, paragraph } from './card.ts';
import { checkLength, checkSize, limits } from './limits.ts';
import { pack } from './modal-metadata.ts';
import { plain } from './text.ts';

/** Words that only Slack shows. */
export type SlackWords = Words['slack'];

/** A Slack message: its blocks, and the text that notifications and screen readers say. */
export interface SlackMessage {
  text: string;
  blocks: types.KnownBlock[];
}

/** Returns cards as one message. Throws TooLong. */
export function message(cards: readonly Card[], say: SlackWords): SlackMessage {
  const { text, blocks } = checked(cards, say);
  return { text, blocks };
}

/** Returns cards as an ephemeral answer, as JSON. Throws TooLong. */
export function ephemeralJson(cards: readonly Card[], locale: Locale): string {
  const { text, json } = checked(cards, words(locale).slack);
  return `{"response_type":"ephemeral","text":${JSON.stringify(text)},"blocks":${json}}`;
}

/** Renders a message with the JSON of its blocks, which measures them and need not be made again. */
function checked(cards: readonly Card[], say: SlackWords): SlackMessage & { json: string } {
  const blocks = cardBlocks(cards, say);
  checkSize('blocks in a message', blocks.length, limits.message.blocks);
  const json = JSON.stringify(blocks);
  checkSize('a message as JSON', json.length, limits.message.json);
  return { text: checkLength('a fallback', fallback(cards), limits.message.text), blocks, json };
}

/** Returns cards as the Home tab. Throws TooLong. */
export function homeView(cards: readonly Card[], say: SlackWords): types.HomeView {
  return { type: 'home', blocks: viewBlocks(cardBlocks(cards, say)) };
}

/**
 * Returns cards as a window. Throws TooLong. `last` closes the windows below with it: they show what is no longer so.
 */
export function cardView(cards: readonly Card[], say: SlackWords, home: boolean, last: boolean): types.ModalView {
  return windowOf(viewBlocks(cardBlocks(cards, say)), say, home, last);
}

/** Returns the window that is shown while the answer is on its way. */
export function loadingView(say: SlackWords, home: boolean): types.ModalView {
  return windowOf([paragraph(say.loading)], say, home, false);
}

function windowOf(blocks: types.KnownBlock[], say: SlackWords, home: boolean, last: boolean): types.ModalView {
  return {
    type: 'modal',
    private_metadata: pack({ home, shape: null, state: '' }),
    title: plain(say.window, limits.view.title),
    close: plain(say.close, limits.view.button),
    clear_on_close: last,
    blocks,
  };
}

function viewBlocks(blocks: types.KnownBlock[]): types.KnownBlock[] {
  checkSize('blocks in a view', blocks.length, limits.view.blocks);
  return blocks;
}
