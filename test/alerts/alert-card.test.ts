import { describe, expect, it } from 'vitest';
import { readable } from '../../src/domain/text/words.ts';
import { type Card, plainOf, type Text } from '../../src/view/view.ts';
import { card as posted, ready, resolves, sends, whole } from '../views/alert-scene.ts';
import { alerts } from '../views/samples/alerts.ts';
import { scene } from '../views/scene.ts';

const microsofts = 'Action Required: Virtual machine connecting to crypto currency mining pool Detected';

async function shown(sent: object, locale: 'en' | 'fr' = 'en'): Promise<{ card: Card; resolved: Card }> {
  const set = await scene('slack', locale);
  await ready(set);
  const id = await sends(set, { ...whole, ...sent });
  const now = async () => {
    const reply = await posted(set, 'alert');
    if (reply.kind !== 'card') throw new Error(reply.kind);
    return reply.card;
  };
  const card = await now();
  await resolves(set, id);
  return { card, resolved: await now() };
}

/** Lines at 320 px: a heading of 24 characters a line, text of 32, and the people who are called. */
function lines({ title, text, mentions }: Card): number {
  const rows = (length: number, most: number) => Math.ceil(length / most);
  const texts = text.reduce((sum: number, one) => sum + rows(plainOf(dated(one)).length, 32), 0);
  return rows(title.length, 24) + texts + (mentions.length > 0 ? 1 : 0);
}

/** A time in the sixteen characters that Slack draws: the day and the minute. */
function dated(text: Text): Text {
  if (typeof text === 'string') return text;
  return text.map((run) => (typeof run !== 'string' && run.kind === 'time' ? run.at.slice(0, 16) : run));
}

describe('the card of an alert', () => {
  it.each([
    ['en', whole.displayName],
    ['fr', whole.displayName],
    ['en', microsofts],
    ['fr', microsofts],
    ['en', 'x'.repeat(300)],
  ] as const)('has at most eight lines before its buttons at 320 px, in %s: %s', async (locale, displayName) => {
    const { card } = await shown({ displayName }, locale);
    expect(lines(card)).toBeLessThanOrEqual(8);
    expect(card.facts).toEqual([]);
  });

  it.each(
    alerts
      .filter(({ name }) => name.startsWith('unrouted-'))
      .flatMap((one) => [
        { ...one, locale: 'en' as const },
        { ...one, locale: 'fr' as const },
      ]),
  )('has no more of them where it tells admins why they alone have it: $name in $locale', async ({ make, locale }) => {
    const reply = await make(await scene('slack', locale));
    expect(reply.kind === 'card' && lines(reply.card)).toBeLessThanOrEqual(8);
  });

  it('says what has happened first, then how severe, whose, and until when', async () => {
    const { card } = await shown({ displayName: microsofts });
    expect(card.title).toBe('Virtual machine connecting to crypto currency mining pool Detected');
    expect(card.text.map(plainOf).slice(0, 2)).toEqual([
      'High severity · Contoso · Fabrikam · Not acknowledged',
      expect.stringMatching(/^Answer by 25 Nov 2026/),
    ]);
    expect(card.buttons.map(({ label, style }) => [label, style])).toEqual([
      ['Acknowledge', 'primary'],
      ['Resolve', 'plain'],
      ['Steps', 'plain'],
      ['Note', 'plain'],
    ]);
    expect(plainOf(card.footer ?? '')).toMatch(/^Alert 1 \(webhook\), detected on .*/);
  });

  it('names a customer without a name by the start of its id, in the list and the details too', async () => {
    const customerTenantId = '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
    const { card } = await shown({ customerTenantId });
    expect(plainOf(card.text[0] ?? '')).toBe('High severity · Contoso · customer 1a2b3c4d… · Not acknowledged');
    const set = await scene('slack', 'en');
    await ready(set);
    await sends(set, { customerTenantId });
    const list = await set.say('alerts');
    expect(list.kind === 'card' && plainOf(list.card.rows[0]?.detail ?? '')).toContain(
      'Contoso · customer 1a2b3c4d… ·',
    );
    const details = await set.say('alerts 1');
    expect(details.kind === 'card' && plainOf(details.card.text[0] ?? '')).toContain('· customer 1a2b3c4d… ·');
  });

  it('of medium severity names who is on call without notifying them', async () => {
    const { card } = await shown({ severity: 'medium' });
    expect(card.text).toContainEqual([{ kind: 'strong', text: 'On call:' }, ' ', 'Tom Okafor']);
    expect(card.mentions).toEqual([]);
  });

  it('folds the rest, whose words are the reader’s', async () => {
    const facts = async (locale: 'en' | 'fr') =>
      (await shown({ displayName: microsofts }, locale)).card.more?.facts.map(({ value }) => plainOf(value)) ?? [];
    expect(await facts('en')).toEqual(expect.arrayContaining(['Connections to crypto mining pools', 'Medium']));
    const french = await facts('fr');
    expect(french).toEqual(expect.arrayContaining(['Connexions à des pools de minage de cryptomonnaie', 'Moyenne']));
    const { card } = await shown({ displayName: microsofts, alertType: 'impossibleTravel' });
    expect(card.more?.facts.map(({ value }) => value)).toContain('Impossible travel');
    expect(card.more?.text.map(plainOf)).toEqual([microsofts, whole.description]);
  });

  it('that is resolved is two lines, the note and Reopen', async () => {
    const { resolved } = await shown({});
    expect([resolved.title, ...resolved.text.map(plainOf)]).toEqual([
      whole.displayName,
      expect.stringMatching(/^Alert 1 · Contoso · Fabrikam · Resolved by Tom Okafor on .* \(fraud\)/),
      'Note: The keys were stolen; they are replaced.',
    ]);
    expect(resolved.buttons.map(({ label }) => label)).toEqual(['Reopen']);
    expect([resolved.footer, resolved.facts, resolved.rows]).toEqual([null, [], []]);
  });
});

it.each([
  ['networkConnections', 'Network connections'],
  ['MFABypass', 'MFA bypass'],
  ['unusual_sign-in', 'Unusual sign in'],
  ['Microsoft.Compute/virtualMachines', 'Microsoft.Compute/virtualMachines'],
  ['Two words', 'Two words'],
  ['', ''],
])('a program’s word is made readable: %s', (word, read) => {
  expect(readable(word)).toBe(read);
});
