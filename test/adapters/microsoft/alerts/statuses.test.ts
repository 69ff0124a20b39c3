/** The status of partner security alerts at a made-up Graph, and what people answer here written back to it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAlerts } from '../../../../adapters/microsoft/alerts/ask-alerts.ts';
import { alertStatuses } from '../../../../adapters/microsoft/alerts/statuses.ts';
import { createWriteBacks } from '../../../../adapters/microsoft/alerts/write-back.ts';
import { createGraph, type Graph } from '../../../../adapters/microsoft/api/graph.ts';
import type { GraphError } from '../../../../adapters/microsoft/api/graph-error.ts';
import { sourcesOf as settingsOf } from '../../../../adapters/microsoft/file/source-settings.ts';
import type { MicrosoftTenant } from '../../../../adapters/microsoft/file/tenant.ts';
import { StatusFailed } from '../../../../src/ports/sources.ts';
import { aBot, cardOf, type TestBot, text } from '../../../support/a-bot.ts';
import { sourcesOf } from '../../../support/a-source.ts';
import { activeAlert, investigatedAlert } from '../../../support/graph-partner.ts';
import { graphFaults, type MicrosoftFault } from '../../../support/microsoft-faults.ts';
import { contoso, sam, slackChannel, teamsChannel } from '../../../support/partner.ts';
import { hour, minute, second, today } from '../../../support/time.ts';
import { bySecret, clientId, clientSecret, microsoftApi, tenantWith } from '../api/microsoft-api.ts';

const alertId = activeAlert.id;
const ref = { source: `microsoft:${contoso}`, id: alertId };
const path = `/beta/security/partner/securityAlerts/${alertId}`;

let api: Awaited<ReturnType<typeof microsoftApi>>;
let reports: string[];
let app: ReturnType<typeof register>;
beforeEach(async () => {
  api = await microsoftApi();
  app = register();
  reports = [];
  partner().alerts.set(alertId, { ...activeAlert, resolvedReason: null, resolvedOnDateTime: null, resolvedBy: null });
});
afterEach(() => api.stop());

const register = (roles = ['PartnerSecurity.ReadWrite.All'], tenantId = contoso) =>
  api.entra.tokens.register({ tenantId, clientId, secrets: [{ value: clientSecret }], roles });
const partner = (id = contoso) => api.graph.tenant(id).partner;
const tenant = (more: Partial<MicrosoftTenant> = {}): MicrosoftTenant => ({
  ...tenantWith(bySecret(clientSecret)),
  ...{ id: contoso, roles: false, alerts: { by: 'app', everyMs: 5 * minute, writeBack: true } },
  ...more,
});
const clientOf = (of: MicrosoftTenant) => createGraph(of, { login: api.entra.login, api: api.graph.api }, api.world);
const report = {
  failed: ({ name }: { name: string }, signal: string, { kind }: GraphError) =>
    void reports.push(`${name} ${signal} ${kind}`),
  answered: ({ name }: { name: string }, signal: string) => void reports.push(`${name} ${signal} ok`),
};
const statuses = (of = tenant()) => alertStatuses(of, clientOf(of), report);
const asked = () => api.graph.requests.map(({ method, path: at }) => `${method} ${at.split('/').at(-1)}`);
const there = () => partner().alerts.get(alertId);

describe('a look', () => {
  it('says the status, with who changed it, why and when; what an open alert says of its end is left out', async () => {
    const { alerts } = partner();
    alerts.set(alertId, { ...activeAlert });
    expect(await statuses().look(ref)).toEqual({
      status: 'active',
      by: '',
      reason: null,
      at: null,
    });
    alerts.set(alertId, { ...investigatedAlert, id: alertId });
    expect(await statuses().look(ref)).toMatchObject({
      status: 'investigating',
      by: 'testuser2@testtestgaapartneraccount01.onmicrosoft.com',
      reason: null,
    });
    alerts.set(alertId, { ...activeAlert, status: 'resolved' });
    expect(await statuses().look(ref)).toEqual({
      ...{ status: 'resolved', by: activeAlert.resolvedBy, reason: 'fraud', at: '2024-02-23T16:03:33.050Z' },
    });
    expect(api.graph.requests.at(-1)?.path).toBe(path);
    expect(reports).toEqual(['contoso writeBack ok', 'contoso writeBack ok', 'contoso writeBack ok']);
  });

  it.each([
    ['nothing', { resolvedBy: null, resolvedReason: null, resolvedOnDateTime: null, activityLogs: null }],
    ['wrong types', { resolvedBy: 7, resolvedReason: [], resolvedOnDateTime: 5, activityLogs: [7, { updatedBy: {} }] }],
    [
      'an unknown reason and the year 9999',
      { resolvedReason: 'unknownFutureValue', resolvedOnDateTime: '9999-12-31T23:59:59.997Z' },
    ],
  ])('of a resolved alert with %s knows that much', async (_what, more) => {
    partner().alerts.set(alertId, { ...activeAlert, resolvedBy: '', activityLogs: [], ...more, status: 'Resolved' });
    expect(await statuses().look(ref)).toEqual({ status: 'resolved', by: '', reason: null, at: null });
  });

  it('shows one line of a name, 120 characters at most, without what turns text around', async () => {
    const by = `a\u202eb\n<b>*${'x'.repeat(10_000)}`;
    partner().alerts.set(alertId, { ...activeAlert, status: 'resolved', resolvedBy: by });
    const said = await statuses().look(ref);
    expect(said).toMatchObject({ by: expect.stringMatching(/^ab <b>\*x+$/) });
    expect(said === 'gone' ? 0 : said.by.length).toBeLessThanOrEqual(120);
  });

  it.each([null, 'unknownFutureValue', 7, undefined])('at a status %s is no answer', async (status) => {
    partner().alerts.set(alertId, { ...activeAlert, status });
    await expect(statuses().look(ref)).rejects.toMatchObject({ name: 'StatusFailed', kind: 'later' });
  });

  it('at an alert that is not there any more says so', async () => {
    partner().alerts.clear();
    expect(await statuses().look(ref)).toBe('gone');
    expect(reports).toEqual(['contoso writeBack ok']);
  });

  it('at an id of 300 characters of any kind asks for just that one', async () => {
    const id = `${'/?#+é '.repeat(49)}x`;
    partner().alerts.set(id, { ...activeAlert, id, status: 'investigating' });
    expect(await statuses().look({ ...ref, id })).toMatchObject({ status: 'investigating' });
  });

  it('goes by the token of a person where the file says so, which nobody has given yet', async () => {
    const of = tenant({ alerts: { by: 'user', everyMs: 5 * minute, writeBack: true } });
    await expect(statuses(of).look(ref)).rejects.toMatchObject({ kind: 'refused' });
    expect([asked(), reports]).toEqual([[], ['contoso writeBack signIn']]);
  });
});

describe('what is told', () => {
  it('is the status, and the reason of a resolved one by Graph’s names', async () => {
    for (const reason of ['legitimate', 'ignore', 'fraud'] as const) {
      await statuses().tell(ref, { status: 'resolved', reason });
      expect(there()).toMatchObject({ status: 'resolved', resolvedReason: reason });
    }
    await statuses().tell(ref, { status: 'investigating', reason: null });
    expect(there()).toMatchObject({ status: 'investigating', resolvedReason: null });
    await statuses().tell(ref, { status: 'active', reason: null });
    expect(there()).toMatchObject({ status: 'active' });
  });

  it('to an alert that is gone is no failure of the signal', async () => {
    partner().alerts.clear();
    await expect(statuses().tell(ref, { status: 'active', reason: null })).rejects.toMatchObject({ kind: 'later' });
    expect(reports).toEqual(['contoso writeBack ok']);
  });
});

describe('failures', () => {
  const { forbidden, missingMfa, fraudEvents, unauthorized } = graphFaults;
  it.each(Object.entries({ forbidden, missingMfa, fraudEvents, unauthorized }))('%s refuses', async (_name, fault) => {
    api.graph.faults.fail(() => true, fault, 2);
    await expect(statuses().look(ref)).rejects.toMatchObject({ kind: 'refused' });
    expect(reports.length).toBe(1);
  });

  const { throttled, throttledSeconds, throttledYear, throttledDate, broken, badGateway, unavailable } = graphFaults;
  const { reset, half, html, huge, bomb, redirect } = graphFaults;
  it.each<[string, MicrosoftFault | (() => MicrosoftFault), number | null]>([
    ['throttled', throttled, null],
    ['throttledSeconds', throttledSeconds, 17 * second],
    ['throttledDate', throttledDate, 90 * second],
    ['throttledYear', throttledYear, hour],
    ['broken', broken, null],
    ['badGateway', badGateway, null],
    ['unavailable', unavailable, 30 * second],
    ['reset', reset, null],
    ['half', half, null],
    ['html', html, null],
    ['huge', huge, null],
    ['bomb', bomb, null],
    ['redirect', redirect, null],
  ])('%s means later', async (_name, fault, ms) => {
    api.graph.faults.fail(() => true, typeof fault === 'function' ? fault() : fault, 1);
    const failure = await statuses()
      .look(ref)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StatusFailed);
    expect(failure).toMatchObject({ kind: 'later' });
    const waits = failure instanceof StatusFailed ? failure.retryAfterMs : null;
    if (ms === null) expect(waits).toBeNull();
    else expect(Math.abs((waits ?? 0) - ms)).toBeLessThan(5 * second);
  });

  it('silence means later', async () => {
    api.graph.faults.fail(() => true, graphFaults.silence, 1);
    const look = statuses()
      .look(ref)
      .catch((error: unknown) => error);
    await expect.poll(() => asked().length).toBe(1);
    api.expire();
    expect(await look).toMatchObject({ kind: 'later' });
  });

  it('one 401 is mended by a new token', async () => {
    api.graph.faults.fail(() => true, unauthorized, 1);
    expect(await statuses().look(ref)).toMatchObject({ status: 'active' });
    expect(api.entra.tokens.asked.length).toBe(2);
  });

  it('a secret that ended refuses, and no word of the secret or the token is in what is told', async () => {
    const of = tenant({ credential: bySecret('abc8Q~an-old-secret-of-the-application') });
    const failure = await statuses(of).look(ref).catch(String);
    expect(failure).toContain('StatusFailed');
    expect(`${failure}`).not.toContain('abc8Q~');
    expect(asked()).toEqual([]);
  });
});

describe('rounds', () => {
  let bot: TestBot;
  beforeEach(async () => {
    bot = await aBot();
    await bot.channelsAre(slackChannel, teamsChannel);
    bot.world.settings.sources = settingsOf(tenant());
    await found();
  });
  const found = async () => {
    const said = await statuses().look(ref);
    const event = { id: alertId, partnerTenantId: contoso, detectedDateTime: today };
    await sourcesOf(bot.world).find('contoso', [{ ...event, ...(said === 'gone' ? {} : { there: said }) }]);
    await bot.passes(minute);
    api.graph.requests.length = 0;
  };
  const begin = (...tenants: MicrosoftTenant[]) => {
    const all = tenants.length > 0 ? tenants : [tenant()];
    const graphs = new Map(all.map((of) => [of.id, clientOf(of)]));
    const graphOf = (id: string) => graphs.get(id) ?? clientOf(tenant());
    return createWriteBacks(all, graphOf, { ...bot.world, log: api.world.log, troubles: report });
  };
  const round = async (rounds: readonly (() => Promise<void>)[], count = 1) => {
    for (let n = 0; n < count; n++) {
      await Promise.all(rounds.map((run) => run()));
      await bot.world.time.advance(10 * second);
    }
  };
  const row = () => bot.world.store.read((reader) => reader.get('writeBacks', `${ref.source} ${alertId}`));
  const alert = () => bot.alert(`${ref.source} ${alertId}`);

  it('write back what was acknowledged, resolved and reopened here', async () => {
    const rounds = begin();
    await bot.press(sam, 'alerts.acknowledge', '1');
    await round(rounds, 3);
    expect([there()?.status, await row()]).toEqual(['investigating', null]);
    await bot.say(sam, 'resolve 1 legitimate');
    await round(rounds, 3);
    expect([there()?.status, there()?.resolvedReason, await row()]).toEqual(['resolved', 'legitimate', null]);
    await bot.reopen(sam, '1');
    await round(rounds, 3);
    expect([there()?.status, await row()]).toEqual(['active', null]);
    expect((await alert())?.timeline.filter(({ what }) => what === 'writtenBack').length).toBe(3);
    const kinds = asked().map((one) => one.split(' ')[0]);
    expect(kinds).toEqual(['GET', 'PATCH', 'GET', 'GET', 'PATCH', 'GET', 'GET', 'PATCH', 'GET']);
  });

  it('tell again what Microsoft answered with 200 and did not do', async () => {
    const rounds = begin();
    partner().losesUpdates = true;
    await bot.say(sam, 'resolve 1 fraud');
    await round(rounds, 6);
    expect([there()?.status, (await row())?.attempts]).toEqual(['active', 2]);
    partner().losesUpdates = false;
    await round(rounds, 20);
    expect([there()?.status, there()?.resolvedReason, await row()]).toEqual(['resolved', 'fraud', null]);
  });

  it('ask nothing while nothing is due, nor about a tenant without writeBack, nor about a retired one', async () => {
    const { alerts } = tenant();
    const off = alerts && tenant({ alerts: { ...alerts, writeBack: false } });
    expect(begin(...(off ? [off] : []))).toEqual([]);
    const rounds = begin();
    await round(rounds, 6);
    expect(asked()).toEqual([]);
    await bot.press(sam, 'alerts.acknowledge', '1');
    await bot.edit({ retiredAt: bot.world.time.now() });
    await round(rounds, 2);
    expect(asked()).toEqual([]);
    await bot.edit((one) => ({ ...one, retiredAt: null }));
    await round(rounds, 2);
    expect(there()?.status).toBe('investigating');
  });

  it('without the permission keep the answer; the log says once what is missing, and the card what is left to do', async () => {
    app.roles = ['PartnerSecurity.Read.All'];
    const rounds = begin();
    await bot.press(sam, 'alerts.acknowledge', '1');
    await round(rounds, 60);
    await bot.passes(minute);
    expect(await row()).toMatchObject({ refused: true });
    expect(asked()).toEqual([`GET ${alertId}`, `PATCH ${alertId}`]);
    expect(text(cardOf(await bot.say(sam, 'alerts 1')).text)).toContain('Please also answer there');
    expect(reports.slice(1)).toEqual(['contoso writeBack ok', 'contoso writeBack permission']);
    const lines = api.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'writeBack.failed');
    expect(lines).toMatchObject([{ tenant: 'contoso', kind: 'permission', msg: 'answer not written back' }]);
    app.roles = ['PartnerSecurity.ReadWrite.All'];
    api.state.jumpedMs += 2 * hour;
    await bot.world.time.advance(hour);
    await round(begin(), 3);
    expect([there()?.status, await row()]).toEqual(['investigating', null]);
    expect(reports.slice(3)).toEqual(['contoso writeBack ok', 'contoso writeBack ok', 'contoso writeBack ok']);
  });

  it('report that reading works only while changing does too', async () => {
    app.roles = ['PartnerSecurity.Read.All'];
    const one = statuses();
    await one.look(ref);
    await one.tell(ref, { status: 'active', reason: null }).catch(() => {});
    await one.look(ref);
    app.roles = ['PartnerSecurity.ReadWrite.All'];
    api.graph.revokeTokens();
    await one.look(ref);
    await one.tell(ref, { status: 'active', reason: null });
    await one.look(ref);
    expect(reports.slice(1)).toEqual(['ok', 'permission', 'ok', 'ok'].map((end) => `contoso writeBack ${end}`));
  });

  it('are not taken back by a poll whose list is older than the answer', async () => {
    const rounds = begin();
    const client = clientOf(tenant());
    let during = async () => {
      during = async () => {};
      await bot.world.time.advance(second);
      await bot.say(sam, 'resolve 1 fraud');
      await round(rounds, 3);
      expect([there()?.status, await row()]).toEqual(['resolved', null]);
    };
    const slow: Graph = {
      ...client,
      pages: (signal, at, options, onPage) =>
        client.pages(signal, at, options, async (items, link) => {
          await during();
          await onPage(items, link);
        }),
    };
    const [poll] = createAlerts([tenant()], () => slow, { ...bot.world, log: api.world.log, ...report });
    await poll?.();
    expect(await alert()).toMatchObject({ status: 'resolved', there: { status: 'resolved' } });
    await bot.world.time.advance(10 * minute);
    await poll?.();
    expect(await alert()).toMatchObject({ status: 'resolved', resolved: { by: sam } });
  });

  it('of a tenant whose Microsoft is silent do not hold up another one', async () => {
    const otherId = '22222222-2222-4222-8222-222222222222';
    register(['PartnerSecurity.ReadWrite.All'], otherId);
    const other = tenant({ id: otherId, name: 'fabrikam' });
    partner(otherId).alerts.set('f', { ...activeAlert, id: 'f' });
    bot.world.settings.sources = [...settingsOf(tenant()), ...settingsOf(other)];
    await bot.press(sam, 'alerts.acknowledge', '1');
    await sourcesOf(bot.world).find('fabrikam', [{ id: 'f', detectedDateTime: today }]);
    await bot.passes(minute);
    await bot.press(sam, 'alerts.acknowledge', '2');
    api.graph.faults.fail((what) => what.includes(alertId), graphFaults.silence, 1);
    const [silent, quick] = begin(tenant(), other);
    const waiting = silent?.();
    await quick?.();
    expect(partner(otherId).alerts.get('f')?.status).toBe('investigating');
    api.expire();
    await waiting;
  });

  it('end with both sides the same after Microsoft failed in each way once, with a new process each time', async () => {
    const {
      silence: _never,
      otherHost: _a,
      otherScheme: _b,
      otherResource: _c,
      circle: _d,
      endless: _e,
      ...rest
    } = graphFaults;
    await bot.say(sam, 'resolve 1 ignore');
    for (const fault of Object.values(rest)) {
      if (fault === graphFaults.notFound) continue;
      api.graph.faults.fail(({ length }) => length > 0, typeof fault === 'function' ? fault() : fault, 1);
      await round(begin(), 1);
      await bot.world.time.advance(hour);
      api.state.jumpedMs += hour;
    }
    await round(begin(), 3);
    expect([there()?.status, there()?.resolvedReason, await row()]).toEqual(['resolved', 'ignore', null]);
  });
});
