import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { sam, slackChannel } from '../support/partner.ts';
import { ruledSources } from '../support/ruled-source.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

const theAlert = async (): Promise<Alert | undefined> => (await bot.stored('alerts')).at(-1);
const lines = () => bot.channel('followUp').map(({ card }) => card.text.map(plainOf).join(' '));
const mining = () =>
  ruledSources(bot.world, {
    ...{ name: 'prom', preset: 'fields', rules: [{ sameAs: ['title'] }] },
    fields: { id: 'id', displayName: 'title', severity: 'level', description: 'text', detectedDateTime: 'at' },
  });
const sent = (id: string, level: string, more: object = {}) => ({
  ...{ id, title: 'Mining', level, text: `${level} ${id}`, at: '2026-11-24T08:00:00Z' },
  ...more,
});

describe('an id of a finding that is not the newest', () => {
  it('raises the alert, and speaks for it from then on: no other id lowers it', async () => {
    const prom = mining();
    await prom.post('prom', sent('1', 'medium'));
    await prom.post('prom', sent('2', 'medium'));
    await bot.passes();
    await bot.press(sam, 'alerts.acknowledge', '1', slackChannel);
    expect(await prom.post('prom', sent('1', 'high'))).toEqual({ accepted: [], duplicate: ['1'] });
    await bot.passes();
    expect(await theAlert()).toMatchObject({
      content: { severity: 'high', description: 'high 1' },
      seen: { times: 3 },
    });
    expect(lines()).toEqual([expect.stringContaining('raised the severity of this alert: Medium → High')]);
    expect(bot.channel().at(-1)?.card.mentions).toHaveLength(1);
    await prom.post('prom', sent('2', 'medium'));
    expect(await theAlert()).toMatchObject({
      content: { severity: 'high', description: 'high 1' },
      seen: { times: 3 },
    });
    await prom.post('prom', sent('1', 'low'));
    expect(await theAlert()).toMatchObject({ content: { severity: 'low' } });
  });

  it('that still fires says that the finding goes on, and may then say that it is over', async () => {
    const am = ruledSources(bot.world, { name: 'am', preset: 'alertmanager', rules: [{ sameAs: ['title'] }] });
    const firing = (...instances: string[]) => bodyOf(instances, []);
    await am.post('am', firing('a', 'b'));
    await bot.passes();
    await am.post('am', bodyOf([], ['b']));
    await bot.passes();
    expect((await theAlert())?.resolvedBySender).toEqual({ at: expect.anything() });
    await am.post('am', firing('a'));
    await bot.passes();
    expect(await theAlert()).toMatchObject({ seen: { times: 3 } });
    expect(lines()).toEqual([
      expect.stringContaining('says that this alert ended'),
      expect.stringContaining('is still active'),
    ]);
    expect((await theAlert())?.resolvedBySender).toBeUndefined();
    await am.post('am', firing('a'));
    await am.post('am', bodyOf([], ['b']));
    expect(await theAlert()).toMatchObject({ seen: { times: 3 } });
    expect((await theAlert())?.resolvedBySender).toBeUndefined();
    await am.post('am', bodyOf([], ['a']));
    expect((await theAlert())?.resolvedBySender).toEqual({ at: expect.anything() });
  });

  it.each([
    ['before', (over: object, firing: object) => [over, firing]],
    ['behind', (over: object, firing: object) => [firing, over]],
  ])('that fires in the body in which the newest is over, %s it, keeps the thread quiet', async (_where, inOrder) => {
    const am = ruledSources(bot.world, { name: 'am', preset: 'alertmanager', rules: [{ sameAs: ['title'] }] });
    await am.post('am', bodyOf(['a', 'b'], []));
    await bot.passes();
    const { alerts: firing } = bodyOf(['a'], []);
    const { alerts: over } = bodyOf([], ['b']);
    await am.post('am', { ...bodyOf([], []), alerts: inOrder(over[0] ?? {}, firing[0] ?? {}) });
    await bot.passes();
    expect((await theAlert())?.resolvedBySender).toBeUndefined();
    expect(lines()).toEqual([]);
    await am.post('am', bodyOf([], ['a']));
    await bot.passes();
    expect(lines()).toEqual([expect.stringContaining('says that this alert ended')]);
  });
});

describe('a finding that was detected before the newest, and comes later', () => {
  it('is counted, and changes nothing else', async () => {
    const prom = mining();
    await prom.post('prom', sent('2', 'high'));
    await bot.passes();
    expect((await prom.post('prom', sent('1', 'low', { at: '2026-11-23T08:00:00Z' }))).accepted).toEqual(['1']);
    await bot.passes();
    expect(await theAlert()).toMatchObject({
      content: { severity: 'high', description: 'high 2' },
      seen: { times: 2, id: '2' },
    });
    expect(lines()).toEqual([]);
    await prom.post('prom', sent('3', 'low', { at: '2026-11-24T08:30:00Z' }));
    expect(await theAlert()).toMatchObject({ content: { severity: 'low', description: 'low 3' }, seen: { times: 3 } });
    await prom.post('prom', sent('0', 'informational', { at: '2026-11-24T08:20:00Z' }));
    expect(await theAlert()).toMatchObject({ content: { severity: 'low' }, seen: { times: 4, id: '3' } });
  });

  it('raises the alert where it is more severe', async () => {
    const prom = mining();
    await prom.post('prom', sent('2', 'low'));
    await prom.post('prom', sent('1', 'high', { at: '2026-11-23T08:00:00Z' }));
    await bot.passes();
    expect(await theAlert()).toMatchObject({ content: { severity: 'high', description: 'high 1' }, seen: { id: '1' } });
    await prom.post('prom', sent('3', 'medium', { at: '2026-11-24T07:00:00Z' }));
    expect(await theAlert()).toMatchObject({ content: { severity: 'high' }, seen: { times: 3, id: '1' } });
  });

  it('is the newest after one whose time was in the future', async () => {
    const prom = mining();
    await prom.post('prom', sent('1', 'low', { at: '2027-11-24T08:00:00Z' }));
    await prom.post('prom', sent('2', 'medium', { at: '2027-11-24T08:00:00Z' }));
    await bot.passes();
    const at = bot.world.time.now();
    await prom.post('prom', sent('3', 'low', { at }));
    expect(await theAlert()).toMatchObject({ content: { severity: 'low' }, seen: { times: 3, id: '3' } });
  });
});

/** Returns what Alertmanager sends of these instances of one alert. */
function bodyOf(firing: readonly string[], resolved: readonly string[]) {
  const one = (instance: string, status: string, endsAt: string) => ({
    ...{ status, labels: { alertname: 'Mining', instance, severity: 'critical' }, annotations: { summary: 'Mining' } },
    ...{ startsAt: '2026-11-24T08:00:00Z', endsAt, fingerprint: `${instance}000`, generatorURL: '' },
  });
  return {
    ...{ version: '4', status: 'firing', receiver: 'x', groupLabels: {}, commonLabels: {}, commonAnnotations: {} },
    ...{ externalURL: '', groupKey: 'k' },
    alerts: [
      ...firing.map((instance) => one(instance, 'firing', '0001-01-01T00:00:00Z')),
      ...resolved.map((instance) => one(instance, 'resolved', '2026-11-24T09:00:00Z')),
    ],
  };
}
