import { beforeEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../src/domain/history.ts';
import { archiveHistory } from '../../src/register/history/archive.ts';
import { lastChangeFact } from '../../src/register/history/history.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { factSaid, requestOf } from '../support/a-request.ts';
import { ada, bareTenant, contoso, eve, sam } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

/** Adds entries to the history of Contoso, the oldest first; what is left out is a confirmation by Ada. */
const record = (...entries: Partial<NewEntry>[]) =>
  bot.world.store.change(async (tx) => {
    for (const entry of entries)
      await tx.appendHistory({
        at: bot.world.time.now(),
        by: ada,
        byName: 'Ada',
        deed: 'contact.confirmed',
        tenantId: contoso,
        changes: [],
        ...entry,
      });
  });
const updated = (...changes: NewEntry['changes']): Partial<NewEntry> => ({ deed: 'contact.updated', changes });
const said = async () => [
  await factSaid(lastChangeFact, eve, 'en', bot.world),
  await factSaid(lastChangeFact, eve, 'fr', bot.world),
];
const email = { field: 'email', before: 'old@contoso.com', after: 'soc@contoso.com' };

describe('the last change', () => {
  it('is said with who, when, and the value before and now, whatever was done since that changed nothing', async () => {
    await record(
      { ...updated(email), by: sam, byName: 'Sam' },
      {},
      { deed: 'reminder.sent', by: null, byName: '' },
      { deed: 'organisation.setUp', tenantId: null },
      { deed: 'register.imported', tenantId: null },
      { deed: 'contact.updated', tenantId: 'another' },
    );
    expect(await said()).toEqual([
      'Sam last changed the contact of Contoso on 24 Nov 2026, 09:00 UTC (E-mail: old@contoso.com → soc@contoso.com).',
      'Sam a modifié le contact de Contoso pour la dernière fois le 24 nov. 2026, 09:00 UTC (Adresse e-mail : old@contoso.com → soc@contoso.com).',
    ]);
    const text = await lastChangeFact.fact(await requestOf(eve, 'en', bot.world), bareTenant(), bot.world);
    expect(text).toContainEqual({ kind: 'person', id: sam, name: 'Sam' });
    expect(text).toContainEqual({ kind: 'link', url: 'mailto:soc@contoso.com', label: 'soc@contoso.com' });
  });

  it('of the set-up names that, with the values alone where there were none before', async () => {
    await record(updated(email), {
      deed: 'tenant.setUp',
      changes: [
        { field: 'name', before: null, after: 'Contoso' },
        { field: 'manager', before: null, after: sam },
      ],
    });
    await bot.world.store.change((tx) => tx.put('people', { id: sam, name: 'Sam', locale: null, timezone: null }));
    expect(await said()).toEqual([
      'Ada last changed the set-up of Contoso on 24 Nov 2026, 09:00 UTC (Name: Contoso; Manager: Sam).',
      'Ada a modifié la configuration de Contoso pour la dernière fois le 24 nov. 2026, 09:00 UTC (Nom : Contoso ; Responsable : Sam).',
    ]);
  });

  it('may be an import, of more fields than are named', async () => {
    const changes = ['firstName', 'middleName', 'lastName', 'email', 'timezone'].map((field) => ({
      field,
      before: 'a',
      after: 'b',
    }));
    await record({ deed: 'register.imported', by: null, byName: 'import', changes });
    expect(await said()).toEqual([
      'An import from the command line last changed the record of Contoso on 24 Nov 2026, 09:00 UTC (First name: a → b; Middle name: a → b; Last name: a → b; and 2 more changes).',
      'Une importation en ligne de commande a modifié la fiche de Contoso pour la dernière fois le 24 nov. 2026, 09:00 UTC (Prénom : a → b ; Deuxième prénom : a → b ; Nom de famille : a → b ; et 2 autres modifications).',
    ]);
    await record({ deed: 'register.imported', by: null, byName: 'import', changes: changes.slice(0, 4) });
    const [en, fr] = await said();
    expect(en).toContain('; and 1 more change).');
    expect(fr).toContain(' ; et 1 autre modification).');
  });

  it('says no values where there are none, and stays short where they are long', async () => {
    await record(updated({ field: 'lastName', before: null, after: '' }));
    expect(await said()).toEqual([
      'Ada last changed the contact of Contoso on 24 Nov 2026, 09:00 UTC.',
      'Ada a modifié le contact de Contoso pour la dernière fois le 24 nov. 2026, 09:00 UTC.',
    ]);
    const channels = (mark: string) =>
      Array.from({ length: 10 }, (_, n) => ({ platform: 'slack', address: `${mark}${n}` }));
    await bot.world.store.change(async (tx) => {
      for (const { address } of [...channels('C'), ...channels('D')])
        await tx.put('conversations', {
          ...({ id: `slack:${address}`, platform: 'slack', address, kind: 'channel', reference: {} } as const),
          name: `${address}-`.padEnd(80, 'x'),
        });
    });
    const change = { before: channels('C'), after: channels('D') };
    await record(updated({ field: 'channels', ...change }, { field: 'fraudChannels', ...change }, email));
    const [en] = await said();
    expect(en).toMatch(/; and 2 more changes\)\.$/);
    expect(en?.length).toBeLessThan(2_000);
  });
});

