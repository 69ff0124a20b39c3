/** The bot of the simulated year: its lives, its clock, and every message that it sends. */

import type { Locale } from '../../src/domain/tenant/locales.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Bot } from '../../src/request/interaction.ts';
import { plainOf, type Text } from '../../src/view/view.ts';
import { aBot } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { mortal, newLife } from '../support/mortal.ts';
import type { Message } from '../support/world.ts';
import { holidays } from './calendar.ts';
import { adminChannel, cast, people, remember } from './cast.ts';
import type { Sent } from './judge.ts';

export type Office = Awaited<ReturnType<typeof openOffice>>;

export async function openOffice(from: string, died: (at: number) => void) {
  const bugs: unknown[] = [];
  let life: ReturnType<typeof newLife>;
  let seen = { slack: 0, teams: 0 };
  let posts: Message[] = [];
  const bot = await aBot({
    ...cast(from),
    store: quickStore(),
    clock: from,
    through: (whole) => {
      life = newLife(() => died(Date.parse(whole.time.now())));
      return mortal(whole, life);
    },
    onBug: (bug) => bugs.push(bug),
  });
  const { world } = bot;
  world.settings = { ...world.settings, holidays };
  await remember(world);

  /** The process starts anew from what is stored. */
  function live() {
    bot.restart();
    return bot.start();
  }
  await bot.start();

  return {
    world,
    bugs,
    life: () => life,
    now: () => Date.parse(world.time.now()),
    end: () => life.end(),
    restart: live,
    /** True when it came to its end alive. */
    async tick(): Promise<boolean> {
      const done = await Promise.race([
        bot.tick().then(
          () => true,
          (bug) => void bugs.push(bug),
        ),
        life.death,
      ]);
      return done === true && !life.dead;
    },
    /** Null when the process ended meanwhile. */
    async handle(interaction: Parameters<Bot['handle']>[0]) {
      const reply = await Promise.race([bot.handle(interaction), life.death]);
      return reply ?? null;
    },
    /** What was posted since the last call, with what it told. */
    async news(): Promise<{ sent: Sent; card: Message['card'] }[]> {
      const fresh = [...world.slack.messages.slice(seen.slack), ...world.teams.messages.slice(seen.teams)];
      seen = { slack: world.slack.messages.length, teams: world.teams.messages.length };
      posts = [...posts, ...fresh];
      const told = await Promise.all(fresh.map(async (one) => ({ sent: await sentOf(one), card: one.card })));
      return told.toSorted((a, b) => a.sent.at - b.sent.at);
    },
    posts: () => posts,
  };

  async function sentOf({ at, to, deliveryId }: Message): Promise<Sent> {
    const reminderId = /^reminder (reminder-\d+) > /.exec(deliveryId)?.[1];
    const reminder = reminderId ? await world.store.read((reader) => reader.get('reminders', reminderId)) : null;
    const kind = reminder ? 'reminder' : deliveryId.startsWith('weekly') ? 'weekly' : 'other';
    return { at: Date.parse(at), queue: to, deliveryId, kind, items: reminder?.items ?? [] };
  }
}

/** By whose clock and in which language a queue is told, when it is not a channel of a contact. */
export const zoneOf = (queue: string) => people.find(({ id }) => id === queue)?.timezone ?? 'UTC';
export const localeOf = (queue: string) => people.find(({ id }) => id === queue)?.locale ?? 'en';
export const adminQueue = `slack:${adminChannel.address}`;

/** Whether the last sentence of the small print is in that language. */
export function speaks(locale: Locale, footer: Text | null): boolean {
  const { why, whyAdminChannel, whyManager, managerMay, whyChannel, seldom, atAnyHour, weekly } =
    messages(locale).reminders;
  const whys = [why, whyAdminChannel, `${whyManager} ${managerMay}`, whyChannel].flatMap((one) => [
    `${one} ${seldom}`,
    `${one} ${atAnyHour}`,
  ]);
  const said = plainOf(footer ?? '');
  return [...whys, weekly.footer].some((text) => said.endsWith(text));
}
