import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAlerts } from '../../../../adapters/webhook/sources/read-alerts.ts';
import { readSources, settingsOf } from '../../../../adapters/webhook/sources/sources-file.ts';
import { aBot, text } from '../../../support/a-bot.ts';
import { sourcesOf } from '../../../support/a-source.ts';
import { slackChannel } from '../../../support/partner.ts';
import { sourceFolder } from '../../../support/source-door.ts';
import { hour, minute, second, today } from '../../../support/time.ts';

let folder: ReturnType<typeof sourceFolder>;
beforeEach(() => {
  folder = sourceFolder();
});
afterEach(() => folder.remove());

const read = (more: object) => {
  const one = { name: 'prom', preset: 'alertmanager', auth: { bearer: ['env:KEY'] }, ...more };
  const [found] = readSources(
    folder.write('sources.json', JSON.stringify({ version: 1, sources: [one] })),
    {
      KEY: 'a-key-of-sixteen',
    },
    today,
  );
  if (!found) throw new Error('no source');
  return found;
};
const body = (severity: string) => ({
  version: '4',
  status: 'firing',
  receiver: 'bot',
  groupKey: 'g',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: '',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'Mining', severity },
      annotations: {},
      startsAt: '2026-11-24T08:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: '',
      fingerprint: 'f1',
    },
  ],
});
const now = '2026-11-24T09:00:00.000Z';

it('a source has a pace of 60 alerts in ten minutes, or what its file says', () => {
  expect(settingsOf(read({})).pace).toEqual({ alerts: 60, ms: 10 * minute });
  expect(settingsOf(read({ pace: { alerts: 5, in: 'PT1H' } })).pace).toEqual({ alerts: 5, ms: hour });
  expect(() => read({ pace: { alerts: 0, in: 'PT1H' } })).toThrow('sources.0.pace.alerts');
  expect(() => read({ pace: { alerts: 5 } })).toThrow('sources.0.pace.in');
  expect(() => read({ maxSeverity: 'critical' })).toThrow('sources.0.maxSeverity');
});

it.each([
  ['critical', 'medium', 'medium', 'high'],
  ['critical', 'high', 'high', undefined],
  ['warning', 'low', 'low', 'medium'],
] as const)('%s of a source that may send %s at most is %s', (word, maxSeverity, severity, lowered) => {
  const [event] = readAlerts(read({ maxSeverity }).source, body(word), now).events;
  expect([event?.content.severity, event?.notes.lowered]).toEqual([severity, lowered]);
});

it('a word that nobody knows is said too where the severity of the source is lowered', () => {
  const { source } = read({ severity: 'high', maxSeverity: 'low' });
  const [event] = readAlerts(source, body('P1'), now).events;
  expect([event?.content.severity, event?.notes]).toEqual(['low', { severity: 'P1', lowered: 'high' }]);
});

it('the card of an alert that was lowered says so in a line', async () => {
  const bot = await aBot();
  await bot.channelsAre(slackChannel);
  const { source } = read({ maxSeverity: 'medium' });
  const { events } = readAlerts(source, body('critical'), bot.world.time.now());
  const { send } = sourcesOf(bot.world);
  await send(
    'prom',
    events.map(({ content, notes }) => ({ ...content, notes })),
  );
  await bot.world.time.advance(5 * second);
  expect(text(bot.channel()[0]?.card.text)).toContain(
    'prom sent this alert with severity “high”, but the sources file allows at most “medium”.',
  );
});
