/** The alerts that the bot asks Microsoft for by itself, and what becomes of them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../../support/a-bot.ts';
import { investigatedAlert, type PartnerAlert } from '../../../support/graph-partner.ts';
import { ada, sam } from '../../../support/partner.ts';
import { day, hour, minute } from '../../../support/time.ts';
import { tenantId } from '../api/microsoft-api.ts';
import { type AlertsBot, anAlertsBot, idHere, openList, source } from './an-alerts-bot.ts';

let bot: AlertsBot;
beforeEach(async () => {
  bot = await anAlertsBot();
});
afterEach(() => bot.stop());

const flat = (shown: unknown) => text(shown).replaceAll('\n', '');
/** Counts what is written from now on. */
function countingWrites() {
  const { store } = bot.world;
  const { change } = store;
  const counted = { changes: 0 };
  store.change = (what, how) => {
    counted.changes += 1;
    return change(what, how);
  };
  return counted;
}
const ids = (count: number, prefix = 'a') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe('a poll', () => {
  it('takes all open alerts, page by page, each once, as Azure fraud of the partner tenant', async () => {
    bot.partner.pageSize = 2;
    for (const id of ids(5)) bot.has(id);
    bot.has('old', { status: 'resolved' });
    await bot.poll();
    await bot.poll();
    expect((await bot.alerts()).map(({ id }) => id)).toEqual(ids(5).map(idHere));
    expect(await bot.alert('a0')).toMatchObject({
      ...{ source, tenantId, status: 'active', there: { status: 'active' } },
      content: { severity: 'high', isTest: false, partnerTenantId: tenantId },
    });
    expect(bot.cards().length).toBe(5);
    expect(bot.asked().length).toBe(6);
    expect(bot.asked()[0]).toBe(openList);
    expect(bot.outcomes).toEqual(['contoso alerts answered', 'contoso alerts answered']);
  });

  it('is every five minutes, also after the clock was set back, and never about a retired tenant', async () => {
    await bot.run();
    for (let n = 0; n < 60; n++) {
      await bot.world.time.advance(minute);
      await bot.run();
    }
    expect(bot.asked().length).toBe(13);
    bot.world.time.set('2026-11-01T09:00:00.000Z');
    await bot.run();
    expect(bot.asked().length).toBe(14);
    await bot.edit({ retiredAt: bot.world.time.now() }, tenantId);
    await bot.poll();
    expect(bot.asked().length).toBe(14);
  });

  it('is 2,016 times in a quiet week, with 1.5 tokens an hour at most', async () => {
    bot.has('a');
    for (let n = 0; n < 7 * 24 * 60; n++) {
      await bot.run();
      await bot.world.time.advance(minute);
      bot.api.state.jumpedMs += minute;
    }
    expect(bot.asked().length).toBe(2_016);
    expect(bot.api.entra.tokens.asked.length).toBeLessThanOrEqual(1.5 * 7 * 24);
  });

  it('of a tenant that the register does not know gives its alerts to the admins', async () => {
    await bot.world.store.change((tx) => tx.remove('tenants', tenantId));
    bot.has('a');
    await bot.poll();
    expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContain(`unrouted ${idHere('a')} > ${ada}`);
  });

  it('in which nothing changed writes nothing, but every ten minutes that Microsoft answers', async () => {
    for (const id of ids(3)) bot.has(id);
    await bot.poll();
    const counted = countingWrites();
    for (let n = 0; n < 12; n++) {
      await bot.world.time.advance(5 * minute);
      await bot.run();
    }
    expect(counted.changes).toBe(6);
    bot.newProcess();
    await bot.world.time.advance(5 * minute);
    await bot.run();
    expect(counted.changes).toBe(6);
    expect((await bot.row())?.silentAt).toBeUndefined();
  });

  it('asks as the person who signed in where the file says so, and never as the app instead', async () => {
    await bot.stop();
    bot = await anAlertsBot({ alerts: { by: 'user', everyMs: minute, writeBack: false } });
    await bot.poll();
    expect([bot.outcomes, bot.asked()]).toEqual([['contoso alerts signIn'], []]);
  });
});

