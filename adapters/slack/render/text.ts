import type { types } from '@slack/bolt';
import { platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import { cleaned } from '../../../src/domain/text/clean-text.ts';
import type { Inline, Text } from '../../../src/view/view.ts';
import { within } from './limits.ts';

/**
 * A text that Slack shows as it is: no emoji codes, no mentions, no links. An empty one becomes a dash, since Slack
 * refuses it.
 */
export function plain(text: string, max: number): types.PlainTextElement {
  const shown = cleaned(text);
  return { type: 'plain_text', text: within('a text', shown.trim() ? shown : '–', max), emoji: false };
}

/** A text with Slack's markup. Slack makes no links or mentions of its own in it. */
export function mrkdwn(text: string, max: number): types.MrkdwnElement {
  return { type: 'mrkdwn', text: within('a text', text, max), verbatim: true };
}

/** The text with Slack's three control characters escaped. https://docs.slack.dev/messaging/formatting-message-text */
export function escaped(raw: string): string {
  const text = cleaned(raw);
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A text as Slack shows it best. Only what Slack itself fills in (a time in the reader's zone, a mention) needs mrkdwn;
 * everything else is plain text. mrkdwn has no escape for `*`, `_`, `~`, backticks and `:emoji:`, so where a run could
 * be taken for formatting the whole text is plain, with the fallbacks in words.
 */
export function textObject(text: Text, max: number): types.TextObject {
  const filled = typeof text !== 'string' && text.some((run) => typeof run !== 'string');
  if (!filled || formats(words(text)) || unboldable(text)) return plain(words(text), max);
  return mrkdwnIfFits(marked(text), text, max);
}

/** A title in bold with `detail` in the line below it, under the same rule. */
export function titled(title: Text, detail: Text, max: number): types.TextObject {
  const [first, second] = [words(title), words(detail)];
  const lines = first && second ? `${first}\n${second}` : first || second;
  if (!first.trim() || endsBold.test(first) || formats(lines)) return plain(lines, max);
  return mrkdwnIfFits(second ? `*${marked(title)}*\n${marked(detail)}` : `*${marked(title)}*`, lines, max);
}

/** Escaping takes room: what does not fit so may fit as it is. */
function mrkdwnIfFits(escapedText: string, text: Text, max: number): types.TextObject {
  return escapedText.length > max ? plain(words(text), max) : mrkdwn(escapedText, max);
}

/** A pair of formatting characters, an emoji code, or a quote at the start of a line. */
function formats(text: string): boolean {
  if (!/[*_~`:>]/.test(text)) return false;
  return /([*_~`])[\s\S]*\1|:(?=[\w+'-]*[a-z])[\w+'-]+:|^[^\S\r\n\u2028\u2029]*>/im.test(text);
}

/** Bold ends at the first sign of formatting in it, and with its line; it neither begins before a space nor ends behind one. */
const endsBold = /[*_~`]|^\s|\s$|\n/;

function unboldable(text: Text): boolean {
  return typeof text !== 'string' && text.some((run) => isStrong(run) && endsBold.test(run.text));
}

function isStrong(run: Inline): run is Extract<Inline, { kind: 'strong' }> {
  return typeof run !== 'string' && run.kind === 'strong';
}

/** Teams has no sign before a channel's name. */
function channelName({ channel, name }: Extract<Inline, { kind: 'channel' }>): string {
  return channel.platform === 'slack' ? `#${name.replace(/^#/, '')}` : name;
}

function marked(text: Text): string {
  return typeof text === 'string' ? escaped(text) : text.map(run).join('');
}

/** The text in words alone. */
export function words(text: Text | Inline): string {
  if (typeof text === 'string') return text;
  if (!('kind' in text)) return text.map(words).join('');
  if (text.kind === 'strong') return text.text;
  if (text.kind === 'time') return text.fallback;
  if (text.kind === 'link') return /^https?:/.test(text.url) ? `${text.label} (${text.url})` : text.label;
  return text.kind === 'channel' ? channelName(text) : text.name;
}

function run(inline: Inline): string {
  if (typeof inline === 'string') return escaped(inline);
  if (inline.kind === 'strong') return `*${escaped(inline.text)}*`;
  if (inline.kind === 'time') return time(inline.at, inline.fallback, inline.dayOnly ? '' : ' {time}');
  if (inline.kind === 'link') return link(inline.url, inline.label);
  if (inline.kind === 'person') return mention('@', platformOf(inline.id) === 'slack' ? userOf(inline.id) : '', inline);
  return mention('#', inline.channel.platform === 'slack' ? inline.channel.address : '', inline);
}

const slackId = /^[A-Z0-9]{1,41}$/;

/**
 * A mention, or the name alone where the id does not have the form of Slack's: an old state may hold `C1><!here>`,
 * which would call everybody.
 */
function mention(sign: '@' | '#', id: string, inline: Inline): string {
  return slackId.test(id) ? `<${sign}${id}>` : escaped(words(inline));
}

/** `{date_num}`, because the longer formats leave the year out when it is near. */
function time(at: string, fallback: string, clock: string): string {
  const seconds = Math.floor(Date.parse(at) / 1000);
  return Number.isNaN(seconds) ? escaped(fallback) : `<!date^${seconds}^{date_num}${clock}|${escaped(fallback)}>`;
}

function link(url: string, label: string): string {
  const safe = /^(https?|mailto|tel):/.test(url) ? url.replace(/[<>|\s]/g, encodeURIComponent) : null;
  return safe === null ? escaped(label) : `<${safe.replaceAll('&', '&amp;')}|${escaped(label)}>`;
}
