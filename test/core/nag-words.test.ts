import { expect, it } from 'vitest';
import { ada } from './alert-desk.ts';
import { channelless, minute, reminderDesk, unconfirmed } from './reminder-desk.ts';

it('says below something critical that it comes at any hour, and below the rest how seldom', async () => {
  const desk = await reminderDesk();
  await desk.edit(unconfirmed);
  await desk.until('2026-11-24T09:10:00.000Z');
  expect(desk.nags(ada)[0]?.card.footer).toBe(
    'You get this because you are a Global Administrator. Once a day at most, on working days.',
  );
  await desk.until('2026-11-29T02:00:00.000Z');
  await desk.edit(channelless);
  await desk.pass(minute);
  expect(desk.nags(ada).at(-1)?.card.footer).toBe(
    'You get this because you are a Global Administrator. What is critical comes at once, at any hour.',
  );
});
