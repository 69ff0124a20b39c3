/** Asking, with a matcher that says of a text what a test wants it to. */

import { deliveryKinds } from '../../src/deliveries.ts';
import { createOutbox } from '../../src/delivery/worker.ts';
import type { Identity, Platform } from '../../src/domain/tenant/identity.ts';
import { type FaqLanguage, type Locale, locales } from '../../src/domain/tenant/locales.ts';
import type { FaqMatch } from '../../src/ports/faq.ts';
import type { Reply } from '../../src/request/interaction.ts';
import type { Card } from '../../src/view/view.ts';
import { type Entered, formOf, type Scene, scene } from '../views/scene.ts';
import { channels } from '../views/values.ts';
import type { Message } from './world.ts';

export interface FaqDesk extends Scene {
  /** From here on the matcher says so of every text. */
  meets(outcome: FaqMatch['outcome'], language?: FaqLanguage): void;
  counts(): Promise<object>;
  misses(): Promise<readonly string[]>;
  expertsIn(address?: string): Promise<void>;
  /** Puts a question to the experts, and returns what the asker is told. */
  asksPerson(text: string, from?: Identity): Promise<Card>;
  /** An expert opens the form and sends it. */
  /** What the bot has sent there, after the outbox had its time. */
  sent(to: string): Promise<readonly Message[]>;
  restarts(): Promise<void>;
  answers(id: string, values: Entered, from?: Identity): Promise<Reply>;
}

export async function faqDesk(platform: Platform = 'slack', locale: Locale = 'en'): Promise<FaqDesk> {
  const made = await scene(platform, locale);
  const { world } = made;
  const real = world.faq();
  let outbox = createOutbox(world, deliveryKinds, fail);
  world.wake = (queues) => outbox.wake(queues);
  return {
    ...made,
    meets: (outcome, language = locales[locale].faq) => {
      world.faq = () => ({ ...real, match: () => ({ language, outcome, topics: [] }) });
    },
    async counts() {
      const all = await world.store.read((reader) => reader.list('faqCounts'));
      const { id: _, ...counts } = all[0] ?? { id: '' };
      return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    },
    misses: async () => (await world.store.read((reader) => reader.list('faqMisses'))).map(({ text }) => text),
    async expertsIn(address = channels[platform].soc) {
      const expertsChannel = { platform, address };
      const id = 'organisation';
      await world.store.change((tx) => tx.put('organisation', { id, adminChannel: null, expertsChannel }));
    },
    asksPerson: async (text, from) => cardOf(await made.press('faq.ask', about(text, locales[locale].faq), from)),
    async sent(to) {
      await world.time.advance(5_000);
      return world[platform].messages.filter((message) => message.to === to);
    },
    async restarts() {
      outbox = createOutbox(world, deliveryKinds, fail);
      await outbox.start();
    },
    async answers(id, values, from = made.member) {
      const opened = await made.press('faq.answer', id, from);
      return made.submit(formOf(opened), values, from);
    },
  };
}

function fail(error: unknown): void {
  throw error;
}

export function about(text: string, language: FaqLanguage, entry: string | null = null): string {
  return JSON.stringify({ text, language, entry });
}

export function cardOf(reply: Reply): Card {
  if (reply.kind === 'card') return reply.card;
  const [first] = reply.kind === 'cards' ? reply.cards : [];
  if (!first) throw new Error(`no card: ${JSON.stringify(reply)}`);
  return first;
}

/** Everything that somebody reads of it. */
export function readOf(reply: Reply | Card | undefined): string {
  return JSON.stringify(reply ?? null);
}
