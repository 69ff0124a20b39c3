/** Reads what the first screen shows, and shows it on the home page and as the welcome message to admins. */

import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import { alarmRank, type DeliveryOf, type Destination, deliveryId } from '../../domain/delivery/delivery.ts';
import type { StoredApproval } from '../../domain/tenant/approval.ts';
import { Platform, platformOf, platforms } from '../../domain/tenant/identity.ts';
import { type JudgedTenant, judged, type Overview, overviewOf, tenantRow } from '../../findings/overview.ts';
import { confirmingAtOnce } from '../../findings/remedies.ts';
import { nextStep } from '../../findings/rows.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { atWorkText } from '../../request/alerts-at-work.ts';
import { adminNames, type MayPress, mayPressOf } from '../../request/authorize.ts';
import { noTenants, revisionValue, tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import { knownAdmins } from '../../request/people.ts';
import { countToFix } from '../../request/tenant-state.ts';
import type { ViewerLocale } from '../../request/viewer-locale.ts';
import { askerLocale, viewerLocaleOf } from '../../request/viewer-locale.ts';
import {
  type AlertsAtWork,
  alertsAtWork,
  type OpenAlerts,
  openAlerts,
  waitingAlerts,
} from '../../store/open-alerts.ts';
import { type Button, button, type Card, card, type Row, type Text, truncate } from '../../view/view.ts';
import { waitingFor } from '../approvals/ask.ts';
import { waitingRow } from '../approvals/card.ts';

/** Answers with the home page: the first screen, with the buttons that the asker may press. */
export async function home(request: Request, world: World): Promise<Reply> {
  const { only, ...known } = await firstScreenNow(world);
  const [may, admins] = [await mayPressOf(request, only, world), await adminNames(request, world)];
  const room = platforms[request.platform].hasHome ? homeRoom : messageRoom;
  return { kind: 'cards', cards: firstScreen(askerLocale(request), { ...known, admins, may, room }) };
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
  const known = await firstScreenNow(world);
  const [shown] = firstScreen(locale, { ...known, admins: null, may: () => true, room: messageRoom });
  return { card: { ...shown, footer: locale.messages.welcome.why }, revision: 1 };
}

/** Reads everything that the first screen shows, except the rights of its reader. `only` is the one tenant; null for none or several. */
async function firstScreenNow(world: World) {
  const tenants = await tenantsByName(world);
  const [first] = tenants;
  return world.store.read(async (reader) => {
    const all = await judged(reader, tenants, world);
    const toFix = (known: JudgedTenant) => (countToFix(known).open > 0 ? 0 : 1);
    const shown = all.toSorted((one, other) => toFix(one) - toFix(other)).slice(0, homeRoom.tenants + 1);
    return {
      only: first && tenants.length === 1 ? first : null,
      alerts: await openAlerts(reader),
      waiting: await waitingAlerts(reader, homeRoom.alerts),
      atWork: await alertsAtWork(reader),
      changes: await waitingFor(reader, null),
      tenants: shown,
      count: all.length,
      ...(await overviewOf(reader, shown, world)),
      local: world.settings.local === true,
    };
  });
}

/** How many alerts, changes and tenants have a row, and how many buttons a card has in all, those of its rows included. */
interface Room {
  alerts: number;
  changes: number;
  tenants: number;
  buttons: number;
  /** True for a page, which may have several cards. */
  isPage: boolean;
}

const homeRoom: Room = { alerts: 5, changes: 3, tenants: 10, buttons: 30, isPage: true };
const messageRoom: Room = { alerts: 1, changes: 1, tenants: 2, buttons: 6, isPage: false };

/** Everything that the first screen shows. */
interface FirstScreen extends Overview {
  alerts: OpenAlerts;
  /** The alerts that nobody acknowledged, the first to answer first. */
  waiting: readonly Alert[];
  atWork: AlertsAtWork;
  /** The changes that wait for a second administrator, or for a day. */
  changes: readonly StoredApproval[];
  /** Lists the tenants of which there is a row, those with something to fix first; `count` counts all. */
  tenants: readonly JudgedTenant[];
  count: number;
  /** The names of the people who may change things; null when nobody is known. */
  admins: Text | null;
  may: MayPress;
  /** True in local mode, where a test alert wakes nobody. */
  local: boolean;
  room: Room;
}

/** The most characters of an alert's title, as it is rendered. */
const titleRoom = 60;

/**
 * Makes what people see before they ask for anything: alerts that wait, a row for each tenant, and what they may do. Where there is room,
 * a second card has what everybody may do.
 */
function firstScreen(viewer: ViewerLocale, shown: FirstScreen): [Card, ...Card[]] {
  const { welcome } = viewer.messages;
  if (shown.count === 0) return [noTenants(viewer.messages, shown.admins, shown.may('contact.setup'))];
  const alerts = alertLines(viewer, shown);
  const changes = shown.changes.slice(0, shown.room.changes).map((row) => waitingRow(row, viewer));
  const rows = [...alertRows(viewer, shown), ...changes, ...tenantRows(viewer, shown)];
  const used = rows.reduce((sum, row) => sum + (row.button ? 1 : 0) + (row.second ? 1 : 0), 0);
  const own = deeds(viewer.messages, shown);
  const common = everybodys(viewer.messages, shown);
  const all = [...own, ...common];
  const left = shown.room.buttons - used;
  const out = firstOut.filter((id) => all.some((one) => one.id === id)).slice(0, Math.max(0, all.length - left));
  const main = card(welcome.title, welcome.summary, {
    tone: shown.alerts.waiting > 0 ? 'danger' : 'neutral',
    // Who opens the page with open alerts knows the bot. A message may be the first that somebody reads of it.
    text: shown.room.isPage && alerts.length > 0 ? alerts : [welcome.what, ...alerts],
    rows,
    buttons: shown.room.isPage ? own : all.filter(({ id }) => !out.includes(id)),
  });
  return shown.room.isPage ? [main, card('', welcome.summary, { buttons: common })] : [main];
}

/** The buttons that a message leaves out where it has no room for all, in this order: `help` lists them. */
const firstOut = [
  'contact.setup',
  'faq.topics',
  'alerts.report',
  'contact.update',
  'reminders.list',
  'contact.whoIsOnCall',
  'contact.confirm',
  'alerts.list',
];

function alertLines(viewer: ViewerLocale, shown: FirstScreen): Text[] {
  const { messages, timezone } = viewer;
  const { open, waiting, backlog } = shown.alerts;
  const atWork = atWorkText(messages, shown.atWork, { now: shown.now, timezone });
  return [
    ...(waiting > 0 || (open > 0 && atWork === null) ? [messages.welcome.alerts(open, waiting)] : []),
    ...(atWork === null ? [] : [atWork]),
    ...(backlog > 0 ? [messages.welcome.backlog(backlog)] : []),
  ];
}

/** Returns a row for each alert that waits, as far as there is room. Who may not acknowledge it can open it. */
function alertRows({ messages }: ViewerLocale, { waiting, may, room }: FirstScreen): Row[] {
  const { alerts } = messages;
  return waiting.slice(0, room.alerts).map((alert) => {
    const name = truncate(alert.content.displayName, titleRoom);
    const title = isUnverified(alert) ? alerts.unverified.title(name) : name;
    const acknowledge = button('press', 'alerts.acknowledge', alerts.buttons.acknowledge, alert.id);
    const open = button('press', 'alerts.show', messages.tenants.show, alert.id);
    return {
      title: `${alert.number} · ${title}`,
      detail: alerts.severities[alert.content.severity],
      button: may(acknowledge.id) ? acknowledge : open,
    };
  });
}

/** Returns a row for each tenant: its state, phone and people on call, with the button that fixes the first thing or shows the contact. */
function tenantRows(viewer: ViewerLocale, shown: FirstScreen): Row[] {
  const { messages } = viewer;
  const { may, room, count, names, now } = shown;
  // A row for one more would only lead to it.
  const most = count === room.tenants + 1 ? count : room.tenants;
  // Where **Still right** confirms the contact at once, people see all that they confirm.
  const about: Overview = count === 1 ? { ...shown, detail: 'whole' } : shown;
  const rows = shown.tenants.slice(0, most).map((known, index): Row => {
    const { tenant } = known;
    const show = button('press', 'contact.show', messages.tenants.show, tenant.id);
    const step = nextStep(viewer, { ...known, names, now }, may)?.row;
    const next = step?.button ?? null;
    const press = next && count === 1 ? confirmingAtOnce(next) : next;
    // Among several tenants the contact's card leads to Partner Center, since the two buttons for that name no tenant.
    const isLink = press?.kind === 'link';
    const pressed = isLink && count > 1 ? show : press;
    const fix =
      pressed && (pressed === show || pressed.kind === 'form') ? { ...pressed, label: messages.welcome.fix } : pressed;
    const second = count > 1 ? undefined : isLink ? step?.second : show;
    // The alerts that wait come first.
    const style = index > 0 || shown.alerts.waiting > 0 ? 'plain' : 'primary';
    return {
      ...tenantRow(viewer, known, about, fix ? { ...fix, style } : show),
      ...(fix && second ? { second } : {}),
    };
  });
  const rest = count - rows.length;
  const all = button('press', 'contact.show', messages.tenants.show, '');
  return rest > 0 ? [...rows, { title: messages.welcome.more(rest), detail: '', button: all }] : rows;
}

/** Returns what the reader may do with the contact; among several tenants, the rows have what is done with one. */
function deeds({ securityContact, tenants, welcome }: Messages, shown: FirstScreen): Button[] {
  const [alone] = shown.count === 1 ? shown.tenants : [];
  const { confirm, update, onCall } = securityContact.buttons;
  const ofOne = alone && [
    button('press', 'contact.confirm', confirm, revisionValue(alone.tenant)),
    button('form', 'contact.update', update, alone.tenant.id),
  ];
  return [
    ...(ofOne ?? []),
    button('press', 'contact.whoIsOnCall', onCall, alone?.tenant.id ?? ''),
    button('press', 'reminders.list', welcome.reminders, ''),
    button('press', 'alerts.report', tenants.report, alone?.tenant.id ?? ''),
  ].filter((one) => shown.may(one.id));
}

/** Returns what has nothing to do with one contact: set up, open the alerts, raise one, ask, and read what the bot can do. */
function everybodys({ alerts, faq, tenants, welcome }: Messages, shown: FirstScreen): Button[] {
  const { open, backlog } = shown.alerts;
  const [first] = shown.tenants;
  return [
    button('press', 'contact.setup', tenants.setUp, ''),
    ...(open + backlog > 0 ? [button('press', 'alerts.list', alerts.buttons.list, '')] : []),
    shown.local
      ? button('press', 'alerts.drill', welcome.test, shown.count === 1 ? (first?.tenant.id ?? '') : '')
      : button('press', 'alerts.raise', welcome.raise, ''),
    button('press', 'faq.topics', faq.askAQuestion, ''),
    button('press', 'help.show', welcome.help, ''),
  ].filter((one) => shown.may(one.id));
}