describe('a change that left for the archive', () => {
  const at = '2026-03-10T09:00:00.000Z';
  const later = Array.from({ length: 250 }, (): Partial<NewEntry> => ({ at: '2026-08-01T09:00:00.000Z' }));

  it('is found there, and no month before it is read', async () => {
    await bot.edit({ revision: { number: 2, at, by: ada } });
    await record({ at: '2026-01-01T09:00:00.000Z' }, { ...updated(email), at }, ...later, {});
    await archiveHistory(bot.world);
    const { read } = bot.world.trail;
    const months: string[] = [];
    bot.world.trail.read = (segment) => {
      months.push(segment);
      return read(segment);
    };
    expect(await factSaid(lastChangeFact, eve, 'en', bot.world)).toContain('on 10 Mar 2026, 09:00 UTC (E-mail');
    expect(months).toEqual(['history-2026-08', 'history-2026-03']);
  });

  it('is found among many that did not leave yet', async () => {
    await record(updated(email), ...later);
    expect(await factSaid(lastChangeFact, eve, 'en', bot.world)).toContain('24 Nov 2026, 09:00 UTC (E-mail');
  });

  it('is older than a year: the record says since when the contact is as it is', async () => {
    const old = '2025-03-10T09:00:00.000Z';
    await bot.world.store.change((tx) => tx.put('people', { id: ada, name: 'Ada', locale: null, timezone: null }));
    await bot.edit({ revision: { number: 2, at: old, by: ada } });
    await record({ ...updated(email), at: old }, {});
    await archiveHistory(bot.world);
    bot.world.trail.read = () => Promise.reject(new Error('read too far'));
    expect(await said()).toEqual([
      'The contact of Contoso has not changed since 10 Mar 2025, when Ada changed it.',
      'Le contact de Contoso n’a pas changé depuis le 10 mars 2025, date de sa modification par Ada.',
    ]);
    await bot.edit({ revision: { number: 2, at: old, by: null } });
    expect(await said()).toEqual([
      'The contact of Contoso has not changed since 10 Mar 2025.',
      'Le contact de Contoso n’a pas changé depuis le 10 mars 2025.',
    ]);
  });
});

it('says so where no change is recorded', async () => {
  bot = await aBot({ tenants: [bareTenant()] });
  await record({});
  expect(await said()).toEqual([
    'I have no record of a change to the contact or the set-up of Contoso in the last 12 months.',
    'Aucune modification du contact ni de la configuration de Contoso n’est enregistrée pour les 12 derniers mois.',
  ]);
});
