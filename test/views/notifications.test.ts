/**
 * Every notification: what a phone and a screen reader say of what the bot posts. The golden table is read by people; after a
 * change of words it is written anew with `vitest run -u`, and read again.
 */
import { describe, expect, it } from 'vitest';
import { fallback } from '../../adapters/slack/render/card.ts';
import { renderCard } from '../../adapters/teams/render/card.ts';
import { deliveryKinds } from '../../src/deliveries.ts';
import { finishedCard } from '../../src/delivery/send.ts';
import type { Kind } from '../../src/domain/delivery/kinds.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { everyKind } from '../support/every-kind.ts';
import { postedAs } from './alert-scene.ts';
import type { Sample } from './samples/sample.ts';
import { samples } from './samples.ts';
import { type Scene, scene } from './scene.ts';

interface Told {
  kind: Kind;
  summary: string;
  /** Whether it came to a person who reads nowhere why. */
  puzzles: boolean;
}

/** What says in English why somebody has it. */
const reason =
  /You are receiving this|You subscribed to this|Only administrators got this alert|Sent to administrators, |your question|replaces this one/;

const every = Object.values(everyKind({ at: '', raised: '', step: 0, entry: 0 })).map(({ kind }) => kind);

/** The kinds that name no tenant: what people asked for, what is about a source or a platform, and a line in somebody's thread. */
const ofNoTenant: readonly Kind[] = [
  ...(['answer', 'faqAnswer', 'faqQuestion', 'welcome', 'auditHead', 'hindrance', 'disk', 'storeFull'] as const),
  ...([
    'databaseLoss',
    'settingsNews',
    'shareFull',
    'sourceStorm',
    'sourceLeftOut',
    'sourceSilent',
    'rulesChanged',
    'alertsHeld',
    'microsoftNews',
    'receiverNews',
    'raisedFrom',
  ] as const),
];

/** As of every delivery in the scene of a sample, in order. */
async function told(sample: Sample, locale: Locale): Promise<Told[]> {
  const set: Scene = await scene('slack', locale);
  const reply = await sample.make(set);
  const kind = reply.kind === 'card' ? postedAs.get(reply.card) : undefined;
  const shown = reply.kind === 'card' && kind ? [{ kind, summary: reply.card.summary, puzzles: false }] : [];
  const all = await set.stored('deliveries');
  const inOrder = all.toSorted((a, b) => a.number - b.number);
  const made = inOrder.map(async (delivery) => {
    const card = (await finishedCard(delivery, { repeat: false, brief: false }, deliveryKinds, set.world))?.card;
    if (card) expect([fallback([card]).length > 0, renderCard(card, 'chat').speak !== '']).toEqual([true, true]);
    const puzzles = delivery.to.kind === 'person' && !reason.test(JSON.stringify(card));
    return card ? [{ kind: delivery.about.kind, summary: card.summary, puzzles }] : [];
  });
  return [...shown, ...(await Promise.all(made)).flat()];
}

const plain = samples.filter(({ extreme }) => !extreme);

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

  it.each(every.filter((kind) => !ofNoTenant.includes(kind)))(
    'about %s says within 60 characters what it is, and whose',
    (kind) => {
      const about = rows.flat().filter((one) => one.kind === kind);
      expect(about.length).toBeGreaterThan(0);
      const blind = about.filter(
        ({ summary }) => !/Contoso|Northwind|tenant|locataire|newer|plus récent/.test(summary.slice(0, 60)),
      );
      expect(blind).toEqual([]);
    },
  );
});
