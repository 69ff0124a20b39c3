import { beforeEach, expect, it } from 'vitest';
import { forgetMarks } from '../../src/delivery/forget-marks.ts';
import { messages } from '../../src/messages/messages.ts';
import { card } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot } from '../support/a-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const answer = (name: string) => card(name, `${name}.`);
const answersOf = (id: typeof ada) =>
  bot.inPrivate(id).flatMap((one) => (one.deliveryId.startsWith('answer') ? [one.card.title] : []));
const rows = async () => (await bot.deliveries()).filter(({ about }) => about.kind === 'answer');

it('an answer that was owed comes as soon as the platform takes it, to who asked and once', async () => {
  bot.world.slack.fails('unreachable', 'http_503');
  await bot.enqueueAnswer(ada, answer('Confirmed'));
  await bot.world.time.advance(60_000);
  expect(answersOf(ada)).toEqual([]);
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect([answersOf(ada), answersOf(sam)]).toEqual([['Confirmed'], []]);
});

it('of an older version, which knew no charts, comes all the same', async () => {
  bot.world.slack.fails('unreachable', 'http_503');
  await bot.enqueueAnswer(ada, answer('Confirmed'));
  await bot.world.store.change(async (tx) => {
    for (const row of await tx.list('deliveries')) {
      if (row.about.kind !== 'answer') continue;
      const { charts: _, feedback: __, ...older } = Object(row.about.card);
      await tx.put('deliveries', { ...row, about: { ...row.about, card: { ...older, bars: [] } } });
    }
  });
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect(bot.inPrivate(ada).at(-1)?.card).toMatchObject({ title: 'Confirmed', charts: [], feedback: null });
});

it('of many that somebody asked for meanwhile the newest five come', async () => {
  bot.world.slack.fails('unreachable', 'http_503');
  for (const name of ['1', '2', '3', '4', '5', '6', '7', '8']) await bot.enqueueAnswer(ada, answer(name));
  await bot.enqueueAnswer(sam, answer('Sam'));
  const waiting = (await rows()).filter(({ queue, state }) => queue === ada && state === 'waiting');
  expect(waiting).toHaveLength(5);
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  // The first may have been on its way when the second was asked for.
  expect(answersOf(ada).filter((title) => title !== '1')).toEqual(['4', '5', '6', '7', '8']);
  expect(answersOf(sam)).toEqual(['Sam']);
});

it('of a refused form opens it as its sender left it, and for nobody else', async () => {
  const button = {
    kind: 'form',
    id: 'contact.update',
    label: 'Open',
    value: '',
    style: 'primary',
    confirm: null,
  } as const;
  const form = { ...formOf(await bot.press(ada, 'contact.update', contoso)), notice: 'Nothing was saved.' };
  await bot.enqueueAnswer(ada, card('Update', 'Update.', { buttons: [button] }), { form });
  await bot.world.time.advance(10_000);
  const [open] = bot.inPrivate(ada).at(-1)?.card.buttons ?? [];
  const press = (who: typeof ada) => bot.press(who, open?.id ?? '', open?.value ?? '');
  expect(formOf(await press(ada))).toEqual(form);
  expect(cardOf(await press(sam)).title).toBe(messages('en').rights.outdatedTitle);
});

it('is forgotten two days after it came: it holds what was answered', async () => {
  await bot.enqueueAnswer(ada, answer('Contact'));
  await bot.world.time.advance(10_000);
  expect(await rows()).toHaveLength(1);
  await bot.world.time.advance(49 * hour);
  await forgetMarks(bot.world);
  expect(await rows()).toEqual([]);
});
