import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CommandError } from '../../../adapters/commands/command.ts';
import { command } from '../../../adapters/commands/import.ts';
import { oneTenant } from '../../../adapters/commands/one-tenant.ts';
import { aTenant } from '../../support/partner.ts';
import { folder } from '../store/folder.ts';

let dir: string;
beforeEach(() => {
  dir = folder();
  vi.stubEnv('STATE_DIR', join(dir, 'state'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const idOf = (digit: number) => `${String(digit).repeat(8)}-2222-4333-8444-555555555555`;
const tenant = (digit: number, name: string, more: object = {}) => ({
  ...{ id: idOf(digit), name, partnerType: 'directBill' },
  ...more,
});
const retiredAt = '2026-11-01T00:00:00.000Z';

async function imports(...tenants: object[]) {
  const file = join(dir, 'register.json');
  writeFileSync(file, JSON.stringify({ version: 1, tenants }));
  return await command.run({ values: { json: false }, positionals: [file] });
}

it('says how many partner tenants there are, once they are several and one came, and counts no retired one', async () => {
  const [a, b, c] = [tenant(1, 'Contoso'), tenant(2, 'Fabrikam'), tenant(3, 'Adatum', { retiredAt })];
  expect((await imports(a, c))?.hints).toEqual([]);
  expect((await imports(b))?.hints).toEqual([
    expect.stringMatching(/^There are 2 partner tenants: alerts that name none/),
  ]);
  expect(await imports(a, b)).toEqual({
    hints: [],
    text: 'Imported: 0 added, 0 changed, 2 already so.\n',
    json: { stateDir: join(dir, 'state'), added: 0, changed: 0, same: 2 },
  });
});

it('names of all partner tenants in use those that should be looked at, also one that it did not change', async () => {
  const mixed = 'F\u0430brikam';
  await imports(tenant(1, 'Contoso'), tenant(2, mixed), tenant(3, 'Ad\u0430tum', { retiredAt }));
  const { hints } = (await imports(tenant(1, 'Contoso'))) ?? {};
  expect(hints).toEqual([expect.stringMatching(new RegExp(`^${mixed}: .*several alphabets`))]);
});

it('refuses two names that look the same, and a register after which no partner tenant is left', async () => {
  await imports(tenant(1, 'Contoso'));
  const twins = imports(tenant(2, 'C\u043entoso'));
  await expect(twins).rejects.toThrow(CommandError);
  await expect(twins).rejects.toThrow(
    /^Nothing was imported\. .*register\.json needs a correction:\n {2}tenants\[0\]\.name: looks the same/,
  );
  const none = imports(tenant(1, 'Contoso', { retiredAt }));
  await expect(none).rejects.toThrow(CommandError);
  await expect(none).rejects.toThrow('At least one partner tenant must not be retired');
  expect((await imports(tenant(1, 'Contoso')))?.json).toMatchObject({ added: 0, changed: 0, same: 1 });
});

it('where a command is for one partner tenant, a retired one is meant only where it is named', () => {
  const [contoso, fabrikam] = [aTenant({ id: idOf(1), name: 'Contoso' }), aTenant({ id: idOf(2), name: 'Fabrikam' })];
  const retired = aTenant({ id: idOf(3), name: 'Fabrikam Old', retiredAt });
  expect(oneTenant([retired, contoso], '')).toBe(contoso);
  expect(oneTenant([contoso, fabrikam, retired], 'Old')).toBe(retired);
  expect(oneTenant([contoso, fabrikam, retired], idOf(3))).toBe(retired);
  expect(oneTenant([contoso, fabrikam, retired], 'Fabri')).toBe(fabrikam);
  const said = (...args: Parameters<typeof oneTenant>) => {
    try {
      return oneTenant(...args).name;
    } catch (error) {
      return error instanceof CommandError ? error.message : 'another error';
    }
  };
  const both = `Name one of these with --tenant:\n  ${idOf(1)}  Contoso\n  ${idOf(2)}  Fabrikam`;
  expect(said([contoso, fabrikam, retired], '')).toBe(both);
  expect(said([contoso, fabrikam, retired], 'Adatum')).toBe(`No partner tenant fits Adatum. ${both}`);
  expect(said([], '')).toBe('There is no partner tenant yet.');
});
