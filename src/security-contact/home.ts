import type { Asking } from '../asking.ts';
import { button, card } from '../card.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { noTenants } from '../tenants.ts';
import type { Card, Row } from '../view.ts';
import { summaryOf } from './contact-card.ts';
import { cardOf } from './show.ts';

const whole = 3;
const listed = 20;

/** The page that is the bot's own: what it is for, and the register with its buttons. */
export async function home(asking: Asking, world: World): Promise<Reply> {
  const tenants = await world.store.read((reader) => reader.list('tenants'));
  if (tenants.length === 0) return { kind: 'cards', cards: [welcome(asking), noTenants(asking)] };
  const cards =
    tenants.length <= whole
      ? await Promise.all(tenants.map((tenant) => cardOf(asking, tenant, world, null)))
      : [list(asking, tenants)];
  return { kind: 'cards', cards: [welcome(asking), ...cards] };
}

function welcome({ words }: Asking): Card {
  const { title, summary, text, help } = words.welcome;
  return card(title, summary, { text: [text], buttons: [button('press', 'help.show', help, '')] });
}

function list(asking: Asking, tenants: readonly StoredTenant[]): Card {
  const { words } = asking;
  const rest = tenants.length - listed;
  return card(words.securityContact.title, words.tenants.summary, {
    rows: tenants.slice(0, listed).map((tenant): Row => {
      const show = button('press', 'contact.show', words.securityContact.buttons.show, tenant.id);
      return { title: tenant.name, detail: summaryOf(asking, tenant), button: show };
    }),
    footer: rest > 0 ? words.tenants.more(rest) : null,
  });
}
