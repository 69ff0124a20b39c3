import { z } from 'zod';
import type { Destination } from '../../domain/delivery/delivery.ts';
import { type AuditAction, type Change, erasedField, type HistoryEntry } from '../../domain/history.ts';
import { domainOf, type FieldType, fieldType } from '../../domain/tenant/contact-fields.ts';
import { type Customers, customersIn } from '../../domain/tenant/customers.ts';
import { Channel, Identity } from '../../domain/tenant/identity.ts';
import { languageChoices } from '../../domain/tenant/locales.ts';
import { listedFew } from '../../findings/text.ts';
import type { Messages } from '../../messages/messages.ts';
import type { Reader } from '../../ports/store.ts';
import { mailText, valueLink } from '../../request/contact-links.ts';
import type { Request } from '../../request/interaction.ts';
import { listed, type Names, namedFew, namesOf, said, type ViewerLocale } from '../../request/viewer-locale.ts';
import { beforeValue, type Fact, type Inline, joined, lines, plainOf, plainRun, type Text } from '../../view/view.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Returns a fact for each changed field: before → after, or the value alone when there was no record before. A field that was and is
 * empty is left out.
 */
export function changeFacts(changes: readonly Change[], viewer: ViewerLocale, names: Names): Fact[] {
  const label = fieldLabels(viewer);
  return changes.flatMap((change) => {
    const value = changeText(change, viewer, names);
    return value === null ? [] : [{ label: label(change.field), value }];
  });
}

/** Returns the function that names a field as people call it. */
export function fieldLabels({ messages }: ViewerLocale): (field: string) => string {
  const { setup, contactForm, history, reminders } = messages;
  const labels: Labels = { ...setup.fields, ...contactForm.labels, ...history.marks, ...reminders.history };
  return (field) => labels[field] ?? field;
}

/** Returns each changed field as a line: its label, and what `changeFacts` says of it. */
export function changeLines(changes: readonly Change[], viewer: ViewerLocale, names: Names): Text[] {
  return linesOf(changeFacts(changes, viewer, names), viewer);
}

/** Returns each fact as a line. */
export function linesOf(facts: readonly Fact[], { messages }: ViewerLocale): Text[] {
  return facts.map(({ label, value }) => [beforeValue(label, messages.history.colon), ...[value].flat()]);
}

function changeText({ field, before, after }: Change, viewer: ViewerLocale, names: Names): Text | null {
  const { change, nothing, otherAddress } = viewer.messages.contactForm.saved;
  const [old, now] = [before, after].map((value) => valueText(field, value, viewer, names));
  if (fieldType(field) === 'calendar' && old && now && plainOf(old) === plainOf(now)) return otherAddress(plainOf(now));
  return before === null ? (now ?? null) : change(old ?? nothing, now ?? nothing);
}

/** Returns the recorded value of a field as people read it; null for an empty one. */
function valueText(field: string, value: unknown, viewer: ViewerLocale, names: Names): Text | null {
  const { messages } = viewer;
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  if (field === 'findings') return messages.reminders.titlesInHistory(codes(value, messages.findings.titles));
  if (field.endsWith('Fields'))
    return codes(value, { ...messages.setup.fields, ...messages.contactForm.labels, ...messages.approvals.what }).join(
      ', ',
    );
  if (field === 'calendarNames') return namesText(value, names);
  if (field === erasedField && Array.isArray(value))
    return namedFew(
      value.map((pair: unknown) => String([pair].flat()[0])),
      messages,
    );
  if (field === 'customers') return customersText(customersIn(value), messages);
  if (Array.isArray(value)) {
    const items = value.map((item) => itemText(item, names));
    // A reminder reaches one person on both platforms.
    return listed(field === 'told' ? [...new Map(items.map((one) => [plainRun(one), one])).values()] : items);
  }
  if (typeof value === 'object') return [itemText(value, names)];
  if (field === 'until' || field.endsWith('At')) return [said(viewer, String(value))];
  if (field === 'manager' || field.endsWith('By')) return [itemText(value, names)];
  if (field === 'anniversaryMonth') return messages.setup.months[Number(value) - 1] ?? String(value);
  const options: Readonly<Record<string, Labels>> = {
    kind: messages.contactForm.kinds,
    locale: languageChoices(viewer.locale),
    partnerType: messages.setup.partnerTypes,
  };
  const text = options[field]?.[String(value)] ?? valueLink(fieldType(field), String(value), viewer);
  return typeof text === 'string' ? text : [text];
}

