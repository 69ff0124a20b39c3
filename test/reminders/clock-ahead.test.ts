import { beforeEach, describe, expect, it } from 'vitest';
import { newSource } from '../../src/domain/alert/source.ts';
import { newestTime } from '../../src/domain/time/own-times.ts';
import { recordLooks } from '../../src/register/leavers.ts';
import { recordProven } from '../../src/request/proven-admins.ts';
import { aReminderBot, contact, phoneless, type ReminderBot } from '../support/a-reminder-bot.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';
import { scoreDoor } from '../support/score-door.ts';
import { day, hour } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

/** The bot starts with a clock that is a year ahead, ticks, people work with it, and it is put right then. */
async function aYearAhead(work: () => Promise<unknown>) {
  const right = bot.world.time.now();
  bot.world.time.set('2027-11-24T10:00:00.000Z');
  bot.restart();
  await bot.pass(0);
  await work();
  await bot.pass(0);
  bot.world.time.set(right);
}

describe('a clock that was a year ahead and was put right', () => {
  it('keeps reminders silent until the next working day and no longer', async () => {
    await bot.edit(phoneless);
    await aYearAhead(async () => {});
    const meanwhile = bot.reminders(ada).length;
    expect(meanwhile).toBeGreaterThan(0);
    await bot.until('2026-11-25T12:00:00.000Z');
    const next = bot.reminders(ada).length;
    expect(next).toBeGreaterThan(meanwhile);
    await bot.until('2026-12-03T12:00:00.000Z');
    expect(bot.reminders(ada).length).toBeGreaterThan(next);
  });

  it('keeps no confirmation that was given meanwhile from ending in its time', async () => {
    await aYearAhead(() => bot.say(sam, 'confirm'));
    await bot.pass(2 * hour);
    const confirmed = await bot.world.store.read((reader) => reader.get('tenants', aTenant({}, '').id));
    expect(confirmed?.contact?.confirmedAt?.slice(0, 7)).toBe('2026-11');
  });

  it('keeps what Microsoft said meanwhile from hiding what it says for days after that', async () => {
    const door = scoreDoor(bot.world);
    await aYearAhead(() => door.says('noncomplaint'));
    for (let n = 0; n < 8 * 4; n += 1) {
      await bot.pass(6 * hour);
      await door.says('noncomplaint');
    }
    const row = await door.row();
    expect(row?.noSince?.slice(0, 10)).toBe('2026-11-24');
    expect(row && newestTime(row)).toBe(row?.askedAt);
    await bot.pass(0);
    expect(await bot.world.store.read((reader) => reader.count('findings.code', 'notOnFile'))).toBe(1);
  });

  it('lets what was put off meanwhile come back, and a removed channel get high alerts for a day and no longer', async () => {
    await bot.edit(phoneless);
    await bot.pass(0);
    await aYearAhead(async () => {
      await bot.world.store.change(async (tx) => {
        const until = '2027-12-24T09:00:00.000Z';
        for (const finding of await tx.list('findings'))
          await tx.put('findings', { ...finding, snooze: { until, by: ada, byName: 'Ada', reason: '' } });
      });
      const formerChannels = [{ channel: slackChannel, until: '2027-11-25T09:00:00.000Z', fraud: false }];
      await bot.edit((tenant) => ({ ...contact({ channels: [] })(tenant), formerChannels }));
    });
    await bot.pass(2 * hour);
    const tenant = await bot.world.store.read((reader) => reader.get('tenants', aTenant({}, '').id));
    expect(tenant?.formerChannels?.[0]?.until.slice(0, 10)).toBe('2026-11-25');
    await bot.pass(2 * day);
    const findings = await bot.stored('findings');
    expect(findings.filter(({ snooze, closedAt }) => snooze !== null && closedAt === null)).toEqual([]);
  });

  it('goes on with drills, reminders of alerts and of storms, and looks at the record', async () => {
    bot.world.settings.drillSchedule = '0 10 * * 2';
    await aYearAhead(async () => {
      await bot.send({ id: 'x' });
      await bot.send(...Array.from({ length: 40 }, () => ({ severity: 'medium' })));
      await bot.world.time.advance(5_000);
    });
    await bot.until('2026-11-24T14:00:00.000Z');
    const reminded = bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith('escalation'));
    expect(reminded.map(({ deliveryId }) => deliveryId).join()).toContain('webhook:default x');
    expect(bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith('digestEscalation'))).not.toEqual(
      [],
    );
    await bot.until('2026-12-09T14:00:00.000Z');
    const drills = bot.world.slack.messages.filter(({ card }) => card.title.startsWith('Drill'));
    expect(drills.map(({ at }) => at.slice(0, 10))).toEqual(expect.arrayContaining(['2026-12-01', '2026-12-08']));
    const [check] = await bot.stored('checks');
    expect(check?.at.slice(0, 10)).toBe('2026-12-09');
  });

  it('leaves no row behind with a time that is still to come', async () => {
    await bot.edit(phoneless);
    await aYearAhead(async () => {
      await bot.send({ id: 'x' });
      await bot.send({ id: 'y', severity: 'low' });
      await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
      await bot.say(sam, 'confirm');
      await recordProven(ada, contoso, bot.world);
      await recordLooks([{ id: sam, state: 'gone' }], bot.world);
      await bot.world.time.advance(5_000);
    });
    await bot.pass(2 * hour);
    const now = bot.world.time.now();
    const ahead = await bot.world.store.read(async (reader) => [
      ...(await reader.list('alerts')),
      ...(await reader.list('checks')),
      ...(await reader.list('deliveries')),
      ...(await reader.list('findings')),
      ...(await reader.list('leavers')),
      ...(await reader.list('provenAdmins')),
      ...(await reader.list('reminders')),
      ...(await reader.list('rounds')),
      ...(await reader.list('seen')),
      ...(await reader.list('tenants')),
    ]);
    expect(ahead.filter((row) => newestTime(row) > now)).toEqual([]);
    expect(JSON.stringify(ahead.map((row) => ('content' in row ? { ...row, content: null } : row)))).not.toContain(
      '"2027-11',
    );
  });
});

