/** Slack's text objects as HTML: what Slack itself fills in, and bold. */
import type { types } from '@slack/bolt';
import { userOf } from '../../src/domain/tenant/identity.ts';
import { channels, longest, people } from '../views/values.ts';

const names = new Map<string, string>([
  ...[...Object.values(people.slack), ...longest.people.slack].map(({ id, name }) => [userOf(id), name] as const),
  ...longest.channels.slack.map(({ address, name }) => [address, name] as const),
  [channels.slack.soc, 'security-alerts'],
  [channels.slack.open, 'general'],
]);

export function textHtml(text: types.TextObject): string {
  const html = text.type === 'plain_text' ? escaped(text.text) : marked(text.text);
  return html
    .replaceAll('\n', '<br>')
    .replaceAll('✅', '<span class="yes">✔</span>')
    .replaceAll('⛔', '<span class="no">–</span>');
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function marked(text: string): string {
  const filled = text.replace(/<([^>]+)>/g, (_, token: string) => `\u0000${tokenHtml(token)}\u0000`);
  return filled
    .replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replaceAll('\u0000', '');
}

function tokenHtml(token: string): string {
  const date = /^!date\^(\d+)\^([^|]*)\|/.exec(token);
  if (date) return dateHtml(Number(date[1]), date[2] ?? '');
  if (token.startsWith('@')) return `<i class="mention">@${escaped(names.get(token.slice(1)) ?? 'unknown')}</i>`;
  if (token.startsWith('#')) return `<i class="mention">#${escaped(names.get(token.slice(1)) ?? 'unknown')}</i>`;
  const [url = '', label = url] = token.split('|');
  return `<a href="${url}">${label}</a>`;
}

function dateHtml(seconds: number, format: string): string {
  const [day = '', time = ''] = new Date(seconds * 1000).toISOString().split('T');
  return format.replace('{date_num}', day).replace('{time}', time.slice(0, 5));
}
