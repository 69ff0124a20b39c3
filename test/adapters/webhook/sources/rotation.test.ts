import { createHmac } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainBody, plainFields, type SourceDoor, sourceDoor, sourceFolder } from '../../../support/source-door.ts';
import { minute } from '../../../support/time.ts';

let door: SourceDoor;
let folder: ReturnType<typeof sourceFolder>;
const source = (name: string, auth: object) => ({ name, preset: 'fields', fields: plainFields, auth });
const first = 'the-first-token-of-32-characters';
const second = 'the-second-token-of-33-characters';

beforeEach(async () => {
  folder = sourceFolder();
  const file = `file:${folder.write('key', `${first}\n`)}`;
  door = await sourceDoor({
    sources: [
      source('bearer', { bearer: [file] }),
      source('token', { urlToken: [file, 'env:TOKEN'] }),
      source('signed', { hmac: { secret: [file], signature: 'X-Mine' } }),
    ],
    env: { TOKEN: 'of-the-environment-32-characters' },
  });
});
afterEach(async () => {
  await door.close();
  folder.remove();
});

const bearer = async (key: string) =>
  (await door.ask('/webhooks/alerts/bearer', { headers: [['Authorization', `Bearer ${key}`]] })).status;
const signed = async (key: string) => {
  const body = JSON.stringify(plainBody());
  const signature = createHmac('sha256', key).update(body).digest('hex');
  return (await door.ask('/webhooks/alerts/signed', { body, headers: [['X-Mine', signature]] })).status;
};
const inUrl = async (key: string) => (await door.ask(`/webhooks/alerts/token?token=${key}`)).status;

it('reads the file again for a credential that does not fit, so that a new one is taken at once', async () => {
  folder.write('key', second);
  expect(await bearer(second)).toBe(202);
  expect([await bearer(first), await inUrl(first), await inUrl(second)]).toEqual([401, 401, 202]);
});

it('reads it again for a signature that does not fit too, which is known only once the body is there', async () => {
  expect(await signed(first)).toBe(202);
  folder.write('key', second);
  expect([await signed(second), await signed(first)]).toEqual([202, 401]);
});

it('reads the files of all sources whichever a stranger names, so that the time of an answer tells nobody which there are', async () => {
  folder.write('key', second);
  expect((await door.ask('/webhooks/alerts/nobody', { headers: [['Authorization', 'Bearer x']] })).status).toBe(401);
  expect([await inUrl(first), await inUrl(second)]).toEqual([401, 202]);
});

it('reads it at most once a second, whoever asks how often', async () => {
  expect(await bearer('a-wrong-token-of-thirty-two-chars')).toBe(401);
  folder.write('key', second);
  expect([await bearer(second), await inUrl(second), await bearer(first)]).toEqual([401, 401, 202]);
  await door.time.advance(999);
  expect(await bearer(second)).toBe(401);
  await door.time.advance(1);
  expect(await bearer(second)).toBe(202);
});

it('takes the secret of a file that changed within a minute, and no longer the old one', async () => {
  expect([await bearer(first), await inUrl(first)]).toEqual([202, 202]);
  folder.write('key', second);
  await door.time.advance(minute);
  expect([await bearer(first), await bearer(second)]).toEqual([401, 202]);
  expect([await inUrl(first), await inUrl(second), await inUrl('of-the-environment-32-characters')]).toEqual([
    401, 202, 202,
  ]);
  await door.ask('/webhooks/alerts/bearer', { headers: [['X-Request-Id', second]] });
  expect(door.log()).toContain('"requestId":"[removed]"');
  expect(door.log()).not.toContain(second);
  expect(door.lines().map(({ msg, source: name }) => [name, msg])).toContainEqual(['bearer', 'source secret reloaded']);
});

it('keeps the old one while the file is gone, empty, or no secret, and says so once', async () => {
  const spoilt = () => door.lines().filter(({ msg }) => msg.startsWith('secret not reloaded'));
  rmSync(folder.path('key'));
  await door.time.advance(minute);
  expect(spoilt()).toHaveLength(3);
  for (const text of ['', '\n', 'two words']) {
    writeFileSync(folder.path('key'), text);
    await door.time.advance(minute);
    expect([await bearer(first), await inUrl(first)]).toEqual([202, 202]);
  }
  expect(spoilt()).toHaveLength(3);
  writeFileSync(folder.path('key'), 'short');
  await door.time.advance(minute);
  expect([await bearer('short'), await inUrl('short'), await inUrl(first)]).toEqual([202, 401, 202]);
  expect(JSON.stringify(spoilt())).not.toContain(first);
});
