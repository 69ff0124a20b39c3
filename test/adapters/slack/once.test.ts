import { expect, it } from 'vitest';
import type { HttpResponse } from '../../../adapters/http/message.ts';
import { createOnce } from '../../../adapters/slack/inbound/once.ts';
import { later } from './rig.ts';

let time = 0;
const ok = { status: 200 };
const first = () => {
  const once = createOnce(2, () => time);
  const held = later<HttpResponse>();
  let calls = 0;
  return {
    once,
    held,
    serve: () => {
      calls += 1;
      return held.promise;
    },
    calls: () => calls,
  };
};

it('what is under way is known, however many came since and however long it takes', async () => {
  const { once, held, serve, calls } = first();
  const answer = once('a', serve);
  for (const key of ['b', 'c', 'd']) await once(key, async () => ok);
  time += 600_001;
  const again = once('a', serve);
  held.keep(ok);
  expect([await answer, await again, await once('a', serve), calls()]).toEqual([ok, ok, ok, 1]);
});

it.each([
  ['is a status of 500', () => Promise.resolve({ status: 500 })],
  ['rejects', () => Promise.reject(new Error('a bug'))],
])('what fails and %s is tried again', async (_what, fails) => {
  const { once } = first();
  await once('a', fails).catch(() => {});
  expect(await once('a', async () => ok)).toBe(ok);
});