describe('the filter', () => {
  it('is left out for a day where Microsoft refuses it', async () => {
    bot.partner.refusesFilter = true;
    bot.has('a');
    bot.has('old', { status: 'resolved' });
    await bot.poll();
    expect(bot.asked()).toEqual([openList, 'GET securityAlerts']);
    expect((await bot.alerts()).map(({ id }) => id)).toEqual([idHere('a')]);
    await bot.poll();
    expect(bot.asked().slice(2)).toEqual(['GET securityAlerts']);
    expect(bot.outcomes).toEqual(['contoso alerts answered', 'contoso alerts answered']);
    await bot.world.time.advance(day);
    await bot.poll();
    expect(bot.asked().slice(3)).toEqual([openList, 'GET securityAlerts']);
  });

  it('is not what a 400 is about that comes later in the list', async () => {
    bot.partner.pageSize = 1;
    for (const id of ids(2)) bot.has(id);
    bot.api.graph.faults.fail((what) => what.includes('$skiptoken'), { kind: 'answer', status: 400 });
    await bot.poll();
    expect(bot.outcomes).toEqual(['contoso alerts refused']);
    expect(bot.asked().length).toBe(2);
    await bot.poll();
    expect(bot.asked()[2]).toBe(openList);
  });

  it('that is missing shows what was resolved in the list itself', async () => {
    bot.partner.refusesFilter = true;
    bot.has('a');
    await bot.poll();
    bot.changes('resolved', 'a');
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'resolved', resolved: { there: true } });
    expect(bot.asked().length).toBe(3);
  });
});

