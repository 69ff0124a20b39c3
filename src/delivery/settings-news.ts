/** Records that the settings name other administrators, and tells the admins whether a reload was refused. */
import { alarmRank, type DeliveryOf, type Destination, newsRank, queueOf } from '../domain/delivery/delivery.ts';
import type { SettingsNews } from '../domain/delivery/kinds.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { RefusedSettings, World } from '../ports/world.ts';
import { listed, namesOf, type ViewerLocale, viewerLocaleOf } from '../request/viewer-locale.ts';
import { type Card, card, excerpt } from '../view/view.ts';
import { adminPlaces } from './admin-destinations.ts';
import type { MadeCard } from './kind.ts';
import { enqueueFor } from './transitions.ts';

const rowId = 'namedAdmins';

/**
 * Records in the audit trail that the settings name other administrators than before, after a restart too, and tells all admins, the
 * former and the new ones. The first time they are only noted.
 */
export async function recordAdmins(world: World): Promise<void> {
  const { store, clock, settings } = world;
  const { admins } = settings;
  if (admins === undefined || sameMembers(await store.read(namedBefore), admins)) return;
  const { all } = await adminPlaces(world);
  const at = clock.now();
  const record = async (tx: Tx) => {
    const before = await namedBefore(tx);
    if (sameMembers(before, admins)) return;
    await tx.put('namedAdmins', { id: rowId, list: admins });
    if (before === null) return;
    const [added, removed] = [without(admins, before), without(before, admins)];
    const changes = [{ field: 'admins', before, after: admins }];
    await tx.appendHistory({ at, by: null, byName: '', deed: 'admins.changed', tenantId: null, changes });
    const concerned = [...added, ...removed].map((id): Destination => ({ kind: 'person', id }));
    const to = new Map([...all, ...concerned].map((one) => [queueOf(one), one]));
    const about = { kind: 'settingsNews', what: 'admins', added, removed, at } as const;
    await enqueueFor(tx, { about, rank: alarmRank }, [...to.values()], at);
  };
  await store.change(record, { evenWhenFull: true });
}

/** Returns whether the settings name somebody no longer, as this news says. */
export function isFormerAdmin(id: Identity, news: SettingsNews): boolean {
  return news.what === 'admins' && news.removed.includes(id);
}

async function namedBefore(reader: Reader): Promise<readonly Identity[] | null> {
  return (await reader.get('namedAdmins', rowId))?.list ?? null;
}

function sameMembers(before: readonly Identity[] | null, now: readonly Identity[]): boolean {
  const known = before ?? [];
  // Nobody was named, and nobody is: a row is not needed.
  return (before !== null || now.length === 0) && without(known, now).length + without(now, known).length === 0;
}

function without(list: readonly Identity[], others: readonly Identity[]): Identity[] {
  return list.filter((id) => !others.includes(id));
}

/** The counter with the time of the newest refusal that the admins were notified of (epoch ms); 0 once they heard that it is over. */
const counter = 'settings refused';

/** The mistakes whose places a message names, how many characters of a path it shows, and how many people of a list. */
const most = { places: 10, length: 100, people: 10 } as const;

/**
 * Notifies the admins when a reload was refused because of mistakes, and when these are mended, once each. While no admin can be notified,
 * the next tick tries again.
 */
export async function tellSettings(world: World): Promise<void> {
  const { store, clock, refusedSettings } = world;
  if (!refusedSettings) return;
  const refused = refusedSettings();
  const value = refused ? Date.parse(refused.at) : 0;
  const notified = (await store.read((reader) => reader.get('counters', counter)))?.value ?? 0;
  if (notified === value) return;
  const { usual } = await adminPlaces(world);
  if (usual.length === 0) return;
  const at = clock.now();
  const news: SettingsNews = refused
    ? { what: 'refused', count: refused.mistakes.length, places: placesOf(refused), at }
    : { what: 'mended', at };
  const tell = async (tx: Tx) => {
    await tx.put('counters', { id: counter, value });
    await enqueueFor(tx, { about: { kind: 'settingsNews', ...news }, rank: newsRank }, usual, at);
  };
  await store.change(tell, { evenWhenFull: true });
}

/** Returns the card of such news for an admin. */
export async function settingsNewsCard({ about, to }: DeliveryOf<'settingsNews'>, world: World): Promise<MadeCard> {
  const viewer = await viewerLocaleOf(to, world);
  return {
    card: about.what === 'admins' ? await adminsCard(about, viewer, world) : outcomeCard(about, viewer),
    revision: 1,
  };
}

function outcomeCard(about: Exclude<SettingsNews, { what: 'admins' }>, { messages }: ViewerLocale): Card {
  const { refused, mended } = messages.settings;
  if (about.what === 'mended') return card(mended.title, mended.summary, { tone: 'good', text: [mended.summary] });
  const summary = refused.summary(about.count);
  const facts = [...Map.groupBy(about.places, ({ setting }) => setting)].map(([label, places]) => ({
    label,
    value: places.map(({ path }) => path || refused.whole).join(', '),
  }));
  const rest = about.count - about.places.length;
  const footer = rest > 0 ? messages.alerts.more(rest) : null;
  return card(refused.title, summary, { tone: 'warning', text: [summary, refused.remedy], facts, footer });
}

/** Returns where the first mistakes are. */
function placesOf({ mistakes }: RefusedSettings) {
  return mistakes.slice(0, most.places).map(({ setting, path }) => ({ setting, path: excerpt(path, most.length) }));
}

async function adminsCard(
  { added, removed }: Extract<SettingsNews, { what: 'admins' }>,
  { messages }: ViewerLocale,
  { store }: World,
): Promise<Card> {
  const { title, summary, remedy, ...say } = messages.settings.admins;
  const names = await store.read((reader) => namesOf(reader, [...added, ...removed], []));
  const fact = (label: string, all: readonly Identity[]) => {
    const rest = all.length - most.people;
    const people = listed(all.slice(0, most.people).map(names.person));
    return all.length === 0
      ? []
      : [{ label, value: rest > 0 ? [...people, ` ${messages.alerts.more(rest)}`] : people }];
  };
  const facts = [...fact(say.added, added), ...fact(say.removed, removed)];
  const said = summary(added.length, removed.length);
  return card(title, said, { tone: 'warning', text: [said, remedy], facts });
}
