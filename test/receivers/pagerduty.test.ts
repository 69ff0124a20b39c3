/** PagerDuty gets what its documentation asks for, over real connections: incidents begin and end with the alerts of the chat. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { eventTypes } from '../../src/domain/outgoing/event.ts';
import { aBot } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { fakePagerDuty } from '../support/pagerduty.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { openedReceivers, outgoing } from '../support/receiver.ts';
import { minute, second } from '../support/time.ts';

const [oldKey, newKey] = ['o'.repeat(32), 'n'.repeat(32)];
const env = { OLD: oldKey, NEW: newKey, WRONG: 'x'.repeat(32) };
let pagerduty: Awaited<ReturnType<typeof fakePagerDuty>>;
beforeEach(async () => {
  pagerduty = await fakePagerDuty(oldKey, newKey);
});

function opened(...key: string[]) {
  const events = ['alert.unacknowledged'];
  const pager = { name: 'pager', format: 'pagerduty', key, url: pagerduty.url, private: true, events };
  return openedReceivers([pager], { env }).receivers;
}
const trigger = (more: object = {}) => outgoing({ type: 'alert.unacknowledged', ...more });
const send = (event = trigger(), ...key: string[]) =>
  opened(...(key.length > 0 ? key : ['env:OLD'])).send('pager', event);

describe('an incident', () => {
  const id = 'webhook:default a';
  let bot: Awaited<ReturnType<typeof aBot>>;
  beforeEach(async () => {
    bot = await aBot({ store: quickStore() });
    bot.world.receivers = opened('env:OLD');
    await bot.channelsAre(slackChannel);
    await bot.start();
    await bot.send({ id: 'a', displayName: 'Mining' });
  });
  const statuses = () =>
    pagerduty.alerts.map(({ dedupKey, status }) => [dedupKey.replace(/^(test-\d+-){2}/, ''), status]);
  /** Time passes until PagerDuty has these alerts, and the bot knows it. */
  async function comes(...expected: string[][]): Promise<void> {
    await vi.waitFor(async () => {
      await bot.world.time.advance(second);
      expect(statuses()).toEqual(expected);
      const rows = await bot.stored('outgoing');
      expect(rows.filter(({ state, timer }) => state !== 'sent' && !timer)).toEqual([]);
    });
  }

  it('opens when nobody acknowledges, and is acknowledged and resolved with the alert; a reopened alert is another one', async () => {
    await bot.world.time.advance(10 * minute);
    await comes(['1', 'triggered']);
    await bot.press(sam, 'alerts.acknowledge', id);
    await comes(['1', 'acknowledged']);
    await bot.resolve(sam, id);
    await comes(['1', 'resolved']);
    await bot.reopen(ada, id);
    await bot.world.time.advance(10 * minute);
    await comes(['1', 'resolved'], ['1-2', 'triggered']);
    await bot.resolve(sam, id);
    await comes(['1', 'resolved'], ['1-2', 'resolved']);
    expect(pagerduty.dropped).toEqual([]);
  });

  it('ends by the key that opened it, although the file names a newer one first', async () => {
    await bot.world.time.advance(10 * minute);
    await comes(['1', 'triggered']);
    bot.world.receivers = opened('env:NEW', 'env:OLD');
    await bot.resolve(sam, id);
    await comes(['1', 'resolved']);
    await bot.send({ id: 'b' });
    await bot.world.time.advance(10 * minute);
    await comes(['1', 'resolved'], ['2', 'triggered']);
    expect(pagerduty.alerts.map(({ routingKey }) => routingKey)).toEqual([oldKey, newKey]);
    expect(pagerduty.dropped).toEqual([]);
  });

  it('that may have been opened is neither opened by a newer key too nor left open', async () => {
    pagerduty.faults.breaks = 1;
    await bot.world.time.advance(10 * minute);
    await vi.waitFor(async () => expect(await bot.stored('outgoing')).toMatchObject([{ doubt: true }]));
    bot.world.receivers = opened('env:NEW', 'env:OLD');
    await bot.world.time.advance(minute);
    await comes(['1', 'triggered']);
    expect(pagerduty.alerts[0]?.payloads).toHaveLength(2);
    await bot.resolve(sam, id);
    await comes(['1', 'resolved']);
    expect(pagerduty.dropped).toEqual([]);
  });
});