describe('what somebody does in Partner Center', () => {
  beforeEach(async () => {
    bot.has('a');
    await bot.poll();
  });

  it('resolved there is resolved here within one poll, in both chats: by whom, why and when', async () => {
    bot.changes('resolved', 'a');
    const at = bot.world.clock.now();
    await bot.poll();
    expect(bot.asked().at(-1)).toBe('GET securityAlerts/a');
    expect(await bot.alert('a')).toMatchObject({
      status: 'resolved',
      resolved: { by: null, byName: 'ana@contoso.example', reason: 'fraud', at, there: true },
    });
    for (const platform of ['slack', 'teams'] as const)
      expect(flat(bot.cards(platform)[0]?.card.text)).toContain('by ana@contoso.example (Partner Center)');
    await bot.poll();
    expect(bot.asked().at(-1)).toBe(openList);
  });

  it('investigating there acknowledges ours, without a holder', async () => {
    bot.changes('investigating', 'a');
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({
      status: 'investigating',
      acknowledged: { by: null, byName: 'ana@contoso.example' },
    });
  });

  it('reopened there reopens ours, also where it is as it was before', async () => {
    const before = bot.partner.alerts.get('a');
    bot.changes('resolved', 'a');
    await bot.poll();
    if (before) bot.partner.alerts.set('a', before);
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'active', resolved: null });
  });

  it('reopened there by nobody known is not said to be by who resolved it', async () => {
    bot.changes('resolved', 'a');
    await bot.poll();
    bot.has('a', { ...bot.partner.alerts.get('a'), status: 'active' });
    await bot.poll();
    expect(flat(bot.cards()[0]?.card.text)).toContain('Reopened by somebody in Partner Center');
  });

  it('ours that is resolved stays so while theirs is active, and once theirs is gone is not asked for any more', async () => {
    await bot.say(sam, 'resolve 1 legitimate');
    await bot.poll();
    bot.partner.alerts.delete('a');
    await bot.poll();
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({
      status: 'resolved',
      resolved: { by: sam },
      there: { status: 'gone' },
    });
    expect(bot.asked().filter((one) => one !== openList)).toEqual(['GET securityAlerts/a']);
  });

  it('ours resolved by hand there too says so no more, is not asked for any more, and is reopened where theirs is', async () => {
    await bot.say(sam, 'resolve 1 legitimate');
    expect(await bot.alert('a')).toMatchObject({ answerThere: true });
    bot.changes('resolved', 'a');
    await bot.poll();
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'resolved', resolved: { by: sam } });
    expect(await bot.alert('a')).not.toHaveProperty('answerThere');
    expect(bot.asked().filter((one) => one !== openList)).toEqual(['GET securityAlerts/a']);
    bot.changes('active', 'a');
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'active' });
  });

  it('ours resolved while theirs is: the first answer counts, and nothing is said twice', async () => {
    bot.changes('resolved', 'a');
    await bot.say(sam, 'resolve 1 legitimate');
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'resolved', resolved: { by: sam, reason: 'legitimate' } });
    expect(bot.bugs).toEqual([]);
  });

  it('an answer here in the very moment of the poll: one of the two counts, and is said once', async () => {
    bot.changes('resolved', 'a');
    await Promise.all([bot.poll(), bot.say(sam, 'resolve 1 legitimate')]);
    const alert = await bot.alert('a');
    expect(alert?.timeline.filter(({ what }) => what === 'resolved').length).toBe(1);
    expect([alert?.status, bot.bugs]).toEqual(['resolved', []]);
  });

  it('two answers there between two polls count as the last one', async () => {
    bot.changes('investigating', 'a');
    bot.changes('resolved', 'a');
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'resolved', resolved: { there: true } });
  });

  it('an alert that Microsoft no longer has stays open, is asked for once, and comes back where it is listed again', async () => {
    const before = bot.partner.alerts.get('a');
    bot.partner.alerts.delete('a');
    await bot.poll();
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'active', there: { status: 'gone' } });
    expect(bot.asked().filter((one) => one.endsWith('/a'))).toEqual(['GET securityAlerts/a']);
    if (before) bot.partner.alerts.set('a', before);
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'active', there: { status: 'active' } });
    expect(bot.outcomes.every((one) => one.endsWith('answered'))).toBe(true);
  });
});

describe('alerts that are missing in the list', () => {
  const missing = () => bot.asked().filter((one) => one.startsWith('GET securityAlerts/'));

  it('are asked for one by one, 20 a poll, in turn', async () => {
    for (const id of ids(45)) bot.has(id);
    await bot.poll();
    bot.changes('resolved', ...ids(45));
    await bot.poll();
    expect(missing().length).toBe(20);
    await bot.poll();
    await bot.poll();
    expect(new Set(missing()).size).toBe(45);
    expect((await bot.alerts()).filter(({ status }) => status === 'resolved').length).toBe(45);
    await bot.poll();
    expect(missing().length).toBe(45);
  });

  it('and fail, or cannot be read, keep no other from its turn', async () => {
    for (const id of ids(25)) bot.has(id);
    await bot.poll();
    bot.changes('resolved', ...ids(25));
    bot.has('a1', { status: 'resolved', severity: 7 });
    const broken = { kind: 'answer', status: 500 } as const;
    bot.api.graph.faults.fail((what) => what.endsWith('/a0'), broken, 100);
    for (let n = 0; n < 8; n++) await bot.poll();
    const open = (await bot.alerts()).filter(({ status }) => status !== 'resolved').map(({ id }) => id);
    expect(open).toEqual([idHere('a0'), idHere('a1')]);
    expect(bot.outcomes).toContain('contoso alerts unavailable');
  });

  it('and more than 100 are looked for in the list without the filter, once: 500 that were resolved show in one poll', async () => {
    for (const id of ids(500)) bot.has(id);
    await bot.poll();
    bot.changes('resolved', ...ids(500));
    await bot.poll();
    expect((await bot.alerts()).filter(({ status }) => status === 'resolved').length).toBe(500);
    expect(missing()).toEqual([]);
    for (const id of ids(120, 'b')) bot.has(id);
    await bot.poll();
    expect(bot.asked().filter((one) => one === 'GET securityAlerts').length).toBe(1);
    bot.changes('resolved', ...ids(120, 'b'));
    await bot.poll();
    expect((await bot.alerts()).filter(({ status }) => status === 'resolved').length).toBe(620);
  });

  it('and more than 100 that are not there at all are asked for one by one, and the whole list is read once', async () => {
    for (const id of ids(130)) bot.has(id);
    await bot.poll();
    for (const id of ids(130)) bot.partner.alerts.delete(id);
    await bot.poll();
    await bot.poll();
    expect(bot.asked().filter((one) => one === 'GET securityAlerts').length).toBe(1);
    expect(missing().length).toBe(40);
    expect((await bot.alerts()).filter(({ there }) => there?.status === 'gone').length).toBe(40);
  });

  it('with a hashed id are known through the list alone', async () => {
    const long = 'x'.repeat(300);
    bot.has(long);
    await bot.poll();
    await bot.poll();
    const [alert, ...more] = await bot.alerts();
    expect([alert?.id.length, more]).toEqual([idHere('').length + 64, []]);
    bot.partner.alerts.delete(long);
    await bot.poll();
    expect(missing()).toEqual([]);
    expect((await bot.alerts())[0]).toMatchObject({ status: 'active', there: { status: 'active' } });
  });
});

