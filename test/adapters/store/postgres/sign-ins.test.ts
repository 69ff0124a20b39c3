/** A person's sign-in at Microsoft as a row: who can read it, which one counts, and who may write it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MicrosoftTenant, TenantCredential } from '../../../../adapters/microsoft/file/tenant.ts';
import { signInStore } from '../../../../adapters/microsoft/sign-in/sign-in-store.ts';
import type { SealedSignIns } from '../../../../adapters/store/sealed-sign-ins.ts';
import { databaseOf } from '../../../support/database.ts';
import { drives } from '../../../support/programs.ts';
import { byCertificate, bySecret, failureOf, rsaCertificate, tenantWith } from '../../microsoft/api/microsoft-api.ts';
import { folder } from '../folder.ts';
import { actingAt, stateAt } from './replicas.ts';

const clock = { now: () => '2026-11-24T09:00:00.000Z' };
const person = { refreshToken: 'the-refresh-token', signedInAt: clock.now(), who: { name: 'Ada', objectId: 'x' } };

/** A database with a replica that acts, and what keeps the sign-in of a tenant: for the bot, and for the command. */
async function kept(given: TenantCredential = bySecret('first')) {
  const { url, schema, sql } = await databaseOf();
  const { store, close } = await actingAt(url);
  const state = stateAt(url);
  const through = (signIns: SealedSignIns | undefined, credential = given, more: Partial<MicrosoftTenant> = {}) =>
    signInStore({ stateDir: 'none', signIns }, { ...tenantWith(credential), ...more }, clock);
  return {
    ...{ url, store, close, state },
    bot: (credential?: TenantCredential, more?: Partial<MicrosoftTenant>) => through(store.signIns, credential, more),
    command: (credential?: TenantCredential) => through(state.signIns, credential),
    rows: async () =>
      (await sql(`SELECT * FROM ${schema}.sign_ins`)).map(({ tenant, sealed }) => ({ tenant, sealed: String(sealed) })),
    change: (set: string) => sql(`UPDATE ${schema}.sign_ins SET ${set}`),
    /** All that the server has of this database, but for the rows of sign-ins. */
    rest: async () =>
      JSON.stringify([await sql(`SELECT * FROM ${schema}.log`), await sql(`SELECT * FROM ${schema}.rows`)]),
  };
}

