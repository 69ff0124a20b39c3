import { expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, type ReminderBot, rows, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';

async function twoTenants() {
  const desk = await aReminderBot();
  await desk.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
  });
  return desk;
}

it('reminders asks which tenant is meant when no name fits, as the other verbs do', async () => {
  const desk = await twoTenants();
  const asked = cardOf(await desk.say(ada, 'reminders Fabrikm'));
  expect(asked.title).toBe('Which partner tenant?');
  expect(rows(asked)).toEqual(['Contoso', 'Fabrikam']);
  const [contosos] = asked.rows;
  await desk.edit(unconfirmed);
  await desk.pass(0);
  const shown = cardOf(await desk.press(ada, contosos?.button?.id ?? '', contosos?.button?.value ?? ''));
  expect(text(shown.rows)).toContain('Not confirmed lately');
});

it('reminders shows those of all tenants without a name', async () => {
  const desk = await twoTenants();
  await desk.edit(unconfirmed, fabrikam);
  await desk.pass(0);
  expect(text(cardOf(await desk.say(ada, 'reminders')).rows)).toContain('Fabrikam: Not confirmed lately');
});

/** What `reminders` says that Ada gets, as «when what». */
async function planned(desk: ReminderBot): Promise<string[]> {
  const card = cardOf(await desk.say(ada, 'reminders'));
  return card.rows
    .filter(({ detail }) => text(detail).includes(ada))
    .map(({ title, detail }) => {
      const at = /"at":"([^"]{13})/.exec(text(title))?.[1] ?? 'at once';
      return `${at} ${text(detail).includes('Weekly digest') ? 'digest' : 'reminder'}`;
    });
}

/** What Ada then got, as the same. */
const got = (desk: ReminderBot) =>
  [...desk.reminders(ada), ...desk.digests(ada)]
    .map(({ at, deliveryId }) => `${at.slice(0, 13)} ${deliveryId.startsWith('reminder') ? 'reminder' : 'digest'}`)
    .toSorted();

it('reminders lists the weekly digest, and no reminder in the slot that it takes', async () => {
  const desk = await aReminderBot();
  await desk.press(ada, 'reminders.weekly', `${contoso} on`);
  expect(await planned(desk)).toEqual(['2026-11-30T09 digest']);
  await desk.edit(unconfirmed);
  for (let round = 0; round < 12; round++) {
    await desk.pass(minute);
    const [next] = await planned(desk);
    const before = got(desk).length;
    await desk.until(`${next?.slice(0, 13)}:10:00.000Z`);
    expect(got(desk).slice(before)).toEqual([next]);
  }
  expect(got(desk).filter((one) => one.endsWith('digest'))).toContain('2026-12-07T09 digest');
});

it('what is new goes before the digest, which comes the working day after', async () => {
  const desk = await aReminderBot();
  await desk.press(ada, 'reminders.weekly', `${contoso} on`);
  await desk.until('2026-11-29T12:00:00.000Z');
  await desk.edit(unconfirmed);
  await desk.pass(minute);
  expect(await planned(desk)).toEqual(['2026-11-30T09 reminder', '2026-12-01T09 digest']);
  await desk.until('2026-12-01T12:00:00.000Z');
  expect(got(desk)).toEqual(['2026-11-30T09 reminder', '2026-12-01T09 digest']);
});
