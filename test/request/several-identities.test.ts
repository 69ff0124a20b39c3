/** A person with several identities, as in an Enterprise Grid: the settings and the register may name any of them. */
import { beforeEach, expect, it } from 'vitest';
import { settingsDirectory } from '../../adapters/world/admins-from-settings.ts';
import { type Identity, userOf } from '../../src/domain/tenant/identity.ts';
import { firstMet } from '../../src/request/people.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aReminderBot, bea, contact } from '../support/a-reminder-bot.ts';
import { ada, sam } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const elsewhere = (id: Identity): Identity => `slack:T9/${userOf(id)}`;

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  const { world } = bot;
  world.directory = settingsDirectory([elsewhere(ada)], (id) => firstMet(id, world));
});
const inGrid = () => {
  bot.world.slack.firstMet = (id) => `slack:T1/${userOf(id)}`;
};

it('an admin is one under each of them, and is told once', async () => {
  expect(text(cardOf(await bot.say(ada, 'update')))).toContain('Only a Global Administrator');
  inGrid();
  expect(formOf(await bot.say(ada, 'update')).id).toBe('contact.update');
  expect(await bot.world.directory.adminsToTell(9)).toEqual([ada]);
});

it('a manager gets the report under each of them', async () => {
  await bot.edit({ manager: elsewhere(sam) });
  expect(text(cardOf(await bot.say(sam, 'report')))).toContain('Only the managers');
  inGrid();
  expect(cardOf(await bot.say(sam, 'report')).tone).not.toBe('warning');
});

it('who is chosen in the form again stays who they were', async () => {
  inGrid();
  const { contact } = (await bot.tenant()) ?? {};
  await bot.edit({ contact: contact && { ...contact, onCall: [elsewhere(sam)] } });
  const form = formOf(await bot.say(ada, 'update'));
  const values = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300', locale: 'en' };
  const reply = await bot.submit(ada, form, { ...values, timezone: 'UTC', channels: ['C1'], onCall: ['USAM'] });
  expect(cardOf(reply).title).toBe('Nothing changed');
});

it('a manager whom two tenants name by two ids is reminded once, under the id that the bot met first', async () => {
  const reminding = await aReminderBot();
  reminding.world.slack.firstMet = (id) => `slack:T1/${userOf(id)}`;
  await reminding.edit((tenant) => ({ ...contact({ onCall: [sam] })(tenant), manager: elsewhere(bea) }));
  await reminding.world.store.change(async (tx) => {
    const [contoso] = await tx.list('tenants');
    const id = '22222222-2222-4222-8222-222222222222';
    if (contoso) await tx.put('tenants', { ...contoso, id, name: 'Fabrikam', manager: bea });
  });
  await reminding.pass(hour);
  reminding.world.slack.people.set(ada, { kind: 'stranger', id: ada, why: 'deactivated' });
  await reminding.changed(ada);
  await reminding.pass(minute);
  expect(reminding.reminders(bea)).toHaveLength(1);
  expect(reminding.reminders(elsewhere(bea))).toEqual([]);
});
