import { button, card } from '../card.ts';
import { isCritical, type StoredFinding } from '../domain/finding.ts';
import { type Channel, channelOf } from '../domain/identity.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { isSnoozed } from '../domain/reminding.ts';
import { findingDetail, peopleInFindings } from '../finding-text.ts';
import type { Words } from '../messages/words.ts';
import { type Names, namesOf } from '../names.ts';
import type { Nag, Reader } from '../ports.ts';
import { remedyButton, remedyOf } from '../remedy.ts';
import type { Button, Card, Row, Text } from '../view.ts';
import { said, type Voice } from '../voice.ts';

/** Rows that a card bears; the rest is counted. */
const most = 10;

export interface NagShown {
  nag: Nag;
  /** What it told of, as things are now; what is long over is not among them. */
  items: readonly StoredFinding[];
  tenants: ReadonlyMap<string, StoredTenant>;
  names: Names;
  now: string;
  /** Said first, to whoever pressed a button; null for nothing. */
  notice: Text | null;
}

/** Everything that the card of a reminder shows. */
export async function nagShown(reader: Reader, nag: Nag, how: Pick<NagShown, 'now' | 'notice'>): Promise<NagShown> {
  const found = await Promise.all(nag.items.map((id) => reader.get('findings', id)));
  const items = found.filter((item) => item !== null);
  const ids = [...new Set(items.map(({ tenantId }) => tenantId))];
  const tenants = (await Promise.all(ids.map((id) => reader.get('tenants', id)))).filter((one) => one !== null);
  const channels = items.flatMap(({ code, subject }) => (code === 'channelUnreachable' ? channelIn(subject) : []));
  const names = await namesOf(reader, peopleInFindings(items), channels);
  return { nag, items, tenants: new Map(tenants.map((tenant) => [tenant.id, tenant])), names, ...how };
}

function channelIn(key: string): Channel[] {
  const channel = channelOf(key, 'slack');
  return channel === null ? [] : [channel];
}

/** A reminder: what looks outdated, each with what clears it, and what became of it since. */
export function nagCard(voice: Voice, shown: NagShown): Card {
  const { reminders: say, findings } = voice.words;
  const open = shown.items.filter((item) => isStillOpen(item, shown.now));
  const left = open.length + shown.nag.more;
  const notice = shown.notice === null ? [] : [shown.notice];
  const title = titleOf(voice, open, left);
  const rows = shown.items.slice(0, most).map((item) => row(voice, shown, item));
  const hidden = shown.items.length - rows.length + shown.nag.more;
  return card(title, left === 0 ? say.done : say.summary(namesIn(voice, shown, open), left), {
    tone: left === 0 ? 'good' : open.some(({ code }) => isCritical(code)) ? 'danger' : 'warning',
    text: [...notice, ...intro(voice, shown, open, left)],
    rows: hidden > 0 ? [...rows, { title: findings.more(hidden), detail: '', button: null }] : rows,
    buttons: left === 0 ? [] : buttons(voice, shown, open),
    footer: { admin: say.why, manager: say.whyManager, channel: say.whyChannel }[shown.nag.role],
  });
}

/** What a reminder becomes when a newer one was sent. */
export function olderNagCard({ words }: Voice): Card {
  const { newer, newerTitle } = words.reminders;
  return card(newerTitle, newer, { text: [newer] });
}

function titleOf({ words }: Voice, open: readonly StoredFinding[], left: number): string {
  const { title, urgentTitle, doneTitle } = words.reminders;
  if (left === 0) return doneTitle;
  return open.some(({ code }) => isCritical(code)) ? urgentTitle(left) : title(left);
}

function intro(voice: Voice, shown: NagShown, open: readonly StoredFinding[], left: number): Text[] {
  const { reminders: say } = voice.words;
  if (left === 0) return [say.done];
  const more = shown.nag.role === 'manager' ? [say.escalated] : shown.nag.role === 'channel' ? [say.inChannel] : [];
  return [say.summary(namesIn(voice, shown, open), left), ...more];
}

function namesIn({ words }: Voice, { tenants, items }: NagShown, open: readonly StoredFinding[]): string {
  const ids = [...new Set((open.length > 0 ? open : items).map(({ tenantId }) => tenantId))];
  const [only] = ids;
  return ids.length === 1 && only ? (tenants.get(only)?.name ?? only) : words.reminders.several(ids.length);
}

function row(voice: Voice, shown: NagShown, item: StoredFinding): Row {
  const { reminders: say, findings } = voice.words;
  const tenant = shown.tenants.get(item.tenantId);
  const named = findings.titles[item.code];
  const title = shown.tenants.size > 1 && tenant ? say.at(tenant.name, named) : named;
  if (item.closedAt !== null || !tenant)
    return { title: `✓ ${title}`, detail: say.fixed(said(voice, item.closedAt ?? shown.now)), button: null };
  if (item.snooze && isSnoozed(item, shown.now)) {
    const { by, byName, until, reason } = item.snooze;
    const who = { kind: 'person', id: by, name: byName } as const;
    return { title, detail: say.putOff(who, said(voice, until), reason), button: null };
  }
  const detail = findingDetail(voice, { finding: item, tenant, names: shown.names, now: shown.now });
  return { title, detail, button: remedy(voice, shown, item, tenant) };
}

/** In the row, unless the card has it for its only tenant. */
function remedy({ words }: Voice, shown: NagShown, item: StoredFinding, tenant: StoredTenant): Button | null {
  const id = remedyOf(item, tenant);
  if (id === null || !mayPress(shown, id)) return null;
  if (shown.tenants.size === 1 && onCard.includes(id)) return null;
  return remedyButton(id, tenant, words, markOf(shown.nag));
}

const onCard: readonly string[] = ['contact.confirm', 'contact.update', 'contact.attest'];
const forAnybody: readonly string[] = ['contact.confirm', 'alerts.drill'];

function mayPress({ nag: { role } }: NagShown, id: string): boolean {
  return role === 'admin' || (role === 'channel' && forAnybody.includes(id));
}

function buttons({ words }: Voice, shown: NagShown, open: readonly StoredFinding[]): Button[] {
  const { reminders: say } = words;
  const mark = markOf(shown.nag);
  const [only] = shown.tenants.values();
  const wanted = only && shown.tenants.size === 1 ? open.map((item) => remedyOf(item, only)) : [];
  const own = only
    ? onCard
        .filter((id) => wanted.includes(id) && mayPress(shown, id))
        .map((id, index) => ({
          ...remedyButton(id, only, words, mark),
          ...(index === 0 ? { style: 'primary' as const } : {}),
        }))
    : [];
  return [
    ...own,
    ...(shown.nag.role === 'admin' ? [button('form', 'reminders.snooze', say.buttons.snooze, shown.nag.id)] : []),
    showButton(words, `${shown.tenants.size === 1 ? (only?.id ?? '') : ''}${mark}`),
  ];
}

function showButton(words: Words, value: string): Button {
  return button('press', 'contact.show', words.securityContact.buttons.show, value);
}

/** Says on the button from which reminder it was pressed. */
export function markOf({ id }: Pick<Nag, 'id'>): string {
  return ` ~${id}`;
}

/** Whether it is still to be done. */
export function isStillOpen(item: StoredFinding, now: string): boolean {
  return item.closedAt === null && !isSnoozed(item, now);
}
