import { expect, it } from 'vitest';
import { problem } from '../../../adapters/http/message.ts';
import { refusals } from '../../../adapters/http/refusals.ts';
import type { Log } from '../../../adapters/process/log.ts';

function noted() {
  const lines: object[] = [];
  const log: Log = { debug: () => {}, info: () => {}, error: () => {}, warn: (fields) => void lines.push(fields) };
  let now = 0;
  const note = refusals(log, () => now);
  return {
    lines,
    note,
    pass: (ms: number) => {
      now += ms;
    },
  };
}
const forged = problem(401, 'Not from Slack', 'The signature is not right.');

it('the first refusal of a route is logged with its reason, the rest of a minute as a number', () => {
  const { lines, note, pass } = noted();
  for (let n = 0; n < 1_000; n++) note('/slack/events', `r${n}`, forged);
  note('/webhooks/alerts', 'w', forged);
  pass(59_000);
  note('/slack/events', 'late', forged);
  pass(1_000);
  note('/slack/events', 'next', forged);
  const one = { event: 'request.refused', status: 401, why: 'The signature is not right.' };
  expect(lines).toEqual([
    { ...one, route: '/slack/events', requestId: 'r0', more: 0 },
    { ...one, route: '/webhooks/alerts', requestId: 'w', more: 0 },
    { ...one, route: '/slack/events', requestId: 'next', more: 1_000 },
  ]);
});

it('other answers are not refusals, and what has no detail is noted all the same', () => {
  const { lines, note } = noted();
  for (const status of [200, 202, 400, 404, 413, 422, 500]) note('/here', 'r', { status });
  note('/here', 'r', { status: 403, body: 'plain' });
  expect(lines).toEqual([{ event: 'request.refused', route: '/here', requestId: 'r', status: 403, why: '', more: 0 }]);
});
