import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alert, post, secret } from '../../support/sender.ts';
import { bot, folder, patient, type Settings } from './child.ts';

/** Quick by itself. With the default limit it takes some minutes: `SHARES_LIMIT=400000000 npm test -- shares`. */
const limit = Number(process.env.SHARES_LIMIT ?? 2_000_000);
/** The alerts of a body: as many as hold about a hundredth of a small limit. */
const inBody = Math.min(500, limit / 200_000);
const timeout = Math.max(120_000, limit / 400);
const names = ['loud', 'quiet', 'calm', 'fourth'] as const;
const fields = { id: 'id', displayName: 'title', severity: 'level' };

/** The settings of a bot with four sources beside the signed route. */
function settings(more: Settings = {}): Settings {
  const SOURCES = join(folder(), 'sources.json');
  const tokenOf = (name: string) => `${name.toUpperCase()}_KEY`;
  const sources = names.map((name) => ({
    ...{ name, preset: 'fields', auth: { bearer: [`env:${tokenOf(name)}`] } },
    fields: { ...fields, items: 'items' },
  }));
  writeFileSync(SOURCES, JSON.stringify({ version: 1, sources }));
  const keys = Object.fromEntries(names.map((name) => [tokenOf(name), `${name}-has-a-long-enough-secret-of-its-own`]));
  return { STATE_LIMIT: String(limit), ALERT_WEBHOOK_SECRET: secret, SOURCES, ...keys, ...more };
}

let sent = 0;
/** A body of alerts; the first ones have these severities, the others are low. */
function batch(...severities: string[]) {
  const items = Array.from({ length: inBody }, (_, at) => ({
    ...{ id: `${++sent}`, level: severities[at] ?? 'low' },
    title: `Mining ${'x'.repeat(280)}`,
  }));
  return { items };
}

/** What a source sends, and what it gets. */
async function send(url: string, name: (typeof names)[number], body: unknown) {
  const authorization = `Bearer ${name}-has-a-long-enough-secret-of-its-own`;
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(`${url}/webhooks/alerts/${name}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Sends until it gets something else than 202, and returns that. */
async function fills(url: string, name: (typeof names)[number], ...severities: string[]) {
  for (;;) {
    const answer = await send(url, name, batch(...severities));
    if (answer.status !== 202) return answer;
  }
}

async function stored(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^security_contact_bot_store_bytes (\d+)$/m.exec(metrics)?.[1]);
}

describe('one source that fills the store as fast as it can', () => {
  it('is asked to wait at half of STATE_LIMIT, also after a kill, and no other source ever is', {
    timeout,
  }, async () => {
    const mine = settings({ STATE_DIR: folder() });
    const first = await bot(mine);
    const refused = await fills(first.url, 'loud');
    expect([refused.status, refused.headers.get('content-type'), refused.headers.get('retry-after')]).toEqual([
      429,
      'application/problem+json',
      '60',
    ]);
    expect(refused.body).toMatchObject({ status: 429, title: 'Your share of the storage is used up' });
    expect(await stored(first.url)).toBeGreaterThan(limit / 2);
    expect(await stored(first.url)).toBeLessThan(limit * 0.6);
    // High alerts have no larger share.
    expect((await send(first.url, 'loud', batch('high'))).status).toBe(429);
    expect((await send(first.url, 'quiet', batch())).status).toBe(202);
    expect((await post(first.url, [alert({ severity: 'low' })])).status).toBe(202);
    first.child.kill('SIGKILL');
    await once(first.child, 'close');

    const second = await bot(mine, { timeout });
    expect((await send(second.url, 'loud', batch())).status).toBe(429);
    expect((await send(second.url, 'calm', batch())).status).toBe(202);
    const ready = async () => (await fetch(`${second.url}/readyz`)).json();
    const storage = expect.stringMatching(/loud holds \d/);
    await expect.poll(ready, patient).toMatchObject({ ready: true, checks: { storage } });
  });

  it('holds a tenth at most once others fill it up: then bodies with a high alert alone are taken, whole', {
    timeout,
  }, async () => {
    const { url } = await bot(settings({ STATE_DIR: folder() }));
    expect((await fills(url, 'loud')).status).toBe(429);
    const before = await stored(url);
    expect((await fills(url, 'quiet')).status).toBe(429);
    const held = (await stored(url)) - before;
    expect(held).toBeGreaterThan(limit * 0.09);
    expect(held).toBeLessThan(limit * 0.16);
    expect((await fills(url, 'calm')).status).toBe(429);
    await fills(url, 'fourth');
    // The signed route is one sender, whatever its bodies name.
    const fromSigned = (...severities: string[]) => {
      const one = (at: number) => ({
        source: `s${++sent}`,
        severity: severities[at] ?? 'low',
        displayName: 'x'.repeat(290),
      });
      return post(
        url,
        Array.from({ length: Math.min(100, inBody) }, (_, at) => alert(one(at))),
      );
    };
    let answer = await fromSigned();
    while (answer.status === 202) answer = await fromSigned();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([507, '60']);
    expect((await fromSigned('high')).body.accepted).toHaveLength(Math.min(100, inBody));
    while (answer.status !== 429) answer = await fromSigned('high');
    expect(await stored(url)).toBeLessThan(limit);
  });
});
