import { expect, it } from 'vitest';
import { enqueue } from '../../src/delivery/transitions.ts';
import { aBot, cardOf } from '../support/a-bot.ts';
import { sam } from '../support/partner.ts';

it('every delivery of an alert can be read, page by page, with the reminders', async () => {
  const bot = await aBot();
  await bot.send({ id: 'a b' });
  const alertId = 'webhook:default a b';
  await bot.world.store.change(async (tx) => {
    for (let n = 0; n < 20; n++) {
      const to = { kind: 'channel', channel: { platform: 'slack', address: `C9${n}` } } as const;
      await enqueue(tx, { about: { kind: 'alert', alertId }, to, rank: 1, want: 1 }, bot.world.time.now());
    }
    const about = { kind: 'escalation', alertId, step: 0, revision: 1 } as const;
    const to = { kind: 'channel', channel: { platform: 'slack', address: 'C1' } } as const;
    await enqueue(tx, { about, to, rank: 1, want: 1 }, bot.world.time.now());
  });
  const timeline = cardOf(await bot.press(sam, 'alerts.show', alertId));
  let button = timeline.buttons.find(({ id }) => id === 'alerts.receipts');
  const seen: string[] = [];
  const feet: unknown[] = [];
  for (let page = 0; page < 3; page++) {
    const shown = cardOf(await bot.press(sam, 'alerts.receipts', button?.value ?? ''));
    seen.push(...shown.rows.map(({ title, detail }) => JSON.stringify([title, detail])));
    feet.push(shown.footer);
    button = shown.buttons.find(({ id }) => id === 'alerts.receipts');
  }
  expect(button).toBeUndefined();
  expect(feet).toEqual(['1 to 10', '11 to 20', '21 to 23'].map((some) => `Showing ${some} of 23, oldest first.`));
  for (let n = 0; n < 20; n++) expect(seen.filter((row) => row.includes(`"C9${n}"`))).toHaveLength(1);
  expect(seen.at(-1)).toContain('reminder');
});

it('a story that shows all has no more to show, and an alert that is gone says so', async () => {
  const bot = await aBot();
  await bot.send({ id: 'x' });
  const timeline = cardOf(await bot.press(sam, 'alerts.show', 'webhook:default x'));
  expect(timeline.buttons.map(({ id }) => id)).not.toContain('alerts.receipts');
  expect(cardOf(await bot.press(sam, 'alerts.receipts', '0 webhook:default nothing')).text[0]).toContain(
    'I cannot find this alert',
  );
});
