import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { alert, post, secret } from '../../support/sender.ts';
import { bot, folder, patient } from './child.ts';

const settings = { ALERT_WEBHOOK_SECRET: secret };

/** A batch that takes some 50 kB of the store. */
const batch = (n: number) =>
  Array.from({ length: 10 }, (_, at) =>
    alert({ id: `${n}-${at}`, severity: 'informational', description: 'x'.repeat(3_900) }),
  );

describe('STATE_LIMIT', () => {
  it('reached: 507 for new alerts, all that was accepted is there after kill -9, and what is there goes on', {
    timeout: 120_000,
  }, async () => {
    const STATE_DIR = folder();
    const first = await bot({ ...settings, STATE_LIMIT: '3000000', STATE_DIR });
    const accepted: unknown[] = [];
    let sent = batch(0);
    let refused = await post(first.url, sent);
    for (let n = 1; refused.status === 202; n++) {
      accepted.push(...sent);
      sent = batch(n);
      refused = await post(first.url, sent);
    }
    expect(refused.status).toBe(429);
    expect(accepted.length).toBeGreaterThan(100);
    first.child.kill('SIGKILL');
    await once(first.child, 'close');

    const second = await bot({ ...settings, STATE_LIMIT: '1000000', STATE_DIR });
    refused = await post(second.url, sent);
    expect([refused.status, refused.headers.get('content-type'), refused.headers.get('retry-after')]).toEqual([
      507,
      'application/problem+json',
      '60',
    ]);
    const detail = expect.stringContaining('STATE_LIMIT');
    expect(refused.body).toMatchObject({ title: 'The storage is full', detail });
    for (let from = 0; from < accepted.length; from += 10) {
      const { status, body } = await post(second.url, accepted.slice(from, from + 10));
      expect([status, body.accepted, body.duplicate]).toEqual([202, [], expect.objectContaining({ length: 10 })]);
    }
    const ready = async (url = second.url) => (await fetch(`${url}/readyz`)).json();
    // A little room comes and goes: cards that stand for many take less.
    const sending = async () => [(await post(second.url, batch(accepted.length))).status, await ready()];
    const storage = expect.stringMatching(/full.*1000000/);
    await expect
      .poll(sending, patient)
      .toEqual([507, { ready: true, checks: expect.objectContaining({ store: 'ok', storage }) }]);
    const metrics = async () => (await fetch(`${second.url}/metrics`)).text();
    await expect.poll(metrics, patient).toMatch(/^security_contact_bot_store_bytes \d{6,}$/m);
    expect(await metrics()).toContain('security_contact_bot_store_limit_bytes 1000000');

    second.child.kill('SIGTERM');
    await second.ended;
    // With more room all goes on as before.
    const third = await bot({ ...settings, STATE_LIMIT: '5000000', STATE_DIR });
    expect((await post(third.url, alert())).status).toBe(202);
    // A busy disk may not answer a moment after the load.
    await expect.poll(() => ready(third.url), patient).toMatchObject({ ready: true, checks: { store: 'ok' } });
  });
});
