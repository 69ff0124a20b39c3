import type { MadeCard } from '../../delivery/kind.ts';
import type { AboutOf, DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Disowning } from '../../domain/tenant/disowned.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import { listed } from '../../request/names.ts';
import { type ReaderLocale, readerLocaleOf, said } from '../../request/reader-locale.ts';
import { historyPage } from '../../store/history.ts';
import { button, card } from '../../view/build-card.ts';
import { plainOf } from '../../view/text.ts';
import type { Fact, Inline, Row } from '../../view/view.ts';
import { noticeFacts } from '../history/change-facts.ts';
import { namesInChanges } from '../history/names-in-history.ts';

type About = AboutOf<'notUs'>;

/** The newest presses that the alarm names one by one. */
const shownPresses = 5;

/** To an admin, in their own language: who says that a change was not theirs, when, and about which change. */
export async function alarmCard({ about, to }: DeliveryOf<'notUs'>, world: World): Promise<MadeCard> {
  const { tenantId } = about;
  const tenant = await tenantById(tenantId, world);
  const voice = await readerLocaleOf(to, world);
  const { notUs: say } = voice.words.alerts;
  const name = tenant?.name ?? tenantId;
  const presses = pressesOf(about, tenant);
  const newest = Math.max(...presses.map(({ entry }) => entry));
  const change = await entryOf(tenantId, newest, world);
  const earlier = presses.length - shownPresses;
  const people = peopleIn(presses, voice);
  const summary = voice.words.alerts.whose(shortName(name, 24), say.summary(plainOf(people), countOf(presses)));
  const shown = card(say.title, summary, {
    tone: 'danger',
    text: [say.text(people, countOf(presses), name)],
    facts: change ? await changeIn(change, { voice, to }, world) : [],
    rows: presses.length > 1 ? presses.slice(-shownPresses).map((press) => rowOf(press, voice)) : [],
    footer: earlier > 0 ? say.earlier(earlier) : null,
    buttons: [
      button('press', 'contact.history', voice.words.securityContact.buttons.history, tenantId, { style: 'primary' }),
    ],
  });
  return { card: shown, revision: tenant?.disowned?.revision ?? 1 };
}

/** Those that this alarm stands for. An alarm of an older state knows its first one alone. */
function pressesOf({ since, entry, by, byName }: About, tenant: StoredTenant | null): readonly Disowning[] {
  const all = tenant?.disowned?.presses ?? [];
  const until = tenant?.disowned?.since === since ? '~' : (since ?? '');
  const found = since === undefined ? [] : all.filter(({ at }) => since <= at && at <= until);
  return found.length > 0 ? found : [{ at: since ?? '', entry, by, byName }];
}

/** Up to three people by name, and how many more. */
export function peopleIn(presses: readonly Disowning[], { words }: ReaderLocale): Inline[] {
  const people = [...new Map(presses.map((press) => [press.by, press])).values()];
  const named = people.slice(0, 3).map(({ by, byName }): Inline => ({ kind: 'person', id: by, name: byName }));
  const rest = people.length - named.length;
  return [...listed(named), ...(rest > 0 ? [words.alerts.notUs.more(rest)] : [])];
}

/** Counts the people who pressed, each once. */
export function countOf(presses: readonly Disowning[]): number {
  return new Set(presses.map(({ by }) => by)).size;
}

function rowOf({ at, by, byName, entry }: Disowning, voice: ReaderLocale): Row {
  const { marks, colon } = voice.words.history;
  return {
    title: [{ kind: 'person', id: by, name: byName }],
    detail: [said(voice, at), ` · ${marks.entry}${colon}${entry}`],
    button: null,
  };
}

async function changeIn(
  change: HistoryEntry,
  { voice, to }: { voice: ReaderLocale } & Pick<DeliveryOf<'notUs'>, 'to'>,
  world: World,
): Promise<Fact[]> {
  const { marks } = voice.words.history;
  const names = await world.store.read((reader) => namesInChanges(reader, change.changes));
  const { importer } = voice.words.alerts.contactChanged;
  const who: Inline = change.by ? { kind: 'person', id: change.by, name: change.byName } : importer;
  return [
    { label: marks.entry, value: String(change.number) },
    { label: marks.changedBy, value: [who] },
    { label: marks.changedAt, value: [said(voice, change.at)] },
    ...change.changes.flatMap((one) => noticeFacts(one, to, voice, names)),
  ];
}

async function entryOf(tenantId: string, entry: number, world: World): Promise<HistoryEntry | null> {
  const [found] = await historyPage({ tenantId, before: entry + 1, limit: 1 }, world);
  return found?.number === entry ? found : null;
}