describe('the first poll', () => {
  it('with 500 alerts from 2023 and 3 of today: one message a channel for the 500, three cards, nobody called for the 500', async () => {
    for (const id of ids(500, 'old')) bot.has(id, { detectedDateTime: '2023-06-01T09:00:00Z' });
    for (const id of ids(3, 'new')) bot.has(id);
    await bot.poll();
    await bot.passes(hour);
    for (const platform of ['slack', 'teams'] as const) {
      const kinds = bot.cards(platform).map(({ deliveryId }) => deliveryId.split(' ')[0]);
      expect(kinds.filter((kind) => kind === 'alert').length).toBe(3);
      expect(kinds.filter((kind) => kind === 'digest').length).toBe(1);
    }
    const old = (await bot.alerts()).filter(({ id }) => id.includes('old'));
    expect(old.length).toBe(500);
    expect(old.filter(({ overdue, escalateAt }) => overdue || escalateAt !== null)).toEqual([]);
    const digest = bot.cards().find(({ deliveryId }) => deliveryId.startsWith('digest'));
    expect(digest?.card.mentions).toEqual([]);
  });
});

it('MICROSOFT taken out again leaves open alerts as they are, and they can be answered', async () => {
  bot.has('a');
  await bot.poll();
  bot.world.settings.sources = [];
  await bot.passes(2 * hour);
  expect(await bot.alert('a')).toMatchObject({ status: 'active' });
  await bot.say(sam, 'resolve 1 fraud');
  expect(await bot.alert('a')).toMatchObject({ status: 'resolved' });
  expect(bot.bugs).toEqual([]);
});

it('Microsoft’s own samples are read: a text for isTest, a time of resolving on an active alert', async () => {
  const { alerts } = bot.partner;
  const sample: PartnerAlert = { ...investigatedAlert };
  alerts.set(sample.id, sample);
  await bot.poll();
  expect(await bot.alert(sample.id)).toMatchObject({
    status: 'investigating',
    acknowledged: { byName: 'testuser2@testtestgaapartneraccount01.onmicrosoft.com' },
    content: { isTest: false },
  });
});

it('a test is a test', async () => {
  bot.has('a', { isTest: true });
  bot.has('b', { isTest: 'true' });
  await bot.poll();
  expect((await bot.alerts()).map(({ content }) => content.isTest)).toEqual([true, true]);
});
