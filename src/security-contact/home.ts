import type { Asking } from '../asking.ts';
import { button, card } from '../card.ts';
import { fullName, type StoredTenant } from '../domain/partner-tenant.ts';
import { findingsNow } from '../evidence.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { noTenants, tenantsByName } from '../tenants.ts';
import { countToFix } from '../to-fix.ts';
import type { Card, Row } from '../view.ts';
import { cardOf } from './show.ts';

const whole = 3;
const listed = 20;

/** The page that is the bot's own: what it is for, and the register with its buttons. */
export async function home(asking: Asking, world: World): Promise<Reply> {
  const tenants = await tenantsByName(world);
  if (tenants.length === 0) return { kind: 'cards', cards: [noTenants(asking)] };
  const cards = tenants.length <= whole ? await each(asking, tenants, world) : [await list(asking, tenants, world)];
  return { kind: 'cards', cards: [welcome(asking), ...cards] };
}

function welcome({ words }: Asking): Card {
  const { title, summary, text, help } = words.welcome;
  return card(title, summary, {
    text: [text],
    buttons: [button('press', 'faq.topics', words.faq.askAQuestion, ''), button('press', 'help.show', help, '')],
  });
}

/** Each contact's card. Several are told apart by their headings, and say the small print once. */
async function each(asking: Asking, tenants: readonly StoredTenant[], world: World): Promise<Card[]> {
  const cards = await Promise.all(tenants.map((tenant) => cardOf(asking, tenant, world, null)));
  if (tenants.length === 1) return cards;
  return cards.map((one, index) => ({
    ...one,
    title: asking.words.securityContact.titleOf(tenants[index]?.name ?? ''),
    footer: index === cards.length - 1 ? one.footer : null,
  }));
}

async function list(asking: Asking, tenants: readonly StoredTenant[], world: World): Promise<Card> {
  const { words } = asking;
  const rest = tenants.length - listed;
  const shown = tenants.slice(0, listed);
  const counts = await world.store.read((reader) =>
    Promise.all(
      shown.map(async (tenant) => countToFix({ tenant, findings: await findingsNow(reader, tenant, world) })),
    ),
  );
  return card(words.securityContact.title, words.tenants.summary, {
    rows: shown.map((tenant, index): Row => {
      const show = button('press', 'contact.show', words.tenants.show, tenant.id);
      return { title: tenant.name, detail: stateOf(asking, tenant, counts[index] ?? 0), button: show };
    }),
    footer: rest > 0 ? words.tenants.more(rest) : null,
  });
}

function stateOf({ words }: Asking, tenant: StoredTenant, count: number): string {
  if (!tenant.contact) return words.securityContact.states.none;
  return `${fullName(tenant.contact)} · ${words.findings.count(count)}`;
}
