import { button, card } from '../card.ts';
import { type Delivery, noticeRank } from '../domain/delivery.ts';
import { platformOf } from '../domain/identity.ts';
import { words } from '../messages/words.ts';
import { owe } from '../owe.ts';
import type { World } from '../ports.ts';
import type { Card } from '../view.ts';

/** Owes each admin on Slack the first steps, once and for all. Returns the queues that have work now. */
export async function welcomeAdmins({ directory, store, clock, chats }: World): Promise<readonly string[]> {
  if (!chats.slack) return [];
  const admins = (await directory.globalAdmins(20).catch(() => [])).filter((id) => platformOf(id) === 'slack');
  const fresh = await store.read(async (reader) => {
    const known = await Promise.all(admins.map((id) => reader.get('deliveries', `welcome > ${id}`)));
    return admins.filter((_id, index) => known[index] === null);
  });
  if (fresh.length === 0) return [];
  return store.change(async (tx) => {
    const queues: string[] = [];
    for (const id of fresh)
      queues.push(
        await owe(
          tx,
          { about: { kind: 'welcome' }, to: { kind: 'person', id }, rank: noticeRank + 1, want: 1 },
          clock.now(),
        ),
      );
    return queues;
  });
}

/** Null when the delivery is about something else. */
export function welcomeCard({ about }: Delivery, { defaults }: World): { card: Card; revision: number } | null {
  if (about.kind !== 'welcome') return null;
  const { welcome, tenants, faq } = words(defaults.locale);
  const shown = card(welcome.title, welcome.summary, {
    text: [welcome.text],
    rows: welcome.steps.map((step) => ({ ...step, button: null })),
    buttons: [
      button('form', 'contact.setup', tenants.setUp, '', { style: 'primary' }),
      button('press', 'faq.topics', faq.askAQuestion, ''),
      button('press', 'help.show', welcome.help, ''),
    ],
  });
  return { card: shown, revision: 1 };
}