describe('an event', () => {
  it('has what an on-call person needs', async () => {
    const facts = { ...outgoing().facts, alertType: 'mining', detectedAt: '2026-11-24T08:58:00.000Z' };
    expect(await send(trigger({ facts }))).toMatchObject({ kind: 'sent', reference: null });
    expect(pagerduty.alerts).toMatchObject([
      {
        ...{ routingKey: oldKey, dedupKey: 'inst-1-17' },
        payloads: [
          {
            summary: 'Nobody has acknowledged: alert 17 · Contoso: Mining "on" a machine\nline two',
            ...{ severity: 'critical', source: 'fabrikam.com', timestamp: '2026-11-24T08:58:00.000Z' },
            ...{ component: 'webhook:cipp', group: 'Contoso', class: 'mining' },
            custom_details: { number: 17, description: 'CPU at 100 %', event: 'alert.unacknowledged' },
          },
        ],
      },
    ]);
  });

  it('of each type is one that PagerDuty takes, with all facts and with none', async () => {
    for (const type of [...eventTypes, 'receiver.test' as const])
      for (const facts of [outgoing().facts, {}])
        for (const mayBeRepeat of [false, true])
          expect([type, await send(trigger({ type, facts, mayBeRepeat }))]).toMatchObject([type, { kind: 'sent' }]);
  });

  it.each([
    ['high', 'critical'],
    ['medium', 'error'],
    ['low', 'warning'],
    ['informational', 'info'],
    ['of a newer kind', 'info'],
  ])('of severity %s is %s there', async (severity, theirs) => {
    await send(trigger({ facts: { ...outgoing().facts, severity } }));
    expect(pagerduty.alerts[0]?.payloads[0]?.severity).toBe(theirs);
  });

  it('that is too long is cut, so that it is taken', async () => {
    const [title, description] = ['⛏️'.repeat(3_000), '“😱”'.repeat(100_000)];
    const facts = { ...outgoing().facts, title, description, incident: 'i'.repeat(300) };
    expect(await send(trigger({ facts }))).toMatchObject({ kind: 'sent' });
    const [{ dedupKey = '', payloads = [] } = {}] = pagerduty.alerts;
    expect([[...(payloads[0]?.summary ?? '')].length, dedupKey.length]).toEqual([1_024, 255]);
    expect(payloads[0]?.summary).toMatch(/^Nobody has acknowledged: .*…$/);
  });

  it('that PagerDuty refuses is told by its status and what it says', async () => {
    expect(await send(trigger(), 'env:WRONG')).toEqual({
      ...{ kind: 'refused', status: 400 },
      line: `{"status":"invalid event","message":"Event object is invalid","errors":["'routing_key' is no integration key"]}`,
    });
    expect(pagerduty.alerts).toEqual([]);
  });

  it('that is one too many, or breaks off, is tried again; the second may be a repeat of the same alert', async () => {
    pagerduty.faults.tooMany = 1;
    expect(await send()).toEqual({ kind: 'failed', why: '429', retryAfterMs: null, maybeDone: false });
    pagerduty.faults.breaks = 1;
    expect(await send()).toMatchObject({
      kind: 'failed',
      maybeDone: true,
      keyId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(await send(trigger({ mayBeRepeat: true }))).toMatchObject({ kind: 'sent' });
    expect(pagerduty.alerts).toMatchObject([{ payloads: [{}, { custom_details: { mayBeRepeat: true } }] }]);
  });
});
