/** An administrator where Microsoft Entra is asked for roles: the role goes while a form is open, and ADMINS alone lets somebody act. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contosoId, contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
  on.admins.entraTenant = contosoId;
});
afterEach(() => on.closes());

const email = async () => (await on.record()).register.tenants[0]?.contact?.email;
const breakGlass = async () => (await on.record()).history.filter(({ deed }) => deed === 'admin.breakGlass');

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it('a role that is taken away between open and save refuses, says what to do, and counts again once it is active', async () => {
    const ada = on.admin(platform, 'Ada');
    await ada.opens('update');
    const before = await on.record();
    on.admins.roles.set(ada.identity, 'none');
    const read = await ada.saves({ email: 'new@contoso.example' });
    expect(read).toContain('Only a Global Administrator');
    expect(read).toContain('activate it first');
    expect(read).toContain('Perhaps I lack a permission.');
    expect(await on.record()).toEqual(before);
    ada.closes();
    on.admins.roles.set(ada.identity, 'admin');
    await ada.opens('update');
    await ada.saves({ email: 'new@contoso.example' });
    expect(await email()).toBe('new@contoso.example');
    expect(await breakGlass()).toEqual([]);
  });

  it('who is linked to no account reads the identity that the operator adds', async () => {
    const ada = on.admin(platform, 'Ada');
    on.admins.roles.set(ada.identity, 'unlinked');
    const read = await ada.says('update');
    expect(read).toContain(ada.identity);
    expect(read).toContain('MICROSOFT');
  });

  it('who acts by ADMINS alone stands in the history, and the other admins are told once', async () => {
    const [ada, bob] = [on.admin(platform, 'Ada'), on.admin(platform, 'Bob')];
    await bob.says('help');
    on.admins.roles.set(ada.identity, 'breakGlass');
    for (const saved of ['one@contoso.example', 'two@contoso.example']) {
      await ada.opens('update');
      await ada.saves({ email: saved });
      expect(await email()).toBe(saved);
      ada.closes();
    }
    expect(await breakGlass()).toMatchObject([{ by: ada.identity, byName: 'Ada' }]);
    expect(await ada.says('history')).toContain('used administrator rights granted by the ADMINS setting');
    const news = async () =>
      (await on.store.read((reader) => reader.list('deliveries'))).filter(
        ({ about }) => about.kind === 'microsoftNews',
      );
    await vi.waitFor(async () => expect((await news()).map(({ state }) => state)).toEqual(['posted', 'posted']), {
      timeout: 10_000,
    });
    expect((await news()).map(({ queue }) => queue).toSorted()).toEqual([ada.identity, bob.identity].toSorted());
  });
});
