/** What the admins hear of settings that were reloaded: mistakes, their end, and other administrators, which the history has too. */
import { beforeEach, expect, it } from 'vitest';
import type { RefusedSettings } from '../../src/ports/world.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam } from '../support/partner.ts';
import { second } from '../support/time.ts';

let bot: TestBot;
let refused: RefusedSettings | null;
beforeEach(async () => {
  bot = await aBot();
  refused = null;
  bot.world.refusedSettings = () => refused;
});

const ticks = async () => {
  for (let tick = 0; tick < 2; tick++) await bot.tick(10 * second);
};
const news = (id = ada) => bot.inPrivate(id, 'settingsNews').map(({ card }) => text(card));
const changed = async () => {
  const history = await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 }));
  return history.filter(({ deed }) => deed === 'admins.changed');
};
const refuse = (...paths: string[]) => {
  const mistakes = paths.map((path) => ({ setting: 'SOURCES', path, sentence: 'Required, but missing.' }));
  refused = { mistakes, at: bot.world.clock.now() };
};

it('mistakes are told once, others again, and their end once', async () => {
  await ticks();
  expect(news()).toEqual([]);
  refuse('sources.0.name');
  await ticks();
  expect(news()).toEqual([expect.stringMatching(/1 mistake\..*SOURCES.*sources\.0\.name/s)]);
  refuse(...Array.from({ length: 30 }, (_, n) => `sources.${n}`));
  await ticks();
  expect(news()).toHaveLength(2);
  expect(news()[1]).toMatch(/30 mistakes\..*sources\.9.*20/s);
  refused = null;
  await ticks();
  await ticks();
  expect(news().slice(2)).toEqual([expect.stringContaining('no mistakes any more')]);
});

it('that mistakes are mended is told after a restart too, and waits until an admin can be told', async () => {
  refuse('');
  await ticks();
  // A new process has read the files without a mistake, or it had not started.
  const { directory } = bot.world;
  bot.world.refusedSettings = () => null;
  bot.world.directory = { ...directory, adminsToTell: async () => [] };
  await ticks();
  expect(news()).toHaveLength(1);
  bot.world.directory = directory;
  await ticks();
  expect(news()[1]).toContain('no mistakes any more');
});

it('other administrators are in the history, and the former and the new ones are told, once', async () => {
  bot.world.settings.admins = [ada, sam];
  await ticks();
  expect([news(), await changed()]).toEqual([[], []]);
  bot.world.settings.admins = [eve, ada];
  await ticks();
  expect(await changed()).toMatchObject([
    { by: null, tenantId: null, changes: [{ field: 'admins', before: [ada, sam], after: [eve, ada] }] },
  ]);
  for (const id of [ada, sam, eve])
    expect(news(id)).toEqual([expect.stringContaining('My settings name other administrators: 1 added, 1 removed.')]);
  expect(news(sam)[0]).toContain('because you were an administrator');
  expect(news(eve)[0]).toContain('because you are a Global Administrator');
  // The order means nothing.
  bot.world.settings.admins = [ada, eve];
  await ticks();
  expect(await changed()).toHaveLength(1);
  expect(text(await bot.say(ada, 'history'))).toMatch(/The bot got other administrators from its settings/);
});

it('the first administrators are no news, and the last one who goes is', async () => {
  bot.world.settings.admins = [];
  await ticks();
  bot.world.settings.admins = [sam];
  await ticks();
  expect(await changed()).toEqual([]);
  bot.world.settings.admins = [];
  await ticks();
  expect(await changed()).toHaveLength(1);
  expect(news(sam)).toHaveLength(1);
});
