import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Stage, stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await stage();
  await on.ready();
});
afterEach(() => on.closes());

const contoso = { id: '44444444-4444-4444-8444-444444444444', name: 'Contoso', partnerType: 'directBill' };
const soc = { kind: 'group', firstName: 'Contoso SOC', email: 'soc@contoso.example', phone: '+33 1 42 68 53 00' };

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it('an admin goes the whole round, from nothing to the history', async () => {
    const side = on[platform];
    const ada = side.person('Ada');
    on.admins.all.add(ada.identity);
    const alerts = await side.channel('alerts', 'closed', [ada]);

    expect(await ada.says('')).toContain('1. Set up your partner tenant');
    expect(await ada.opens('setup')).toContain('Enter the partner tenant as Microsoft knows it');
    expect(await ada.saves({ ...contoso, anniversaryMonth: '3' })).toContain(
      'Next, record the security contact of this tenant.',
    );
    expect(await ada.presses('Add the contact')).toContain('for Contoso.');

    const saved = await ada.saves({ ...soc, channels: side.picked(alerts), onCall: side.picked(ada) });
    for (const line of [
      'soc@contoso.example',
      'First and middle name: Contoso SOC',
      'Last step: Partner Center',
      'Open Partner Center',
    ])
      expect(saved).toContain(line);
    expect(saved).not.toContain('(empty)');

    await ada.opens('update');
    const changed = await ada.saves({ email: 'alerts@contoso.example' });
    expect(changed).toContain('E-mail: alerts@contoso.example');
    expect(await ada.presses('Done in Partner Center')).toContain('E-mail: alerts@contoso.example');
    const all = ['attested', 'phoneAttested', 'complianceAttested'];
    expect(await ada.saves({ attested: all })).toContain(
      'that Partner Center shows the same contact, that somebody answers the phone day and night and that at least one user has',
    );
    const shown = await ada.says('show');
    for (const line of ['alerts@contoso.example', '+33 1 42 68 53 00', 'Next: ']) expect(shown).toContain(line);
    expect(shown).toMatch(/\d more things? to fix/);
    expect(await ada.presses('Still right')).toContain('you confirmed this contact');

    const history = await ada.says('history');
    expect(history).toContain('Ada confirmed that Partner Center shows the same contact');
    expect(history).toContain('Entries 7 to 3');
    const first = await ada.presses('Older');
    expect(first).toContain('Ada set up the partner tenant');
    expect(first).toContain('CSP anniversary month: March');
    expect(await ada.presses('Newest')).toContain('Entries 7 to 3');
    expect((await on.record()).register.tenants).toMatchObject([
      {
        name: 'Contoso',
        contact: { middleName: 'Contoso SOC', phone: '+33142685300', channels: [alerts], onCall: [ada.identity] },
      },
    ]);
  });
});
