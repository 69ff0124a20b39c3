/** A finding that CIPP sends again and again: by HTTP, on disk, up to its cards on both platforms. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folder } from '../adapters/process/child.ts';
import { cippBody } from '../support/ruled-source.ts';
import { elapsed, isoNow, minute } from '../support/time.ts';
import { alertStage } from './alert-stage.ts';

/** In `npm test` it is quick; `REPEATS=10000 npm test -- test/journeys/repeats.test.ts` prints what each costs. */
const times = Number(process.env.REPEATS ?? 100);

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

it(`a finding that comes ${times} times is one alert, one card that is edited once a minute, and costs the same each time`, {
  timeout: 30_000 + 20 * times,
}, async () => {
  const dir = folder();
  writeFileSync(join(dir, 'key'), 'a-key-of-a-test');
  const auth = { bearer: [`file:${join(dir, 'key')}`] };
  writeFileSync(
    join(dir, 'sources.json'),
    JSON.stringify({ version: 1, sources: [{ name: 'cipp', preset: 'cipp', auth }] }),
  );
  const { on, time, cards, bothShow } = await alertStage({ SOURCES: join(dir, 'sources.json') });
  onTestFinished(on.closes);
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a-key-of-a-test' };

  const took: number[] = [];
  for (let nth = 1; nth <= times; nth++) {
    const body = JSON.stringify(cippBody({}, isoNow(), nth));
    const before = elapsed();
    const { status } = await fetch(`${on.url()}/webhooks/alerts/cipp`, { method: 'POST', headers, body });
    took.push(elapsed() - before);
    expect(status).toBe(202);
  }
  await bothShow(`Received ${times} times`);

  const [alerts, repeats] = await on.store.read(async (reader) => [
    await reader.list('alerts'),
    await reader.list('repeats'),
  ]);
  expect([alerts.length, repeats.length, alerts[0]?.seen?.times]).toEqual([1, times - 1, times]);
  const bytes = JSON.stringify(alerts[0]).length;
  expect(bytes).toBeLessThan(3_000);
  expect([cards('slack').length, cards('teams').length]).toEqual([1, 1]);
  const edits = {
    slack: on.wires.slack.called('chat.update').length,
    teams: on.wires.teams.requests.filter(({ method }) => method === 'PUT').length,
  };
  const minutes = Math.ceil(time.passed() / minute);
  expect(Math.max(edits.slack, edits.teams)).toBeLessThanOrEqual(minutes + 1);
  const tenth = Math.ceil(times / 10);
  const ms = { first: median(took.slice(0, tenth)), last: median(took.slice(-tenth)) };
  if (process.env.REPEATS) process.stdout.write(`${JSON.stringify({ times, bytes, minutes, edits, ms })}\n`);
});