describe.runIf(drives('postgresql'))('a sign-in in the database', () => {
  it('is what the command wrote, at once, and says nothing to those who read the table', async () => {
    const { bot, command, rows } = await kept();
    expect(await bot().read()).toBeNull();
    await command().write(person);
    expect(await bot().read()).toMatchObject({ ...person, generation: Date.parse(person.signedInAt) });
    const [row] = await rows();
    const text = Buffer.from(row?.sealed ?? '', 'base64').toString('latin1');
    for (const word of ['the-refresh-token', 'Ada', 'signedInAt']) expect(text).not.toContain(word);
    expect(text.length).toBeGreaterThan(100);
  });

  it('is in no backup and in no log, and a restore leaves it as it is', async () => {
    const { bot, command, store, state, close, rows, rest } = await kept();
    await command().write(person);
    const signedIn = await bot().read();
    if (signedIn) await bot().replaceToken(signedIn, 'the-next');
    await store.change((tx) => tx.put('people', { id: 'ada', name: 'Ada' }));
    const [row] = await rows();
    const file = join(folder(), 'copy');
    expect(await state.backup(file)).toBeNull();
    for (const text of [readFileSync(file, 'utf8'), await rest()])
      for (const word of [row?.sealed ?? '?', 'sign_ins', 'the-next']) expect(text).not.toContain(word);
    await close();
    await state.restore(file);
    expect(await rows()).toEqual([row]);
  });

  it('gets the next refresh token of the one that acts, and not that of an older sign-in', async () => {
    const { bot, command } = await kept();
    await command().write(person);
    const first = await bot().read();
    if (!first) throw new Error('not stored');
    expect(await bot().replaceToken(first, 'the-next')).toBe(true);
    expect(await bot().read()).toEqual({ ...first, refreshToken: 'the-next' });
    await command().write({ ...person, refreshToken: 'of-the-second' });
    expect(await bot().replaceToken(first, 'the-next-of-the-first')).toBe(false);
    expect(await bot().read()).toMatchObject({ refreshToken: 'of-the-second', generation: first.generation + 1 });
  });

  it('is the newest of those who sign in at the same moment, and an older one never counts', async () => {
    const { bot, command } = await kept();
    const times = ['2026-11-24T09:00:02.000Z', '2026-11-24T09:00:01.000Z', '2026-11-24T09:00:00.000Z'];
    await Promise.all(times.map((signedInAt) => command().write({ ...person, signedInAt, refreshToken: signedInAt })));
    const first = await bot().read();
    expect(first?.generation).toBeGreaterThanOrEqual(Date.parse(times[0] ?? ''));
    await command().write({ ...person, signedInAt: '2020-01-01T00:00:00.000Z' });
    expect((await bot().read())?.generation).toBe((first?.generation ?? 0) + 1);
  });

  it('is changed by nobody whose lease is over', async () => {
    const { url, bot, command, close } = await kept();
    await command().write(person);
    const signedIn = await bot().read();
    if (!signedIn) throw new Error('not stored');
    await close();
    await actingAt(url);
    await expect(bot().replaceToken(signedIn, 'too-late')).rejects.toMatchObject({ name: 'LeaseLost' });
    expect(await command().read()).toEqual(signedIn);
    expect(await failureOf(command().replaceToken(signedIn, 'x'))).toMatchObject({ code: 'database' });
  });

  it('cannot be read with another secret, as another tenant, or once it was changed: then somebody signs in again', async () => {
    const { bot, command, rows, change } = await kept();
    await command().write(person);
    const [row] = await rows();
    const unread = {
      ...{ kind: 'signIn', code: 'signInSealed' },
      step: expect.stringMatching(
        /The sign-in for contoso .* Sign in again with npm run microsoft -- sign-in contoso$/,
      ),
    };
    expect(await failureOf(bot(bySecret('another')).read())).toMatchObject(unread);
    const other = '99999999-0000-4000-8000-000000000009';
    await change(`tenant = '${other}'`);
    expect(await failureOf(bot(undefined, { id: other }).read())).toMatchObject(unread);
    await change(`tenant = '${row?.tenant}', generation = generation + 1`);
    expect(await failureOf(bot().read())).toMatchObject(unread);
    await change('generation = generation - 1');
    expect(await bot().read()).toMatchObject(person);
    for (const sealed of ['', 'AAAA', `${row?.sealed.slice(0, -6)}AAAA==`]) {
      await change(`sealed = '${sealed}'`);
      expect(await failureOf(bot().read())).toMatchObject(unread);
    }
    await command().write(person);
    expect(await bot().read()).toMatchObject(person);
  });

  it.each<[string, () => [TenantCredential, TenantCredential, TenantCredential]]>([
    ['secret', () => [bySecret('old'), bySecret('old', 'new'), bySecret('new')]],
    [
      'certificate',
      () => {
        const old = rsaCertificate({ name: 'old', from: '2026-01-01T00:00:00Z' });
        const next = rsaCertificate({ name: 'new', from: '2026-11-01T00:00:00Z' });
        return [byCertificate(old), byCertificate(next, old), byCertificate(next)];
      },
    ],
  ])('is read with either %s while there are two, and then with the newer one alone', async (_what, credentials) => {
    const [old, both, next] = credentials();
    const { bot, command, rows } = await kept(old);
    await command().write(person);
    const [before] = await rows();
    // Those who only look, as doctor does, leave it as it is.
    expect(await command(both).read()).toMatchObject(person);
    expect(await rows()).toEqual([before]);
    expect(await bot(both).read()).toMatchObject(person);
    expect(await bot(next).read()).toMatchObject(person);
    expect(await failureOf(bot(old).read())).toMatchObject({ code: 'signInSealed' });
    const after = await rows();
    await bot(both).read();
    expect(await rows()).toEqual(after);
  });
});