/** Returns «Ada L. = Ada Lovelace, …». */
function namesText(value: unknown, names: Names): Text {
  const all = Object.entries(CalendarNames.safeParse(value).data ?? {});
  const named = all.map(([name, id]): Text => [`${name} = `, names.person(id)]);
  return joined(named, ', ');
}

/** Returns «Fabrikam (fabrikam.com), … and 12 more»; null for none. */
function customersText(customers: Customers, messages: Messages): Text | null {
  const all = Object.entries(customers).map(([key, name]) => `${name} (${key})`);
  return namedFew(all, messages) || null;
}

const CalendarNames = z.record(z.string(), Identity);

function itemText(item: unknown, names: Names): Inline {
  const channel = Channel.safeParse(item);
  if (channel.success) return names.channel(channel.data);
  const person = Identity.safeParse(item);
  return person.success ? names.person(person.data) : JSON.stringify(item);
}

/** Names fields or findings as people call them. */
function codes(value: unknown, labels: Labels): string[] {
  return (Array.isArray(value) ? value : []).map((code) => labels[String(code)] ?? String(code));
}

/**
 * Returns the facts of a notice: of each changed field only what differs. An admin in private reads the values. In a channel, a mask
 * leaves of the contact's own data only what tells one address or number from another; what it hides has one common fact.
 * `say` are the words of a change that was made, unless it is still asked for.
 */
export function noticeFacts(
  changes: readonly Change[],
  to: Destination,
  viewer: ViewerLocale,
  names: Names,
  say: ChangeWords = viewer.messages.notices.contactChanged,
): Fact[] {
  const { kept, smallerChanges } = viewer.messages.notices.contactChanged;
  const label = fieldLabels(viewer);
  const small = changes.filter(({ field, before }) => before !== null && smaller.includes(field));
  const isFew = small.length < 2;
  const all = changes.flatMap((change): Fact[] => {
    if (!isFew && small.includes(change)) return [];
    const type = fieldType(change.field);
    const mask = type && to.kind !== 'person' ? masks[type] : undefined;
    return changeFacts([change], viewer, names).flatMap(({ label, value }) => {
      const said = mask
        ? masked(change, mask, viewer, say)
        : (listDifference(change, viewer, names, say) ?? wasAndNow(change, viewer, names, say) ?? value);
      return said === null ? [] : [{ label, value: said }];
    });
  });
  const hidden = all.filter(({ value }) => value === kept).map((fact) => fact.label);
  const labels = small.map(({ field }) => label(field)).join(', ');
  return [
    ...all.filter(({ value }) => value !== kept),
    ...(hidden.length > 0 ? [{ label: hidden.join(', '), value: kept }] : []),
    ...(isFew ? [] : [{ label: smallerChanges(small.length), value: labels }]),
  ];
}

/** The fields of which a notice has only the names where several changed. */
const smaller: readonly string[] = ['kind', 'locale', 'timezone'];

/** What is said of the value before and of the one after. */
type ChangeWords = Pick<Messages['notices']['contactChanged'], 'was' | 'now' | 'added' | 'removed' | 'keptBut'>;

/** Returns the old and the new e-mail address or number in two lines; null for another change. */
function wasAndNow(change: Change, viewer: ViewerLocale, names: Names, { was, now }: ChangeWords): Text | null {
  const { field, before, after } = change;
  if (before === null || !['email', 'phone'].includes(field)) return null;
  const { nothing } = viewer.messages.contactForm.saved;
  const [old, current] = [before, after].map((value) => valueText(field, value, viewer, names) ?? nothing);
  return lines([was(old ?? nothing), now(current ?? nothing)]);
}

