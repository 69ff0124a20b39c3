/** Reads what the first screen shows, and shows it on the home page and as the welcome message to admins. */

import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import { alarmRank, type DeliveryOf, type Destination, deliveryId } from '../../domain/delivery/delivery.ts';
import type { FindingToShow } from '../../domain/finding/finding.ts';
import type { StoredPortal } from '../../domain/finding/portal.ts';
import { Platform, platformOf, platforms } from '../../domain/tenant/identity.ts';
import { fullName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { daysBetween } from '../../domain/time/zones.ts';
import { findingsToShow } from '../../findings/current.ts';
import { countToFix, rowsToFix, tenantStateLine } from '../../findings/rows.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { atWorkText } from '../../request/alerts-at-work.ts';
import { adminNames, type MayPress, mayPressOf } from '../../request/authorize.ts';
import { noTenants, tenantsByName } from '../../request/choose-tenant.ts';
import { phoneLink } from '../../request/contact-links.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import { knownAdmins } from '../../request/people.ts';
import type { Names, ViewerLocale } from '../../request/viewer-locale.ts';
import { askerLocale, listed, namesOf, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { type AlertsAtWork, alertsAtWork, type OpenAlerts, openAlerts } from '../../store/open-alerts.ts';
import { type Button, button, type Card, card, type More, type Text, truncate } from '../../view/view.ts';
import { contactFacts, detailsOf } from './contact-card.ts';
import { namesIn } from './show.ts';

/** Answers with the home page: the first screen, with the buttons that the asker may press. */
export async function home(request: Request, world: World): Promise<Reply> {
  const { only, ...known } = await firstScreenNow(world);
  const [may, admins] = [await mayPressOf(request, only, world), await adminNames(request, world)];
  return { kind: 'cards', cards: [firstScreen(askerLocale(request), { ...known, admins, may })] };
}

/** Enqueues the first screen as a welcome, once for each admin on a platform where the bot has to write to admins first. */
export async function welcomeAdmins(world: World): Promise<void> {
  const { store, clock, chats } = world;
  const here = Platform.options.filter((platform) => chats[platform] && platforms[platform].welcomesAdmins);
  if (here.length === 0) return;
  const admins = ((await knownAdmins(world)) ?? []).filter((id) => here.includes(platformOf(id)));
  const about = { kind: 'welcome' } as const;
  const people = admins.map((id): Destination => ({ kind: 'person', id }));
  const known = await store.read((reader) =>
    Promise.all(people.map((to) => reader.get('deliveries', deliveryId(about, to)))),
  );
  const fresh = people.filter((_to, index) => known[index] === null);
  if (fresh.length > 0) await store.change((tx) => enqueueFor(tx, { about, rank: alarmRank }, fresh, clock.now()));
}

/** Makes the welcome message: the first screen as things stand when it is sent. A press checks the rights of the reader. */
export async function welcomeCard({ to }: DeliveryOf<'welcome'>, world: World): Promise<MadeCard> {
  const locale = await viewerLocaleOf(to, world);
  const shown = firstScreen(locale, { ...(await firstScreenNow(world)), admins: null, may: () => true });
  return { card: { ...shown, footer: locale.messages.welcome.why }, revision: 1 };
}

/** Reads everything that the first screen shows, except the rights of its reader. `only` is the one tenant; null for none or several. */
async function firstScreenNow(world: World) {
  const tenants = await tenantsByName(world);
  const [first] = tenants;
  const only = first && tenants.length === 1 ? first : null;
  return world.store.read(async (reader) => {
    const all = await Promise.all(
      tenants.map(async (tenant) => ({ tenant, findings: await findingsToShow(reader, tenant, world) })),
    );
    return {
      only,
      alerts: await openAlerts(reader),
      atWork: await alertsAtWork(reader),
      tenants: all.length <= maxLines ? all : all.filter((known) => countToFix(known).open > 0),
      count: all.length,
      portal: only && (await reader.get('portal', only.id)),
      names: only ? await namesIn(reader, only, all[0]?.findings) : await namesOf(reader, [], []),
      now: world.clock.now(),
      local: world.settings.local === true,
    };
  });
}

/** Everything that the first screen shows. */
interface FirstScreen {
  alerts: OpenAlerts;
  atWork: AlertsAtWork;
  /** Lists all tenants where they are few, and otherwise those with something to fix; `count` counts all. */
  tenants: readonly { tenant: StoredTenant; findings: readonly FindingToShow[] }[];
  count: number;
  /** What Microsoft says of the one tenant; null for several, and where it is not asked. */
  portal: StoredPortal | null;
  names: Names;
  /** The names of the people who may change things; null when nobody is known. */
  admins: Text | null;
  may: MayPress;
  now: string;
  /** True in local mode, where a test alert wakes nobody. */
  local: boolean;
}

/** The most tenants that have a line each. */
const maxLines = 3;
const maxButtons = 4;
/** The most characters of an alert's title and of a tenant's name, as they are rendered. */
const titleRoom = 60;
const nameRoom = 30;

/**
 * Makes the card that people see before they ask for anything: open alerts, findings, the contact, and what they can do; at
 * most six lines and four buttons, of which the first is the next step.
 */
function firstScreen(viewer: ViewerLocale, shown: FirstScreen): Card {
  const { welcome } = viewer.messages;
  if (shown.count === 0) return noTenants(viewer.messages, shown.admins, shown.may('contact.setup'));
  const unacknowledged = shown.alerts.waiting > 0;
  const alerts = alertLines(viewer, shown);
  return card(welcome.title, welcome.summary, {
    tone: unacknowledged ? 'danger' : 'neutral',
    // A reader with open alerts knows the bot, and needs no introduction.
    text: [
      ...(alerts.length > 0 ? alerts : [welcome.what]),
      ...tenantTexts(viewer.messages, shown),
      ...contactTexts(viewer, shown),
    ],
    buttons: buttonsOf(viewer.messages, shown, nextStep(viewer, shown)),
    more: contactOf(viewer, shown),
  });
}

function alertLines(viewer: ViewerLocale, shown: FirstScreen): Text[] {
  const { messages, timezone } = viewer;
  const { open, backlog } = shown.alerts;
  const atWork = atWorkText(messages, shown.atWork, { now: shown.now, timezone });
  return [
    ...(open > 0 ? [alertsText(messages, shown.alerts), ...(atWork === null ? [] : [atWork])] : []),
    ...(backlog > 0 ? [messages.welcome.backlog(backlog)] : []),
  ];
}

function alertsText({ alerts, welcome }: Messages, { open, waiting, worst }: FirstScreen['alerts']): Text {
  const sentence = welcome.alerts(open, waiting);
  if (!worst) return sentence;
  const name = truncate(worst.content.displayName, titleRoom);
  const shown = isUnverified(worst) ? alerts.unverified.title(name) : name;
  return [{ kind: 'strong', text: sentence }, ` ${worst.number} · ${shown}`];
}

/** Returns a line for each tenant, or one line for all of them. */
function tenantTexts(messages: Messages, { tenants, count }: FirstScreen): Text[] {
  if (count <= maxLines) return tenants.map((known) => tenantStateLine(messages, known));
  const { welcome } = messages;
  const some = tenants.slice(0, maxLines).map(({ tenant }) => tenant.name);
  return [welcome.many(count, some.length === 0 ? null : listed(some), tenants.length - some.length)];
}

function contactTexts({ messages, timezone }: ViewerLocale, { tenants, count, now }: FirstScreen): Text[] {
  const contact = (count === 1 && tenants[0]?.tenant.contact) || null;
  if (!contact) return [];
  const { confirmedAt: at } = contact;
  const ago = at && messages.securityContact.daysAgo(Math.max(0, daysBetween(at, now, timezone)));
  return [messages.welcome.contact(fullName(contact), phoneLink(contact.phone), ago)];
}

function buttonsOf(messages: Messages, shown: FirstScreen, next: Button | null): Button[] {
  const { welcome, alerts, securityContact } = messages;
  const { local, may } = shown;
  const { open, waiting, backlog } = shown.alerts;
  const alone = onlyIn(shown);
  const list = button('press', 'alerts.list', alerts.buttons.list, '');
  const raise = button('press', 'alerts.raise', welcome.raise, '');
  const test = button('press', 'alerts.drill', welcome.test, alone?.tenant.id ?? '');
  const other = waiting > 0 ? raise : local ? test : open + backlog > 0 ? list : raise;
  const first = waiting > 0 ? list : next;
  const all = [
    ...(first ? [{ ...first, style: 'primary' } as const] : []),
    ...(may(other.id) ? [other] : first === list ? [] : [list]),
    // The contact of the only tenant is folded, which is a button too.
    ...(alone ? [] : [button('press', 'contact.show', securityContact.buttons.show, '')]),
  ];
  const ask = button('press', 'faq.topics', messages.faq.askAQuestion, '');
  return [
    ...all,
    ...(all.length + (alone ? 1 : 0) < maxButtons - 1 ? [ask] : []),
    button('press', 'help.show', welcome.help, ''),
  ];
}

/** Returns the button that fixes the worst finding, or leads to where it can be fixed; null when the reader can fix nothing. */
function nextStep(viewer: ViewerLocale, shown: FirstScreen): Button | null {
  const alone = onlyIn(shown);
  if (alone) return rowsToFix(viewer, { ...shown, ...alone }, shown.may).find((row) => row.button)?.button ?? null;
  const worst = shown.tenants.find((known) => countToFix(known).open > 0);
  if (!worst) return null;
  const { id, name } = worst.tenant;
  return button('press', 'contact.show', viewer.messages.welcome.show(truncate(name, nameRoom)), id);
}

function contactOf(viewer: ViewerLocale, shown: FirstScreen): More | null {
  const alone = onlyIn(shown);
  if (!alone) return null;
  const about = { ...shown, ...alone };
  const { text, facts } = detailsOf(viewer, about);
  return {
    label: viewer.messages.securityContact.buttons.show,
    press: { id: 'contact.show', value: alone.tenant.id },
    text,
    facts: [...contactFacts(viewer, about), ...facts],
  };
}

function onlyIn({ tenants, count }: FirstScreen): FirstScreen['tenants'][number] | null {
  return (count === 1 && tenants[0]) || null;
}
