import type { Asking } from '../asking.ts';
import { button, card } from '../card.ts';
import { missingOf } from '../domain/missing.ts';
import { fullName, type StoredTenant } from '../domain/partner-tenant.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { noTenants, tenantsByName } from '../tenants.ts';
import type { Card, Row } from '../view.ts';
import { cardOf } from './show.ts';

const whole = 3;
const listed = 20;

/** The page that is the bot's own: what it is for, and the register with its buttons. */
export async function home(asking: Asking, world: World): Promise<Reply> {
  const tenants = await tenantsByName(world);
  if (tenants.length === 0) return { kind: 'cards', cards: [noTenants(asking)] };
  const cards = tenants.length <= whole ? await each(asking, tenants, world) : [list(asking, tenants)];
  return { kind: 'cards', cards: [welcome(asking), ...cards] };
}

function welcome({ words }: Asking): Card {
  const { title, summary, text, help } = words.welcome;
  return card(title, summary, { text: [text], buttons: [button('press', 'help.show', help, '')] });
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

function list(asking: Asking, tenants: readonly StoredTenant[]): Card {
  const { words } = asking;
  const rest = tenants.length - listed;
  return card(words.securityContact.title, words.tenants.summary, {
    rows: tenants.slice(0, listed).map((tenant): Row => {
      const show = button('press', 'contact.show', words.tenants.show, tenant.id);
      return { title: tenant.name, detail: stateOf(asking, tenant), button: show };
    }),
    footer: rest > 0 ? words.tenants.more(rest) : null,
  });
}

function stateOf({ words }: Asking, tenant: StoredTenant): string {
  const { states } = words.securityContact;
  const missing = missingOf(tenant).length;
  if (!tenant.contact) return states.none;
  return `${fullName(tenant.contact)} · ${missing === 0 ? states.complete : states.toDo(missing)}`;
}
