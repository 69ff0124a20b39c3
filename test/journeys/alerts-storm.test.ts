import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alert, post } from '../support/sender.ts';
import { type AlertStage, alertStage, both, unhurried } from './alert-stage.ts';

let scene: AlertStage;
beforeEach(async () => {
  scene = await alertStage();
});
afterEach(() => scene.on.closes());

const low = (n: number) => alert({ id: `low-${n}`, severity: n % 2 ? 'low' : 'medium', displayName: `Noise ${n}` });

it('10,000 alerts in a minute neither flood nor get lost, and do not bury the high one', {
  timeout: 120_000,
}, async () => {
  const { on, channels, rooms, sam, cards, until, time } = scene;
  let sent = 0;
  const sender = async () => {
    while (sent < 100) {
      const batch = sent++;
      const answer = await post(
        on.url(),
        Array.from({ length: 100 }, (_, n) => low(batch * 100 + n)),
      );
      expect(answer).toMatchObject({ status: 202, body: { duplicate: [] } });
      if (batch === 60) expect((await post(on.url(), alert({ id: 'urgent', displayName: 'URGENT' }))).status).toBe(202);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  expect(await on.store.read((reader) => reader.count('alerts.open', ''))).toBe(10_001);
  await until(() => both.every((name) => cards(name).some(({ title }) => title.includes('10000 alerts in'))));
  for (const name of both) {
    const [urgent] = cards(name).filter(({ text }) => text.includes('URGENT'));
    expect(urgent?.text).toContain('High severity');
    // What came before the storm was one has cards of its own.
    expect(cards(name).length).toBeLessThan(40);
  }
  await scene.sent();

  const listed = await sam.slack.says('alerts high');
  expect(listed).toContain('URGENT');
  // The answer comes before the work is done; what came of it follows.
  const answered = await rooms.slack.presses(sam.slack, channels.slack, 'Acknowledge all');
  expect(answered).toMatch(/I am acknowledging [\d,]+ alerts/);
  await vi.waitUntil(() => /[\d,]+ alerts are acknowledged/.test(sam.slack.reads()), unhurried);
  await vi.waitUntil(
    () => both.every((name) => cards(name).some(({ title }) => title.includes('all acknowledged'))),
    unhurried,
  );
  const again = await post(
    on.url(),
    Array.from({ length: 100 }, (_, n) => low(n)),
  );
  expect(again.body).toMatchObject({ accepted: [] });
  time.jump(3_600_000);
});
