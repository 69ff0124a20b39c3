import type { Asking } from '../asking.ts';
import { button, card } from '../card.ts';
import type { Change, HistoryEntry } from '../domain/history.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { moment } from '../messages/moment.ts';
import type { Names } from '../names.ts';
import type { Button, Card, Inline, Row, Text } from '../view.ts';
import { fieldText } from './field-text.ts';

/** So that the fullest page stays within a platform's message. */
export const pageLength = 5;

export interface Page {
  tenant: StoredTenant;
  entries: readonly HistoryEntry[];
  names: Names;
  /** Whether older entries exist. */
  more: boolean;
  newest: boolean;
}

/** One page of the changes to a tenant, newest first. */
export function historyCard(asking: Asking, page: Page): Card {
  const { history } = asking.words;
  const { entries, tenant } = page;
  const [first] = entries;
  const last = entries.at(-1);
  return card(history.title, history.summary(tenant.name), {
    text: [first ? history.summary(tenant.name) : history.empty],
    rows: entries.map((entry) => row(asking, entry, page.names)),
    buttons: buttons(asking, page, last),
    footer: first && last ? history.footer(last.number, first.number) : null,
  });
}

function row(asking: Asking, entry: HistoryEntry, names: Names): Row {
  const { actor, words } = asking;
  const who: Inline = entry.by ? { kind: 'person', id: entry.by, name: entry.byName } : words.history.importer;
  const deed = words.history.entry(who, words.history.deeds[entry.deed]);
  return {
    title: [moment(entry.at, actor.locale, actor.timezone), ' · ', ...[deed].flat()],
    detail: marked(entry) ? '' : entry.changes.flatMap((change, index) => said(asking, change, names, index > 0)),
    button: null,
  };
}

/** A deed that only sets its own date says all in its title. */
function marked({ deed }: HistoryEntry): boolean {
  return !['contact.updated', 'tenant.setUp', 'organisation.setUp', 'register.imported'].includes(deed);
}

function said({ words }: Asking, { field, before, after }: Change, names: Names, more: boolean): Inline[] {
  const labels: Readonly<Record<string, string>> = { ...words.setup.fields, ...words.contactForm.fields };
  const text = (value: unknown): Text => fieldText(field, value, words, names) ?? words.history.empties;
  return [
    `${more ? '; ' : ''}${labels[field] ?? field}${words.history.colon}`,
    ...[text(before)].flat(),
    ' → ',
    ...[text(after)].flat(),
  ];
}

function buttons({ words }: Asking, { tenant, more, newest }: Page, last: HistoryEntry | undefined): Button[] {
  const { history, securityContact } = words;
  return [
    ...(more && last ? [button('press', 'contact.history', history.older, `${tenant.id} ${last.number}`)] : []),
    ...(newest ? [] : [button('press', 'contact.history', history.newer, tenant.id)]),
    button('press', 'contact.show', securityContact.buttons.show, tenant.id),
  ];
}