/** Returns «added #new» and «removed #old and 3 others» in two lines. Null for what is no list, and for one that only has another order. */
function listDifference(change: Change, { messages }: ViewerLocale, names: Names, words: ChangeWords): Text | null {
  const { field, before, after } = change;
  const list = (value: unknown) => (value === null ? [] : Array.isArray(value) ? value : null);
  const [old, now] = [list(before), list(after)];
  if (before === null || field === 'customers' || !old || !now) return null;
  const { added, removed } = words;
  const without = (some: unknown[], others: unknown[]) =>
    some.filter((item) => !others.some((other) => JSON.stringify(other) === JSON.stringify(item)));
  const parts = [
    { say: added, items: without(now, old) },
    { say: removed, items: without(old, now) },
  ].filter(({ items }) => items.length > 0);
  const said = parts.map(({ say, items }) =>
    say(
      listedFew(
        items.map((item) => itemText(item, names)),
        messages,
      ),
    ),
  );
  return said.length > 0 ? lines(said) : null;
}

/** Returns the part of a value that channels read; null for none. */
type Mask = (value: string, viewer: ViewerLocale) => Text | null;

const masks: Partial<Record<FieldType, Mask>> = {
  name: () => null,
  email: (email, viewer) => mailText(`…@${domainOf(email)}`, viewer),
  phone: (phone) => `…${phone.slice(-3)}`,
};

/**
 * Returns `…@contoso.com → …@example.com`. Where both values read the same, says that the value changed and that the history shows it. Null
 * where the mask hides the first value that there ever was.
 */
function masked({ before, after }: Change, mask: Mask, viewer: ViewerLocale, say: ChangeWords): Text | null {
  const { contactChanged } = viewer.messages.notices;
  const { change, nothing } = viewer.messages.contactForm.saved;
  const [old, now] = [before, after].map((value) =>
    typeof value === 'string' && value !== '' ? mask(value, viewer) : nothing,
  );
  if (before === null) return now ?? null;
  if (!old || !now) return contactChanged.kept;
  if (old === now) return say.keptBut(now);
  return say === contactChanged ? change(old, now) : lines([say.was(old), say.now(now)]);
}

/** Looks up the names of all people and channels that these changes mention, also of those that are gone. */
export function namesInChanges(reader: Reader, changes: readonly Change[]): Promise<Names> {
  const values = changes
    .flatMap(({ before, after }) => [before, after].flat())
    .flatMap((value) => (CalendarNames.safeParse(value).success ? Object.values(value ?? {}) : [value]));
  const people = values.flatMap((value) => Identity.safeParse(value).data ?? []);
  const channels = values.flatMap((value) => Channel.safeParse(value).data ?? []);
  return namesOf(reader, people, channels);
}

/** Returns the author of an entry: a person, the bot, or the command line. */
export function authorOf({ by, byName, deed }: HistoryEntry, { history }: Messages): Inline {
  if (by) return { kind: 'person', id: by, name: byName };
  // Who signs in at Microsoft need not be known here.
  if (deed === 'microsoft.signedIn') return byName;
  const ofBot: readonly AuditAction[] = ['reminder.sent', 'admins.changed', 'approval.lapsed', 'tenant.cleared'];
  return ofBot.includes(deed) ? history.bot : history.importer;
}

/** Returns who changed the register: a person, or an import from the command line. */
export function changedBy({ by, byName }: Pick<HistoryEntry, 'by' | 'byName'>, { messages }: ViewerLocale): Inline {
  return by ? { kind: 'person', id: by, name: byName } : messages.notices.contactChanged.importer;
}

type Conflict = { last: HistoryEntry | null; fields: readonly string[]; labels: Labels };

/**
 * Returns the notice of a form whose fields somebody else changed after it was opened. `last` is that change; null when the history does
 * not say.
 */
export function conflictNotice({ messages }: Request, say: (who: Text, what: string) => Text, about: Conflict): Text {
  return say([about.last ? authorOf(about.last, messages) : ''], codes(about.fields, about.labels).join(', '));
}
