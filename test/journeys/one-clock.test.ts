/** A machine whose clock is off, under a bot that is given another clock: everything goes by that one. */
import { expect, it, onTestFinished } from 'vitest';
import { alert, post, secret } from '../support/sender.ts';
import { deliver } from '../support/slack-wire.ts';
import { appId } from '../support/teams-tokens.ts';
import { day, minute, now, second } from '../support/time.ts';
import { stage, tenantId } from './stage.ts';
import { isSocketMode } from './ways.ts';

const year = 365 * day;

it.each([
  ['two minutes ahead', -2 * minute],
  ['two minutes behind', 2 * minute],
  ['a year ahead', -year],
  ['a year behind', year],
])(
  'with a machine whose clock is %s, what is signed now is taken, and what is signed at another time is not',
  async (_, off) => {
    const clock = { now: () => new Date(now() + off).toISOString() };
    const on = await stage(undefined, { clock, env: { ALERT_WEBHOOK_SECRET: secret } });
    onTestFinished(() => on.closes());
    await on.ready();
    await on.knows();
    const { door, teams, place } = on.wires;

    const slackAt = async (ms: number) => {
      const timestamp = Math.floor((now() + off + ms) / second);
      const body = JSON.stringify({ type: 'url_verification', challenge: String(ms) });
      return (await deliver(door, body, { timestamp, contentType: 'application/json' })).status;
    };
    if (!isSocketMode())
      expect([
        await slackAt(second),
        await slackAt(4 * minute),
        await slackAt(6 * minute),
        await slackAt(-6 * minute),
      ]).toEqual([200, 200, 401, 401]);

    const alertAt = async (ms: number) => (await post(on.url(), [alert()], { ahead: (off + ms) / second })).status;
    for (const ms of [0, 4 * minute, -4 * minute]) expect(await alertAt(ms)).toBe(202);
    for (const ms of [6 * minute, -6 * minute]) expect(await alertAt(ms)).toBe(401);

    const teamsAt = async (ms: number) => {
      const from = (off + ms) / second;
      const token = await teams.token({ begins: from, expiresIn: from + 3_600 });
      const response = await fetch(place.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          ...{ id: String(ms), type: 'typing', channelId: 'msteams', serviceUrl: teams.serviceUrl },
          ...{ from: { id: '29:ada' }, recipient: { id: `28:${appId}` } },
          ...{
            conversation: { id: 'a:1', conversationType: 'personal', tenantId },
            channelData: { tenant: { id: tenantId } },
          },
        }),
      });
      return response.status;
    };
    expect([await teamsAt(0), await teamsAt(4 * minute), await teamsAt(-64 * minute)]).toEqual([200, 200, 200]);
    expect([await teamsAt(6 * minute), await teamsAt(-66 * minute)]).toEqual([401, 401]);

    // Alerts, and the findings that people are reminded of.
    await on.tick();
    const times = await on.store.read(async (reader) => [
      ...(await reader.list('alerts')).map(({ receivedAt }) => receivedAt),
      ...(await reader.list('findings')).map(({ openedAt }) => openedAt),
    ]);
    expect(times.length).toBeGreaterThan(3);
    for (const at of times) expect(Math.abs(Date.parse(at) - now() - off)).toBeLessThan(minute);
  },
);
