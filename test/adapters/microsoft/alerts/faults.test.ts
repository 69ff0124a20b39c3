/** What goes wrong while the bot asks Microsoft for alerts: nothing is lost, and nothing counts as resolved or gone that is not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnwritable } from '../../../../src/ports/store.ts';
import { sourcesOf } from '../../../support/a-source.ts';
import { graphFaults, type MicrosoftFault } from '../../../support/microsoft-faults.ts';
import { day, hour, minute, second } from '../../../support/time.ts';
import { byCertificate, bySecret, clientSecret, rsaCertificate } from '../api/microsoft-api.ts';
import { type AlertsBot, anAlertsBot, openList } from './an-alerts-bot.ts';

let bot: AlertsBot;
beforeEach(async () => {
  bot = await anAlertsBot();
  bot.partner.pageSize = 2;
});
afterEach(() => bot.stop());

const faultOf = (name: keyof typeof graphFaults): MicrosoftFault => {
  const fault = graphFaults[name];
  return typeof fault === 'function' ? fault() : fault;
};
const isList = (what: string) => what.includes('securityAlerts?');
const isSecondPage = (what: string) => what.includes('$skiptoken');
const isLook = (what: string) => what.includes('securityAlerts/');
const statuses = async () => (await bot.alerts()).map(({ status, there }) => `${status} ${there?.status}`);
const logged = () => bot.api.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'alerts.failed');

/** Four open alerts that are known; of these two are no longer in the list of open ones. Requests are counted from then on. */
async function withMissing(): Promise<void> {
  for (const id of ['a', 'b', 'c', 'd']) bot.has(id);
  await bot.poll();
  bot.changes('resolved', 'b');
  bot.partner.alerts.delete('d');
  bot.has('e');
  bot.has('f');
  bot.outcomes.length = 0;
}

describe('a list that fails', () => {
  it.each([
    ...(['broken', 'badGateway', 'unavailable', 'reset', 'silence', 'half', 'html', 'huge', 'bomb'] as const),
    ...(['redirect', 'notFound', 'forbidden', 'missingMfa', 'fraudEvents'] as const),
  ])('by %s at its second page shows nothing of what is missing; the next poll does', async (name) => {
    await withMissing();
    bot.api.graph.faults.fail(isSecondPage, faultOf(name));
    const poll = bot.poll();
    if (name === 'silence') {
      await expect.poll(() => bot.asked().filter(isSecondPage).length).toBe(2);
      bot.api.expire();
    }
    await poll;
    expect(new Set(await statuses())).toEqual(new Set(['active active']));
    expect(bot.asked().filter(isLook)).toEqual([]);
    expect(bot.outcomes).not.toContain('contoso alerts answered');
    await bot.poll();
    expect((await statuses()).toSorted()).toEqual([
      ...['active active', 'active active', 'active active', 'active active'],
      ...['active gone', 'resolved resolved'],
    ]);
    expect(bot.outcomes.length).toBe(2);
  });

  it.each([
    ['forbidden', 'permission', /PartnerSecurity.Read.All/],
    ['missingMfa', 'mfa', /role in Partner Center/],
    ['fraudEvents', 'mfa', /role in Partner Center/],
    ['notFound', 'notFound', /still exists/],
    ['broken', 'unavailable', /Wait/],
  ] as const)('by %s is told as %s, with the step, once a poll', async (name, kind, step) => {
    bot.api.graph.faults.fail(isList, faultOf(name), 2);
    await bot.poll();
    await bot.poll();
    await bot.poll();
    expect(bot.outcomes).toEqual([...[`contoso alerts ${kind}`, `contoso alerts ${kind}`], 'contoso alerts answered']);
    expect(bot.failures[0]?.step).toMatch(step);
    expect(logged()).toMatchObject([
      { level: 40, tenant: 'contoso', kind, step: expect.stringMatching(step) },
      { kind },
    ]);
  });

  it('after 40 good ones keeps the 40', async () => {
    bot.partner.pageSize = 40;
    for (let n = 0; n < 60; n++) bot.has(`a${n}`);
    bot.api.graph.faults.fail(isSecondPage, faultOf('broken'));
    await bot.poll();
    expect((await bot.alerts()).length).toBe(40);
    await bot.poll();
    expect((await bot.alerts()).length).toBe(60);
    expect(bot.cards().length).toBeGreaterThan(0);
  });

  it('keeps what it showed: what is reopened afterwards, and looks as it did before, is reopened', async () => {
    bot.partner.refusesFilter = true;
    bot.has('a');
    bot.has('b');
    bot.has('c');
    await bot.poll();
    const before = bot.partner.alerts.get('a');
    bot.changes('resolved', 'a');
    bot.api.graph.faults.fail(isSecondPage, faultOf('broken'));
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'resolved' });
    if (before) bot.partner.alerts.set('a', before);
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'active' });
  });

  it.each([
    ['otherHost', 'foreignLink'],
    ['otherScheme', 'foreignLink'],
    ['otherResource', 'foreignLink'],
    ['circle', 'circle'],
  ] as const)('by a link of the kind %s ends, is told, and nobody else is asked', async (name, code) => {
    await withMissing();
    bot.api.graph.faults.fail(isList, faultOf(name), 2);
    await bot.poll();
    expect(bot.failures).toMatchObject([{ kind: 'refused', code }]);
    expect(bot.api.graph.stranger.asked).toBe(0);
    expect(bot.asked().filter(isLook)).toEqual([]);
    expect(await statuses()).not.toContain('active gone');
  });

  it('by a 1,001st page ends, and is told', async () => {
    bot.has('a');
    bot.api.graph.faults.fail(isList, faultOf('endless'), 2_000);
    await bot.poll();
    expect(bot.failures).toMatchObject([{ kind: 'refused', code: 'tooManyPages' }]);
    expect(bot.asked().length).toBe(1_000);
    expect((await bot.alerts()).length).toBe(1);
  });
});

