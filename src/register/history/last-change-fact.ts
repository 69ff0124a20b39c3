/** Answers who last changed the contact or the set-up of a tenant, when, and what was there before. */
import dayjs from 'dayjs';
import { monthOf } from '../../domain/alert/report.ts';
import type { AuditAction, Change, HistoryEntry } from '../../domain/history.ts';
import { contactKeys } from '../../domain/tenant/contact-fields.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { day } from '../../messages/dates.ts';
import type { Words } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { namesOf } from '../../request/names.ts';
import { askerLocale, type ReaderLocale, said } from '../../request/reader-locale.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import type { Request } from '../../request/request.ts';
import { newestWanted } from '../../store/history.ts';
import { joined, lengthOf } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { changedBy, changeLines, namesInChanges } from './change-facts.ts';

/** The most months of the archive that are searched: people ask for what is recent, and the history shows the rest. */
const maxMonths = 12;
/** The most changed fields that the sentence names, and the most characters that those after the first may bring it to. */
const maxChanges = 3;
const maxLength = 600;

type ChangeAction = keyof Words['record']['lastChange']['what'];

/** Says who last changed the contact or the set-up of a tenant, when, and the values before and now. */
export const lastChangeFact = {
  of: 'tenant',
  button: 'contact.history',
  fact: async (request: Request, tenant: StoredTenant, world: World): Promise<Text> => {
    const change = await lastChange(tenant, world);
    return change ? changedText(request, tenant, change, world) : unchangedText(request, tenant, world);
  },
} satisfies RecordFact;

/** An entry that tells of a change of the record. */
type ChangeEntry = HistoryEntry & { deed: ChangeAction };

async function lastChange(tenant: StoredTenant, world: World): Promise<ChangeEntry | null> {
  const from = oldestMonth(tenant, world.clock.now());
  const found = await newestWanted({ tenantId: tenant.id, from, wanted: isChange }, world);
  return found && isChange(found) ? found : null;
}

/** Returns the month of the contact's last change, since a newer one can only be of the set-up; at most a year back. */
function oldestMonth({ revision }: StoredTenant, now: string): string {
  const earliest = monthOf(dayjs(now).subtract(maxMonths, 'month').toISOString());
  return [earliest, monthOf(revision.at ?? '')].toSorted().at(-1) ?? earliest;
}

function isChange(entry: HistoryEntry): entry is ChangeEntry {
  const actions: readonly AuditAction[] = [
    'contact.updated',
    'tenant.setUp',
    'register.imported',
  ] satisfies ChangeAction[];
  return actions.includes(entry.deed);
}

async function changedText(request: Request, { name }: StoredTenant, entry: ChangeEntry, world: World): Promise<Text> {
  const reader = askerLocale(request);
  const { what, whole } = request.words.record.lastChange;
  const names = await world.store.read((store) => namesInChanges(store, entry.changes));
  // People ask about the contact: its fields come before those of the tenant.
  const sorted = entry.changes.toSorted((one, other) => Number(isOfContact(other)) - Number(isOfContact(one)));
  const changes = changeLines(sorted, reader, names);
  return whole(changedBy(entry, reader), what[entry.deed](name), said(reader, entry.at), firstOf(changes, reader));
}

function isOfContact({ field }: Change): boolean {
  return contactKeys.some((key) => key === field);
}

/** Returns the first changes as far as they fit, and the number of the others; null where there is none. */
function firstOf(changes: readonly Text[], { words }: ReaderLocale): Text | null {
  const [first, ...others] = changes;
  if (first === undefined) return null;
  const { more, separator } = words.record.lastChange;
  const shown: Text[] = [first];
  for (const change of others.slice(0, maxChanges - 1)) {
    if (lengthOf(joined([...shown, change], separator)) > maxLength) break;
    shown.push(change);
  }
  const rest = changes.length - shown.length;
  return joined([...shown, ...(rest > 0 ? [more(rest)] : [])], separator);
}

/** Says since when the contact is as it is: the record itself knows that of a change that is too old to be searched for. */
async function unchangedText(request: Request, tenant: StoredTenant, { store }: World): Promise<Text> {
  const { actor, words } = request;
  const { notSince, none } = words.record.lastChange;
  const { at, by } = tenant.revision;
  if (at === null) return none(tenant.name, maxMonths);
  const names = await store.read((reader) => namesOf(reader, [by], []));
  return notSince(tenant.name, { when: day(at, actor.locale, actor.timezone), who: by && names.person(by) });
}
