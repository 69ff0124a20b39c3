import { firstTime } from '../act-once.ts';
import { adminDestinations } from '../admins.ts';
import type { PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { type Delivery, noticeRank } from '../domain/delivery.ts';
import type { Change, HistoryEntry } from '../domain/history.ts';
import { historyPage } from '../history-page.ts';
import { owe } from '../owe.ts';
import type { World } from '../ports.ts';
import { refusal } from '../rights.ts';
import { tenantById } from '../tenants.ts';
import type { Card, Fact, Inline } from '../view.ts';
import { said, type Voice, voiceOfReader } from '../voice.ts';
import { namesInChanges } from './names-in-changes.ts';
import { noticeFacts } from './notice-facts.ts';

type About = Extract<Delivery['about'], { kind: 'notUs' }>;

/** «Not us»: any member who sees the notice may alarm the admins. It is in the history, once for each who said it. */
export const pressNotUs: PressHandler = async (asking, value, world) => {
  const [tenantId = '', number] = value.split(' ');
  const entry = Number(number);
  const tenant = await tenantById(tenantId, world);
  if (!tenant || !Number.isInteger(entry)) return refusal(asking.words, [asking.words.tenants.gone]);
  const { id: by, name: byName } = asking.actor;
  const admins = await adminDestinations(world);
  const changes = disowned(entry, await entryOf(tenantId, entry, world));
  const queues = await world.store.change(async (tx) => {
    const at = world.clock.now();
    if (await firstTime(tx, `notUs ${value} ${by}`, at))
      await tx.record({ at, by, byName, deed: 'contact.disowned', tenantId, changes });
    const woken: string[] = [];
    const about = { kind: 'notUs', tenantId, entry, by, byName } as const;
    for (const to of admins) woken.push(await owe(tx, { about, to, rank: noticeRank, want: 1 }, at));
    return woken;
  });
  world.wake(queues);
  const { notUs: say, contactChanged } = asking.words.alerts;
  const thanks = card(say.title, contactChanged.thanks, { tone: 'warning', text: [contactChanged.thanks] });
  return { kind: 'card', instead: false, card: thanks };
};

/** Which change it was: when, by whom, of what. The values are in that change's own entry. */
function disowned(entry: number, change: HistoryEntry | null): Change[] {
  const about = {
    entry,
    changedAt: change?.at ?? null,
    changedBy: change?.by ?? null,
    changedFields: change?.changes.map(({ field }) => field) ?? null,
  };
  return Object.entries(about).map(([field, after]) => ({ field, before: null, after }));
}

/** To an admin, in their own language: who says so, and about which change. */
export async function notUsCard({ about, to }: { about: About } & Pick<Delivery, 'to'>, world: World) {
  const { tenantId, entry, by, byName } = about;
  const tenant = await tenantById(tenantId, world);
  const voice = await voiceOfReader(to, world);
  const { notUs: say } = voice.words.alerts;
  const name = tenant?.name ?? tenantId;
  const change = await entryOf(tenantId, entry, world);
  const shown: Card = card(say.title, say.summary(name), {
    tone: 'danger',
    text: [say.text({ kind: 'person', id: by, name: byName }, name)],
    facts: change ? await changeIn(change, voice, world) : [],
    buttons: [
      button('press', 'contact.history', voice.words.securityContact.buttons.history, tenantId, { style: 'primary' }),
    ],
  });
  return { card: shown, revision: 1 };
}

async function changeIn(change: HistoryEntry, voice: Voice, world: World): Promise<Fact[]> {
  const { marks } = voice.words.history;
  const names = await world.store.read((reader) => namesInChanges(reader, change.changes));
  const { importer } = voice.words.alerts.contactChanged;
  const who: Inline = change.by ? { kind: 'person', id: change.by, name: change.byName } : importer;
  return [
    { label: marks.entry, value: String(change.number) },
    { label: marks.changedBy, value: [who] },
    { label: marks.changedAt, value: [said(voice, change.at)] },
    ...change.changes.flatMap((one) => noticeFacts(one, voice, names)),
  ];
}

async function entryOf(tenantId: string, entry: number, world: World): Promise<HistoryEntry | null> {
  const [found] = await historyPage({ tenantId, before: entry + 1, limit: 1 }, world);
  return found?.number === entry ? found : null;
}
