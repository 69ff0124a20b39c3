import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

describe.each(ways)('in %s', (way) => {
  it('the phone is changed with one field and four presses; that it is answered day and night is a tick of one’s own', async () => {
    const ada = on.admin(by(way), 'Ada');
    expect(await ada.opens('update phone')).not.toContain('E-mail');
    expect(ada.entered('phone')).toBe('+33142685300');
    const saved = await ada.saves({ phone: '+33 1 42 68 53 99' });
    expect(saved).toContain('Saved here. Last step: Partner Center');
    expect(saved).toContain('Phone: +33 1 42 68 53 99');
    expect(saved).not.toContain('soc@contoso.example');
    expect(await ada.says('who is our security contact?')).toContain(
      'Partner Center may still have the old phone number.',
    );
    await ada.presses('Done in Partner Center');
    expect(await ada.saves()).toContain('Thank you. I recorded that Partner Center shows the same contact.');
    const contact = async () => (await on.record()).register.tenants[0]?.contact;
    const me = ada.identity;
    expect(await contact()).toMatchObject({ phone: '+33142685399', attestedBy: me, phone24x7By: null });
    expect(await ada.says('show')).not.toContain('may still have');
  });

  it.each(['update', 'change phone'])(
    '“%s”: a number without its country code is saved by a second press',
    async (typed) => {
      const ada = on.admin(by(way), 'Ada');
      await ada.opens(typed);
      await ada.saves({ phone: '01 42 68 53 99' });
      expect(ada.problems().phone).toContain('has no country code');
      expect(await ada.saves()).toContain('Phone: +33 1 42 68 53 99');
    },
  );

  it('the number that a sentence has is in the form, and a form that was saved unchanged says that nothing changed', async () => {
    const ada = on.admin(by(way), 'Ada');
    const opened = await ada.opens('the phone number of the security contact has changed to +33 1 44 55 66 77');
    expect(opened).toMatch(/Currently recorded: \+33\s1\s42\s68\s53\s00/);
    expect(ada.entered('phone')).toBe('+33 1 44 55 66 77');
    expect(await ada.saves()).toContain('Phone: +33 1 44 55 66 77');
    await ada.opens('change phone');
    const same = await ada.saves();
    expect(same).toContain('Nothing changed');
    expect(same).toContain('+33 1 44 55 66 77');
  });
});