it('a clock that is behind for a moment, or before this was written, changes no time', async () => {
  const rows = () =>
    bot.world.store.read(async (reader) => [await reader.list('tenants'), await reader.list('rounds')]);
  await bot.until('2026-11-24T12:00:00.000Z');
  const before = await rows();
  const right = bot.world.time.now();
  for (const wrong of ['2026-11-20T00:00:00.000Z', '1970-01-01T00:00:00.000Z']) {
    bot.world.time.set(wrong);
    await bot.tick();
    await bot.ticksAfter(10_000);
  }
  await bot.ticksAfter(2 * hour);
  bot.world.time.set(right);
  await bot.tick();
  expect(await rows()).toEqual(before);
});

it('the audit trail leaves in its time, whatever the clock said when an entry was written', async () => {
  for (const at of ['2026-11-24T09:00:00.000Z', '2027-11-24T09:00:00.000Z', '2026-11-25T09:00:00.000Z'])
    await bot.world.store.change((tx) =>
      tx.appendHistory({ at, by: null, byName: 'x', deed: 'contact.confirmed', tenantId: null, changes: [] }),
    );
  await bot.until('2027-01-05T09:00:00.000Z');
  expect(await bot.world.trail.segments()).toEqual(['history-2026-11']);
  expect(await bot.world.trail.read('history-2026-11')).toHaveLength(2);
});

describe('what was noted by a clock that was a year ahead', () => {
  it('is in the past soon: when a tenant was retired, and when an alert last named none', async () => {
    await aYearAhead(() =>
      bot.world.store.change(async (tx) => {
        const at = bot.world.time.now();
        const tenant = await tx.get('tenants', contoso);
        if (tenant) await tx.put('tenants', { ...tenant, retiredAt: at });
        await tx.put('sources', { ...newSource('default', at, 0), unnamedAt: at });
      }),
    );
    await bot.pass(2 * hour);
    const now = bot.world.time.now();
    const [tenant, source] = await bot.world.store.read((reader) =>
      Promise.all([reader.get('tenants', contoso), reader.get('sources', 'default')]),
    );
    expect(tenant?.retiredAt && tenant.retiredAt <= now).toBe(true);
    expect(source?.unnamedAt && source.unnamedAt <= now).toBe(true);
  });
});
