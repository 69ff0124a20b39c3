/** The bot that is asked, with a matcher that says of a text what a test wants it to. */
import type { Identity, Platform } from '../../src/domain/tenant/identity.ts';
import { type FaqLanguage, type Locale, locales } from '../../src/domain/tenant/locales.ts';
import type { FaqMatch } from '../../src/ports/world.ts';
import type { Reply } from '../../src/request/interaction.ts';
import type { Card } from '../../src/view/view.ts';
import { scene } from '../views/scene.ts';
import { channels } from '../views/values.ts';
import { cardOf, formOf, text, type Values } from './a-bot.ts';
import type { Message } from './world.ts';

export type FaqBot = Awaited<ReturnType<typeof aFaqBot>>;

export async function aFaqBot(platform: Platform = 'slack', locale: Locale = 'en') {
  const made = await scene(platform, locale, { outbox: true });
  const { world } = made;
  const real = world.faq();
  return {
    ...made,
    /** From here on the matcher says so of every text. */
    meets: (outcome: FaqMatch['outcome'], language = locales[locale].faq) => {
      world.faq = () => ({ ...real, match: () => ({ language, outcome, topics: [] }), intentsOf: () => [] });
    },
    async counts(): Promise<object> {
      const all = await world.store.read((reader) => reader.list('faqCounts'));
      const { id: _, ...counts } = all[0] ?? { id: '' };
      return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    },
    misses: async () => (await world.store.read((reader) => reader.list('faqMisses'))).map(({ text }) => text),
    expertsIn: (address: string = channels[platform].soc) =>
      made.organisation({ expertsChannel: { platform, address } }),
    /** Puts a question to the experts, and returns what the asker is told. */
    asksPerson: async (text: string, from?: Identity) =>
      cardOf(await made.press('faq.ask', about(text, locales[locale].faq), from)),
    /** What the bot has sent there, after the outbox had its time. */
    async sent(to: string): Promise<readonly Message[]> {
      await world.time.advance(5_000);
      return world[platform].messages.filter((message) => message.to === to);
    },
    async restarts() {
      made.restart();
      await made.start();
    },
    /** An expert opens the form and sends it. */
    answers: async (id: string, values: Values, from = made.member) =>
      made.submit(formOf(await made.press('faq.answer', id, from)), values, from),
  };
}

export function about(text: string, language: FaqLanguage, entry: string | null = null): string {
  return JSON.stringify({ text, language, entry });
}

/** Everything that somebody reads of it. */
export function readOf(reply: Reply | Card | undefined): string {
  return text(reply ?? null);
}
