import { findTenants, nameIn } from '../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Words } from '../messages/words.ts';
import type { World } from '../ports/world.ts';
import { button, card } from '../view/build-card.ts';
import { lines, quoted } from '../view/text.ts';
import type { Button, Card, Row, Text } from '../view/view.ts';
import { helpers, mayBeAdmin } from './authorize.ts';
import type { Reply } from './interaction.ts';
import type { Request } from './request.ts';

const shown = 10;

/** The button that chooses a tenant. Its value is the tenant's id, unless `valueFor` says another. */
interface Chooser {
  id: string;
  kind: Button['kind'];
  valueFor?: (tenant: { id: string }) => string;
}

/** The one tenant that `text` means (a name, a part of it, or an id; empty for the only one), or a card to choose from. */
export async function withTenant(
  request: Request,
  text: string,
  choose: Chooser,
  world: World,
  use: (tenant: StoredTenant) => Promise<Reply>,
): Promise<Reply> {
  const all = await tenantsByName(world);
  const found = findTenants(all, text);
  const [only] = found;
  if (only && found.length === 1) return use(only);
  if (all.length === 0) {
    const [admins, maySetUp] = await Promise.all([helpers(request, world), mayBeAdmin(request, world)]);
    return { kind: 'card', instead: false, card: noTenants(request.words, admins, maySetUp) };
  }
  return {
    kind: 'card',
    instead: false,
    card: chooser(request, found.length > 0 ? found : all, intro(request, text, found), choose),
  };
}

function intro({ words }: Request, text: string, found: readonly unknown[]): string {
  if (nameIn(text) === '') return words.tenants.summary;
  const said = quoted(text);
  return found.length === 0 ? words.tenants.noMatch(said) : words.tenants.several(said);
}

function chooser(
  request: Request,
  tenants: readonly StoredTenant[],
  text: string,
  { kind, id, valueFor = (tenant) => tenant.id }: Chooser,
) {
  const { words } = request;
  const rest = tenants.length - shown;
  return card(words.tenants.title, text, {
    text: [text],
    rows: tenants.slice(0, shown).map((tenant): Row => {
      return {
        title: tenant.name,
        detail: tenantDetail(words, tenant, tenants),
        button: button(kind, id, words.tenants.choose, valueFor(tenant)),
      };
    }),
    buttons: rest > 0 ? [findButton(request, id, valueFor)] : [],
    footer: rest > 0 ? words.tenants.more(rest) : null,
  });
}

/** Returns the line that tells a tenant from others: its id too, where another one has the same name. */
export function tenantDetail(
  { securityContact }: Words,
  { id, name, partnerType }: StoredTenant,
  all: readonly StoredTenant[],
): string {
  const type = securityContact.partnerTypes[partnerType];
  return all.some((other) => other.name === name && other.id !== id) ? `${type} · ${id}` : type;
}

/** The placeholder for the tenant's id in the value of the button that is pressed once the tenant is found. */
export const tenantPlace = '{tenant}';

/** The button that opens the search by name. `press` is the id of the button that is then pressed for the tenant. */
export function findButton(
  { words }: Pick<Request, 'words'>,
  press: string,
  valueFor: (tenant: { id: string }) => string = ({ id }) => id,
): Button {
  return button('form', 'tenants.find', words.tenants.search, `${press} ${valueFor({ id: tenantPlace })}`);
}

/** What there is to see before any partner tenant exists: the three steps, and who takes the first. */
export function noTenants({ welcome, tenants, faq, rights }: Words, admins: Text | null, maySetUp: boolean): Card {
  const others = admins === null ? rights.nobodyCanHelp : welcome.whoSetsUp(admins);
  return card(welcome.title, tenants.none, {
    text: [welcome.text, lines(welcome.steps), ...(maySetUp ? [] : [others])],
    buttons: [
      ...(maySetUp ? [button('form', 'contact.setup', tenants.setUp, '', { style: 'primary' })] : []),
      button('press', 'faq.topics', faq.askAQuestion, ''),
      button('press', 'help.show', welcome.help, ''),
    ],
  });
}

/** Returns all tenants in the order of their names. */
export async function tenantsByName({ store }: World): Promise<readonly StoredTenant[]> {
  const all = await store.read((reader) => reader.list('tenants'));
  return all.toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Returns the tenant whose id a button's value or a form's state is. */
export async function tenantById(id: string, world: World): Promise<StoredTenant | null> {
  return world.store.read((reader) => reader.get('tenants', id));
}
