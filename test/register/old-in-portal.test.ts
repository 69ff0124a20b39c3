import { expect, it } from 'vitest';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, text, type Values } from '../support/a-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';

const aPartner = () => aBot();
type Bot = Awaited<ReturnType<typeof aPartner>>;

async function changes(bot: Bot, id: string, values: Values) {
  return cardOf(await bot.submit(ada, formOf(await bot.press(ada, id, contoso)), values));
}
const next = async (bot: Bot, words = 'show') => {
  const [row] = cardOf(await bot.say(ada, words)).rows;
  return [plainOf(row?.title ?? ''), plainOf(row?.detail ?? ''), row?.button?.label, row?.second?.label];
};
const portalButtons = ['Open Partner Center', 'Done in Partner Center'];

it('while Partner Center may still have the old phone number, the contact, its sentence and the first screen say so as the next step', async () => {
  const bot = await aPartner();
  await changes(bot, 'contact.phone', { phone: '+33 1 42 68 53 99' });
  expect(await next(bot)).toEqual([
    'Partner Center may still have the old phone number',
    'Change it there too, then press “Done in Partner Center”.',
    ...portalButtons,
  ]);
  const who = cardOf(await bot.say(ada, 'who is our security contact?'));
  expect(text(who.text)).toContain('Partner Center may still have the old phone number.');
  expect(who.buttons.slice(0, 2).map(({ label }) => label)).toEqual(portalButtons);
  const screen = await bot.opens(ada);
  const [row] = screen.kind === 'cards' ? (screen.cards[0]?.rows ?? []) : [];
  expect(plainOf(row?.detail ?? '').split('\n')[0]).toMatch(
    /^Partner Center may still have the old phone number, \d more things? to fix$/,
  );
  expect([row?.button?.label, row?.second?.label]).toEqual(portalButtons);
  // Nobody but an administrator can do that.
  expect(cardOf(await bot.say(sam, 'who is our security contact?')).buttons.map(({ label }) => label)).not.toContain(
    'Open Partner Center',
  );
});

it('names each part that changed since, and none once somebody has compared it', async () => {
  const bot = await aPartner();
  await changes(bot, 'contact.phone', { phone: '+33 1 42 68 53 99' });
  await changes(bot, 'contact.email', { email: 'new@contoso.com' });
  expect((await next(bot))[0]).toBe('Partner Center may still have the old e-mail address and phone number');
  const tenant = await bot.tenant();
  const question = formOf(await bot.press(ada, 'contact.attest', `${contoso} ${tenant?.revision.number} ask`));
  const done = cardOf(await bot.submit(ada, question, { attested: ['attested'] }));
  // A tick would say that nothing is left.
  expect(done.tone).toBe('warning');
  expect(text(done.text)).toMatch(/Partner Center shows the same contact\.\s+\d more things? to fix\./);
  expect(text(done)).not.toContain('may still have');
  await changes(bot, 'contact.email', { email: 'newer@contoso.com' });
  expect((await next(bot))[0]).toBe('Partner Center may still have the old e-mail address');
});

it('is not said of a first contact, nor after a change that Partner Center has no field for', async () => {
  const bot = await aPartner();
  await changes(bot, 'contact.onCallPeople', { onCall: [ada] });
  expect(text(cardOf(await bot.say(ada, 'show')))).not.toContain('Partner Center may');
  const empty = await aBot({ tenants: [] });
  expect(text(cardOf(await empty.say(ada, 'show')))).not.toContain('Partner Center may');
});

it('the register has nothing of it', async () => {
  const bot = await aPartner();
  await changes(bot, 'contact.phone', { phone: '+33 1 42 68 53 99' });
  expect((await bot.tenant())?.changedSinceAttested).toEqual(['phone']);
});