describe('429', () => {
  it.each([
    ['throttled', minute],
    ['throttledSeconds', 17 * second],
    ['throttledDate', 90 * second],
    ['throttledYear', hour],
  ] as const)('%s in the list waits, and goes on at the page where it was', async (name, ms) => {
    for (const id of ['a', 'b', 'c']) bot.has(id);
    bot.api.graph.faults.fail(isSecondPage, faultOf(name));
    await bot.poll();
    // A date has whole seconds.
    expect(bot.api.waits.map((waited) => Math.ceil(waited / second) * second)).toEqual([ms]);
    expect((await bot.alerts()).length).toBe(3);
    expect(bot.asked().map((one) => one === openList)).toEqual([true, false, false]);
    expect(bot.outcomes).toEqual(['contoso alerts answered']);
  });

  it('is as old as the first request: where more is known since then, the next poll takes what the page said', async () => {
    bot.partner.refusesFilter = true;
    bot.has('a');
    await bot.poll();
    bot.api.graph.faults.fail((what) => what.endsWith('securityAlerts'), faultOf('throttled'));
    bot.api.world.timers.wait = async (ms) => {
      if (ms <= 10 * second) return new Promise(() => {});
      await bot.world.time.advance(ms - second);
      const there = { status: 'investigating', by: '', reason: null, at: null } as const;
      await sourcesOf(bot.world).find('contoso', [{ ...(await bot.alert('a'))?.content, id: 'a', there }]);
      bot.changes('resolved', 'a');
      await bot.world.time.advance(second);
      return true;
    };
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'investigating' });
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'resolved', resolved: { there: true } });
  });

  it('without an end gives up after an hour, and is tried again at the next poll', async () => {
    bot.has('a');
    bot.api.graph.faults.fail(isList, faultOf('throttled'), 61);
    await bot.poll();
    expect(bot.api.waits.reduce((sum, ms) => sum + ms, 0)).toBe(hour);
    expect(bot.outcomes).toEqual(['contoso alerts throttled']);
    await bot.poll();
    expect((await bot.alerts()).length).toBe(1);
  });

  it('of one alert ends the looks of that poll; the others follow', async () => {
    await withMissing();
    bot.api.graph.faults.fail(isLook, faultOf('throttled'), 2);
    await bot.poll();
    expect(new Set(await statuses())).toEqual(new Set(['active active']));
    expect(bot.outcomes).toEqual(['contoso alerts throttled']);
    await bot.poll();
    expect(await bot.alert('b')).toMatchObject({ status: 'resolved' });
    expect(await bot.alert('d')).toMatchObject({ there: { status: 'gone' } });
  });
});

