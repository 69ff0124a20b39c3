/** Where nothing is one of a kind: two admins on two platforms, and an admin channel that refuses. */
import { expect, it } from 'vitest';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { aBusyPartner, ada, eve, tina } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const tom = tina.replace(/3(?=[^3]*$)/, '4') as typeof tina;

it.each([
  ['Slack', eve, 'Ada', 'Tina'],
  ['Teams', tom, 'Tina', 'Ada'],
])('who is refused in %s reads the name of an admin to whom they can write there', async (_in, who, near, far) => {
  const bot = await aBot(aBusyPartner());
  bot.knows(tom, 'Tom');
  for (const admin of [ada, tina]) await bot.say(admin, 'show');
  const refused = text(cardOf(await bot.say(who, 'setup')).text);
  expect(refused).toContain(near);
  expect(refused).not.toContain(far);
});

it('without a known admin, what admins are to hear waits for the admin channel that refuses', async () => {
  const bot = await aBot(aBusyPartner());
  const adminChannel = { platform: 'slack', address: 'C9' } as const;
  bot.hasChannel(adminChannel, { name: 'admins' });
  await bot.organisation({ adminChannel });
  const unknown = { partnerTenantId: '99999999-9999-4999-8999-999999999999' };
  bot.world.slack.fails('refused', 'restricted_action', 'slack:C9');
  await bot.send({ id: 'x', ...unknown });
  await bot.world.time.advance(minute);
  expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContainEqual(expect.stringContaining(' x '));
  bot.world.admins.clear();
  await bot.send({ id: 'y', ...unknown });
  expect((await bot.deliveries()).map(({ id }) => id)).toContain('unrouted webhook:default y > slack:C9');
  await bot.world.time.advance(minute);
  bot.world.slack.heals();
  for (let passed = 0; passed < 60; passed += 5) {
    await bot.tick(5 * minute);
  }
  const posted = bot.world.slack.messages.filter(({ to }) => to === 'slack:C9').map(({ deliveryId }) => deliveryId);
  expect(posted).toContain('unrouted webhook:default y > slack:C9');
});
