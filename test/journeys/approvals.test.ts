/** A change that waits for a second administrator, in both platforms, through what each of them sends and shows. */
import { describe, expect, it } from 'vitest';
import { contosoId, type Stage, stage } from './stage.ts';
import { by, ways } from './ways.ts';

const phoneIn = async (on: Stage) => (await on.record()).register.tenants[0]?.contact?.phone;

describe.each(ways)('in %s', (way) => {
  const side = by(way);

  it('somebody asks, cannot approve, and another administrator does', async () => {
    const on = await stage(undefined, { env: { APPROVALS: 'contact' } });
    await on.ready();
    const [ada, ben] = [on.admin(side, 'Ada'), on.admin(side, 'Ben')];
    const room = await on[side].channel('security-desk', 'closed', [ada, ben]);
    await on.knows({ contact: { channels: [room] } });
    await ada.opens('update phone');
    const asked = await ada.saves({ phone: '+33 1 42 68 53 99' });
    expect(asked).toContain('Another administrator has to approve this change.');
    expect(await phoneIn(on)).toBe('+33142685300');
    await on.restarts();
    expect(await ada.says('show')).toContain('A change waits for approval');
    expect(await ada.presses('Show the change')).toContain('Withdraw');
    const row = (await on.store.read((reader) => reader.list('approvals')))[0];
    expect(row).toMatchObject({ how: 'pair', subject: contosoId });
    await ben.says('show');
    expect(await ben.presses('Show the change')).toMatch(/Ada asked to change the security contact of Contoso/);
    expect(await ben.presses('Approve')).toContain('approved this change on');
    expect(await phoneIn(on)).toBe('+33142685399');
    await ada.opens('update phone');
    await ada.saves({ phone: '+33 1 42 68 53 98' });
    // The word that comes to mind leads to what waits, and approves nothing.
    expect(await ben.says('approve')).toMatch(/A change needs your approval.*asked for: \+33 1 42 68 53 98/s);
    await ben.presses('Refuse');
    expect(await ben.saves({ reason: 'Nobody knows it.' })).toMatch(
      /refused this change on.*Reason: Nobody knows it\./s,
    );
    expect(await phoneIn(on)).toBe('+33142685399');
    await on.closes();
  }, 60_000);
});

it('somebody with an account in each platform and one e-mail address is one administrator', async () => {
  const on = await stage(undefined, { env: { APPROVALS: 'contact' } });
  await on.ready();
  const [ada, again] = [on.admin('slack', 'Ada'), on.admin('teams', 'Ada')];
  const room = await on.slack.channel('security-desk', 'closed', [ada]);
  await on.knows({ contact: { channels: [room] } });
  await ada.opens('update phone');
  expect(await ada.saves({ phone: '+33 1 42 68 53 99' })).toContain('no second administrator');
  await again.says('show');
  expect(await again.presses('Show the change')).not.toContain('Approve');
  expect(await phoneIn(on)).toBe('+33142685300');
  await ada.says('show');
  await ada.presses('Show the change');
  await ada.presses('Withdraw');
  const ben = on.admin('teams', 'Ben');
  await ada.opens('update phone');
  expect(await ada.saves({ phone: '+33 1 42 68 53 98' })).toContain('Another administrator has to approve');
  await ben.says('show');
  await ben.presses('Show the change');
  expect(await ben.presses('Approve')).toContain('approved this change on');
  expect(await phoneIn(on)).toBe('+33142685398');
  await on.closes();
}, 60_000);