describe('one alert', () => {
  it.each([...(['broken', 'reset', 'half', 'html', 'huge', 'bomb', 'redirect', 'forbidden', 'missingMfa'] as const)])(
    'that fails by %s is neither gone nor resolved',
    async (name) => {
      await withMissing();
      bot.api.graph.faults.fail(isLook, faultOf(name), 2);
      await bot.poll();
      expect(new Set(await statuses())).toEqual(new Set(['active active']));
      expect(bot.outcomes).toHaveLength(1);
      expect(bot.outcomes).not.toContain('contoso alerts answered');
    },
  );
});

describe('the sign-in', () => {
  it('401 is asked with a new token once, and waits for the next poll then', async () => {
    bot.has('a');
    bot.api.graph.faults.fail(isList, faultOf('unauthorized'));
    await bot.poll();
    expect([bot.asked().length, bot.api.entra.tokens.asked.length]).toEqual([2, 2]);
    expect((await bot.alerts()).length).toBe(1);
    bot.api.graph.faults.fail(isList, faultOf('unauthorized'), 2);
    await bot.poll();
    expect(bot.asked().length).toBe(4);
    expect(bot.outcomes.at(-1)).toBe('contoso alerts signIn');
    await bot.poll();
    expect(bot.outcomes.at(-1)).toBe('contoso alerts answered');
  });

  it('goes on with a secret that was rotated while it runs, and tells of one that has expired', async () => {
    await bot.stop();
    const credential = bySecret(clientSecret);
    bot = await anAlertsBot({ credential });
    bot.has('a');
    await bot.poll();
    const [secret] = bot.api.app.secrets;
    if (secret) secret.expired = true;
    bot.api.app.secrets.push({ value: 'the-next-secret' });
    bot.api.graph.revokeTokens();
    await bot.poll();
    expect(bot.failures).toMatchObject([{ kind: 'signIn', code: 'AADSTS7000222' }]);
    expect(await statuses()).toEqual(['active active']);
    const [read] = credential.kind === 'secret' ? credential.secrets : [];
    if (read) read.value = 'the-next-secret';
    bot.changes('investigating', 'a');
    await bot.poll();
    expect(await statuses()).toEqual(['investigating investigating']);
    expect(bot.api.lines.join()).not.toMatch(new RegExp(`${clientSecret}|the-next-secret|eyJ`));
  });

  it('goes on with a certificate that was rotated while it runs, and tells of one that Entra no longer takes', async () => {
    await bot.stop();
    const [old, next] = [rsaCertificate({ name: 'old' }), rsaCertificate({ name: 'next' })];
    const credential = byCertificate(old);
    bot = await anAlertsBot({ credential });
    bot.api.app.certificates = [old.certificate];
    bot.has('a');
    await bot.poll();
    bot.api.app.certificates = [next.certificate];
    bot.api.graph.revokeTokens();
    await bot.poll();
    expect(bot.failures).toMatchObject([{ kind: 'signIn', code: 'AADSTS700027' }]);
    const [pair] = credential.kind === 'certificate' ? credential.pairs : [];
    if (pair) [pair.key.value, pair.certificate.value] = [next.keyPem, next.certificate];
    bot.changes('investigating', 'a');
    await bot.poll();
    expect(await statuses()).toEqual(['investigating investigating']);
    expect(bot.outcomes).toEqual(['answered', 'signIn', 'answered'].map((outcome) => `contoso alerts ${outcome}`));
  });

  it('is the clock’s fault where that differs by 10 minutes', async () => {
    bot.api.state.aheadMs = 10 * minute;
    bot.api.graph.faults.fail(isList, faultOf('unauthorized'), 2);
    await bot.poll();
    expect(bot.failures).toMatchObject([{ kind: 'signIn', code: 'clock' }]);
  });
});

