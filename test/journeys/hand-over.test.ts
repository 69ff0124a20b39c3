/** Somebody hands over the duty in their own words: the form has who and until when, and the channel reads it once. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Stage, stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await stage();
});
afterEach(() => on.closes());

describe.each(ways)('in %s', (way) => {
  const here = by(way);

  it('one sentence and one press put somebody else on call', async () => {
    const [ada, sam] = [on.admin(here, 'Ada'), on[here].person('Sam')];
    const soc = await on[here].channel('soc', 'closed', [ada, sam]);
    await on.knows({ contact: { channels: [soc], onCall: [ada.identity] } });
    await on.ready();
    await sam.says('help');
    await ada.opens('hand over on call to Sam until tomorrow 9:00');
    expect(ada.entered('until')).toBe('tomorrow 9:00');
    expect([ada.entered('onCall')].flat().join()).toBe(on[here].picked(sam).join());
    expect(await ada.saves()).toContain('is on call for Contoso until');
    const overrides = async () => (await on.store.read((reader) => reader.list('tenants')))[0]?.overrides;
    expect(await overrides()).toMatchObject([{ who: sam.identity, by: ada.identity }]);
    const changes = async () => (await on.record()).history.filter(({ deed }) => deed === 'contact.onCall');
    await vi.waitFor(async () => expect(await changes()).toHaveLength(1));
    // Sam is on call: nothing changes a second time.
    await ada.opens('give on call to Sam until tomorrow 9:00');
    expect(await ada.saves()).toContain('is already on call for Contoso');
    expect(await changes()).toHaveLength(1);
  });

  it('a name that nobody has stands in the form, and above the button that opens it where nothing else does', async () => {
    const ada = on.admin(here, 'Ada');
    await on.knows({ contact: { onCall: [ada.identity] } });
    await on.ready();
    await ada.opens('oncall bob until 18:00');
    expect(ada.problems()).toEqual({ onCall: expect.stringContaining('“bob”') });
    ada.closes();
    if (here === 'teams') expect(await ada.says('oncall bob until 18:00')).toContain('I am not sure who “bob” is.');
  });
});
