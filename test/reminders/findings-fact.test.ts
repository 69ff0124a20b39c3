import { beforeEach, expect, it } from 'vitest';
import { findingsFact } from '../../src/reminders/observe/check.ts';
import {
  alone,
  aReminderBot,
  bea,
  contact,
  noCompliance,
  phoneless,
  type ReminderBot,
  unconfirmed,
} from '../support/a-reminder-bot.ts';
import { factSaid } from '../support/a-request.ts';
import { ada, contoso, eve } from '../support/partner.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot({ admins: [ada, bea] });
});
const said = async () => [
  await factSaid(findingsFact, eve, 'en', bot.world),
  await factSaid(findingsFact, eve, 'fr', bot.world),
];

it('says that nothing is to be fixed', async () => {
  expect(await said()).toEqual([
    'Nothing is missing or outdated for Contoso.',
    'Rien ne manque et tout est à jour pour Contoso.',
  ]);
});

it('names what is to be fixed', async () => {
  await bot.edit(unconfirmed);
  expect(await said()).toEqual([
    'There is 1 thing to fix for Contoso: Contact not confirmed.',
    '1 point à régler pour Contoso : pas de confirmation récente.',
  ]);
});

it('names two things at most, the worst ones, and counts the others', async () => {
  await bot.edit(phoneless);
  await bot.edit(noCompliance);
  expect(await said()).toEqual([
    'There are 2 things to fix for Contoso: 24x7 phone not confirmed; Compliance contact not confirmed.',
    '2 points à régler pour Contoso : disponibilité 24 h/24 à confirmer ; contact de conformité à confirmer.',
  ]);
  await bot.edit(alone);
  expect(await said()).toEqual([
    'There are 3 things to fix for Contoso: 24x7 phone not confirmed; Compliance contact not confirmed; and 1 more.',
    '3 points à régler pour Contoso : disponibilité 24 h/24 à confirmer ; contact de conformité à confirmer ; et 1 autre.',
  ]);
  await bot.edit(contact({ onCall: [] }));
  const [en, fr] = await said();
  expect(en).toContain('4 things to fix');
  expect(en).toContain('; and 2 more.');
  expect(fr).toContain('; et 2 autres.');
});

it('says that the contact itself is missing', async () => {
  await bot.edit({ contact: null });
  expect(await said()).toEqual([
    'There is 1 thing to fix for Contoso: No security contact.',
    '1 point à régler pour Contoso : aucun contact de sécurité.',
  ]);
});

it('counts apart what somebody put off', async () => {
  await bot.edit(phoneless);
  await bot.edit(noCompliance);
  await bot.edit(unconfirmed);
  await bot.pass(0);
  await putOff('phoneUnattested');
  expect(await said()).toEqual([
    'There are 2 things to fix for Contoso: Contact not confirmed; Compliance contact not confirmed (1 more is snoozed).',
    '2 points à régler pour Contoso : pas de confirmation récente ; contact de conformité à confirmer (1 autre est reporté).',
  ]);
  await putOff('complianceUnconfirmed');
  expect(await said()).toEqual([
    'There is 1 thing to fix for Contoso: Contact not confirmed (2 more are snoozed).',
    '1 point à régler pour Contoso : pas de confirmation récente (2 autres sont reportés).',
  ]);
  await putOff('unconfirmed');
  expect(await said()).toEqual([
    'There is nothing to fix for Contoso right now. 3 things are snoozed.',
    'Il n’y a aucun point à régler pour Contoso pour le moment. 3 points sont reportés.',
  ]);
});

it('says that one thing is put off', async () => {
  await bot.edit(phoneless);
  await bot.pass(0);
  await putOff('phoneUnattested');
  expect(await said()).toEqual([
    'There is nothing to fix for Contoso right now. 1 thing is snoozed.',
    'Il n’y a aucun point à régler pour Contoso pour le moment. 1 point est reporté.',
  ]);
});

async function putOff(code: string): Promise<void> {
  const form = await bot.press(ada, 'reminders.snooze', `${contoso} ${code}`);
  await bot.snooze(form, { duration: '7' });
}