it('Microsoft wholly away for a day changes nothing, and all is caught up within two polls', async () => {
  await withMissing();
  bot.api.graph.faults.fail(() => true, faultOf('broken'), 288);
  for (let n = 0; n < 288; n++) await bot.poll();
  expect(new Set(await statuses())).toEqual(new Set(['active active']));
  expect(bot.outcomes).toHaveLength(288);
  await bot.poll();
  await bot.poll();
  expect((await bot.alerts()).length).toBe(6);
  expect(await bot.alert('b')).toMatchObject({ status: 'resolved' });
  expect(bot.world.clock.now() > new Date(Date.parse('2026-11-24') + day).toISOString()).toBe(true);
});

describe('the store', () => {
  it('that takes no writes waits for the next poll, without a bug, and is no fault of Microsoft’s', async () => {
    bot.has('a');
    const { change } = bot.world.store;
    bot.world.store.change = () => Promise.reject(new StoreUnwritable('disk full'));
    await bot.run();
    bot.world.store.change = change;
    expect(bot.outcomes).toEqual([]);
    await bot.poll();
    expect((await bot.alerts()).length).toBe(1);
  });

  it('without room for new alerts still hears what is resolved, and takes them once there is room', async () => {
    await withMissing();
    const { usage, restore } = crowded();
    usage.bytes = usage.limit;
    await bot.poll();
    expect(await bot.alert('b')).toMatchObject({ status: 'resolved' });
    expect(await bot.alert('e')).toBeNull();
    expect(bot.api.lines.join()).toContain('alerts.noRoom');
    restore();
    await bot.poll();
    expect(await bot.alert('e')).toMatchObject({ status: 'active' });
  });

  it('without room hears what the list says of known alerts too, and of what could not be read', async () => {
    bot.partner.refusesFilter = true;
    bot.partner.pageSize = 100;
    await withMissing();
    bot.has('odd', { status: 'unheard of' });
    const { usage, restore } = crowded();
    usage.bytes = usage.limit;
    await bot.poll();
    expect(await bot.alert('b')).toMatchObject({ status: 'resolved' });
    expect((await bot.alerts()).length).toBe(4);
    expect((await bot.row())?.unread).toBe(1);
    restore();
    await bot.poll();
    expect((await bot.alerts()).length).toBe(6);
    expect((await bot.row())?.unread).toBe(1);
  });
});

it('what cannot be read is told also where the disk refuses it at first', async () => {
  const { store } = bot.world;
  const { change } = store;
  bot.has('odd', { status: 'odd' });
  store.change = () => Promise.reject(new StoreUnwritable('disk full'));
  await bot.poll();
  store.change = change;
  await bot.poll();
  await bot.poll();
  expect((await bot.row())?.unread).toBe(1);
});

/** Makes the store say that it is as full as `usage`. */
function crowded() {
  const { store } = bot.world;
  const { change } = store;
  const usage = { bytes: 0, limit: 1_000_000 };
  store.change = (what, how) => change((tx) => what({ ...tx, usage: async () => usage }), how);
  return {
    usage,
    restore() {
      store.change = change;
    },
  };
}

it('a bug is no failure of Microsoft’s', async () => {
  bot.has('a');
  const { read } = bot.world.store;
  bot.world.store.read = () => Promise.reject(new TypeError('no such thing'));
  await expect(bot.run()).rejects.toThrow('no such thing');
  bot.world.store.read = read;
  expect(bot.outcomes).toEqual([]);
});
