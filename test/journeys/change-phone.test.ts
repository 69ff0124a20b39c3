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
    expect(await ada.says('who is our security contact?')).toContain('Partner Center may still have the old phone.');
    await ada.presses('Done in Partner Center');
    expect(await ada.saves()).toContain('Thank you. I recorded that Partner Center shows the same contact.');
    const contact = async () => (await on.record()).register.tenants[0]?.contact;
    const me = ada.identity;
    expect(await contact()).toMatchObject({ phone: '+33142685399', attestedBy: me, phone24x7By: null });
    expect(await ada.says('show')).not.toContain('may still have');
  });
});
