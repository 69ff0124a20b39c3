import { beforeEach, describe, expect, it } from 'vitest';
import { remindersFact } from '../../src/reminders/list/list.ts';
import {
  alone,
  aReminderBot,
  bea,
  channelless,
  noCompliance,
  phoneless,
  type ReminderBot,
  unconfirmed,
} from '../support/a-reminder-bot.ts';
import { factSaid } from '../support/a-request.ts';
import { ada, contoso, eve } from '../support/partner.ts';
import { text } from '../support/text.ts';
import { hour, minute } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});
const said = async () => [
  await factSaid(remindersFact, eve, 'en', bot.world),
  await factSaid(remindersFact, eve, 'fr', bot.world),
];
const anotherTenant = () =>
  bot.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
  });
async function putOff(code: string): Promise<void> {
  const form = await bot.press(ada, 'reminders.snooze', `${contoso} ${code}`);
  await bot.snooze(form, { duration: '7' });
}

describe('the next reminder', () => {
  it('is said with its time, its readers and its reason', async () => {
    await bot.edit(phoneless);
    await bot.pass(0);
    expect(await said()).toEqual([
      'The next reminder goes out on 24 Nov 2026, 09:00 UTC to Ada. Reason: 24x7 phone not confirmed.',
      'J’enverrai le prochain rappel le 24 nov. 2026, 09:00 UTC. Destinataires : Ada. Motif : disponibilité 24 h/24 à confirmer.',
    ]);
  });

  it('comes after the hour of grace, or at once where it cannot wait', async () => {
    await bot.edit(channelless);
    await bot.pass(0);
    expect((await said())[0]).toBe(
      'The next reminder goes out on 24 Nov 2026, 09:00 UTC to Ada. Reason: A required field is empty (Alert channels).',
    );
    await bot.world.time.advance(hour + minute);
    const [en, fr] = await said();
    expect(en).toBe('The next reminder goes out now to Ada. Reason: A required field is empty (Alert channels).');
    expect(fr).toContain(
      'J’envoie tout de suite le prochain rappel. Destinataires : Ada. Motif : un champ obligatoire est vide',
    );
  });

  it('names all who get the same, and three reasons at most', async () => {
    bot.world.admins.add(bea);
    for (const edit of [phoneless, noCompliance, alone, unconfirmed]) await bot.edit(edit);
    await bot.pass(0);
    expect(await said()).toEqual([
      'The next reminder goes out on 24 Nov 2026, 09:00 UTC to Ada and Bea. Reasons: Contact not confirmed; 24x7 phone not confirmed; Compliance contact not confirmed; and 1 more.',
      'J’enverrai le prochain rappel le 24 nov. 2026, 09:00 UTC. Destinataires : Ada et Bea. Motifs : pas de confirmation récente ; disponibilité 24 h/24 à confirmer ; contact de conformité à confirmer ; et 1 autre point.',
    ]);
  });

  it('names the tenant of each reason where there are several', async () => {
    await anotherTenant();
    await bot.edit(phoneless);
    await bot.edit(noCompliance, fabrikam);
    await bot.pass(0);
    expect(await said()).toEqual([
      'The next reminder goes out on 24 Nov 2026, 09:00 UTC to Ada. Reasons: 24x7 phone not confirmed (Contoso); Compliance contact not confirmed (Fabrikam).',
      'J’enverrai le prochain rappel le 24 nov. 2026, 09:00 UTC. Destinataires : Ada. Motifs : disponibilité 24 h/24 à confirmer (Contoso) ; contact de conformité à confirmer (Fabrikam).',
    ]);
  });

  it('is the soonest of all', async () => {
    bot.world.admins.add(bea);
    bot.knows(bea, { name: 'Bea', timezone: 'Pacific/Auckland' });
    await bot.edit(phoneless);
    await bot.pass(0);
    expect((await said())[0]).toMatch(/^The next reminder goes out on 24 Nov 2026, 09:00 UTC to Ada\. Reason/);
    await bot.until('2026-11-24T12:00:00.000Z');
    expect((await said())[0]).toMatch(/^The next reminder goes out on 24 Nov 2026, 20:00 UTC to Bea\. Reason/);
  });

  it('says on which platform somebody is reminded, where it is the other one', async () => {
    const mona = 'teams:22222222-2222-4222-8222-222222222222/44444444-4444-4444-8444-444444444444';
    bot.world.admins.clear();
    bot.world.admins.add(mona);
    bot.knows(mona, 'Mona');
    await bot.edit(phoneless);
    await bot.pass(0);
    expect((await said())[0]).toContain('to Mona (Teams). Reason');
  });
});

describe('no reminder', () => {
  it('is planned while nothing is open, nor for what is put off', async () => {
    expect(await said()).toEqual([
      'No reminder is planned, because nothing needs one.',
      'Aucun rappel n’est prévu, car aucun point ouvert n’en demande.',
    ]);
    await bot.edit(phoneless);
    await bot.pass(0);
    await putOff('phoneUnattested');
    expect(await said()).toEqual([
      'No reminder is planned, because everything open is snoozed. The list shows until when.',
      'Aucun rappel n’est prévu, car tous les points ouverts sont reportés. La liste indique jusqu’à quand.',
    ]);
  });

  it('reaches anybody where no administrator is known', async () => {
    await bot.edit(phoneless);
    await bot.pass(0);
    bot.world.admins.clear();
    expect(await said()).toEqual([
      'Something is open, but no reminder is planned, because I do not know any administrators.',
      'Des points sont ouverts, mais aucun rappel n’est prévu, car je ne connais aucun administrateur.',
    ]);
    const listed = text(await bot.say(ada, 'reminders'));
    expect(listed).toContain('most reminders reach nobody');
    expect(listed).not.toContain('everything open is snoozed');
  });

  it('is a weekly digest', async () => {
    await bot.press(ada, 'reminders.weekly', `${contoso} on`);
    expect((await said())[0]).toBe('No reminder is planned, because nothing needs one.');
  });
});
