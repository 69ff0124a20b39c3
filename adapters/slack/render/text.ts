import type { types } from '@slack/bolt';
import { isGroup, platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import { cleaned } from '../../../src/domain/text/clean-text.ts';
import {
  beforeMention,
  type Card,
  type Inline,
  plainRun,
  type Text,
  type Time,
  unbroken,
} from '../../../src/view/view.ts';
import { checkLength } from './limits.ts';

/**
 * Returns a text that Slack shows as it is: no emoji codes, no mentions, no links. An empty one becomes a dash, since
 * Slack refuses it.
 */
export function plain(text: string, max: number): types.PlainTextElement {
  const shown = cleaned(text);
  return { type: 'plain_text', text: checkLength('a text', shown.trim() ? shown : '–', max), emoji: false };
}

/** Returns a text with Slack's markup. Throws TooLong. Slack makes no links or mentions of its own in it. */
export function mrkdwn(text: string, max: number): types.MrkdwnElement {
  return { type: 'mrkdwn', text: checkLength('a text', text, max), verbatim: true };
}

/**
 * Returns the text with Slack's three control characters escaped.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function escaped(raw: string): string {
  const text = cleaned(raw);
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Returns a text as Slack shows it best. Only what Slack itself fills in (a time in the reader's zone, a mention) needs
 * mrkdwn; everything else is plain text. mrkdwn has no escape for `*`, `_`, `~`, backticks and `:emoji:`, so where a
 * run could be taken for formatting the whole text is plain, with the fallbacks in words.
 */
export function textObject(text: Text, max: number): types.TextObject {
  const filled = typeof text !== 'string' && text.some((run) => typeof run !== 'string');
  if (!filled || formats(words(text)) || unboldable(text)) return plain(words(text), max);
  return mrkdwnIfFits(marked(text), text, max);
}

/** Returns a title in bold with `detail` in the line below it, under the same rule. */
export function titled(title: Text, detail: Text, max: number): types.TextObject {
  const [first, second] = [words(title), words(detail)];
  const lines = first && second ? `${first}\n${second}` : first || second;
  if (!first.trim() || endsBold.test(first) || formats(lines)) return plain(lines, max);
  return mrkdwnIfFits(second ? `*${marked(title)}*\n${marked(detail)}` : `*${marked(title)}*`, lines, max);
}

/** Falls back to the plain text where the escaped one is too long. */
function mrkdwnIfFits(escapedText: string, text: Text, max: number): types.TextObject {
  return escapedText.length > max ? plain(words(text), max) : mrkdwn(escapedText, max);
}

/**
 * Returns whether Slack may take a part for formatting: a pair of its characters, an emoji code, a quote at the start
 * of a line.
 */
function formats(text: string): boolean {
  if (!/[*_~`:>]/.test(text)) return false;
  return /([*_~`])[\s\S]*\1|:(?=[\w+'-]*[a-z])[\w+'-]+:|^[^\S\r\n\u2028\u2029]*>/im.test(text);
}

/**
 * Bold ends at the first sign of formatting in it, and with its line; it neither begins before a space nor ends behind
 * one.
 */
const endsBold = /[*_~`]|^\s|\s$|\n/;

function unboldable(text: Text): boolean {
  if (typeof text === 'string') return false;
  return text.some((run) => typeof run !== 'string' && run.kind === 'strong' && endsBold.test(run.text));
}

function marked(text: Text): string {
  return typeof text === 'string' ? escaped(text) : text.map(run).join('');
}

/** Returns plain text, without mrkdwn. A web link becomes `label (url)`. */
export function words(text: Text | Inline): string {
  if (typeof text === 'string') return text;
  if (!('kind' in text)) return text.map(words).join('');
  if (text.kind === 'link' && /^https?:/.test(text.url)) return `${text.label} (${text.url})`;
  // Only Slack has a sign before a channel's name.
  const isOurs = text.kind === 'channel' && text.channel.platform === 'slack';
  return isOurs ? `#${text.name.replace(/^#/, '')}` : plainRun(text);
}

function run(inline: Inline): string {
  if (typeof inline === 'string') return escaped(inline);
  if (inline.kind === 'strong') return `*${escaped(inline.text)}*`;
  if (inline.kind === 'code') return inline.text === '' ? '' : `\`${escaped(inline.text)}\``;
  if (inline.kind === 'time') return time(inline);
  if (inline.kind === 'link') return link(inline.url, unbroken(inline));
  // A mention calls all of a group, so that only `mentions` has one: a report or a notice names it.
  const isMentioned = inline.kind === 'person' && platformOf(inline.id) === 'slack' && !isGroup(inline.id);
  if (inline.kind === 'person') return mention('@', isMentioned ? userOf(inline.id) : '', inline);
  return mention('#', inline.channel.platform === 'slack' ? inline.channel.address : '', inline);
}

const slackId = /^[A-Z0-9]{1,41}$/;

/**
 * Returns the mentions of a card: Slack notifies people and groups whom a message mentions by id; those of the other
 * platform are only named. https://docs.slack.dev/messaging/formatting-message-text#mentioning-groups
 */
export function mentionsText(mentions: Card['mentions'], max: number): types.TextObject {
  const people = mentions.flatMap((one, index) => [
    beforeMention(one, mentions[index - 1]),
    { kind: 'person', id: one.id, name: one.name } as const,
  ]);
  if (!mentions.some(({ id }) => isGroup(id))) return textObject(people, max);
  const all = people.map((one) => {
    if (typeof one === 'string') return escaped(one);
    return isGroup(one.id) && slackId.test(userOf(one.id)) ? `<!subteam^${userOf(one.id)}>` : run(one);
  });
  return mrkdwnIfFits(all.join(''), people, max);
}

/**
 * Returns a mention, or the name alone where the id does not have the form of Slack's: an old state may hold
 * `C1><!here>`, which would call everybody.
 */
function mention(sign: '@' | '#', id: string, inline: Inline): string {
  return slackId.test(id) ? `<${sign}${id}>` : escaped(words(inline));
}

/**
 * Formats as `{date_num}`, because the longer formats leave the year out when it is near.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
function time({ at, fallback, dayOnly, timeOnly }: Time): string {
  const seconds = Math.floor(Date.parse(at) / 1000);
  const format = [...(timeOnly ? [] : ['{date_num}']), ...(dayOnly ? [] : ['{time}'])].join(' ');
  return Number.isNaN(seconds) ? escaped(fallback) : `<!date^${seconds}^${format}|${escaped(fallback)}>`;
}

function link(url: string, label: string): string {
  const safe = /^(https?|mailto|tel):/.test(url) ? url.replace(/[<>|\s]/g, encodeURIComponent) : null;
  return safe === null ? escaped(label) : `<${safe.replaceAll('&', '&amp;')}|${escaped(label)}>`;
}
