/** Tells the admins what the database lost although it had confirmed it: what was stored again, and the alerts that are gone. */
import { senderIdOf, sourceOfId } from '../domain/alert/alert.ts';
import { type DeliveryOf, newsRank } from '../domain/delivery/delivery.ts';
import type { Reader } from '../ports/store.ts';
import type { FoundLosses, World } from '../ports/world.ts';
import { type ViewerLocale, viewerLocaleOf } from '../request/viewer-locale.ts';
import { card, truncate } from '../view/view.ts';
import { adminPlaces } from './admin-destinations.ts';
import type { MadeCard } from './kind.ts';
import { enqueueFor } from './transitions.ts';

/** The alerts that the message names, and how many characters of an id it shows. */
const most = { named: 10, idLength: 60 } as const;

/** The counter that holds when lost alerts were last told, in epoch milliseconds. */
const counter = 'losses told';
/** All replicas find a loss within this time (ms): what is found later is another one. */
const sameLossMs = 60_000;

/**
 * Tells what was found, once: of several replicas that found the same, the first one that acts. While no admin can be told, it waits for
 * the next tick.
 */
export async function tellLosses(world: World): Promise<void> {
  const found = world.losses?.waiting();
  if (!found || (found.putBack === 0 && found.lost === null)) return;
  const admins = await adminPlaces(world);
  if (admins.all.length === 0) return;
  const at = world.clock.now();
  const { putBack: writes } = found;
  await world.store.change(
    async (tx) => {
      const putBack = { kind: 'databaseLoss', what: 'putBack', writes, at } as const;
      if (writes > 0) await enqueueFor(tx, { about: putBack, rank: newsRank }, admins.usual, at);
      const ids = await missing(tx, found);
      if (ids.length === 0) return;
      await tx.put('counters', { id: counter, value: Date.parse(at) });
      const named = { alertIds: ids.slice(0, most.named), more: Math.max(0, ids.length - most.named) };
      const lost = { kind: 'databaseLoss', what: 'lost', ...named, at } as const;
      await enqueueFor(tx, { about: lost, rank: newsRank }, admins.critical, at);
    },
    { evenWhenFull: true },
  );
  world.losses?.told(found);
}

/** Resolves with the ids of alerts that are missing still, and of which nobody was told: some were stored again, or sent again. */
async function missing(reader: Reader, { lost }: FoundLosses): Promise<string[]> {
  const toldMs = (await reader.get('counters', counter))?.value ?? 0;
  if (lost === null || toldMs > Date.parse(lost.at) - sameLossMs) return [];
  const ids: string[] = [];
  for (const id of lost.alertIds)
    if (!(await reader.get('alerts', id)) && !(await reader.get('closed', id))) ids.push(id);
  return ids;
}

/** Returns the card of such news for an admin. */
export async function databaseLossCard({ about, to }: DeliveryOf<'databaseLoss'>, world: World): Promise<MadeCard> {
  const { database } = (await viewerLocaleOf(to, world)).messages;
  if (about.what === 'lost') return { card: lostCard(about, database), revision: 1, mentionsAdmins: true };
  const { title, summary, text, prevention } = database.putBack;
  const said = summary(about.writes);
  return { card: card(title, said, { tone: 'warning', text: [said, text, prevention] }), revision: 1 };
}

function lostCard(
  { alertIds, more }: Extract<DeliveryOf<'databaseLoss'>['about'], { what: 'lost' }>,
  { lost }: ViewerLocale['messages']['database'],
) {
  const names = alertIds.map((id) =>
    lost.alert(truncate(senderIdOf({ id }), most.idLength), sourceOfId(id).replace(/^webhook:/, '')),
  );
  const list = [...names, ...(more > 0 ? [lost.more(more)] : [])].join(', ');
  const said = lost.summary(alertIds.length + more);
  return card(lost.title, said, { tone: 'danger', text: [said, lost.text, `${list}.`, lost.remedy, lost.prevention] });
}
