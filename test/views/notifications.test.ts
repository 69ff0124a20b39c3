/**
 * Every notification: what a phone and a screen reader say of what the bot posts. The golden table is read by people; after a
 * change of words it is written anew with `vitest run -u`, and read again.
 */
import { describe, expect, it } from 'vitest';
import { fallback } from '../../adapters/slack/render/card.ts';
import { renderCard } from '../../adapters/teams/render/card.ts';
import { deliveryKinds } from '../../src/deliveries.ts';
import { finishedCard } from '../../src/delivery/finished-card.ts';
import type { About } from '../../src/domain/delivery/delivery.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { postedAs } from './alert-scene.ts';
import type { Sample } from './samples/sample.ts';
import { samples } from './samples.ts';
import { type Scene, scene } from './scene.ts';

interface Told {
  kind: About['kind'];
  summary: string;
  /** Whether it came to a person who reads nowhere why. */
  puzzles: boolean;
}

/** What says in English why somebody has it. */
const reason =
  /You get this|You asked for this|Only administrators have this alert|Administrators have it: |your question|took the place of this one/;

/** As of every delivery in the scene of a sample, in order. */
async function told(sample: Sample, locale: Locale): Promise<Told[]> {
  const set: Scene = await scene('slack', locale);
  const reply = await sample.make(set);
  const kind = reply.kind === 'card' ? postedAs.get(reply.card) : undefined;
  const shown = reply.kind === 'card' && kind ? [{ kind, summary: reply.card.summary, puzzles: false }] : [];
  const all = await set.world.store.read((reader) => reader.list('deliveries'));
  const inOrder = all.toSorted((a, b) => a.number - b.number);
  const made = inOrder.map(async (delivery) => {
    const card = (await finishedCard(delivery, { repeat: false, brief: false }, deliveryKinds, set.world))?.card;
    if (card) expect([fallback([card]).length > 0, renderCard(card, 'chat').speak !== '']).toEqual([true, true]);
    const puzzles = delivery.to.kind === 'person' && !reason.test(JSON.stringify(card));
    return card ? [{ kind: delivery.about.kind, summary: card.summary, puzzles }] : [];
  });
  return [...shown, ...(await Promise.all(made)).flat()];
}

const plain = samples.filter(({ name }) => !/worst|hostile|elsewhere|many/.test(name));

async function table(): Promise<Map<string, [Told, Told]>> {
  const rows = new Map<string, [Told, Told]>();
  for (const sample of plain) {
    const [english, french] = [await told(sample, 'en'), await told(sample, 'fr')];
    for (const [index, one] of english.entries()) {
      const other = french[index];
      if (other) rows.set(`${one.kind} ${one.summary.replace(/\d+/g, '0')}`, [one, other]);
    }
  }
  return rows;
}

describe('a notification', async () => {
  const rows = [...(await table()).values()].toSorted(([a], [b]) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));

  it('is one of the golden table, in both languages', async () => {
    const lines = rows.map(([en, fr]) => `${en.kind}\n  ${en.summary}\n  ${fr.summary}\n`);
    await expect(lines.join('')).toMatchFileSnapshot('notifications.txt');
  });

  it('to a person says why they have it', () => {
    expect(rows.filter(([english]) => english.puzzles)).toEqual([]);
  });

  it('is there for every kind of delivery', () => {
    const kinds = [...new Set(rows.map(([{ kind }]) => kind))];
    // An answer that is owed is the card that the person asked for.
    expect(every.filter((kind) => !kinds.includes(kind))).toEqual(['answer']);
  });

  it.each([
    'alert',
    'unrouted',
    'escalation',
    'followUp',
    'contactChanged',
    'notUs',
    'closing',
    'digest',
    'nag',
    'reminders',
    'overdue',
    'asked',
    'offered',
    'digestEscalation',
    'calendarPeople',
    'channelRefused',
    'channelLate',
    'cardRefused',
    'weekly',
  ])('about %s says within 60 characters what it is, and whose', (kind) => {
    const about = rows.flat().filter((one) => one.kind === kind);
    expect(about.length).toBeGreaterThan(0);
    const blind = about.filter(
      ({ summary }) => !/Contoso|Northwind|tenant|locataire|newer|plus récent/.test(summary.slice(0, 60)),
    );
    expect(blind).toEqual([]);
  });
});

const every: readonly About['kind'][] = Object.keys({
  alert: 0,
  escalation: 0,
  reminders: 0,
  overdue: 0,
  asked: 0,
  offered: 0,
  followUp: 0,
  raisedFrom: 0,
  digest: 0,
  digestEscalation: 0,
  contactChanged: 0,
  notUs: 0,
  calendarPeople: 0,
  channelRefused: 0,
  channelLate: 0,
  cardRefused: 0,
  storeFull: 0,
  disk: 0,
  shareFull: 0,
  sourceStorm: 0,
  sourceLeftOut: 0,
  sourceSilent: 0,
  rulesChanged: 0,
  alertsHeld: 0,
  hindrance: 0,
  welcome: 0,
  auditHead: 0,
  faqQuestion: 0,
  faqAnswer: 0,
  answer: 0,
  nag: 0,
  weekly: 0,
  closing: 0,
  unrouted: 0,
} satisfies Record<About['kind'], number>) as About['kind'][];
