/** Several tenants in one card: a row for each, with its state and how its contact is reached. */

import type { FindingToShow } from '../domain/finding/finding.ts';
import { onCallAt } from '../domain/tenant/on-call.ts';
import { fullName, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { capitalised } from '../domain/text/words.ts';
import { day } from '../messages/dates.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { mailLink, phoneLink } from '../request/contact-links.ts';
import { tenantState } from '../request/tenant-state.ts';
import { type Names, namesOf, type ViewerLocale } from '../request/viewer-locale.ts';
import { type Button, beforeValue, type Inline, joined, lines, type Row, type Text } from '../view/view.ts';
import { findingsToShow } from './current.ts';
import { listedFew, peopleInFindings } from './text.ts';

/** A tenant with its findings. */
export interface JudgedTenant {
  tenant: StoredTenant;
  findings: readonly FindingToShow[];
}

/** What the rows of several tenants have in common. */
export interface Overview {
  names: Names;
  now: string;
  /** The rows have the e-mail address too, or all that people confirm; absent where the card has no room for it. */
  detail?: 'mail' | 'whole';
}

/** Returns the tenants with what is to be fixed about each now. */
export function judged(reader: Reader, tenants: readonly StoredTenant[], world: World): Promise<JudgedTenant[]> {
  return Promise.all(
    tenants.map(async (tenant) => ({ tenant, findings: await findingsToShow(reader, tenant, world) })),
  );
}

/** Looks up the names of everybody whom the rows of these tenants name. */
export async function overviewOf(reader: Reader, all: readonly JudgedTenant[], world: World): Promise<Overview> {
  const now = world.clock.now();
  const onCall = all.flatMap(({ tenant }) => onCallAt(tenant, now).first);
  const confirmers = all.map(({ tenant }) => tenant.contact?.confirmedBy ?? null);
  const people = [...onCall, ...confirmers, ...peopleInFindings(all.flatMap(({ findings }) => findings))];
  const channels = all.flatMap(({ tenant }) => tenant.contact?.channels ?? []);
  return { names: await namesOf(reader, people, channels), now };
}

/** Returns the row of a tenant: its state, and how its contact is reached where `about` has the names for that. */
export function tenantRow(
  viewer: ViewerLocale,
  known: JudgedTenant,
  about: Overview | null,
  button: Button | null,
): Row {
  const state = capitalised(tenantState(viewer.messages, known));
  const reached = about && known.tenant.contact ? [reachedBy(viewer, known.tenant, about)] : [];
  const confirmed = about ? lastConfirmed(viewer, known.tenant, about) : [];
  const facts = about?.detail === 'whole' ? [...reached, ...confirmed] : [joined([...reached, ...confirmed], ' · ')];
  return { title: known.tenant.name, detail: lines([state, ...facts.filter((text) => text.length > 0)]), button };
}

/** Returns on which day somebody confirmed the contact last, and as a whole who. Empty where nobody did: a finding asks for it. */
function lastConfirmed({ locale, timezone, messages }: ViewerLocale, { contact }: StoredTenant, about: Overview) {
  if (!contact?.confirmedAt) return [];
  const { facts, on } = messages.securityContact;
  const who = about.detail === 'whole' && contact.confirmedBy ? about.names.person(contact.confirmedBy) : null;
  return [
    [
      beforeValue(facts.confirmed, messages.history.colon),
      ...[on(day(contact.confirmedAt, locale, timezone), who)].flat(),
    ],
  ];
}

/**
 * Returns the contact's name, phone, e-mail address where wanted, and who is on call, in a line; as a whole in three, with the channels.
 * Empty without a contact.
 */
export function reachedBy(viewer: ViewerLocale, tenant: StoredTenant, { names, now, detail }: Overview): Text {
  const { facts, nobody, emptyList } = viewer.messages.securityContact;
  const { contact } = tenant;
  if (!contact) return '';
  const labelled = (label: string, all: readonly Inline[], none: string) => [
    beforeValue(label, viewer.messages.history.colon),
    ...(all.length === 0 ? [none] : listedFew(all, viewer.messages, detail === 'whole' ? all.length : undefined)),
  ];
  const onCall = labelled(facts.onCall, onCallAt(tenant, now).first.map(names.person), nobody);
  const name = fullName(contact);
  const addresses = [[phoneLink(contact.phone)], ...(detail ? [[mailLink(contact.email, viewer)]] : [])];
  if (detail !== 'whole') return joined([name, ...addresses, onCall], ' · ');
  const channels = labelled(facts.channels, contact.channels.map(names.channel), emptyList);
  return lines([joined([[{ kind: 'strong', text: name }], ...addresses], ' · '), channels, onCall]);
}
