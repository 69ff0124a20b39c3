import { nameIn, tenantsMeant } from '../domain/tenant/find-tenant.ts';
import { shownLimits } from '../domain/tenant/identity.ts';
import { compareNames } from '../domain/tenant/locales.ts';
import { activeAmong, isRestorable, isRetired, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { shortenMiddle } from '../domain/text/words.ts';
import type { Messages } from '../messages/messages.ts';
import type { World } from '../ports/world.ts';
import {
  type Button,
  button,
  type Card,
  type Choice,
  card,
  chosenSlot,
  lines,
  plainOf,
  quoted,
  type Text,
} from '../view/view.ts';
import { adminNames, mayBeAdmin, outdated, refusalUnless } from './authorize.ts';
import type { PressHandler, Reply, Request } from './interaction.ts';
import { storedStates } from './tenant-state.ts';
import { askerLocale, said } from './viewer-locale.ts';

/** The most tenants that stand in rows of their own, one press each; more are a menu. */
const maxRows = 5;

/** The button that chooses a tenant. Its value is the tenant's id, unless `valueFor` returns another. */
interface Chooser {
  id: string;
  kind: Button['kind'];
  /** True for what people still ask about a retired tenant, such as its history. All else is answered with the news that it is retired. */
  evenRetired?: true;
  valueFor?: (tenant: { id: string }) => string;
}

/** The most characters of a choice: two lines of a menu. */
const maxLabel = 140;

type Apply = (tenant: StoredTenant) => Promise<Reply>;

/**
 * Answers with `use` for the one tenant that `text` means (a name, a part of it, or an id; empty for the only one), and otherwise
 * with a card to choose from, among which no retired tenant stands. Refuses people who may not press the button of `choose` for it.
 */
export async function withTenant(request: Request, text: string, choose: Chooser, world: World, use: Apply) {
  const all = await everyTenantByName(world);
  const named = tenantsMeant(all, text);
  const active = activeAmong(all);
  // With one tenant there is nothing to choose: words that name none mean something else.
  const meant = named.length === 0 && active.length === 1 ? active : named;
  const [only] = meant;
  // The words choose the tenant as a press on the card below would, and need the right of its button.
  if (only && meant.length === 1)
    return useUnlessRetired(request, only, choose.evenRetired, world, async (tenant) => {
      const refused = await refusalUnless(request.rightOf(choose.id), request, tenant, world);
      return refused ?? use(tenant);
    });
  if (all.length > 0) {
    const { title, choose: label } = request.messages.tenants;
    const found = choose.evenRetired ? meant : activeAmong(meant);
    const say = { title, label, text: intro(request, text, found) };
    const listed = found.length > 0 ? found : active;
    return { kind: 'card', instead: false, card: await tenantsCard(request, listed, say, choose, world) } as const;
  }
  const [admins, maySetUp] = await Promise.all([adminNames(request, world), mayBeAdmin(request.actor.id, world)]);
  return { kind: 'card', instead: false, card: noTenants(request.messages, admins, maySetUp) } as const;
}

/**
 * Answers with `use` for the tenant of this id, which a button or a form sent, and otherwise says that the tenant is retired, or no longer
 * exists.
 */
export async function withTenantOfId(request: Request, id: string, world: World, use: Apply, evenRetired = false) {
  const tenant = await tenantById(id, world);
  return tenant
    ? useUnlessRetired(request, tenant, evenRetired, world, use)
    : outdated(request.messages, request.messages.tenants.gone);
}

async function useUnlessRetired(request: Request, tenant: StoredTenant, evenRetired = false, world: World, use: Apply) {
  return isRetired(tenant) && !evenRetired ? retiredReply(request, tenant, world) : use(tenant);
}

/** Answers that a tenant is retired, with what people can still see of it. Admins can take it back while that is possible. */
export async function retiredReply(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const { tenants, securityContact } = request.messages;
  const { title, text } = tenants.retired;
  const sentence = text(tenant.name, said(askerLocale(request), tenant.retiredAt ?? ''));
  const mayRestore = isRestorable(tenant, world.clock.now()) && (await mayBeAdmin(request.actor.id, world));
  const shown = card(title, plainOf(sentence), {
    text: [sentence],
    buttons: [
      ...(mayRestore ? [button('press', 'setup.restore', tenants.restore, tenant.id)] : []),
      button('press', 'contact.history', securityContact.buttons.history, tenant.id),
      button('press', 'alerts.report', tenants.report, tenant.id),
    ],
  });
  return { kind: 'card', instead: false, card: shown };
}

/** Answers a button or a form of a tenant that is retired, or no longer exists. */
export function goneTenant(request: Request, id: string, world: World): Promise<Reply> {
  return withTenantOfId(request, id, world, (tenant) => retiredReply(request, tenant, world));
}

type UseTenant = (request: Request, tenant: StoredTenant, world: World, rest: string | null) => Promise<Reply>;

/** The most tenants that one card shows together. */
const maxTogether = 5;

/** Answers for several tenants at once. */
export type UseTenants = (request: Request, tenants: readonly StoredTenant[], world: World) => Promise<Reply>;

/** Returns the tenants that a text without a name means, where there are several that one card shows together; null otherwise. */
export async function tenantsTogether(text: string, world: World): Promise<readonly StoredTenant[] | null> {
  if (nameIn(text) !== '') return null;
  const tenants = await tenantsByName(world);
  return tenants.length > 1 && tenants.length <= maxTogether ? tenants : null;
}

/**
 * Returns the two handlers of what is done with one tenant; without a name, `useAll` answers for a few together. The verb takes a name. The
 * button's value is a tenant's id, and behind a space what `use` gets as `rest` (null after the verb); with an empty value the button does
 * what the verb alone does.
 */
export function tenantHandlers(
  choose: Chooser,
  use: UseTenant,
  useAll?: UseTenants,
): Record<'typed' | 'press', PressHandler> {
  const typed: PressHandler = async (request, text, world) => {
    const all = useAll ? await tenantsTogether(text, world) : null;
    if (useAll && all) return useAll(request, all, world);
    return withTenant(request, text, choose, world, (tenant) => use(request, tenant, world, null));
  };
  return {
    typed,
    press: async (request, value, world) => {
      const [id = '', ...carried] = value.split(' ');
      const rest = carried.join(' ');
      const carrying = { ...choose, valueFor: (tenant: { id: string }) => `${tenant.id} ${rest}` };
      if (id === '' && rest !== '')
        return withTenant(request, '', carrying, world, (tenant) => use(request, tenant, world, rest));
      if (id === '') return typed(request, '', world);
      return withTenantOfId(request, id, world, (tenant) => use(request, tenant, world, rest), choose.evenRetired);
    },
  };
}

function intro({ messages }: Request, text: string, found: readonly unknown[]): string {
  if (nameIn(text) === '') return messages.tenants.summary;
  const { noMatch, several } = messages.tenants;
  return (found.length === 0 ? noMatch : several)(quoted(text));
}

type Say = Record<'title' | 'text' | 'label', string>;

/** Makes a card to choose a tenant: up to five have a row and a button each, more are a menu that is searched by name. */
export async function tenantsCard(
  { messages }: Request,
  tenants: readonly StoredTenant[],
  { title, text, label }: Say,
  { kind, id, valueFor = (tenant) => tenant.id }: Chooser,
  world: World,
): Promise<Card> {
  const choices = await choicesOf(messages, tenants.slice(0, shownLimits.searchChoices), tenants, world);
  const shown = card(title, text, { text: [text] });
  if (tenants.length <= maxRows) {
    const types = messages.securityContact.partnerTypes;
    const rows = tenants.map((tenant, index) => ({
      title: choices[index]?.label ?? tenant.name,
      detail: types[tenant.partnerType],
      button: button(kind, id, label, valueFor(tenant)),
    }));
    return { ...shown, rows };
  }
  const main = button(kind, id, label, valueFor({ id: chosenSlot }), { style: 'primary' });
  const isSearched = tenants.length > choices.length;
  const { searched: name, searchHint: hint } = messages.tenants;
  return { ...shown, menu: { name: 'tenant', label: name, hint, choices, isSearched, button: main } };
}

/** Returns tenants as choices: how each stands, and its id where another one of `all` has the same name. */
export async function choicesOf(
  messages: Messages,
  tenants: readonly StoredTenant[],
  all: readonly StoredTenant[],
  world: World,
): Promise<Choice[]> {
  const states = await storedStates(messages, tenants, world);
  return tenants.map(({ id, name }) => {
    const isAlike = all.some((other) => other.name === name && other.id !== id);
    return {
      value: id,
      label: shortenMiddle([states.get(id) ?? name, ...(isAlike ? [id] : [])].join(' · '), maxLabel),
    };
  });
}

/** Returns the card for when no partner tenant exists yet: the three steps, and the people who can take the first. */
export function noTenants({ welcome, tenants, faq, rights }: Messages, admins: Text | null, maySetUp: boolean): Card {
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

/** Returns the tenants that are not retired, in the order of their names. */
export async function tenantsByName(world: World): Promise<readonly StoredTenant[]> {
  return activeAmong(await everyTenantByName(world));
}

/** Returns all tenants, the retired ones too, in the order of their names. */
export async function everyTenantByName({ store }: World): Promise<readonly StoredTenant[]> {
  const all = await store.read((reader) => reader.list('tenants'));
  return all.toSorted((one, other) => compareNames(one.name, other.name));
}

/** Returns the tenant whose id a button's value or a form's state is. */
export async function tenantById(id: string, world: World): Promise<StoredTenant | null> {
  return world.store.read((reader) => reader.get('tenants', id));
}

/** Returns the value of a button about a tenant's record at its revision, so that nobody vouches for a record that they did not see. */
export function revisionValue({ id, revision }: StoredTenant): string {
  return `${id} ${revision.number}`;
}

/** Parses what `revisionValue` made. The revision is null for a bare tenant id, which means the record as it is now. */
export function parseRevisionValue(value: string): { id: string; revision: number | null } {
  const [id = '', revision] = value.split(' ');
  return { id, revision: revision === undefined ? null : Number(revision) };
}
