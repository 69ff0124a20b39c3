/** A state folder that has one person wherever rows can stand: live rows, archives, a part set aside, and copies. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import type { Alert } from '../../src/domain/alert/alert.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import type { HistoryEntry, NewEntry } from '../../src/domain/history.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { archivedAlert } from './archived-alerts.ts';
import { olderEntry } from './older-entry.ts';
import { ada, aTenant, contoso, sam, slackChannel } from './partner.ts';

export const mona: Identity = 'slack:T1/UMONA';
/** All that names Mona, as nobody else is called. */
export const ofMona = ['UMONA', 'Mona Berg', 'mona berg', 'Mona', 'mona.berg@contoso.com', '+33140000001'] as const;

const at = '2026-09-01T09:00:00.000Z';
const byMona = { at, by: mona, byName: 'Mona Berg' };

/** Mona was the contact once, and did this and that. The first entries are of an older version. */
const older: NewEntry[] = [
  entry('tenant.setUp', { kind: 'person', firstName: 'Mona', lastName: 'Berg', email: 'mona.berg@contoso.com' }, 'Ada'),
  entry('contact.updated', { phone: '+33140000001' }, 'Ada'),
  { ...entry('contact.confirmed', {}, 'Mona Berg'), by: mona },
];
const newer: NewEntry[] = [
  entry(
    'contact.updated',
    { kind: 'group', firstName: 'SOC', lastName: '', email: 'soc@contoso.com' },
    'Mona Berg',
    mona,
  ),
  entry('contact.updated', { phone: '+33142685300', middleName: 'SOC' }, 'Ada'),
  entry('alert.acknowledged', { alert: 7 }, 'Mona Berg', mona),
  entry('alert.taken', { alert: 8 }, 'Sam', sam),
];

function entry(deed: NewEntry['deed'], fields: object, byName: string, by: Identity = ada): NewEntry {
  const changes = Object.entries(fields).map(([field, after]) => ({ field, before: null, after }));
  return { at, by, byName, deed, tenantId: contoso, changes };
}

function olderEntries(): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (const one of older) entries.push(olderEntry(entries.at(-1), one));
  return entries;
}

function alert(number: number, more: Partial<Alert>): Alert {
  return { ...archivedAlert(contoso, at, 1), id: `webhook:default ${number}`, number, ...more };
}

function delivery(id: string, to: Delivery['to'], about: Delivery['about'], state: Delivery['state']): Delivery {
  const queue = to.kind === 'person' ? to.id : 'slack:C1';
  const numbers = { rank: 1, number: 1, digestId: null, want: 1, shown: 1, attempts: 1 };
  return {
    id: `${id} > ${queue}`,
    to,
    queue,
    about,
    state,
    message: 'm',
    ...numbers,
    reason: null,
    since: at,
    doneAt: at,
  };
}

/** Fills a state folder. */
export async function stateWithMona(dir: string): Promise<void> {
  const empty = await openStore({ dir, onFatal: () => {} });
  const entries = olderEntries();
  const [last] = entries.slice(-1);
  if (!last) throw new Error('no entry');
  await empty.trail.append('history-2026-08', entries);
  await empty.close();
  await begunWith(dir, last);
  const store = await openStore({ dir, onFatal: () => {} });
  const channel = { kind: 'channel', channel: slackChannel } as const;
  await store.change(async (tx) => {
    for (const one of newer) await tx.appendHistory(one);
    await tx.put('tenants', { ...aTenant(), revision: { number: 4, at, by: mona } });
    await tx.put('people', { id: mona, name: 'Mona Berg', locale: 'en', timezone: 'Europe/Paris' });
    await tx.put('people', { id: sam, name: 'Sam' });
    await tx.put('conversations', {
      ...{ id: 'slack:C1', platform: 'slack', address: 'C1', name: 'soc', kind: 'channel', reference: {} },
    });
    await tx.put('seen', { id: 'act:1', at, outcome: { text: 'Thank you, Mona Berg' }, by: mona });
    await tx.put('subscriptions', { id: `${contoso} ${mona}`, tenantId: contoso, who: mona, week: '2026-08-31' });
    await tx.put('due', { id: `name ${mona}`, kind: 'name', subject: mona, at: '', from: '' });
    const noted = { alertId: 'webhook:default 7', number: 1, at, by: sam, byName: 'Sam' };
    await tx.put('notes', {
      id: 'n',
      ...noted,
      text: 'Mona Berg (mona.berg@contoso.com, @UMONA) called +33140000001',
    } as never);
    await tx.put('approvals', {
      ...{
        id: `${contoso} 9 ${at}`,
        subject: contoso,
        tenantId: contoso,
        tenantName: 'Contoso',
        entry: 9,
        how: 'pair',
      },
      ...{ by: mona, byName: 'Mona Berg', askedAt: at, until: at, what: 'contact' },
      set: { email: 'mona.berg@contoso.com', phone: '+33140000001' },
      changes: [{ field: 'email', before: 'mona.berg@contoso.com', after: 'soc@contoso.com' }],
      end: { how: 'refused', ...byMona, refusedFor: 'Mona Berg (mona.berg@contoso.com) has left' },
    });
    await tx.put('alerts', alert(7, { acknowledged: byMona, onCall: [{ id: mona, name: 'Mona Berg' }] }));
    const offered = { about: { kind: 'offered', alertId: 'webhook:default 7', step: 0 } as const };
    await tx.put('deliveries', delivery('o', { kind: 'person', id: mona }, offered.about, 'waiting'));
    await tx.put('deliveries', delivery('a', channel, { kind: 'alert', alertId: 'webhook:default 7' }, 'posted'));
  });
  const old = alert(3, { resolved: { ...byMona, reason: 'legitimate', note: 'Mona Berg did it' } });
  const sent = delivery('b', channel, { kind: 'alert', alertId: old.id }, 'posted');
  for (const segment of ['alerts-2026-07', 'alerts-2026-08'])
    await store.archive.append(segment, [{ id: old.id, alert: old, deliveries: [{ ...sent, called: [mona] }] }]);
  await store.archive.drop('alerts-2026-07');
  // The first two newer entries are in the archive too.
  const moved = await store.read((reader) => reader.oldestHistory(3));
  await store.trail.append('history-2026-09', moved.slice(1));
  cpSync(dir, join(dir, '..', 'copied'), { recursive: true });
  await store.close();
  for (const copy of ['before-version-8-2026-09-01', 'replaced-2026-09-02'])
    cpSync(join(dir, '..', 'copied'), join(dir, copy), { recursive: true });
}

/** Begins the live history with the last of the archived entries, as moving them leaves it. */
async function begunWith(dir: string, last: HistoryEntry): Promise<void> {
  const { writeFresh } = await import('../../adapters/store/embedded/folder/replace-state.ts');
  const { emptyDocument } = await import('../../adapters/store/memory/document.ts');
  const { stateVersion } = await import('../../adapters/store/memory/migrations/migrate.ts');
  await writeFresh(dir, { ...emptyDocument(stateVersion), history: [last] }, 100);
}
