import { expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, type ReminderBot, rows, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';

async function twoTenants() {
  const bot = await aReminderBot();
  await bot.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
  });
  return bot;
}

it('reminders asks which tenant is meant when no name fits, as the other verbs do', async () => {
  const bot = await twoTenants();
  const asked = cardOf(await bot.say(ada, 'reminders Fabrikm'));
  expect(asked.title).toBe('Which partner tenant?');
  expect(rows(asked)).toEqual(['Contoso: only one Global Administrator', 'Fabrikam: nothing to fix']);
  const [contosos] = asked.rows;
  await bot.edit(unconfirmed);
  await bot.pass(0);
  const shown = cardOf(await bot.press(ada, contosos?.button?.id ?? '', contosos?.button?.value ?? ''));
  expect(text(shown.rows)).toContain('Not confirmed recently');
});

it('reminders shows those of all tenants without a name', async () => {
  const bot = await twoTenants();
  await bot.edit(unconfirmed, fabrikam);
  await bot.pass(0);
  expect(text(cardOf(await bot.say(ada, 'reminders')).rows)).toContain('Not confirmed recently · Fabrikam');
});

/** What `reminders` says that Ada gets, as «when what». */
async function planned(bot: ReminderBot): Promise<string[]> {
  const card = cardOf(await bot.say(ada, 'reminders'));
  return card.rows
    .filter(({ detail }) => text(detail).includes(ada))
    .map(({ title, detail }) => {
      const at = /<(\d[^>]{12})/.exec(text(title))?.[1] ?? 'at once';
      return `${at} ${text(detail).includes('Weekly digest') ? 'digest' : 'reminder'}`;
    });
}

/** What Ada then got, as the same. */
const got = (bot: ReminderBot) =>
  [...bot.reminders(ada), ...bot.digests(ada)]
    .map(({ at, deliveryId }) => `${at.slice(0, 13)} ${deliveryId.startsWith('reminder') ? 'reminder' : 'digest'}`)
    .toSorted();

it('reminders lists the weekly digest, and no reminder in the slot that it takes', async () => {
  const bot = await aReminderBot();
  await bot.press(ada, 'reminders.weekly', `${contoso} on`);
  expect(await planned(bot)).toEqual(['2026-11-30T09 digest']);
  await bot.edit(unconfirmed);
  for (let round = 0; round < 12; round++) {
    await bot.pass(minute);
    const [next] = await planned(bot);
    const before = got(bot).length;
    await bot.until(`${next?.slice(0, 13)}:10:00.000Z`);
    expect(got(bot).slice(before)).toEqual([next]);
  }
  expect(got(bot).filter((one) => one.endsWith('digest'))).toContain('2026-12-07T09 digest');
});

it('what is new goes before the digest, which comes the working day after', async () => {
  const bot = await aReminderBot();
  await bot.press(ada, 'reminders.weekly', `${contoso} on`);
  await bot.until('2026-11-29T12:00:00.000Z');
  await bot.edit(unconfirmed);
  await bot.pass(minute);
  expect(await planned(bot)).toEqual(['2026-11-30T09 reminder', '2026-12-01T09 digest']);
  await bot.until('2026-12-01T12:00:00.000Z');
  expect(got(bot)).toEqual(['2026-11-30T09 reminder', '2026-12-01T09 digest']);
});
