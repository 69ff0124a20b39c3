/** What a person reads in Slack: mrkdwn as Slack shows it, with dates in words and mentions as names. */
import type { FakeSlack } from '../support/slack.ts';

type Known = Pick<FakeSlack, 'users' | 'channels'>;

/** Every text in it, one a line. */
export function readIn(thing: unknown, slack: Known): string {
  if (Array.isArray(thing)) return joined(thing.map((one) => readIn(one, slack)));
  if (typeof thing !== 'object' || thing === null) return '';
  if ('type' in thing && 'text' in thing && typeof thing.text === 'string') {
    if (thing.type === 'mrkdwn') return shown(thing.text, slack);
    if (thing.type === 'plain_text') return spaced(thing.text);
  }
  // What was sent along is for nobody's eyes.
  return joined(Object.entries(thing).map(([key, value]) => (key === 'sent' ? '' : readIn(value, slack))));
}

function joined(lines: readonly string[]): string {
  return lines.filter(Boolean).join('\n');
}

/** A space that holds words together reads as any other. */
export function spaced(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

function shown(text: string, { users, channels }: Known): string {
  return spaced(text)
    .replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@(\w+)>/g, (_, id) => users.get(id)?.profile.display_name ?? id)
    .replace(/<#(\w+)>/g, (_, id) => `#${channels.get(id)?.name ?? id}`)
    .replace(/<([^|>]+)\|([^>]*)>/g, '$2')
    .replace(/^\*(.*)\*$/gm, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
